// SPDX-License-Identifier: MIT
#include "program/host_rules.h"

#include <gio/gio.h>
#include <string.h>

#include "classify/stack.h"
#include "host-rules-resource.h"
#include "model/finding.h"
#include "model/stack.h"
#include "program/host_rules_file.h"
#include "program/object_places.h"

#define FOLDER    "/freehold/suppressions/"
#define NO_OBJECT "???" /* as in Valgrind's suppressions: "obj:???" */

struct known_host {
    struct fh_host_rules_file *file;
    char *name;          /* the file's */
    GHashTable *holders; /* char *, a path → GINT_TO_POINTER(it has in it what the file says) */
    char *path;          /* of the object that it is, in the process that is looked at; NULL: none */
    gboolean is_seen;
};

struct fh_host_rules {
    GPtrArray *hosts; /* struct known_host * */
};

/* What belongs to no host, and to no library under audit. */
static const char *const system_objects[] = {
    "ld-linux*", "libc.so.*",   "libpthread.so.*",      "libdl.so.*",
    "libm.so.*", "librt.so.*",  "libgcc_s.so.*",        "libstdc++.so.*",
    "libz.so.*", "vgpreload_*", "libfreehold-preload*", NULL};

static void free_host(gpointer data)
{
    struct known_host *host = data;
    fh_host_rules_file_free(host->file);
    g_free(host->name);
    g_free(host->path);
    g_hash_table_unref(host->holders);
    g_free(host);
}

static struct known_host *read_host(const char *name)
{
    g_autofree char *path = g_strconcat(FOLDER, name, NULL);
    g_autoptr(GBytes) bytes =
        g_resource_lookup_data(host_rules_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_autoptr(GError) error = NULL;
    struct known_host *host = g_new0(struct known_host, 1);
    host->name = g_strdup(name);
    host->holders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    host->file = fh_host_rules_file_read(name, text, &error);
    g_assert_no_error(error);
    return host;
}

struct fh_host_rules *fh_host_rules_new(void)
{
    struct fh_host_rules *rules = g_new0(struct fh_host_rules, 1);
    g_auto(GStrv) names =
        g_resource_enumerate_children(host_rules_get_resource(), FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    rules->hosts = g_ptr_array_new_with_free_func(free_host);
    for (guint i = 0; names && names[i]; i++)
        g_ptr_array_add(rules->hosts, read_host(names[i]));
    return rules;
}

void fh_host_rules_free(struct fh_host_rules *rules)
{
    if (!rules)
        return;
    g_ptr_array_unref(rules->hosts);
    g_free(rules);
}

static gboolean fits_any(const char *text, char *const *patterns)
{
    for (; *patterns; patterns++)
        if (g_pattern_match_simple(*patterns, text))
            return TRUE;
    return FALSE;
}

static gboolean has_in_it(const char *path, char *const *texts)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    /* Of an empty file nothing is mapped. */
    if (!file || g_mapped_file_get_length(file) == 0)
        return FALSE;
    for (; *texts; texts++)
        if (memmem(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), *texts, strlen(*texts)))
            return TRUE;
    return FALSE;
}

static gboolean holds(struct known_host *host, const char *path)
{
    gpointer known;
    if (!host->file->holds)
        return TRUE;
    if (g_hash_table_lookup_extended(host->holders, path, NULL, &known))
        return GPOINTER_TO_INT(known);
    const gboolean has = has_in_it(path, host->file->holds);
    g_hash_table_insert(host->holders, g_strdup(path), GINT_TO_POINTER(has));
    return has;
}

/* FALSE: the process is no such host. */
static gboolean find_host(struct known_host *host, const GArray *places)
{
    g_clear_pointer(&host->path, g_free);
    for (guint i = 0; i < places->len && !host->path; i++) {
        const struct fh_object_place *place = &g_array_index(places, struct fh_object_place, i);
        g_autofree char *name = g_path_get_basename(place->path);
        if (place->is_rust == host->file->is_crate && fits_any(name, host->file->programs) &&
            holds(host, place->path))
            host->path = g_strdup(place->path);
    }
    host->is_seen = host->is_seen || host->path;
    return host->path != NULL;
}

