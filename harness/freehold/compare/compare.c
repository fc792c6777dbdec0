// SPDX-License-Identifier: MIT
#include "compare/compare.h"

#include "model/finding.h"
#include "verdict/scenarios.h"
#include "verdict/verdict.h"

static void pair_free(gpointer data)
{
    struct fh_pair *pair = data;
    g_ptr_array_unref(pair->appeared);
    g_ptr_array_unref(pair->vanished);
    g_ptr_array_unref(pair->unmet);
    g_free(pair);
}

void fh_comparison_free(struct fh_comparison *comparison)
{
    if (!comparison)
        return;
    g_ptr_array_unref(comparison->pairs);
    g_free(comparison);
}

/* Of one report: results by what they are, and which of several that are alike in that. */
static char *key_of(const struct fh_result *result, GHashTable *counts)
{
    const char *const parts[] = {result->file, result->scenario, result->engine};
    GString *key = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        g_string_append_printf(key, "%s%c", parts[i] ? parts[i] : "", '\001');
    const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key->str));
    g_hash_table_replace(counts, g_strdup(key->str), GUINT_TO_POINTER(n + 1));
    g_string_append_printf(key, "%u", n);
    return g_string_free(key, FALSE);
}

static GHashTable *text_table(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* Values: struct fh_result *, borrowed. */
static GHashTable *index_results(const struct fh_report *report)
{
    GHashTable *index = text_table();
    g_autoptr(GHashTable) counts = text_table();
    for (guint i = 0; i < report->results->len; i++) {
        struct fh_result *result = g_ptr_array_index(report->results, i);
        g_hash_table_insert(index, key_of(result, counts), result);
    }
    return index;
}

/* Values: how many there are of a fingerprint. */
static GHashTable *count_findings(const struct fh_result *result)
{
    GHashTable *counts = text_table();
    for (guint i = 0; result && i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->is_expected || !finding->fingerprint)
            continue;
        const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, finding->fingerprint));
        g_hash_table_replace(counts, g_strdup(finding->fingerprint), GUINT_TO_POINTER(n + 1));
    }
    return counts;
}

/* Those of `result` that `other` does not have, or not as many of. Returns how many both have. */
static guint add_missing(const struct fh_result *result, const struct fh_result *other, GPtrArray *missing)
{
    g_autoptr(GHashTable) there = count_findings(other);
    guint n_same = 0;
    for (guint i = 0; result && i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->is_expected)
            continue;
        const char *key = finding->fingerprint ? finding->fingerprint : "";
        const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(there, key));
        if (n == 0) {
            g_ptr_array_add(missing, finding);
            continue;
        }
        g_hash_table_replace(there, g_strdup(key), GUINT_TO_POINTER(n - 1));
        n_same++;
    }
    return n_same;
}

static gboolean has_unmet(const struct fh_result *result, const char *message)
{
    for (guint i = 0; result && i < result->unmet->len; i++)
        if (g_strcmp0(((const struct fh_unmet *)g_ptr_array_index(result->unmet, i))->message, message) == 0)
            return TRUE;
    return FALSE;
}

static void add_unmet(const struct fh_result *result, const struct fh_result *before, GPtrArray *unmet)
{
    for (guint i = 0; result && i < result->unmet->len; i++) {
        struct fh_unmet *one = g_ptr_array_index(result->unmet, i);
        if (!has_unmet(before, one->message))
            g_ptr_array_add(unmet, one);
    }
}

static struct fh_pair *pair_of(const struct fh_result *before, const struct fh_result *after)
{
    struct fh_pair *pair = g_new0(struct fh_pair, 1);
    pair->before = before;
    pair->after = after;
    pair->appeared = g_ptr_array_new();
    pair->vanished = g_ptr_array_new();
    pair->unmet = g_ptr_array_new();
    pair->n_same = add_missing(after, before, pair->appeared);
    add_missing(before, after, pair->vanished);
    add_unmet(after, before, pair->unmet);
    return pair;
}

