// SPDX-License-Identifier: MIT
#include "classify/fold.h"

#include <string.h>

#include "classify/same_cause.h"
#include "classify/stack.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/stack.h"
#include "wire/allocators.h"

static guint severity(const struct fh_candidate *candidate)
{
    return fh_kind_info(candidate->finding->kind)->severity;
}

/* A wrong release is known before the call: what the call then reads and writes comes of it, and not every
 * engine sees that. Accesses of two kinds are in one group only with a release, so none comes before another.
 */
static gboolean is_named_before(const struct fh_candidate *candidate, const struct fh_candidate *top)
{
    const enum fh_kind kind = candidate->finding->kind, named = top->finding->kind;

    if (kind == FH_KIND_WRONG_RELEASE && fh_kind_is_access(named))
        return TRUE;
    if (fh_kind_is_access(kind))
        return FALSE;
    return severity(candidate) > severity(top);
}

/* Of one call both the layout and the function can be wrong: a scenario may name it by either. */
static void keep_wrong_release(struct fh_candidate *top, const struct fh_candidate *other)
{
    if (top->finding->kind != FH_KIND_LAYOUT_MISMATCH || top->finding->wrong_release ||
        other->finding->kind != FH_KIND_WRONG_RELEASE)
        return;
    top->finding->wrong_release = g_strdup(other->finding->message);
    top->is_lent = other->is_lent;
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

        if (candidate == top)
            continue;
        keep_wrong_release(top, candidate);
        fh_candidate_fold(top, candidate);
    }
}

static void fold_causes(const GPtrArray *candidates)
{
    g_autoptr(GPtrArray) groups = fh_same_cause_groups(candidates);

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
    return fh_kind_is_access(candidate->finding->kind) && !record->block.is_known &&
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

/* By the same function, called from the same place: of a program as it is, which has no lines of a scenario.
 * What an engine puts between them and its record differs. */
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

static gboolean is_failed_release(const struct fh_candidate *candidate)
{
    const struct fh_finding *finding = candidate->finding;

    return finding && (finding->kind == FH_KIND_DOUBLE_FREE || finding->kind == FH_KIND_INVALID_FREE) &&
           candidate->record && candidate->record->stack;
}

/* AddressSanitizer's realloc() gives a new block also where it could not release the old one. */
static void fold_blocks_of_realloc(const GPtrArray *candidates, struct fh_candidate *release)
{
    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);

        if (candidate->finding && candidate->finding->kind == FH_KIND_LEAK && candidate->record &&
            candidate->record->stack && candidate->pid == release->pid &&
            is_same_call(candidate->record->stack, release->record->stack))
            fh_candidate_fold(release, candidate);
    }
}

static gboolean is_resizer(const char *releaser)
{
    const struct fh_allocator *row = releaser ? fh_allocator_find(releaser) : NULL;

    return row && row->family == FH_FAMILY_MALLOC && row->verb == FH_VERB_RESIZE;
}

static void fold_into_failed_reallocs(const GPtrArray *candidates)
{
    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);

        if (is_failed_release(candidate) && is_resizer(candidate->finding->releaser))
            fold_blocks_of_realloc(candidates, candidate);
    }
}

static gboolean is_blamed(const struct fh_candidate *candidate)
{
    return candidate->finding &&
           (candidate->finding->kind == FH_KIND_CROSS_ALLOCATOR_FREE || candidate->is_lent);
}

/* AddressSanitizer ended in the middle of the report: Rust code that is not compiled with it had written
 * where it notes, in a released block, who released that. */
static gboolean is_cut(const struct fh_candidate *candidate, const struct fh_candidate *cross)
{
    return candidate->record && !candidate->record->block_stack && candidate->finding->line == 0 &&
           candidate->finding->allocated_by == FH_DOMAIN_UNKNOWN && candidate->pid == cross->pid &&
           candidate->position > cross->position &&
           candidate->finding->released_by == cross->finding->allocated_by;
}

