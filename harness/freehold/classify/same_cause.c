// SPDX-License-Identifier: MIT
#include "classify/same_cause.h"

#include "log/record.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/stack.h"

#define GENTLE_FRAMES 1 /* two reads of one loop differ in their innermost frame */
#define NEAR          2 /* records: a notice, the description of the block, the engine's own record */

struct group {
    guint number;
    GPtrArray *members; /* struct fh_candidate *, borrowed */
};

struct grouping {
    const GPtrArray *candidates;
    struct group **group_of; /* of each candidate; NULL: none */
    GPtrArray *groups;       /* struct group * */
    GHashTable *by_key;      /* char * -> the first struct group with a member that has this key */
};

/* The keys of one candidate: those that it looks for, and those that it can be found by. */
struct keys {
    GPtrArray *sought, *shown; /* char * */
};

static gboolean is_release(enum fh_kind kind)
{
    return kind == FH_KIND_CROSS_ALLOCATOR_FREE || kind == FH_KIND_DOUBLE_FREE ||
           kind == FH_KIND_INVALID_FREE || kind == FH_KIND_LAYOUT_MISMATCH || kind == FH_KIND_WRONG_RELEASE;
}

gboolean fh_kind_is_access(enum fh_kind kind)
{
    return kind == FH_KIND_USE_AFTER_FREE || kind == FH_KIND_OUT_OF_BOUNDS;
}

gboolean fh_is_same_block(const struct fh_block *a, const struct fh_block *b)
{
    return a->is_known && b->is_known && a->address == b->address;
}

static const struct fh_stack *action(const struct fh_candidate *candidate)
{
    return candidate->finding->stacks->len > 0 ? g_ptr_array_index(candidate->finding->stacks, 0) : NULL;
}

/* Equal for stacks that are, as fh_stacks_are_equal() has it. Caller owns. */
static char *stack_text(const struct fh_stack *stack, guint from)
{
    GString *text = g_string_new(NULL);
    if (!stack)
        return g_string_free(text, FALSE);
    g_string_append_printf(text, "%u", stack->frames->len);
    for (guint i = from; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        g_string_append_printf(text, "\n%" G_GINT64_MODIFIER "x %s", frame->address,
                               frame->function ? frame->function : "");
    }
    return g_string_free(text, FALSE);
}