struct fh_comparison *fh_compare(const struct fh_report *before, const struct fh_report *after)
{
    struct fh_comparison *comparison = g_new0(struct fh_comparison, 1);
    g_autoptr(GHashTable) old = index_results(before), new = index_results(after);
    g_autoptr(GHashTable) counts = text_table(), old_counts = text_table();
    comparison->before = before;
    comparison->after = after;
    comparison->pairs = g_ptr_array_new_with_free_func(pair_free);
    for (guint i = 0; i < after->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(after->results, i);
        g_autofree char *key = key_of(result, counts);
        g_ptr_array_add(comparison->pairs, pair_of(g_hash_table_lookup(old, key), result));
    }
    for (guint i = 0; i < before->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(before->results, i);
        g_autofree char *key = key_of(result, old_counts);
        if (!g_hash_table_contains(new, key))
            g_ptr_array_add(comparison->pairs, pair_of(result, NULL));
    }
    return comparison;
}

/* From the best to the worst. */
static guint badness(enum fh_verdict verdict)
{
    static const guint order[] = {
        [FH_VERDICT_PASS] = 0, [FH_VERDICT_INCONCLUSIVE] = 1, [FH_VERDICT_FAIL] = 2};
    return order[verdict];
}

enum fh_change fh_pair_change(const struct fh_pair *pair)
{
    if (!pair->before)
        return FH_CHANGE_ADDED;
    if (!pair->after)
        return FH_CHANGE_REMOVED;
    const guint before = badness(fh_result_verdict(pair->before));
    const guint after = badness(fh_result_verdict(pair->after));
    if (pair->appeared->len > 0 || pair->unmet->len > 0 || after > before)
        return FH_CHANGE_WORSE;
    if (after < before || (pair->vanished->len > 0 && !pair->after->reason))
        return FH_CHANGE_BETTER;
    return FH_CHANGE_NONE;
}

const char *fh_change_name(enum fh_change change)
{
    static const char *const names[FH_CHANGE_COUNT] = {"unchanged", "worse", "better", "added", "removed"};
    g_assert((guint)change < FH_CHANGE_COUNT);
    return names[change];
}

void fh_comparison_count(const struct fh_comparison *comparison, guint counts[FH_CHANGE_COUNT])
{
    for (guint i = 0; i < FH_CHANGE_COUNT; i++)
        counts[i] = 0;
    for (guint i = 0; i < comparison->pairs->len; i++)
        counts[fh_pair_change(g_ptr_array_index(comparison->pairs, i))]++;
}

static gboolean has_new(const struct fh_pair *pair)
{
    for (guint i = 0; i < pair->appeared->len; i++)
        if (fh_finding_is_new(g_ptr_array_index(pair->appeared, i)))
            return TRUE;
    return FALSE;
}

static enum fh_verdict pair_verdict(const struct fh_pair *pair)
{
    if (!pair->after)
        return FH_VERDICT_PASS;
    const enum fh_verdict before = pair->before ? fh_result_verdict(pair->before) : FH_VERDICT_PASS;
    const enum fh_verdict after = fh_result_verdict(pair->after);
    if (has_new(pair) || pair->unmet->len > 0)
        return FH_VERDICT_FAIL;
    return badness(after) > badness(before) ? after : FH_VERDICT_PASS;
}

enum fh_verdict fh_comparison_verdict(const struct fh_comparison *comparison)
{
    const gboolean is_whole = comparison->before->results->len > 0 && comparison->after->results->len > 0 &&
                              !comparison->after->is_cut;
    enum fh_verdict verdict = is_whole ? FH_VERDICT_PASS : FH_VERDICT_INCONCLUSIVE;
    for (guint i = 0; i < comparison->pairs->len; i++)
        verdict = fh_verdict_worse(verdict, pair_verdict(g_ptr_array_index(comparison->pairs, i)));
    return verdict;
}
