// SPDX-License-Identifier: MIT
#include "classify/fold.h"

#include "classify/stack.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/stack.h"

#define GENTLE_FRAMES 1 /* two reads of one loop differ in their innermost frame */

static gboolean is_release(enum fh_kind kind)
{
    return kind == FH_KIND_CROSS_ALLOCATOR_FREE || kind == FH_KIND_DOUBLE_FREE ||
           kind == FH_KIND_INVALID_FREE || kind == FH_KIND_LAYOUT_MISMATCH || kind == FH_KIND_WRONG_RELEASE;
}

static gboolean is_access(enum fh_kind kind)
{
    return kind == FH_KIND_USE_AFTER_FREE || kind == FH_KIND_OUT_OF_BOUNDS;
}

static gboolean is_same_block(const struct fh_block *a, const struct fh_block *b)
{
    return a->is_known && b->is_known && a->address == b->address;
}

static const struct fh_stack *action(const struct fh_candidate *candidate)
{
    return candidate->finding->stacks->len > 0 ? g_ptr_array_index(candidate->finding->stacks, 0) : NULL;
}

static gboolean is_same_deed(const struct fh_candidate *a, const struct fh_candidate *b, guint from)
{
    return action(a) && action(b) && fh_stacks_are_equal(action(a), action(b), from);
}

static gboolean is_same_origin(const struct fh_candidate *a, const struct fh_candidate *b)
{
    return a->record && b->record && fh_stacks_are_equal(a->record->origin, b->record->origin, 0);
}

/* The engine says it again: the same mistake of the same statement. */
static gboolean is_repetition(const struct fh_candidate *a, const struct fh_candidate *b)
{
    const struct fh_finding *x = a->finding, *y = b->finding;

    if (x->kind != y->kind || x->line != y->line)
        return FALSE;
    if (is_same_deed(a, b, 0))
        return TRUE;
    if (x->line == 0)
        return is_same_block(&x->block, &y->block) && is_same_deed(a, b, GENTLE_FRAMES);
    if (x->kind == FH_KIND_UNINITIALISED_USE)
        return is_same_origin(a, b);
    if (!x->block.is_known && !y->block.is_known)
        return is_access(x->kind) && is_same_deed(a, b, GENTLE_FRAMES);
    return (is_release(x->kind) || is_access(x->kind)) && is_same_block(&x->block, &y->block);
}

/* Blocks that one statement released (a struct and what is in it) and another touches again. */
static gboolean is_same_ruin(const struct fh_candidate *a, const struct fh_candidate *b)
{
    const enum fh_kind kinds[] = {a->finding->kind, b->finding->kind};

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (kinds[i] != FH_KIND_DOUBLE_FREE && kinds[i] != FH_KIND_INVALID_FREE &&
            kinds[i] != FH_KIND_USE_AFTER_FREE)
            return FALSE;
    return a->is_on_freed_block && b->is_on_freed_block && a->released_line != 0 &&
           a->released_line == b->released_line;
}

/* A call that releases a block wrongly reads and writes it before, and has it reported by more than one watcher. */
static gboolean is_same_release(const struct fh_candidate *a, const struct fh_candidate *b)
{
    const enum fh_kind x = a->finding->kind, y = b->finding->kind;

    if (!is_same_block(&a->finding->block, &b->finding->block))
        return FALSE;
    return (is_release(x) && (is_release(y) || is_access(y))) || (is_release(y) && is_access(x));
}

/* No line tells one call of a program from another. But the heap's notice, its description of the block and the engine's own record
 * of one release follow each other. */
static gboolean is_told_twice(const struct fh_candidate *a, const struct fh_candidate *b)
{
    const struct fh_candidate *notice = a->position < b->position ? a : b, *record = notice == a ? b : a;

    return a->finding->line == 0 && b->finding->line == 0 && a->pid == b->pid &&
           a->finding->kind == b->finding->kind && is_release(a->finding->kind) &&
           is_same_block(&a->finding->block, &b->finding->block) && notice->record && record->record &&
           fh_notice_event(notice->record) != 0 && fh_notice_event(record->record) == 0 &&
           record->position - notice->position <= 2;
}

static gboolean is_same_cause(const struct fh_candidate *a, const struct fh_candidate *b)
{
    if (a->finding->kind == FH_KIND_LEAK || b->finding->kind == FH_KIND_LEAK)
        return FALSE;
    if (is_repetition(a, b) || is_told_twice(a, b))
        return TRUE;
    if (a->finding->line == 0 || a->finding->line != b->finding->line)
        return FALSE;
    return is_same_release(a, b) || is_same_ruin(a, b);
}

