// SPDX-License-Identifier: MIT
#include "classify/leak.h"

#include "classify/classify.h"
#include "classify/leaks_reachable.h"
#include "classify/leaks_select.h"
#include "classify/stack.h"
#include "classify/words.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/stack.h"

/* A definite or possible leak, and how much of what it alone reached is not yet accounted for. */
struct parent {
    struct fh_candidate *candidate;
    guint64 unclaimed_bytes;
    guint64 inner_bytes, inner_blocks;
};

static struct fh_candidate *add_leak(struct fh_classification *classification, const struct fh_lost *lost)
{
    const struct fh_record *record = lost->record;
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_LEAK, record, lost->position, 0);
    struct fh_finding *finding = candidate->finding;

    finding->allocated_by = fh_stack_domain(record->stack, &finding->allocator);
    finding->released_by = FH_DOMAIN_NONE;
    finding->bytes = lost->bytes;
    finding->blocks = lost->blocks;
    fh_candidate_add_stack(candidate, record->stack, "allocated");
    return candidate;
}

static void set_message(const struct parent *parent)
{
    struct fh_finding *finding = parent->candidate->finding;
    guint64 own_bytes = finding->bytes - MIN(parent->inner_bytes, finding->bytes);
    guint64 own_blocks = finding->blocks - MIN(parent->inner_blocks, finding->blocks);
    g_autofree char *own = fh_lost_amount(own_bytes, own_blocks);
    g_autofree char *inner = fh_lost_amount(parent->inner_bytes, parent->inner_blocks);
    g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);
    const char *state = parent->candidate->record->leak_state == FH_LEAK_POSSIBLE
                            ? "only what may be a pointer to its inside is left"
                        : parent->candidate->record->leak_state == FH_LEAK_INDIRECT
                            ? "only lost blocks point to it"
                            : "nothing points to it any more";

    finding->message =
        parent->inner_blocks > 0
            ? g_strdup_printf("%s allocated by %s never released, with %s that only it reaches: %s", own, by,
                              inner, state)
            : g_strdup_printf("%s allocated by %s never released: %s", own, by, state);
}

/* How well a leak suits as the cause of an indirect one; 0: it reached nothing. A parent of the same line
 * that has room for it, any parent that has room, then any that reaches anything: memcheck joins blocks of
 * one stack into one record, whoever their parents are. LeakSanitizer does not say what reached what: then
 * one of the same line, or of an earlier one. */
static guint parent_rank(const struct parent *parent, const struct fh_lost *lost, guint line)
{
    guint own = parent->candidate->finding->line;

    if (parent->candidate->record->is_inner_unknown)
        return own == line ? 3 : own < line ? 2 : 1;
    if (parent->candidate->record->indirect_bytes == 0)
        return 0;
    return (parent->unclaimed_bytes >= lost->bytes ? 2 : 0) + (own == line ? 1 : 0) + 1;
}

/* No parent suits better than one of that rank. */
static guint best_rank_of(const struct parent *parent)
{
    return parent->candidate->record->is_inner_unknown ? 3 : 4;
}

/* Of those from `from` on the first of the best rank; `rank` becomes that. */
static struct parent *best_parent(const GArray *parents, guint from, const struct fh_lost *lost, guint *rank)
{
    guint line = fh_stack_scenario_line(lost->record->stack);
    struct parent *best = NULL;

    *rank = 0;
    for (guint i = from; i < parents->len; i++) {
        struct parent *parent = &g_array_index(parents, struct parent, i);
        guint own_rank = parent_rank(parent, lost, line);

        if (own_rank <= *rank)
            continue;
        best = parent;
        *rank = own_rank;
        if (own_rank == best_rank_of(parent))
            break;
    }
    return best;
}

/* Those before `first_open` have nothing left to account for: they are asked when none of the others has
 * room. */
static struct parent *find_parent(const GArray *parents, guint *first_open, const struct fh_lost *lost)
{
    guint rank;

    while (*first_open < parents->len &&
           g_array_index(parents, struct parent, *first_open).unclaimed_bytes == 0)
        ++*first_open;
    struct parent *best = best_parent(parents, *first_open, lost, &rank);
    return rank >= 3 && lost->bytes > 0 ? best : best_parent(parents, 0, lost, &rank);
}

static void adopt(struct parent *parent, const struct fh_lost *lost, gboolean is_counted)
{
    const struct fh_record *record = lost->record;
    g_autofree char *function = NULL;
    enum fh_domain domain = fh_stack_domain(record->stack, &function);
    g_autofree char *amount = fh_lost_amount(lost->bytes, lost->blocks);
    g_autofree char *by = fh_words_side(domain, function);
    g_autofree char *line = fh_words_line(record->stack);

    parent->unclaimed_bytes -= MIN(parent->unclaimed_bytes, lost->bytes);
    parent->inner_blocks += lost->blocks;
    parent->candidate->finding->blocks += lost->blocks;
    if (!is_counted) {
        parent->inner_bytes += lost->bytes;
        parent->candidate->finding->bytes += lost->bytes;
    }
    fh_candidate_take_line(parent->candidate,
                           g_strdup_printf("leak: %s allocated by %s%s, indirectly lost", amount, by, line));
}

static gboolean is_parent(const struct fh_trace *trace, const struct fh_lost *lost)
{
    const enum fh_leak_state state = lost->record->leak_state;

    return !fh_lost_is_kept(trace, lost) && (state == FH_LEAK_DEFINITE || state == FH_LEAK_POSSIBLE);
}

static GArray *add_parents(struct fh_classification *classification, const GArray *all)
{
    GArray *parents = g_array_new(FALSE, FALSE, sizeof(struct parent));

    for (guint i = 0; i < all->len; i++) {
        const struct fh_lost *lost = &g_array_index(all, struct fh_lost, i);
        guint64 inner = lost->record->indirect_bytes;
        struct parent parent = {.unclaimed_bytes = inner, .inner_bytes = inner};

        if (!is_parent(classification->trace, lost))
            continue;
        parent.candidate = add_leak(classification, lost);
        g_array_append_val(parents, parent);
    }
    return parents;
}

static void add_indirect(struct fh_classification *classification, const GArray *all, GArray *parents)
{
    struct parent orphans = {0};
    guint first_open = 0;

    for (guint i = 0; i < all->len; i++) {
        const struct fh_lost *lost = &g_array_index(all, struct fh_lost, i);
        struct parent *parent;

        if (lost->record->leak_state != FH_LEAK_INDIRECT || fh_lost_is_kept(classification->trace, lost))
            continue;
        parent = find_parent(parents, &first_open, lost);
        if (parent)
            adopt(parent, lost, !parent->candidate->record->is_inner_unknown);
        else if (orphans.candidate)
            adopt(&orphans, lost, FALSE);
        else
            orphans.candidate = add_leak(classification, lost);
    }
    if (orphans.candidate)
        set_message(&orphans);
}

void fh_classify_leaks(struct fh_classification *classification)
{
    g_autoptr(GArray) all = fh_lost_sort_out(classification);
    g_autoptr(GArray) parents = add_parents(classification, all);

    add_indirect(classification, all, parents);
    for (guint i = 0; i < parents->len; i++)
        set_message(&g_array_index(parents, struct parent, i));
    fh_lost_add_notes(classification->trace, all, classification->out->notes);
    if (!classification->out->reason)
        classification->out->reason = fh_lost_why_undecided(classification->trace, all);
}