static gboolean is_hosts_place(const struct known_host *host, const struct fh_object_place *place)
{
    g_autofree char *name = g_path_get_basename(place->path);
    return !place->is_rust &&
           (g_str_equal(place->path, host->path) || fits_any(place->path, host->file->objects) ||
            fits_any(name, (char *const *)system_objects));
}

/* What is in no object is code that the host itself has made. */
static gboolean is_hosts_frame(const struct known_host *host, const GArray *places, guint64 address)
{
    const struct fh_object_place *place = NULL;
    while ((place = fh_object_places_at(places, address, place)))
        if (!is_hosts_place(host, place))
            return FALSE;
    return TRUE;
}

static gboolean is_hosts_stack(const struct known_host *host, const GArray *places,
                               const struct fh_stack *stack)
{
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (frame->address == 0 || !is_hosts_frame(host, places, frame->address))
            return FALSE;
    }
    return stack->frames->len > 0;
}

static gboolean is_hosts_finding(const struct known_host *host, const GArray *places,
                                 const struct fh_finding *finding)
{
    if (host->file->is_crate)
        return finding->allocated_by == FH_DOMAIN_RUST;
    if (finding->allocated_by == FH_DOMAIN_RUST || finding->released_by == FH_DOMAIN_RUST)
        return FALSE;
    if (finding->kind == FH_KIND_OUT_OF_BOUNDS && finding->stacks->len > 1)
        return FALSE; /* of a block: somebody has allocated it for a library, it may be */
    for (guint i = 0; i < finding->stacks->len; i++)
        if (!is_hosts_stack(host, places, g_ptr_array_index(finding->stacks, i)))
            return FALSE;
    return finding->stacks->len > 0;
}

static gboolean fits_frame(const struct fh_rule_frame *rule, const GArray *places,
                           const struct fh_frame *frame)
{
    if (rule->rule == FH_FRAME_FUNCTION)
        return frame->function && g_pattern_match_simple(rule->text, frame->function);
    const struct fh_object_place *place = fh_object_places_at(places, frame->address, NULL);
    return g_pattern_match_simple(rule->text, place ? place->path : NO_OBJECT);
}

/* A stack that a suppression is held against. */
struct held {
    const GArray *places;
    GPtrArray *frames; /* struct fh_frame *, borrowed */
};

static gboolean fits_from(const GArray *rules, guint rule, const struct held *held, guint frame)
{
    if (rule == rules->len)
        return TRUE;
    const struct fh_rule_frame *wanted = &g_array_index(rules, struct fh_rule_frame, rule);
    const gboolean is_end = frame >= held->frames->len;
    if (wanted->rule == FH_FRAME_ANY)
        return fits_from(rules, rule + 1, held, frame) ||
               (!is_end && fits_from(rules, rule, held, frame + 1));
    return !is_end && fits_frame(wanted, held->places, g_ptr_array_index(held->frames, frame)) &&
           fits_from(rules, rule + 1, held, frame + 1);
}

/* Of a host: all, but for what Valgrind inlined, which has the address of what it was inlined into. Of a
 * crate: from who called the allocator on, past Rust's std, with what was inlined. Caller owns. */
static GPtrArray *frames_to_hold(const struct known_host *host, const struct fh_stack *stack)
{
    GPtrArray *frames = g_ptr_array_new();
    for (guint i = host->file->is_crate ? fh_stack_after_allocator(stack) : 0; i < stack->frames->len; i++) {
        struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        const gboolean is_left_out =
            host->file->is_crate ? frames->len == 0 && fh_frame_is_rust_library(frame) : frame->is_inlined;
        if (!is_left_out)
            g_ptr_array_add(frames, frame);
    }
    return frames;
}

static gboolean fits(const struct known_host *host, const struct fh_host_rule *rule, const GArray *places,
                     const struct fh_finding *finding)
{
    if (finding->stacks->len == 0 || rule->kind != finding->kind)
        return FALSE;
    g_autoptr(GPtrArray) frames = frames_to_hold(host, g_ptr_array_index(finding->stacks, 0));
    const struct held held = {places, frames};
    return fits_from(rule->frames, 0, &held, 0);
}

