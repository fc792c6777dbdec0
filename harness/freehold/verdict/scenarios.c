// SPDX-License-Identifier: MIT
#include "verdict/scenarios.h"

#include "model/result.h"
#include "verdict/verdict.h"

static guint scenario_hash(gconstpointer key)
{
    const struct fh_result *result = key;
    const guint file = result->file ? g_str_hash(result->file) : 0;
    const guint name = result->scenario ? g_str_hash(result->scenario) : 0;
    return (file * 31 + name) * 31 + result->line;
}

static gboolean is_same_scenario(gconstpointer left, gconstpointer right)
{
    const struct fh_result *a = left, *b = right;
    return a->line == b->line && g_strcmp0(a->file, b->file) == 0 && g_strcmp0(a->scenario, b->scenario) == 0;
}

static gboolean has_engine(const GPtrArray *scenario, const char *engine)
{
    for (guint i = 0; i < scenario->len; i++)
        if (g_strcmp0(((const struct fh_result *)g_ptr_array_index(scenario, i))->engine, engine) == 0)
            return TRUE;
    return FALSE;
}

GPtrArray *fh_results_by_scenario(const GPtrArray *results)
{
    GPtrArray *scenarios = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GHashTable) known = g_hash_table_new(scenario_hash, is_same_scenario);
    for (guint i = 0; i < results->len; i++) {
        struct fh_result *result = g_ptr_array_index(results, i);
        GPtrArray *scenario = g_hash_table_lookup(known, result);
        if (!scenario || has_engine(scenario, result->engine)) {
            scenario = g_ptr_array_new();
            g_ptr_array_add(scenarios, scenario);
            g_hash_table_replace(known, result, scenario);
        }
        g_ptr_array_add(scenario, result);
    }
    return scenarios;
}

enum fh_verdict fh_verdict_worse(enum fh_verdict a, enum fh_verdict b)
{
    if (a == FH_VERDICT_FAIL || b == FH_VERDICT_FAIL)
        return FH_VERDICT_FAIL;
    return a == FH_VERDICT_PASS && b == FH_VERDICT_PASS ? FH_VERDICT_PASS : FH_VERDICT_INCONCLUSIVE;
}

enum fh_verdict fh_scenario_verdict(const GPtrArray *results)
{
    enum fh_verdict verdict = results->len > 0 ? FH_VERDICT_PASS : FH_VERDICT_INCONCLUSIVE;
    for (guint i = 0; i < results->len; i++)
        verdict = fh_verdict_worse(verdict, fh_result_verdict(g_ptr_array_index(results, i)));
    return verdict;
}

const struct fh_result *fh_scenario_result(const GPtrArray *scenario, const char *engine)
{
    const struct fh_result *worst = NULL;
    for (guint i = 0; i < scenario->len; i++) {
        const struct fh_result *result = g_ptr_array_index(scenario, i);
        if (g_strcmp0(result->engine, engine) != 0)
            continue;
        if (!worst ||
            fh_verdict_worse(fh_result_verdict(worst), fh_result_verdict(result)) != fh_result_verdict(worst))
            worst = result;
    }
    return worst;
}
