// SPDX-License-Identifier: MIT
#include "program/marks.h"

#include "classify/growth.h"
#include "model/finding.h"
#include "verdict/verdict.h"

#define ENOUGH_MARKS 8 /* the searches are then at 2, 3, 4, 6 and 8 */

/* How the note begins of a process that had enough. */
#define LOOKED_AT "growth: "

static guint add_findings(struct fh_growth *growth, const struct fh_events *events, struct fh_result *result)
{
    guint n_of_rust = 0;
    while (growth->findings->len > 0) {
        struct fh_finding *finding = g_ptr_array_steal_index(growth->findings, 0);
        g_ptr_array_add(result->findings, finding);
        if (fh_focus_is_of_rust(events->events, finding))
            n_of_rust++;
        else
            finding->outside = FH_OUTSIDE_RUST;
    }
    return n_of_rust;
}

static void note_others(const struct fh_events *events, struct fh_result *result)
{
    if (events->header->other_marks > 0)
        g_ptr_array_add(result->notes,
                        g_strdup_printf("%u marks were of another loop or of another thread, and not looked "
                                        "at: mark one loop at a time",
                                        events->header->other_marks));
}

void fh_marks_judge(const struct fh_exec *exec, const GPtrArray *records, const struct fh_events *events,
                    struct fh_result *result)
{
    if (!exec->looks_for_growth || !events || events->header->marks == 0)
        return;
    struct fh_growth *growth = fh_growth_find(records);
    note_others(events, result);
    if (growth->last != 0) {
        const guint n_of_rust = add_findings(growth, events, result);
        g_autofree char *grown = n_of_rust == 0
                                     ? g_strdup("nothing of Rust's grows")
                                     : g_strdup_printf("%u place%s of Rust's grow%s", n_of_rust,
                                                       n_of_rust == 1 ? "" : "s", n_of_rust == 1 ? "s" : "");
        g_ptr_array_add(result->notes,
                        g_strdup_printf(LOOKED_AT "%u marks, %u searches, the last at mark %u: %s",
                                        events->header->marks, growth->n_searches, growth->last, grown));
    } else if (!result->reason) {
        result->reason = g_strdup_printf("--growth: %u marks are too few, or are a forked process's: growth "
                                         "shows from %u on, better 20; mark each round, in the process that "
                                         "was started",
                                         events->header->marks, ENOUGH_MARKS);
    }
    fh_growth_free(growth);
}

static gboolean has_looked(const struct fh_result *result)
{
    for (guint i = 0; i < result->notes->len; i++)
        if (g_str_has_prefix(g_ptr_array_index(result->notes, i), LOOKED_AT))
            return TRUE;
    return FALSE;
}

void fh_marks_check(const struct fh_exec *exec, GPtrArray *results)
{
    gboolean has_any = !exec->looks_for_growth;
    for (guint i = 0; i < results->len; i++)
        has_any = has_any || has_looked(g_ptr_array_index(results, i));
    for (guint i = 0; !has_any && i < results->len; i++) {
        struct fh_result *result = g_ptr_array_index(results, i);
        if (!result->reason)
            result->reason = g_strdup("--growth: the program marks nothing; call freehold_mark() in each "
                                      "round (docs/hosts.md)");
        result->verdict = fh_judge_again(result);
    }
}