static guint severity(const struct fh_candidate *candidate)
{
    return fh_kind_info(candidate->finding->kind)->severity;
}

/* A wrong release is known before the call: what the call then reads and writes comes of it, and not every engine sees that. */
static gboolean is_named_before(const struct fh_candidate *candidate, const struct fh_candidate *top)
{
    const enum fh_kind kind = candidate->finding->kind, named = top->finding->kind;

    if (kind == FH_KIND_WRONG_RELEASE && is_access(named))
        return TRUE;
    if (named == FH_KIND_WRONG_RELEASE && is_access(kind))
        return FALSE;
    return severity(candidate) > severity(top);
}

/* The most severe names the group; of equals the first. */
static void fold_group(const GPtrArray *group)
{
    struct fh_candidate *top = g_ptr_array_index(group, 0);

    for (guint i = 1; i < group->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(group, i);

        if (is_named_before(candidate, top))
            top = candidate;
    }
    for (guint i = 0; i < group->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(group, i);

        if (candidate != top)
            fh_candidate_fold(top, candidate);
    }
}

static gboolean belongs_to(const GPtrArray *group, const struct fh_candidate *candidate)
{
    for (guint i = 0; i < group->len; i++)
        if (is_same_cause(g_ptr_array_index(group, i), candidate))
            return TRUE;
    return FALSE;
}

static GPtrArray *group_of(GPtrArray *groups, const struct fh_candidate *candidate)
{
    GPtrArray *group;

    for (guint i = 0; i < groups->len; i++)
        if (belongs_to(g_ptr_array_index(groups, i), candidate))
            return g_ptr_array_index(groups, i);
    group = g_ptr_array_new();
    g_ptr_array_add(groups, group);
    return group;
}

static void free_group(gpointer group)
{
    g_ptr_array_unref(group);
}

static void fold_causes(GPtrArray *candidates)
{
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(free_group);

    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);

        if (candidate->finding)
            g_ptr_array_add(group_of(groups, candidate), candidate);
    }
    for (guint i = 0; i < groups->len; i++)
        fold_group(g_ptr_array_index(groups, i));
}

/* The access that the signal answers: memcheck reports both. */
static gboolean is_cause_of(const struct fh_candidate *candidate, const struct fh_candidate *abort)
{
    const struct fh_record *record = candidate->record;

    if (!record || !abort->record || abort->is_limit || candidate->pid != abort->pid ||
        candidate->position > abort->position)
        return FALSE;
    if (record->type == FH_RECORD_INVALID_JUMP)
        return candidate->finding->line == abort->finding->line;
    return is_access(candidate->finding->kind) && !record->block.is_known &&
           fh_stacks_are_equal(record->stack, abort->record->stack, 0);
}

static void fold_into_abort(struct fh_classification *classification, struct fh_candidate *abort)
{
    for (guint i = 0; i < classification->candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(classification->candidates, i);

        if (candidate == abort || !candidate->finding)
            continue;
        if ((candidate->position > abort->position && candidate->pid == abort->pid) ||
            is_cause_of(candidate, abort))
            fh_candidate_fold(abort, candidate);
    }
}

static gboolean is_end(const struct fh_candidate *candidate)
{
    return candidate->finding && candidate->finding->kind == FH_KIND_ABORT &&
           (!candidate->record || candidate->record->type == FH_RECORD_FATAL_SIGNAL || candidate->is_limit);
}

/* By the same function, called from the same place: of a program as it is, which has no lines of a scenario. What an engine puts between
 * them and its record differs. */
static gboolean is_same_call(const struct fh_stack *a, const struct fh_stack *b)
{
    guint i = fh_stack_after_allocator(a), j = fh_stack_after_allocator(b);

    if (a->frames->len - i != b->frames->len - j || i == a->frames->len)
        return FALSE;
    for (; i < a->frames->len; i++, j++)
        if (((const struct fh_frame *)g_ptr_array_index(a->frames, i))->address !=
            ((const struct fh_frame *)g_ptr_array_index(b->frames, j))->address)
            return FALSE;
    return TRUE;
}

/* Whether the block of `candidate` was released by what `cross` is about. */
static gboolean is_released_by(const struct fh_candidate *candidate, const struct fh_candidate *cross)
{
    const struct fh_stack *released = candidate->record ? candidate->record->block_stack : NULL;
    const struct fh_stack *wrong = cross->record ? cross->record->stack : NULL;

    if (cross->finding->line != 0 || candidate->released_line != 0)
        return cross->finding->line != 0 && cross->finding->line == candidate->released_line;
    return candidate->is_on_freed_block && candidate->pid == cross->pid && released && wrong &&
           is_same_call(released, wrong);
}

