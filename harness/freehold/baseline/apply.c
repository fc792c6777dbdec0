// SPDX-License-Identifier: MIT
#include "baseline/apply.h"

#include <string.h>

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "verdict/verdict.h"

static char *base_name(const char *file)
{
    return file ? g_path_get_basename(file) : g_strdup("");
}

static char *key_of(const char *file, const char *fingerprint)
{
    g_autofree char *name = base_name(file);
    return g_strdup_printf("%s %s", fingerprint ? fingerprint : "", name);
}

static gboolean has_named_frame(const struct fh_finding *finding)
{
    for (guint i = 0; i < finding->stacks->len; i++)
        if (fh_stack_users_frame(g_ptr_array_index(finding->stacks, i)))
            return TRUE;
    return FALSE;
}

gboolean fh_baseline_can_hold(const struct fh_result *result, const struct fh_finding *finding)
{
    return finding->kind != FH_KIND_UNKNOWN && finding->fingerprint &&
           (result->file || has_named_frame(finding));
}

/* By key: how many of one result are known. Values are guints. */
static GHashTable *allowances(const struct fh_baseline *baseline)
{
    GHashTable *allowed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < baseline->entries->len; i++) {
        const struct fh_known *entry = g_ptr_array_index(baseline->entries, i);
        char *key = key_of(entry->file, entry->fingerprint);
        const guint before = GPOINTER_TO_UINT(g_hash_table_lookup(allowed, key));
        g_hash_table_replace(allowed, key, GUINT_TO_POINTER(MAX(before, entry->count)));
    }
    return allowed;
}

/* Adds one to the count of `key`, and returns it. Consumes `key`. */
static guint count_one(GHashTable *counts, char *key)
{
    const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;
    g_hash_table_replace(counts, key, GUINT_TO_POINTER(n));
    return n;
}

static guint mark(struct fh_result *result, GHashTable *allowed)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint n_known = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        finding->is_known = FALSE;
        if (finding->is_expected || !fh_baseline_can_hold(result, finding))
            continue;
        g_autofree char *key = key_of(result->file, finding->fingerprint);
        const guint most = GPOINTER_TO_UINT(g_hash_table_lookup(allowed, key));
        finding->is_known = count_one(seen, g_strdup(key)) <= most;
        n_known += finding->is_known && finding->outside == FH_OUTSIDE_NOTHING ? 1 : 0;
    }
    result->verdict = fh_judge_again(result);
    return n_known;
}

/* What a process was run as: its command line, the program without its folder, and without the number that
 * tells a fork from its parent. With other arguments it does something else. */
static char *command_of(const char *scenario)
{
    static const char number[] = " (process ";
    const char *command = scenario ? scenario : "";
    const char *fork = g_strrstr(command, number);
    const gsize length = fork ? (gsize)(fork - command) : strlen(command);
    const gsize word = MIN(strcspn(command, " "), length);
    g_autofree char *path = g_strndup(command, word);
    g_autofree char *program = g_path_get_basename(path);
    g_autofree char *rest = g_strndup(command + word, length - word);
    return g_strconcat(program, rest, NULL);
}

static gboolean is_same_command(const char *one, const char *other)
{
    g_autofree char *left = command_of(one), *right = command_of(other);
    return g_str_equal(left, right);
}

static gboolean is_of(const struct fh_result *result, const struct fh_known *entry)
{
    if (g_strcmp0(result->engine, entry->engine) != 0)
        return FALSE;
    if (!entry->file || !result->file)
        return !entry->file && !result->file && is_same_command(result->scenario, entry->scenario);
    g_autofree char *one = base_name(result->file), *other = base_name(entry->file);
    return g_str_equal(one, other) && g_strcmp0(result->scenario, entry->scenario) == 0;
}

/* The report says whether the entry is still there: its scenario was judged under the same engine. */
static gboolean is_looked_for(const struct fh_known *entry, const struct fh_report *report)
{
    gboolean is_any = FALSE;
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        if (!is_of(result, entry))
            continue;
        if (result->reason)
            return FALSE;
        is_any = TRUE;
    }
    return is_any && !report->is_cut;
}

/* The most that one result holds. */
static guint count_found(const struct fh_known *entry, const struct fh_report *report)
{
    guint most = 0;
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        guint n = 0;
        for (guint j = 0; is_of(result, entry) && j < result->findings->len; j++) {
            const struct fh_finding *finding = g_ptr_array_index(result->findings, j);
            n += finding->is_known && g_strcmp0(finding->fingerprint, entry->fingerprint) == 0 ? 1 : 0;
        }
        most = MAX(most, n);
    }
    return most;
}

