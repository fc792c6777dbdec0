// SPDX-License-Identifier: MIT
#include "verdict/verdict.h"

static gboolean is_text(const char *text)
{
    return text != NULL && *text != '\0';
}

static gboolean can_be_expected(enum fh_kind kind)
{
    return kind < FH_KIND_COUNT && (FH_KINDS_EXPECTABLE & (1u << kind)) != 0;
}

static const char *kind_name(enum fh_kind kind)
{
    if (kind < FH_KIND_LEAK || kind >= FH_KIND_COUNT)
        return "unknown";
    return fh_kind_info(kind)->name;
}

/* What an engine lacks that does not see the kind at all. */
static const char *blindness(enum fh_kind kind)
{
    switch (kind) {
    case FH_KIND_USE_AFTER_FREE:
    case FH_KIND_OUT_OF_BOUNDS:
        return "sees no memory accesses";
    case FH_KIND_UNINITIALISED_USE:
        return "does not know which bytes were set";
    default:
        return "does not see this kind";
    }
}

static gboolean matches(const struct fh_finding *finding, guint line, enum fh_kind kind)
{
    return finding->line != 0 && finding->line == line && finding->kind == kind && can_be_expected(kind);
}

static gboolean is_among(const GArray *expectations, guint n, guint line, enum fh_kind kind)
{
    for (guint i = 0; i < n; i++) {
        const struct fh_expectation *other = &g_array_index(expectations, struct fh_expectation, i);
        if (other->line == line && other->kind == kind)
            return TRUE;
    }
    return FALSE;
}

static void mark_expected(struct fh_result *result, const GArray *expectations)
{
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        finding->is_expected = finding->line != 0 && can_be_expected(finding->kind) &&
                               is_among(expectations, expectations->len, finding->line, finding->kind);
    }
}

static gboolean is_found(const struct fh_result *result, const struct fh_expectation *expectation)
{
    for (guint i = 0; i < result->findings->len; i++)
        if (matches(g_ptr_array_index(result->findings, i), expectation->line, expectation->kind))
            return TRUE;
    return FALSE;
}

static void append_once(GString *list, guint *seen, enum fh_kind kind)
{
    const guint bit = 1u << (kind < FH_KIND_COUNT ? kind : FH_KIND_UNKNOWN);
    if (*seen & bit)
        return;
    *seen |= bit;
    g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", kind_name(kind));
}

/* The kinds found at `line`, "double-free, leak"; "nothing" when there are none. */
static char *kinds_found_at(const struct fh_result *result, guint line)
{
    g_autoptr(GString) list = g_string_new(NULL);
    guint seen = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->line != 0 && finding->line == line)
            append_once(list, &seen, finding->kind);
    }
    return g_strdup(list->len > 0 ? list->str : "nothing");
}

/* A finding of that kind that nobody expects, elsewhere: the annotation probably stands on the wrong line. */
static const struct fh_finding *misplaced(const struct fh_result *result, enum fh_kind kind)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->kind == kind && !finding->is_expected)
            return finding;
    }
    return NULL;
}

