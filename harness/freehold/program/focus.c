// SPDX-License-Identifier: MIT
#include "program/focus.h"

#include <string.h>

#include "base/diagnostics.h"
#include "model/finding.h"
#include "model/stack.h"
#include "program/object_places.h"
#include "verdict/verdict.h"
#include "wire/elf_file.h"

struct pattern {
    const char *text; /* borrowed */
    GPatternSpec *spec;
    gboolean is_matched; /* by an object of any process */
};

struct fh_focus {
    GArray *patterns;    /* struct pattern */
    GHashTable *matches; /* char *, a path → GINT_TO_POINTER(is it in the focus) */
};

static void clear_pattern(gpointer data)
{
    struct pattern *pattern = data;
    g_pattern_spec_free(pattern->spec);
}

struct fh_focus *fh_focus_new(char *const *patterns)
{
    if (!patterns)
        return NULL;
    struct fh_focus *focus = g_new0(struct fh_focus, 1);
    focus->patterns = g_array_new(FALSE, FALSE, sizeof(struct pattern));
    focus->matches = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_array_set_clear_func(focus->patterns, clear_pattern);
    for (; *patterns; patterns++) {
        const struct pattern pattern = {*patterns, g_pattern_spec_new(*patterns), FALSE};
        g_array_append_val(focus->patterns, pattern);
    }
    return focus;
}

void fh_focus_free(struct fh_focus *focus)
{
    if (!focus)
        return;
    g_array_unref(focus->patterns);
    g_hash_table_unref(focus->matches);
    g_free(focus);
}

/* Of the file as it is now; NULL: it has none. Caller owns. */
static char *soname_of(const char *path)
{
    struct fh_elf elf;
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    if (!file || !fh_elf_open(&elf, g_mapped_file_get_contents(file), g_mapped_file_get_length(file)))
        return NULL;
    return g_strdup(fh_elf_soname(&elf));
}

static gboolean matches(const struct pattern *pattern, const char *text)
{
    return text && g_pattern_spec_match_string(pattern->spec, text);
}

static gboolean find_match(struct fh_focus *focus, const char *path)
{
    g_autofree char *name = g_path_get_basename(path), *soname = soname_of(path);
    gboolean is_in_focus = FALSE;
    for (guint i = 0; i < focus->patterns->len; i++) {
        struct pattern *pattern = &g_array_index(focus->patterns, struct pattern, i);
        const gboolean is_path = strchr(pattern->text, '/') != NULL;
        if (is_path ? matches(pattern, path) : matches(pattern, name) || matches(pattern, soname)) {
            pattern->is_matched = TRUE;
            is_in_focus = TRUE;
        }
    }
    return is_in_focus;
}

static gboolean has_object(struct fh_focus *focus, const char *path)
{
    gpointer known;
    if (g_hash_table_lookup_extended(focus->matches, path, NULL, &known))
        return GPOINTER_TO_INT(known);
    const gboolean is_in_focus = find_match(focus, path);
    g_hash_table_insert(focus->matches, g_strdup(path), GINT_TO_POINTER(is_in_focus));
    return is_in_focus;
}

static GArray *places_of(struct fh_focus *focus, const GPtrArray *events)
{
    GArray *places = fh_object_places_of(events);
    for (guint i = 0; focus && i < places->len; i++) {
        struct fh_object_place *place = &g_array_index(places, struct fh_object_place, i);
        place->is_in_focus = has_object(focus, place->path);
    }
    return places;
}

/* What is asked of the places of a stack. */
enum wanted { IN_FOCUS, RUST };

static gboolean is_wanted(const struct fh_object_place *place, enum wanted wanted)
{
    return wanted == IN_FOCUS ? place->is_in_focus : place->is_rust;
}

static gboolean is_at(const GArray *places, guint64 address, enum wanted wanted)
{
    const struct fh_object_place *place = NULL;
    while ((place = fh_object_places_at(places, address, place)))
        if (is_wanted(place, wanted))
            return TRUE;
    return FALSE;
}

static gboolean has_frame(const GArray *places, const struct fh_stack *stack, enum wanted wanted)
{
    for (guint i = 0; i < stack->frames->len; i++)
        if (is_at(places, ((const struct fh_frame *)g_ptr_array_index(stack->frames, i))->address, wanted))
            return TRUE;
    return FALSE;
}

static gboolean is_any(const GArray *places, gboolean must_be_rust)
{
    for (guint i = 0; i < places->len; i++) {
        const struct fh_object_place *place = &g_array_index(places, struct fh_object_place, i);
        if (place->is_in_focus && (place->is_rust || !must_be_rust))
            return TRUE;
    }
    return FALSE;
}