/* NULL: none. */
static struct fh_host_rule *rule_of(const struct known_host *host, const GArray *places,
                                    const struct fh_finding *finding)
{
    for (guint i = 0; i < host->file->rules->len; i++) {
        struct fh_host_rule *rule = g_ptr_array_index(host->file->rules, i);
        if (fits(host, rule, places, finding))
            return rule;
    }
    return NULL;
}

/* How many findings fitted, and how many of these have a stack that is cut. */
struct fitted {
    guint n, n_cut;
};

static struct fitted apply(struct known_host *host, const GArray *places, guint n_callers,
                           struct fh_result *result)
{
    struct fitted fitted = {0, 0};
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->outside != FH_OUTSIDE_NOTHING || !is_hosts_finding(host, places, finding))
            continue;
        struct fh_host_rule *rule = rule_of(host, places, finding);
        if (!rule)
            continue;
        rule->is_used = TRUE;
        finding->outside = FH_OUTSIDE_HOST;
        fitted.n++;
        fitted.n_cut += fh_finding_is_cut(finding, n_callers);
    }
    return fitted;
}

static void note(const struct known_host *host, const struct fitted *fitted, guint n_callers,
                 struct fh_result *result)
{
    g_autofree char *cut =
        fitted->n_cut == 0
            ? g_strdup("")
            : g_strdup_printf("; of %u the stack is cut at %u functions, and who called these is "
                              "not known (--valgrind-arg=--num-callers=%u shows more)",
                              fitted->n_cut, n_callers, 4 * n_callers);
    if (fitted->n > 0)
        g_ptr_array_add(result->notes,
                        g_strdup_printf("%u finding%s of what %s is known to do by itself (%s) don't count%s",
                                        fitted->n, fitted->n == 1 ? "" : "s", host->file->host, host->name,
                                        cut));
}

void fh_host_rules_apply(struct fh_host_rules *rules, const GPtrArray *events, guint n_callers,
                         struct fh_result *result)
{
    if (!rules || !events)
        return;
    g_autoptr(GArray) places = fh_object_places_of(events);
    for (guint i = 0; i < rules->hosts->len; i++) {
        struct known_host *host = g_ptr_array_index(rules->hosts, i);
        if (!find_host(host, places))
            continue;
        const struct fitted fitted = apply(host, places, n_callers, result);
        note(host, &fitted, n_callers, result);
    }
}

static void note_unused(const struct known_host *host, GPtrArray *notes)
{
    for (guint i = 0; i < host->file->rules->len; i++) {
        const struct fh_host_rule *rule = g_ptr_array_index(host->file->rules, i);
        if (!rule->is_used)
            g_ptr_array_add(notes, g_strdup_printf("suppression %s (%s:%u) suppressed nothing", rule->name,
                                                   host->name, rule->line));
    }
}

/* "CPython 3.11, Ruby 3.1" */
static char *all_hosts(const struct fh_host_rules *rules)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < rules->hosts->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                               ((const struct known_host *)g_ptr_array_index(rules->hosts, i))->file->host);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

void fh_host_rules_note_unused(const struct fh_host_rules *rules, GPtrArray *results)
{
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
    gboolean is_any_seen = FALSE;
    for (guint i = 0; rules && i < rules->hosts->len; i++) {
        const struct known_host *host = g_ptr_array_index(rules->hosts, i);
        if (host->is_seen)
            note_unused(host, notes);
        is_any_seen = is_any_seen || host->is_seen;
    }
    if (rules && !is_any_seen) {
        g_autofree char *hosts = all_hosts(rules);
        g_ptr_array_add(notes,
                        g_strdup_printf("--host-suppressions suppressed nothing: they are for %s, and no "
                                        "other version",
                                        hosts));
    }
    for (guint i = 0; i < results->len; i++)
        for (guint j = 0; j < notes->len; j++)
            g_ptr_array_add(((struct fh_result *)g_ptr_array_index(results, i))->notes,
                            g_strdup(g_ptr_array_index(notes, j)));
}
