// SPDX-License-Identifier: MIT
#include "verdict/agreement.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "verdict/cross_check.h"
#include "verdict/expectation.h"
#include "verdict/expectations.h"
#include "verdict/garbage.h"
#include "verdict/scenarios.h"
#include "verdict/verdict.h"

const struct fh_visibility *fh_visibility_of(const struct fh_engines_visibility *visibilities,
                                             const char *engine)
{
    for (guint i = 0; i < visibilities->n; i++)
        if (g_strcmp0(visibilities->items[i].engine, engine) == 0)
            return visibilities->items[i].visibility;
    return NULL;
}

static gboolean can_see(const struct fh_visibility *visibility, enum fh_kind kind)
{
    return (visibility->visible_kinds & (1u << kind)) != 0;
}

gboolean fh_sees_fully(const struct fh_visibility *visibility, enum fh_kind kind)
{
    return can_see(visibility, kind) && !(visibility->partial_kinds & (1u << kind));
}

static gboolean has_seen(const struct fh_result *result, const struct fh_not_applicable *entry)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->line == entry->line && finding->kind == entry->kind && finding->is_expected)
            return TRUE;
    }
    return FALSE;
}

/* A result that was seen whole, before anything here was added to it. */
static gboolean is_conclusive(const struct fh_result *result)
{
    return !result->reason;
}

/* "valgrind, asan": who else saw it; NULL when nobody did. */
static char *seers(const GPtrArray *scenario, const struct fh_result *blind,
                   const struct fh_not_applicable *entry)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < scenario->len; i++) {
        const struct fh_result *result = g_ptr_array_index(scenario, i);
        if (result != blind && is_conclusive(result) && has_seen(result, entry))
            g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", result->engine);
    }
    return list->len > 0 ? g_strdup(list->str) : NULL;
}

/* An engine that could see the kind and did not run: rather one that sees it wherever it is. */
static const char *engine_to_add(const GPtrArray *scenario, const struct fh_engines_visibility *visibilities,
                                 enum fh_kind kind)
{
    const char *partial = NULL;
    for (guint i = 0; i < visibilities->n; i++) {
        const struct fh_eye *eye = &visibilities->items[i];
        if (!can_see(eye->visibility, kind) || fh_scenario_result(scenario, eye->engine))
            continue;
        if (fh_sees_fully(eye->visibility, kind))
            return eye->engine;
        partial = partial ? partial : eye->engine;
    }
    return partial;
}

/* The engines of this scenario that could see the kind: "valgrind and asan"; NULL when none could, or when
 * one of them was not seen whole. */
static char *witnesses(const GPtrArray *scenario, const struct fh_engines_visibility *visibilities,
                       enum fh_kind kind)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < scenario->len; i++) {
        const struct fh_result *result = g_ptr_array_index(scenario, i);
        const struct fh_visibility *visibility = fh_visibility_of(visibilities, result->engine);
        if (!visibility || !can_see(visibility, kind))
            continue;
        if (!is_conclusive(result))
            return NULL;
        g_string_append_printf(list, "%s%s", list->len > 0 ? " and " : "", result->engine);
    }
    return list->len > 0 ? g_strdup(list->str) : NULL;
}

/* What is still open of one result: who could not judge what, and what is to be done. */
struct opening {
    struct fh_result *result;
    const struct fh_not_applicable *entry;
    char *reason; /* NULL: it should have been seen by now, and was not */
};

static char *open_reason(const GPtrArray *scenario, const struct fh_engines_visibility *visibilities,
                         const struct fh_not_applicable *entry)
{
    const char *kind = fh_kind_info(entry->kind)->name;
    const char *engine = engine_to_add(scenario, visibilities, entry->kind);
    g_autofree char *others = witnesses(scenario, visibilities, entry->kind);
    if (engine)
        return g_strdup_printf(
            "!%s on line %u could not be judged: %s; run the scenario with --engine %s as well", kind,
            entry->line, entry->reason, engine);
    if (others)
        return g_strdup_printf("!%s on line %u could not be judged: %s; %s did not see it", kind, entry->line,
                               entry->reason, others);
    return g_strdup_printf("!%s on line %u could not be judged: %s, and no other engine's run was conclusive",
                           kind, entry->line, entry->reason);
}

/* Every engine that can see the kind, this one among them, ran to the end, and none saw it: then it is not
 * there. */