G_GNUC_PRINTF(2, 3) static void add_key(GPtrArray *keys, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(keys, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static void add_both(const struct keys *keys, const char *key)
{
    g_ptr_array_add(keys->sought, g_strdup(key));
    g_ptr_array_add(keys->shown, g_strdup(key));
}

/* The engine says it again: the same mistake of the same statement. */
static void add_deed(const struct keys *keys, const struct fh_candidate *candidate)
{
    const struct fh_finding *finding = candidate->finding;
    if (!action(candidate))
        return;
    g_autofree char *whole = stack_text(action(candidate), 0);
    g_autofree char *gentle = stack_text(action(candidate), GENTLE_FRAMES);
    g_autofree char *deed = g_strdup_printf("deed %u %u %s", finding->kind, finding->line, whole);
    add_both(keys, deed);
    g_autofree char *near = NULL;
    if (finding->line == 0 && finding->block.is_known)
        near = g_strdup_printf("block %u %" G_GINT64_MODIFIER "x %s", finding->kind, finding->block.address,
                               gentle);
    else if (finding->line != 0 && !finding->block.is_known && fh_kind_is_access(finding->kind))
        near = g_strdup_printf("gentle %u %u %s", finding->kind, finding->line, gentle);
    if (near)
        add_both(keys, near);
}

static void add_origin(const struct keys *keys, const struct fh_candidate *candidate)
{
    if (candidate->finding->kind != FH_KIND_UNINITIALISED_USE || !candidate->record)
        return;
    g_autofree char *origin = stack_text(candidate->record->origin, 0);
    g_autofree char *key = g_strdup_printf("origin %u %s", candidate->finding->line, origin);
    add_both(keys, key);
}

/* A call that releases a block wrongly reads and writes it before, and has it reported by more than one
 * watcher. Two accesses are one only when they are of one kind. */
static void add_block(const struct keys *keys, const struct fh_finding *finding)
{
    if (!finding->block.is_known || (!is_release(finding->kind) && !fh_kind_is_access(finding->kind)))
        return;
    g_autofree char *block =
        g_strdup_printf("%u %" G_GINT64_MODIFIER "x", finding->line, finding->block.address);
    add_key(keys->shown, "any %s", block);
    if (is_release(finding->kind)) {
        add_key(keys->sought, "any %s", block);
        add_key(keys->shown, "release %s", block);
    } else {
        add_key(keys->sought, "release %s", block);
        add_key(keys->sought, "access %u %s", finding->kind, block);
        add_key(keys->shown, "access %u %s", finding->kind, block);
    }
}

/* Blocks that one statement released (a struct and what is in it) and another touches again. */
static void add_ruin(const struct keys *keys, const struct fh_candidate *candidate)
{
    const enum fh_kind kind = candidate->finding->kind;
    if ((kind != FH_KIND_DOUBLE_FREE && kind != FH_KIND_INVALID_FREE && kind != FH_KIND_USE_AFTER_FREE) ||
        !candidate->is_on_freed_block || candidate->released_line == 0)
        return;
    g_autofree char *key = g_strdup_printf("ruin %u %u", candidate->finding->line, candidate->released_line);
    add_both(keys, key);
}

/* What is lent need be no block: its release by who borrowed it is invalid, too. */
static void add_lent(const struct keys *keys, const struct fh_candidate *candidate)
{
    const guint line = candidate->finding->line;
    const gboolean is_invalid = candidate->finding->kind == FH_KIND_INVALID_FREE;
    if (!candidate->is_lent && !is_invalid)
        return;
    add_key(keys->shown, "%s %u", is_invalid ? "invalid" : "lent", line);
    add_key(keys->sought, "%s %u", is_invalid ? "lent" : "invalid", line);
}

/* What is no longer valid may be memory that is gone: its use is one with what an engine sees of that. */
static void add_expired(const struct keys *keys, const struct fh_candidate *candidate)
{
    const guint line = candidate->finding->line;
    const gboolean is_access = candidate->finding->kind == FH_KIND_USE_AFTER_FREE;
    if (candidate->finding->kind != FH_KIND_EXPIRED_USE && !is_access)
        return;
    add_key(keys->shown, "%s %u", is_access ? "gone" : "expired", line);
    add_key(keys->sought, "%s %u", is_access ? "expired" : "gone", line);
}

static void add_keys(const struct keys *keys, const struct fh_candidate *candidate)
{
    add_deed(keys, candidate);
    if (candidate->finding->line == 0)
        return;
    add_lent(keys, candidate);
    add_expired(keys, candidate);
    add_origin(keys, candidate);
    add_block(keys, candidate->finding);
    add_ruin(keys, candidate);
}

/* No line tells one call of a program from another. But the heap's notice, its description of the block and
 * the engine's own record of one release follow each other. */
static gboolean is_told_twice(const struct fh_candidate *notice, const struct fh_candidate *record)
{
    return notice->finding->line == 0 && record->finding->line == 0 && notice->pid == record->pid &&
           notice->finding->kind == record->finding->kind && is_release(record->finding->kind) &&
           fh_is_same_block(&notice->finding->block, &record->finding->block) && notice->record &&
           record->record && fh_notice_event(notice->record) != 0 && fh_notice_event(record->record) == 0;
}

static struct group *first_of(struct group *a, struct group *b)
{
    return !a || (b && b->number < a->number) ? b : a;
}

static struct group *find_notice(const struct grouping *grouping, guint index)
{
    const struct fh_candidate *candidate = g_ptr_array_index(grouping->candidates, index);
    struct group *found = NULL;
    for (guint i = index; i > 0; i--) {
        const struct fh_candidate *before = g_ptr_array_index(grouping->candidates, i - 1);
        if (candidate->position - before->position > NEAR)
            break;
        if (before->finding && is_told_twice(before, candidate))
            found = first_of(found, grouping->group_of[i - 1]);
    }
    return found;
}

static struct group *find_group(const struct grouping *grouping, const struct keys *keys, guint index)
{
    struct group *found = find_notice(grouping, index);
    for (guint i = 0; i < keys->sought->len; i++)
        found = first_of(found, g_hash_table_lookup(grouping->by_key, g_ptr_array_index(keys->sought, i)));
    return found;
}

static struct group *add_group(struct grouping *grouping)
{
    struct group *group = g_new0(struct group, 1);
    group->number = grouping->groups->len;
    group->members = g_ptr_array_new();
    g_ptr_array_add(grouping->groups, group);
    return group;
}

static void show(const struct grouping *grouping, const struct keys *keys, struct group *group)
{
    for (guint i = 0; i < keys->shown->len; i++) {
        const char *key = g_ptr_array_index(keys->shown, i);
        struct group *known = g_hash_table_lookup(grouping->by_key, key);
        if (first_of(known, group) != known)
            g_hash_table_replace(grouping->by_key, g_strdup(key), group);
    }
}

static void place(struct grouping *grouping, guint index)
{
    struct fh_candidate *candidate = g_ptr_array_index(grouping->candidates, index);
    g_autoptr(GPtrArray) sought = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func(g_free);
    const struct keys keys = {sought, shown};
    add_keys(&keys, candidate);
    struct group *group = find_group(grouping, &keys, index);
    if (!group)
        group = add_group(grouping);
    g_ptr_array_add(group->members, candidate);
    grouping->group_of[index] = group;
    show(grouping, &keys, group);
}

static void free_members(gpointer members)
{
    g_ptr_array_unref(members);
}

/* Consumes `groups`. */
static GPtrArray *take_members(GPtrArray *groups)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(free_members);
    for (guint i = 0; i < groups->len; i++) {
        struct group *group = g_ptr_array_index(groups, i);
        g_ptr_array_add(all, group->members);
        g_free(group);
    }
    g_ptr_array_unref(groups);
    return all;
}

GPtrArray *fh_same_cause_groups(const GPtrArray *candidates)
{
    g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree struct group **group_of = g_new0(struct group *, candidates->len + 1);
    struct grouping grouping = {candidates, group_of, g_ptr_array_new(), by_key};
    for (guint i = 0; i < candidates->len; i++) {
        const struct fh_candidate *candidate = g_ptr_array_index(candidates, i);
        if (candidate->finding && candidate->finding->kind != FH_KIND_LEAK)
            place(&grouping, i);
    }
    return take_members(grouping.groups);
}