static struct fh_known *copy(const struct fh_known *entry, guint count)
{
    struct fh_known *known = fh_known_new(entry->kind);
    known->fingerprint = g_strdup(entry->fingerprint);
    known->scenario = g_strdup(entry->scenario);
    known->file = g_strdup(entry->file);
    known->engine = g_strdup(entry->engine);
    known->message = g_strdup(entry->message);
    known->count = count;
    return known;
}

void fh_baseline_apply(const struct fh_baseline *baseline, struct fh_report *report)
{
    g_autoptr(GHashTable) allowed = allowances(baseline);
    fh_baseline_use_free(report->baseline);
    report->baseline = fh_baseline_use_new(baseline->path);
    for (guint i = 0; i < report->results->len; i++)
        report->baseline->n_known += mark(g_ptr_array_index(report->results, i), allowed);
    for (guint i = 0; i < baseline->entries->len; i++) {
        const struct fh_known *entry = g_ptr_array_index(baseline->entries, i);
        const guint found = count_found(entry, report);
        if (found < entry->count && is_looked_for(entry, report))
            g_ptr_array_add(report->baseline->fixed, copy(entry, entry->count - found));
    }
}

static struct fh_known *known_of(const struct fh_result *result, const struct fh_finding *finding)
{
    struct fh_known *known = fh_known_new(finding->kind);
    known->fingerprint = g_strdup(finding->fingerprint);
    known->scenario = g_strdup(result->scenario);
    known->file = g_strdup(result->file);
    known->engine = g_strdup(result->engine);
    known->message = g_strdup(finding->message);
    known->count = 1;
    return known;
}

static char *entry_key(const struct fh_known *entry)
{
    g_autofree char *key = key_of(entry->file, entry->fingerprint);
    g_autofree char *what = entry->file ? g_strdup(entry->scenario) : command_of(entry->scenario);
    return g_strdup_printf("%s %s %s", key, entry->engine ? entry->engine : "", what ? what : "");
}

/* Entries as they come together: each once, with the greatest of its counts. */
struct collection {
    GPtrArray *entries; /* struct fh_known * */
    GHashTable *by_key; /* into entries */
};

/* Consumes `entry`. */
static void collect(struct collection *collection, struct fh_known *entry)
{
    g_autofree char *key = entry_key(entry);
    struct fh_known *before = g_hash_table_lookup(collection->by_key, key);
    if (before) {
        before->count = MAX(before->count, entry->count);
        fh_known_free(entry);
        return;
    }
    g_ptr_array_add(collection->entries, entry);
    g_hash_table_insert(collection->by_key, g_steal_pointer(&key), entry);
}

static void collect_result(struct collection *collection, const struct fh_result *result)
{
    g_autoptr(GHashTable) own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->is_expected || finding->outside != FH_OUTSIDE_NOTHING ||
            !fh_baseline_can_hold(result, finding))
            continue;
        struct fh_known *entry = known_of(result, finding);
        entry->count = count_one(own, entry_key(entry));
        collect(collection, entry);
    }
}

/* It is still there, and was not asked for this time (--focus, --kinds). */
static gboolean is_outside(const struct fh_known *entry, const struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; is_of(result, entry) && j < result->findings->len; j++) {
            const struct fh_finding *finding = g_ptr_array_index(result->findings, j);
            if (finding->outside != FH_OUTSIDE_NOTHING &&
                g_strcmp0(finding->fingerprint, entry->fingerprint) == 0)
                return TRUE;
        }
    }
    return FALSE;
}

static int compare_entries(gconstpointer a, gconstpointer b)
{
    const struct fh_known *x = *(const struct fh_known *const *)a, *y = *(const struct fh_known *const *)b;
    int order = g_strcmp0(x->file, y->file);
    order = order != 0 ? order : g_strcmp0(x->scenario, y->scenario);
    order = order != 0 ? order : g_strcmp0(x->engine, y->engine);
    order = order != 0 ? order : (int)x->kind - (int)y->kind;
    return order != 0 ? order : g_strcmp0(x->fingerprint, y->fingerprint);
}

struct fh_baseline *fh_baseline_of(const struct fh_report *report, const struct fh_baseline *before)
{
    g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    struct fh_baseline *baseline = fh_baseline_new(NULL);
    struct collection collection = {baseline->entries, by_key};
    for (guint i = 0; before && i < before->entries->len; i++) {
        const struct fh_known *entry = g_ptr_array_index(before->entries, i);
        if (!is_looked_for(entry, report) || is_outside(entry, report))
            collect(&collection, copy(entry, entry->count));
    }
    for (guint i = 0; i < report->results->len; i++)
        collect_result(&collection, g_ptr_array_index(report->results, i));
    g_ptr_array_sort(baseline->entries, compare_entries);
    return baseline;
}