static gboolean is_refuted(const GPtrArray *scenario, const struct fh_engines_visibility *visibilities,
                           const struct fh_result *result, enum fh_kind kind)
{
    const struct fh_visibility *visibility = fh_visibility_of(visibilities, result->engine);
    if (!visibility || !can_see(visibility, kind) || engine_to_add(scenario, visibilities, kind))
        return FALSE;
    g_autofree char *others = witnesses(scenario, visibilities, kind);
    return others != NULL;
}

static void note_opening(GArray *openings, const GPtrArray *scenario,
                         const struct fh_engines_visibility *visibilities, struct fh_result *result,
                         const struct fh_not_applicable *entry)
{
    struct opening opening = {result, entry, NULL};
    if (!is_refuted(scenario, visibilities, result, entry->kind))
        opening.reason = open_reason(scenario, visibilities, entry);
    g_array_append_val(openings, opening);
}

static void apply_opening(const struct opening *opening)
{
    const struct fh_expectation expectation = {opening->entry->line, opening->entry->kind};
    struct fh_result *result = opening->result;
    if (!opening->reason)
        fh_judge_missing(result, &expectation);
    else if (!result->reason)
        result->reason = opening->reason;
    else
        g_ptr_array_add(result->notes, opening->reason);
}

/* All is looked at before anything is changed: a result that gets its reason here was conclusive all the
 * same. */
static void settle(const GPtrArray *scenario, const struct fh_engines_visibility *visibilities)
{
    g_autoptr(GArray) openings = g_array_new(FALSE, FALSE, sizeof(struct opening));
    for (guint i = 0; i < scenario->len; i++) {
        struct fh_result *result = g_ptr_array_index(scenario, i);
        for (guint j = 0; j < result->not_applicable->len; j++) {
            struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, j);
            entry->seen_by = seers(scenario, result, entry);
            if (!entry->seen_by)
                note_opening(openings, scenario, visibilities, result, entry);
        }
    }
    for (guint i = 0; i < openings->len; i++)
        apply_opening(&g_array_index(openings, struct opening, i));
}

/* What nobody judged is left as it is. */
static void judge_again(const GPtrArray *scenario)
{
    for (guint i = 0; i < scenario->len; i++) {
        struct fh_result *result = g_ptr_array_index(scenario, i);
        const enum fh_verdict verdict = fh_judge_again(result);
        fh_findings_sort(result->findings);
        if (result->not_applicable->len > 0 || verdict == FH_VERDICT_FAIL)
            result->verdict = verdict;
    }
}

/* Whether the abort may come from it: an access, or a second release. */
static gboolean may_explain(const struct fh_not_applicable *entry, const struct fh_finding *ending)
{
    return entry->line <= ending->line &&
           (fh_kind_reads_garbage(entry->kind) || entry->kind == FH_KIND_DOUBLE_FREE);
}

static gboolean is_explained_by_others(const GPtrArray *scenario, const struct fh_result *result)
{
    for (guint i = 0; i < result->not_applicable->len; i++) {
        const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, i);
        g_autofree char *who = may_explain(entry, result->excused) ? seers(scenario, result, entry) : NULL;
        if (who)
            return TRUE;
    }
    return FALSE;
}

/* An abort that nothing seen explains is one that nobody expects. */
static void take_excuses_back(const GPtrArray *scenario)
{
    for (guint i = 0; i < scenario->len; i++) {
        struct fh_result *result = g_ptr_array_index(scenario, i);
        if (!result->excused || result->is_excuse_seen || is_explained_by_others(scenario, result))
            continue;
        g_autofree char *note = fh_excuse_words(result->excused);
        for (guint j = result->notes->len; j > 0; j--)
            if (g_str_equal(g_ptr_array_index(result->notes, j - 1), note))
                g_ptr_array_remove_index(result->notes, j - 1);
        g_ptr_array_add(result->findings, g_steal_pointer(&result->excused));
    }
}

void fh_find_agreement(const GPtrArray *results, const struct fh_engines_visibility *visibilities)
{
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(results);
    for (guint i = 0; i < scenarios->len; i++) {
        const GPtrArray *scenario = g_ptr_array_index(scenarios, i);
        take_excuses_back(scenario);
        fh_cross_check(scenario, visibilities);
        settle(scenario, visibilities);
        judge_again(scenario);
    }
}