/* The owner releases a block that the wrong side, or a borrower, had released before: they did wrong, the
 * owner did not. */
static gboolean is_wake_of(const struct fh_candidate *candidate, const struct fh_candidate *cross)
{
    const struct fh_finding *later = candidate->finding, *first = cross->finding;

    if (!is_blamed(cross) || later->kind != FH_KIND_DOUBLE_FREE ||
        !fh_is_same_block(&first->block, &later->block))
        return FALSE;
    return is_cut(candidate, cross) ||
           (later->released_by == later->allocated_by && is_released_by(candidate, cross));
}

/* The innermost function that is neither an allocator's nor of Rust's std: who releases. */
static guint releasing_function(const struct fh_stack *stack)
{
    guint i = fh_stack_after_allocator(stack);

    while (i < stack->frames->len && fh_frame_is_rust_library(g_ptr_array_index(stack->frames, i)))
        i++;
    return i;
}

static const struct fh_frame *frame_at(const struct fh_stack *stack, guint i)
{
    return g_ptr_array_index(stack->frames, i);
}

/* As far as that shows, in a library without debug information. C's code beside a release that ends in a jump
 * is not told from the function that releases. */
static gboolean is_rusts(const struct fh_frame *frame)
{
    return frame->file ? g_str_has_suffix(frame->file, ".rs") : frame->object && strstr(frame->object, ".so");
}

/* Both in one call of the function that releases: what it reads before that is a consequence, too. If it
 * released by a jump (`jmp free`), its caller stands in its place, and called it from one place. */
static gboolean is_in_call_of(const struct fh_stack *access, const struct fh_stack *release)
{
    guint at = releasing_function(release), depth = release->frames->len - at;

    if (depth == 0 || access->frames->len < depth)
        return FALSE;
    guint own = access->frames->len - depth;
    for (guint i = 1; i < depth; i++)
        if (frame_at(release, at + i)->address != frame_at(access, own + i)->address)
            return FALSE;
    const struct fh_frame *releases = frame_at(release, at), *reads = frame_at(access, own);
    if (own > 0 && releases->address == reads->address)
        return TRUE;
    return depth > 1 && g_strcmp0(releases->function, reads->function) == 0 && (own > 0 || is_rusts(reads));
}

static void free_list(gpointer list)
{
    g_ptr_array_unref(list);
}

/* A block's later releases and reads, in their order: struct fh_candidate * by the block's address. */
static GHashTable *later_uses(const GPtrArray *candidates)
{
    GHashTable *uses = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_list);

    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);
        const struct fh_finding *finding = candidate->finding;
        GPtrArray *list;

        if (!finding || !finding->block.is_known ||
            (finding->kind != FH_KIND_DOUBLE_FREE && finding->kind != FH_KIND_USE_AFTER_FREE))
            continue;
        list = g_hash_table_lookup(uses, &finding->block.address);
        if (!list) {
            list = g_ptr_array_new();
            g_hash_table_insert(uses, g_memdup2(&finding->block.address, sizeof finding->block.address),
                                list);
        }
        g_ptr_array_add(list, candidate);
    }
    return uses;
}

static void fold_accesses_of(const GPtrArray *uses, struct fh_candidate *cross,
                             const struct fh_stack *release)
{
    for (guint i = 0; release && i < uses->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(uses, i);

        if (candidate->finding && candidate->finding->kind == FH_KIND_USE_AFTER_FREE && candidate->record &&
            candidate->record->stack && candidate->finding->line == 0 && is_released_by(candidate, cross) &&
            is_in_call_of(candidate->record->stack, release))
            fh_candidate_fold(cross, candidate);
    }
}

