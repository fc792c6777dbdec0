// SPDX-License-Identifier: MIT
#include "verdict/verdict.h"

static guint scenario_hash(gconstpointer key)
{
    const struct fh_result *result = key;
    const guint file = result->file != NULL ? g_str_hash(result->file) : 0;
    const guint name = result->scenario != NULL ? g_str_hash(result->scenario) : 0;
    return (file * 31 + name) * 31 + result->line;
}

static gboolean is_same_scenario(gconstpointer left, gconstpointer right)
{
    const struct fh_result *a = left, *b = right;
    return a->line == b->line && g_strcmp0(a->file, b->file) == 0 && g_strcmp0(a->scenario, b->scenario) == 0;
}

static enum fh_verdict worse(enum fh_verdict a, enum fh_verdict b)
{
    if (a == FH_VERDICT_FAIL || b == FH_VERDICT_FAIL)
        return FH_VERDICT_FAIL;
    return a == FH_VERDICT_PASS && b == FH_VERDICT_PASS ? FH_VERDICT_PASS : FH_VERDICT_INCONCLUSIVE;
}

/* From a scenario's first result to the worst verdict of all its results. */
static GHashTable *scenario_verdicts(const struct fh_report *report)
{
    GHashTable *verdicts = g_hash_table_new(scenario_hash, is_same_scenario);
    for (guint i = 0; i < report->results->len; i++) {
        struct fh_result *result = g_ptr_array_index(report->results, i);
        enum fh_verdict verdict = fh_result_verdict(result);
        gpointer first, known;
        if (g_hash_table_lookup_extended(verdicts, result, &first, &known))
            verdict = worse(verdict, (enum fh_verdict)GPOINTER_TO_INT(known));
        else
            first = result;
        g_hash_table_insert(verdicts, first, GINT_TO_POINTER(verdict));
    }
    return verdicts;
}

struct fh_counts fh_report_counts(const struct fh_report *report)
{
    struct fh_counts counts = {0};
    g_autoptr(GHashTable) verdicts = scenario_verdicts(report);
    GHashTableIter iter;
    gpointer verdict;
    g_hash_table_iter_init(&iter, verdicts);
    while (g_hash_table_iter_next(&iter, NULL, &verdict)) {
        counts.scenarios++;
        if (GPOINTER_TO_INT(verdict) == FH_VERDICT_PASS)
            counts.pass++;
        else if (GPOINTER_TO_INT(verdict) == FH_VERDICT_FAIL)
            counts.fail++;
        else
            counts.inconclusive++;
    }
    return counts;
}

enum fh_verdict fh_report_verdict(const struct fh_report *report)
{
    enum fh_verdict verdict =
        report->is_cut || report->results->len == 0 ? FH_VERDICT_INCONCLUSIVE : FH_VERDICT_PASS;
    for (guint i = 0; i < report->results->len; i++)
        verdict = worse(verdict, fh_result_verdict(g_ptr_array_index(report->results, i)));
    return verdict;
}

int fh_verdict_exit_status(enum fh_verdict verdict)
{
    switch (verdict) {
    case FH_VERDICT_PASS:
        return 0;
    case FH_VERDICT_FAIL:
        return 1;
    case FH_VERDICT_INCONCLUSIVE:
        break;
    }
    return 3;
}
