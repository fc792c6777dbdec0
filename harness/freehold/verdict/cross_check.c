// SPDX-License-Identifier: MIT
#include "verdict/cross_check.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "model/stack.h"

/* A line and a kind that are told. */
struct told {
    guint line;
    enum fh_kind kind;
};

/* The comparison of one scenario. */
struct comparison {
    GPtrArray *results; /* const struct fh_result *: those that have a say */
    const struct fh_engines_visibility *visibilities;
    GArray *told;     /* struct told */
    GPtrArray *blind; /* struct fh_result *, beside `found`: who did not see what is disagreed on */
    GPtrArray *found; /* struct fh_finding *, to be added when all is compared */
};

static gboolean is_comparable(enum fh_kind kind)
{
    return (FH_KINDS_EXPECTABLE & (1u << kind)) != 0;
}

/* What an engine knows of memory outside of heap blocks differs by nature. */
static gboolean is_about_no_block(const struct fh_finding *finding)
{
    return !finding->block.is_known &&
           (finding->kind == FH_KIND_OUT_OF_BOUNDS || finding->kind == FH_KIND_USE_AFTER_FREE);
}

/* A finding that names no line is like any of its kind. */
static gboolean has(const struct fh_result *result, guint line, enum fh_kind kind)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->kind == kind && (finding->line == line || finding->line == 0 || line == 0))
            return TRUE;
    }
    return FALSE;
}

static gboolean has_any(const struct fh_result *result, enum fh_kind kind)
{
    return has(result, 0, kind);
}

/* Where only one of two ended early, nothing but that can be compared. */
static gboolean is_cut_off(const struct fh_result *a, const struct fh_result *b, enum fh_kind kind)
{
    return kind != FH_KIND_ABORT && has_any(a, FH_KIND_ABORT) != has_any(b, FH_KIND_ABORT);
}

/* The other was kept from seeing it, and says so; or saw it, and takes it for what follows from what is
 * expected. */
static gboolean is_excused(const struct fh_result *other, const struct fh_finding *finding)
{
    if (finding->kind == FH_KIND_ABORT && finding->line != 0 && other->excused &&
        finding->line == other->excused->line)
        return TRUE;
    for (guint i = 0; i < other->not_applicable->len; i++) {
        const struct fh_not_applicable *entry = g_ptr_array_index(other->not_applicable, i);
        if (entry->line == finding->line && entry->kind == finding->kind)
            return TRUE;
    }
    return FALSE;
}

/* One that changes released memory, and saw a use of it, went another way from there, and left other blocks
 * behind. */
static gboolean is_astray(const struct comparison *comparison, const struct fh_result *result,
                          const struct fh_finding *finding)
{
    const struct fh_visibility *visibility = fh_visibility_of(comparison->visibilities, result->engine);
    if (finding->kind == FH_KIND_USE_AFTER_FREE || !visibility ||
        fh_sees_fully(visibility, FH_KIND_USE_AFTER_FREE))
        return FALSE;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *use = g_ptr_array_index(result->findings, i);
        if (use->kind == FH_KIND_USE_AFTER_FREE && use->line != 0 &&
            (use->line <= finding->line || finding->kind == FH_KIND_LEAK))
            return TRUE;
    }
    return FALSE;
}

static gboolean should_have_seen(const struct comparison *comparison, const struct fh_result *seer,
                                 const struct fh_finding *finding, const struct fh_result *other)
{
    const struct fh_visibility *visibility = fh_visibility_of(comparison->visibilities, other->engine);
    return other != seer && visibility && fh_sees_fully(visibility, finding->kind) &&
           !has(other, finding->line, finding->kind) && !is_cut_off(seer, other, finding->kind) &&
           !is_excused(other, finding) && !is_astray(comparison, seer, finding) &&
           !is_astray(comparison, other, finding);
}