void fh_judge_missing(struct fh_result *result, const struct fh_expectation *expectation)
{
    const char *kind = kind_name(expectation->kind);
    g_autofree char *found = kinds_found_at(result, expectation->line);
    const struct fh_finding *elsewhere = misplaced(result, expectation->kind);
    g_autofree char *where = NULL;
    if (elsewhere != NULL && elsewhere->line != 0)
        where = g_strdup_printf("; there is one on line %u", elsewhere->line);
    else if (elsewhere != NULL)
        where = g_strdup("; there is one that names no line");
    g_ptr_array_add(result->unmet, fh_unmet_new(expectation->line, "expected %s here, found %s%s", kind,
                                                found, where != NULL ? where : ""));
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

/* Why this engine says nothing of an expectation that it did not find; NULL when it should have. Caller owns. */
static char *why_not_applicable(const struct fh_result *result, enum fh_kind kind,
                                const struct fh_sight *sight)
{
    if (!(sight->visible_kinds & (1u << kind)))
        return g_strdup_printf("%s %s", result->engine, blindness(kind));
    if (sight->partial_kinds & (1u << kind))
        return g_strdup_printf("%s may not see it %s", result->engine, sight->partial_reason);
    return NULL;
}

static void add_not_applicable(struct fh_result *result, const struct fh_expectation *expectation,
                               char *take_reason)
{
    struct fh_not_applicable *entry = g_new0(struct fh_not_applicable, 1);
    entry->line = expectation->line;
    entry->kind = expectation->kind;
    entry->reason = take_reason;
    g_ptr_array_add(result->not_applicable, entry);
}

static void judge_absence(struct fh_result *result, const struct fh_expectation *expectation,
                          const struct fh_sight *sight, gboolean is_whole)
{
    char *why = why_not_applicable(result, expectation->kind, sight);
    if (why != NULL)
        add_not_applicable(result, expectation, why);
    else if (is_whole)
        fh_judge_missing(result, expectation);
    else
        g_ptr_array_add(result->notes, g_strdup_printf("!%s on line %u was not seen, and not judged",
                                                       kind_name(expectation->kind), expectation->line));
}

static void judge_expectation(struct fh_result *result, const struct fh_expectation *expectation,
                              const struct fh_sight *sight, gboolean is_whole)
{
    if (!can_be_expected(expectation->kind) || expectation->line == 0)
        g_ptr_array_add(result->unmet, fh_unmet_new(expectation->line, "'%s' can't be expected here",
                                                    kind_name(expectation->kind)));
    else if (!is_found(result, expectation))
        judge_absence(result, expectation, sight, is_whole);
}

static void judge_expectations(struct fh_result *result, const GArray *expectations,
                               const struct fh_sight *sight, gboolean is_whole)
{
    for (guint i = 0; i < expectations->len; i++) {
        const struct fh_expectation *expectation = &g_array_index(expectations, struct fh_expectation, i);
        if (!is_among(expectations, i, expectation->line, expectation->kind))
            judge_expectation(result, expectation, sight, is_whole);
    }
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

/* Blocks that are left, or releases of nothing, must be explained by a finding or a note: otherwise a record was lost. */
static void check_balance(struct fh_result *result)
{
    const struct fh_heap *heap = &result->heap;
    if (!heap->is_known || result->findings->len > 0 || result->notes->len > 0)
        return;
    if (heap->in_use_blocks == 0 && heap->in_use_bytes == 0 && heap->allocs == heap->frees)
        return;
    g_autofree char *counted = heap_text(heap->allocs, heap->frees);
    leave_open(result,
               g_strdup_printf("%s counted %s and %" G_GUINT64_FORMAT " blocks in use at the end, and "
                               "its log has no record of them",
                               result->engine, counted, heap->in_use_blocks));
}

static gboolean has_unexpected(const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!finding->is_expected)
            return TRUE;
    }
    return FALSE;
}

static gboolean has_open(const struct fh_result *result)
{
    for (guint i = 0; i < result->not_applicable->len; i++) {
        const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, i);
        if (entry->seen_by == NULL)
            return TRUE;
    }
    return FALSE;
}

enum fh_verdict fh_judge_again(const struct fh_result *result)
{
    if (has_unexpected(result) || result->unmet->len > 0)
        return FH_VERDICT_FAIL;
    if (result->reason != NULL || has_open(result))
        return FH_VERDICT_INCONCLUSIVE;
    return FH_VERDICT_PASS;
}

static void complete_reason(struct fh_result *result)
{
    if (result->reason == NULL || is_text(result->reason))
        return;
    g_free(result->reason);
    result->reason = g_strdup("the run could not be seen whole");
}

void fh_judge(struct fh_result *result, const GArray *expectations, const struct fh_heap_expectation *heap,
              const struct fh_sight *sight)
{
    g_assert(result != NULL && expectations != NULL);
    const gboolean is_whole = result->reason == NULL;
    result->verdict = FH_VERDICT_INCONCLUSIVE;
    complete_reason(result);
    mark_expected(result, expectations);
    check_balance(result);
    judge_expectations(result, expectations, sight, is_whole);
    if (heap != NULL && heap->line != 0)
        judge_heap(result, heap, is_whole);
    result->verdict = fh_judge_again(result);
}

enum fh_verdict fh_result_verdict(const struct fh_result *result)
{
    if (result->verdict == FH_VERDICT_PASS)
        return fh_judge_again(result);
    return result->verdict == FH_VERDICT_FAIL ? FH_VERDICT_FAIL : FH_VERDICT_INCONCLUSIVE;
}
