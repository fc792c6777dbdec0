// SPDX-License-Identifier: MIT
#include "verdict/verdict.h"

#include "model/finding.h"
#include "verdict/expectations.h"

static gboolean is_text(const char *text)
{
    return text && *text != '\0';
}

/* What could not be judged: a note that says so, and a reason unless there is one already. */
static void leave_open(struct fh_result *result, char *take_reason)
{
    g_ptr_array_add(result->notes, g_strdup(take_reason));
    if (is_text(result->reason)) {
        g_free(take_reason);
        return;
    }
    g_free(result->reason);
    result->reason = take_reason;
}

static char *heap_text(guint64 allocs, guint64 frees)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT " %s, %" G_GUINT64_FORMAT " %s", allocs,
                           allocs == 1 ? "alloc" : "allocs", frees, frees == 1 ? "free" : "frees");
}

static void judge_heap(struct fh_result *result, const struct fh_heap_expectation *expected,
                       gboolean is_whole)
{
    const struct fh_heap *heap = &result->heap;
    if (!heap->is_known) {
        leave_open(result,
                   g_strdup_printf("the heap expectation on line %u can't be judged: %s did not count "
                                   "this scenario's blocks",
                                   expected->line, result->engine));
        return;
    }
    if (heap->allocs == expected->allocs && heap->frees == expected->frees)
        return;
    g_autofree char *wanted = heap_text(expected->allocs, expected->frees);
    g_autofree char *counted = heap_text(heap->allocs, heap->frees);
    if (is_whole)
        g_ptr_array_add(result->unmet,
                        fh_unmet_new(expected->line, "expected %s, found %s", wanted, counted));
    else
        g_ptr_array_add(result->notes,
                        g_strdup_printf("%s so far; the heap expectation on line %u was not judged", counted,
                                        expected->line));
}

/* Blocks that are left, or releases of nothing, must be explained by a finding or a note: otherwise a record
 * was lost. More allocations than releases, and nothing left: memcheck counts what a pool hands out
 * (VALGRIND_MEMPOOL_ALLOC), and not what it takes back. */
static void check_balance(struct fh_result *result)
{
    const struct fh_heap *heap = &result->heap;
    if (!heap->is_known || result->findings->len > 0 || result->notes->len > 0)
        return;
    if (heap->in_use_blocks == 0 && heap->in_use_bytes == 0 && heap->allocs >= heap->frees)
        return;
    g_autofree char *counted = heap_text(heap->allocs, heap->frees);
    leave_open(result,
               g_strdup_printf("%s counted %s and %" G_GUINT64_FORMAT " blocks in use at the end, and "
                               "its log has no record of them",
                               result->engine, counted, heap->in_use_blocks));
}

static gboolean has_new(const struct fh_result *result)
{
    if (result->n_left_out > 0)
        return TRUE;
    for (guint i = 0; i < result->findings->len; i++)
        if (fh_finding_is_new(g_ptr_array_index(result->findings, i)))
            return TRUE;
    return FALSE;
}

static gboolean has_open(const struct fh_result *result)
{
    for (guint i = 0; i < result->not_applicable->len; i++) {
        const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, i);
        if (!entry->seen_by)
            return TRUE;
    }
    return FALSE;
}

enum fh_verdict fh_judge_again(const struct fh_result *result)
{
    if (has_new(result) || result->unmet->len > 0)
        return FH_VERDICT_FAIL;
    if (result->reason || has_open(result))
        return FH_VERDICT_INCONCLUSIVE;
    return FH_VERDICT_PASS;
}

static void complete_reason(struct fh_result *result)
{
    if (!result->reason || is_text(result->reason))
        return;
    g_free(result->reason);
    result->reason = g_strdup("the run could not be seen whole");
}

void fh_judge(struct fh_result *result, const GArray *expectations, const struct fh_heap_expectation *heap,
              const struct fh_visibility *visibility)
{
    g_assert(result != NULL && expectations != NULL);
    const gboolean is_whole = !result->reason;
    result->verdict = FH_VERDICT_INCONCLUSIVE;
    complete_reason(result);
    check_balance(result);
    const gboolean has_ended = fh_expectations_judge(result, expectations, visibility, is_whole);
    if (heap && heap->line != 0 && !has_ended)
        judge_heap(result, heap, is_whole);
    fh_findings_sort(result->findings);
    result->verdict = fh_judge_again(result);
}

enum fh_verdict fh_result_verdict(const struct fh_result *result)
{
    if (result->verdict == FH_VERDICT_PASS)
        return fh_judge_again(result);
    return result->verdict == FH_VERDICT_FAIL ? FH_VERDICT_FAIL : FH_VERDICT_INCONCLUSIVE;
}