static gboolean is_told(const struct comparison *comparison, guint line, enum fh_kind kind)
{
    for (guint i = 0; i < comparison->told->len; i++) {
        const struct told *told = &g_array_index(comparison->told, struct told, i);
        if (told->line == line && told->kind == kind)
            return TRUE;
    }
    return FALSE;
}

static void tell(const struct comparison *comparison, guint line, enum fh_kind kind)
{
    const struct told told = {line, kind};
    if (!is_told(comparison, line, kind))
        g_array_append_val(comparison->told, told);
}

/* What `other` says of the line instead is the same disagreement. */
static void tell_other_names(const struct comparison *comparison, const struct fh_result *seer,
                             const struct fh_result *other, guint line)
{
    for (guint i = 0; line != 0 && i < other->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(other->findings, i);
        if (finding->line == line && !has(seer, line, finding->kind))
            tell(comparison, line, finding->kind);
    }
}

/* "double-free, leak", "nothing": the kinds at a line, or for line 0 all. */
static char *kinds_at(const struct fh_result *result, guint line)
{
    g_autoptr(GString) list = g_string_new(NULL);
    guint seen = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if ((line != 0 && finding->line != line) || (seen & (1u << finding->kind)))
            continue;
        seen |= 1u << finding->kind;
        g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", fh_kind_info(finding->kind)->name);
    }
    return g_strdup(list->len > 0 ? list->str : "nothing");
}

static void append_word(GString *list, const char *separator, const char *word)
{
    g_string_append_printf(list, "%s%s", list->len > 0 ? separator : "", word);
}

/* "asan saw nothing there, ledger saw double-free there" */
static char *instead(const GPtrArray *others, guint line)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < others->len; i++) {
        const struct fh_result *other = g_ptr_array_index(others, i);
        g_autofree char *kinds = kinds_at(other, line);
        g_autofree char *said =
            g_strdup_printf("%s saw %s%s", other->engine, kinds, line != 0 ? " there" : "");
        append_word(list, ", ", said);
    }
    return g_strdup(list->str);
}

static char *seer_names(const struct comparison *comparison, const struct fh_finding *finding)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < comparison->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(comparison->results, i);
        if (has(result, finding->line, finding->kind))
            append_word(list, " and ", result->engine);
    }
    return g_strdup(list->str);
}

static char *message_of(const struct comparison *comparison, const struct fh_finding *finding,
                        const GPtrArray *others)
{
    g_autofree char *who = seer_names(comparison, finding);
    g_autofree char *place =
        finding->line != 0 ? g_strdup_printf(" on line %u", finding->line) : g_strdup("");
    g_autofree char *what = finding->message ? g_strdup_printf(" (%s)", finding->message) : g_strdup("");
    g_autofree char *others_saw = instead(others, finding->line);
    return g_strdup_printf("%s saw %s%s%s; %s", who, fh_kind_info(finding->kind)->name, place, what,
                           others_saw);
}

/* The other's evidence. */
static void copy_stacks(struct fh_finding *disagreement, const struct fh_finding *finding, const char *engine)
{
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);
        g_autofree char *role = g_strdup_printf("%s, as %s saw it", stack->role ? stack->role : "at", engine);
        g_ptr_array_add(disagreement->stacks, fh_stack_copy(stack, role));
    }
}

static void add_disagreement(const struct comparison *comparison, const struct fh_result *seer,
                             const struct fh_finding *finding, GPtrArray *others)
{
    struct fh_finding *disagreement = fh_finding_new(FH_KIND_DISAGREEMENT);
    disagreement->file = g_strdup(finding->file);
    disagreement->line = finding->line;
    disagreement->allocated_by = finding->allocated_by;
    disagreement->released_by = finding->released_by;
    disagreement->message = message_of(comparison, finding, others);
    disagreement->disputed = finding->kind;
    copy_stacks(disagreement, finding, seer->engine);
    g_ptr_array_add(comparison->blind, g_ptr_array_index(others, 0));
    g_ptr_array_add(comparison->found, disagreement);
}