/* `uses` of its block. */
static void fold_into_cross_free(const GPtrArray *uses, struct fh_candidate *cross)
{
    for (guint i = 0; i < uses->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(uses, i);

        if (!candidate->finding || !is_wake_of(candidate, cross))
            continue;
        if (cross->is_lent && cross->finding->owners_line == 0)
            cross->finding->owners_line = candidate->finding->line;
        fh_candidate_fold(cross, candidate);
        fold_accesses_of(uses, cross, candidate->record ? candidate->record->stack : NULL);
    }
}

static void fold_into_cross_frees(const GPtrArray *candidates)
{
    g_autoptr(GHashTable) uses = later_uses(candidates);

    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);
        const GPtrArray *list =
            is_blamed(candidate) ? g_hash_table_lookup(uses, &candidate->finding->block.address) : NULL;

        if (list)
            fold_into_cross_free(list, candidate);
    }
}

static gboolean is_use(const struct fh_candidate *candidate)
{
    const struct fh_finding *finding = candidate->finding;

    return finding && finding->kind == FH_KIND_USE_AFTER_FREE && finding->is_read && finding->line != 0;
}

/* A pointer that was read out of released memory leads anywhere, where an engine has filled that memory. */
static gboolean is_astray(const struct fh_candidate *candidate)
{
    const struct fh_finding *finding = candidate->finding;

    return finding && finding->kind == FH_KIND_INVALID_FREE && !finding->block.is_known && finding->line != 0;
}

static gint64 *line_of_process(const struct fh_candidate *candidate)
{
    gint64 key = ((gint64)candidate->pid << 32) | candidate->finding->line;

    return g_memdup2(&key, sizeof key);
}

/* Into the first read of the line: it has all that comes after it. */
static void fold_into_uses(const GPtrArray *candidates)
{
    g_autoptr(GHashTable) uses = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);

        if (!is_use(candidate) && !is_astray(candidate))
            continue;
        g_autofree gint64 *key = line_of_process(candidate);
        struct fh_candidate *use = g_hash_table_lookup(uses, key);
        if (!use && is_use(candidate)) {
            g_hash_table_insert(uses, g_steal_pointer(&key), candidate);
        } else if (use && is_astray(candidate) && candidate->position > use->position) {
            fh_candidate_fold(use, candidate);
            use->finding->n_astray++;
        }
    }
}

/* A function that is given what is not its own misreads it: what it then reads and writes, and releases by
 * pointers that it found there, is whatever lies in this engine's memory. What is lent is read rightly. */
static gboolean is_misread(const struct fh_candidate *candidate, const struct fh_candidate *wrong)
{
    const struct fh_finding *finding = candidate->finding;

    return finding && wrong &&
           (fh_kind_is_access(finding->kind) || finding->kind == FH_KIND_UNINITIALISED_USE ||
            (is_astray(candidate) && !wrong->is_lent));
}

static gboolean is_wrong_release(const struct fh_candidate *candidate)
{
    return candidate->finding->kind == FH_KIND_WRONG_RELEASE;
}

/* Into the first wrong release of the line, whichever block they are about. */
static void fold_into_wrong_releases(const GPtrArray *candidates)
{
    g_autoptr(GHashTable) wrong = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);

        if (!candidate->finding || candidate->finding->line == 0)
            continue;
        g_autofree gint64 *key = line_of_process(candidate);
        struct fh_candidate *first = g_hash_table_lookup(wrong, key);
        if (is_misread(candidate, first))
            fh_candidate_fold(first, candidate);
        else if (!first && is_wrong_release(candidate))
            g_hash_table_insert(wrong, g_steal_pointer(&key), candidate);
    }
}

void fh_fold(struct fh_classification *classification)
{
    const GPtrArray *candidates = classification->candidates;

    for (guint i = 0; i < candidates->len; i++)
        if (is_end(g_ptr_array_index(candidates, i)))
            fold_into_abort(classification, g_ptr_array_index(candidates, i));
    fold_into_wrong_releases(candidates);
    fold_into_uses(candidates);
    fold_causes(candidates);
    fold_into_cross_frees(candidates);
    fold_into_failed_reallocs(candidates);
}