/* Rust did it, and no stack shows which object of Rust's: a release build ends in `jmp __rust_dealloc`. */
static gboolean is_nameless_rust(const GArray *places, const struct fh_finding *finding, const char *role,
                                 enum fh_domain by)
{
    for (guint i = 0; by == FH_DOMAIN_RUST && i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);
        if (g_strcmp0(stack->role, role) == 0 && has_frame(places, stack, RUST))
            return FALSE;
    }
    return by == FH_DOMAIN_RUST && is_any(places, TRUE);
}

/* No stack, no place: nobody can say that it is somebody else's. */
static gboolean is_without_places(const struct fh_finding *finding)
{
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);
        for (guint j = 0; j < stack->frames->len; j++)
            if (((const struct fh_frame *)g_ptr_array_index(stack->frames, j))->address != 0)
                return FALSE;
    }
    return TRUE;
}

static gboolean has_to_do(const GArray *places, const struct fh_finding *finding)
{
    if (finding->kind == FH_KIND_UNKNOWN || is_without_places(finding))
        return TRUE;
    for (guint i = 0; i < finding->stacks->len; i++)
        if (has_frame(places, g_ptr_array_index(finding->stacks, i), IN_FOCUS))
            return TRUE;
    return is_nameless_rust(places, finding, "allocated", finding->allocated_by) ||
           is_nameless_rust(places, finding, "released", finding->released_by);
}

gboolean fh_focus_is_of_rust(const GPtrArray *events, const struct fh_finding *finding)
{
    g_autoptr(GArray) places = places_of(NULL, events);
    if (finding->allocated_by == FH_DOMAIN_RUST || finding->released_by == FH_DOMAIN_RUST ||
        is_without_places(finding))
        return TRUE;
    for (guint i = 0; i < finding->stacks->len; i++)
        if (has_frame(places, g_ptr_array_index(finding->stacks, i), RUST))
            return TRUE;
    return FALSE;
}

static void note_cut(guint n_cut, guint n_callers, struct fh_result *result)
{
    if (n_cut > 0)
        g_ptr_array_add(
            result->notes,
            g_strdup_printf("%u of the findings outside the focus %s a stack that is cut at %u functions: "
                            "whether the focus is further out is not known; --valgrind-arg=--num-callers=%u "
                            "shows more",
                            n_cut, n_cut == 1 ? "has" : "have", n_callers, 4 * n_callers));
}

/* After it, nothing more was seen of the focus either. */
static void note_abort(const struct fh_finding *finding, struct fh_result *result)
{
    if (finding->kind == FH_KIND_ABORT && !result->reason)
        result->reason = g_strdup_printf("the process ended outside the focus (%s): what would have come "
                                         "after that was not seen",
                                         finding->message ? finding->message : "abort");
}

void fh_focus_apply(struct fh_focus *focus, const GPtrArray *events, guint n_callers,
                    struct fh_result *result)
{
    if (!focus || !events)
        return;
    g_autoptr(GArray) places = places_of(focus, events);
    guint n_cut = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (has_to_do(places, finding)) {
            finding->outside = FH_OUTSIDE_NOTHING; /* growth that isn't Rust's: it was asked for */
            continue;
        }
        finding->outside = FH_OUTSIDE_FOCUS;
        n_cut += fh_finding_is_cut(finding, n_callers);
        note_abort(finding, result);
    }
    note_cut(n_cut, n_callers, result);
}

/* Caller owns. */
static char *help_with(const struct fh_focus *focus, const char *pattern)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter at;
    gpointer path;
    g_hash_table_iter_init(&at, focus->matches);
    while (g_hash_table_iter_next(&at, &path, NULL))
        g_ptr_array_add(names, g_path_get_basename(path));
    g_ptr_array_add(names, NULL);
    const char *close = fh_closest_name(pattern, (const char *const *)names->pdata);
    return close ? g_strdup_printf("; did you mean '%s'?", close) : g_strdup("");
}

static void set_reason(const struct fh_focus *focus, const struct pattern *pattern, struct fh_result *result)
{
    g_autofree char *help = help_with(focus, pattern->text);
    if (result->reason)
        return;
    result->reason = g_strdup_printf("--focus '%s' names none of the %u objects that were loaded%s",
                                     pattern->text, g_hash_table_size(focus->matches), help);
    result->verdict = fh_judge_again(result);
}

void fh_focus_check(const struct fh_focus *focus, GPtrArray *results)
{
    for (guint i = 0; focus && i < focus->patterns->len; i++) {
        const struct pattern *pattern = &g_array_index(focus->patterns, struct pattern, i);
        for (guint j = 0; !pattern->is_matched && j < results->len; j++)
            set_reason(focus, pattern, g_ptr_array_index(results, j));
    }
}