static void compare_finding(const struct comparison *comparison, const struct fh_result *seer,
                            const struct fh_finding *finding)
{
    if (!is_comparable(finding->kind) || is_about_no_block(finding) ||
        is_told(comparison, finding->line, finding->kind))
        return;
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    for (guint i = 0; i < comparison->results->len; i++) {
        struct fh_result *other = g_ptr_array_index(comparison->results, i);
        if (should_have_seen(comparison, seer, finding, other))
            g_ptr_array_add(others, other);
    }
    if (others->len == 0)
        return;
    tell(comparison, finding->line, finding->kind);
    for (guint i = 0; i < others->len; i++)
        tell_other_names(comparison, seer, g_ptr_array_index(others, i), finding->line);
    add_disagreement(comparison, seer, finding, others);
}

static gboolean is_clean_and_counted(const struct fh_result *result)
{
    return result->findings->len == 0 && result->not_applicable->len == 0 && result->heap.is_known;
}

static char *counts_text(const struct fh_result *first, const struct fh_result *result)
{
    return g_strdup_printf("%s counted %" G_GUINT64_FORMAT " allocs and %" G_GUINT64_FORMAT
                           " frees, %s %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT,
                           result->engine, result->heap.allocs, result->heap.frees, first->engine,
                           first->heap.allocs, first->heap.frees);
}

/* Blocks that are left for one and not for another are blocks that another does not see. What is allocated
 * and released before one of them counts (libstdc++'s emergency pool) is no such block: it is noted. So are
 * the counts if a thread of the library's still ran: it may have got further for one than for another. */
static void compare_heaps(const struct comparison *comparison, const struct fh_result *first,
                          struct fh_result *result)
{
    const struct fh_heap *heap = &result->heap, *other = &first->heap;
    if (heap->allocs == other->allocs && heap->frees == other->frees)
        return;
    if (heap->allocs - heap->frees == other->allocs - other->frees || result->has_threads ||
        first->has_threads) {
        g_ptr_array_add(result->notes, counts_text(first, result));
        return;
    }
    struct fh_finding *disagreement = fh_finding_new(FH_KIND_DISAGREEMENT);
    disagreement->file = g_strdup(result->file);
    disagreement->message = counts_text(first, result);
    g_ptr_array_add(comparison->blind, result);
    g_ptr_array_add(comparison->found, disagreement);
}

/* What a library sets up once falls to the first scenario of a process: batches are compared with batches. */
static gboolean is_comparable_count(const struct fh_result *first, const struct fh_result *result)
{
    return first && first->ran_alone == result->ran_alone;
}

static void compare_counts(const struct comparison *comparison)
{
    const GPtrArray *results = comparison->results;
    const struct fh_result *first = NULL;
    for (guint i = 0; i < results->len; i++) {
        struct fh_result *result = g_ptr_array_index(results, i);
        if (!is_clean_and_counted(result))
            continue;
        if (is_comparable_count(first, result))
            compare_heaps(comparison, first, result);
        else if (!first)
            first = result;
    }
}

static GPtrArray *with_a_say(const GPtrArray *scenario)
{
    GPtrArray *results = g_ptr_array_new();
    for (guint i = 0; i < scenario->len; i++) {
        struct fh_result *result = g_ptr_array_index(scenario, i);
        if (result->file && !result->reason)
            g_ptr_array_add(results, result);
    }
    return results;
}

void fh_cross_check(const GPtrArray *scenario, const struct fh_engines_visibility *visibilities)
{
    g_autoptr(GPtrArray) results = with_a_say(scenario), blind = g_ptr_array_new(), found = g_ptr_array_new();
    g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(struct told));
    const struct comparison comparison = {results, visibilities, told, blind, found};
    compare_counts(&comparison);
    for (guint i = 0; i < results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(results, i);
        for (guint j = 0; j < result->findings->len; j++)
            compare_finding(&comparison, result, g_ptr_array_index(result->findings, j));
    }
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(((struct fh_result *)g_ptr_array_index(blind, i))->findings,
                        g_ptr_array_index(found, i));
}