/* The owner releases a block that the wrong side had released before: the wrong side did wrong, the owner did not. */
static gboolean is_wake_of(const struct fh_candidate *candidate, const struct fh_candidate *cross)
{
    const struct fh_finding *later = candidate->finding, *first = cross->finding;

    return first->kind == FH_KIND_CROSS_ALLOCATOR_FREE && later->kind == FH_KIND_DOUBLE_FREE &&
           later->released_by == later->allocated_by && is_same_block(&first->block, &later->block) &&
           is_released_by(candidate, cross);
}

/* The innermost function that is neither an allocator's nor of Rust's std: who releases. */
static guint releasing_function(const struct fh_stack *stack)
{
    guint i = fh_stack_after_allocator(stack);

    while (i < stack->frames->len && fh_frame_is_rust_library(g_ptr_array_index(stack->frames, i)))
        i++;
    return i;
}

/* Both in one call of the function that releases: what it reads before that is a consequence, too. */
static gboolean is_in_call_of(const struct fh_stack *access, const struct fh_stack *release)
{
    guint at = releasing_function(release), depth = release->frames->len - at;
    guint own = access->frames->len - depth;

    if (depth < 2 || access->frames->len <= depth)
        return FALSE;
    for (guint i = 1; i < depth; i++)
        if (((const struct fh_frame *)g_ptr_array_index(release->frames, at + i))->address !=
            ((const struct fh_frame *)g_ptr_array_index(access->frames, own + i))->address)
            return FALSE;
    return g_strcmp0(((const struct fh_frame *)g_ptr_array_index(release->frames, at))->function,
                     ((const struct fh_frame *)g_ptr_array_index(access->frames, own))->function) == 0;
}

static void fold_accesses_of(struct fh_classification *classification, struct fh_candidate *cross,
                             const struct fh_stack *release)
{
    for (guint i = 0; release && i < classification->candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(classification->candidates, i);

        if (candidate->finding && candidate->finding->kind == FH_KIND_USE_AFTER_FREE && candidate->record &&
            candidate->record->stack && candidate->finding->line == 0 &&
            is_same_block(&cross->finding->block, &candidate->finding->block) &&
            is_released_by(candidate, cross) && is_in_call_of(candidate->record->stack, release))
            fh_candidate_fold(cross, candidate);
    }
}

static void fold_into_cross_free(struct fh_classification *classification, struct fh_candidate *cross)
{
    for (guint i = 0; i < classification->candidates->len && cross->finding; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(classification->candidates, i);

        if (!candidate->finding || !is_wake_of(candidate, cross))
            continue;
        fh_candidate_fold(cross, candidate);
        fold_accesses_of(classification, cross, candidate->record ? candidate->record->stack : NULL);
    }
}

/* A pointer that was read out of released memory leads anywhere, where an engine has filled that memory. */
static gboolean is_astray(const struct fh_candidate *later, const struct fh_candidate *use)
{
    const struct fh_finding *release = later->finding, *read = use->finding;

    return read->kind == FH_KIND_USE_AFTER_FREE && read->is_read && read->line != 0 &&
           release->kind == FH_KIND_INVALID_FREE && !release->block.is_known && release->line == read->line &&
           later->pid == use->pid && later->position > use->position;
}

static void fold_into_use(struct fh_classification *classification, struct fh_candidate *use)
{
    for (guint i = 0; i < classification->candidates->len && use->finding; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(classification->candidates, i);

        if (candidate == use || !candidate->finding || !is_astray(candidate, use))
            continue;
        fh_candidate_fold(use, candidate);
        use->finding->n_astray++;
    }
}

void fh_fold(struct fh_classification *classification)
{
    for (guint i = 0; i < classification->candidates->len; i++)
        if (is_end(g_ptr_array_index(classification->candidates, i)))
            fold_into_abort(classification, g_ptr_array_index(classification->candidates, i));
    for (guint i = 0; i < classification->candidates->len; i++)
        fold_into_use(classification, g_ptr_array_index(classification->candidates, i));
    fold_causes(classification->candidates);
    for (guint i = 0; i < classification->candidates->len; i++)
        fold_into_cross_free(classification, g_ptr_array_index(classification->candidates, i));
}
