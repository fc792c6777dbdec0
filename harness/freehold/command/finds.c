// SPDX-License-Identifier: MIT
#include "command/finds.h"

#include "model/stack.h"

static void find_free(gpointer data)
{
    struct fh_find *find = data;
    g_ptr_array_unref(find->fingerprints);
    g_free(find->origin);
    g_free(find->message);
    g_free(find->function);
    fh_sequence_free(find->sequence);
    g_array_unref(find->marks);
    g_ptr_array_unref(find->functions);
    g_ptr_array_unref(find->seen_by);
    g_free(find);
}

GPtrArray *fh_finds_new(void)
{
    return g_ptr_array_new_with_free_func(find_free);
}

/* NULL: nobody knows. */
static const char *origin_of(const struct fh_finding *finding)
{
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);
        const struct fh_frame *frame =
            g_strcmp0(stack->role, "allocated") == 0 ? fh_stack_users_frame(stack) : NULL;
        if (frame)
            return frame->function;
    }
    return NULL;
}

struct fh_find *fh_find_new(const struct fh_engine *engine, const struct fh_finding *finding,
                            struct fh_sequence *take_sequence)
{
    struct fh_find *find = g_new0(struct fh_find, 1);
    *find = (struct fh_find){.kind = finding->kind,
                             .fingerprints = g_ptr_array_new_with_free_func(g_free),
                             .origin = g_strdup(origin_of(finding)),
                             .message = g_strdup(finding->message),
                             .sequence = take_sequence,
                             .marks = g_array_new(FALSE, FALSE, sizeof(struct fh_mark)),
                             .functions = g_ptr_array_new(),
                             .engine = engine,
                             .seen_by = g_ptr_array_new(),
                             .count = 1};
    g_ptr_array_add(find->fingerprints, g_strdup(finding->fingerprint));
    return find;
}

static guint count_calls(const struct fh_sequence *sequence, const struct fh_callable *callable)
{
    guint count = 0;
    for (guint i = 0; i < sequence->steps->len; i++)
        count += ((const struct fh_step *)g_ptr_array_index(sequence->steps, i))->callable == callable;
    return count;
}

/* It makes a block of none, or takes it back: another function that does will do as well. */
static gboolean is_exchangeable(const struct fh_callable *callable)
{
    gboolean gives = FALSE, takes = FALSE;
    for (guint i = 0; i < callable->roles->len; i++) {
        enum fh_use use = fh_role_at(callable, i)->use;
        takes |= use == FH_USE_BORROW || use == FH_USE_CONSUME;
    }
    for (guint place = 0; place <= callable->roles->len; place++) {
        const struct fh_gives *given = fh_gives_at(callable, place);
        gives |= given && given->is_owned;
    }
    return callable->is_release || (gives && !takes);
}

static gboolean is_decisive(const struct fh_step *step)
{
    return step->callable && !is_exchangeable(step->callable);
}

/* It calls what `find` takes, as often; but if there are others, what makes and releases its blocks is the
 * same to it. */
static gboolean calls_all(const struct fh_sequence *sequence, const struct fh_find *find)
{
    gboolean has_decisive = FALSE;
    for (guint i = 0; i < find->sequence->steps->len; i++)
        has_decisive |= is_decisive(g_ptr_array_index(find->sequence->steps, i));
    for (guint i = 0; i < find->sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(find->sequence->steps, i);
        if (step->callable && (!has_decisive || is_decisive(step)) &&
            count_calls(sequence, step->callable) < count_calls(find->sequence, step->callable))
            return FALSE;
    }
    return TRUE;
}

static gboolean has_fingerprint(const struct fh_find *find, const char *fingerprint)
{
    return g_ptr_array_find_with_equal_func(find->fingerprints, fingerprint, g_str_equal, NULL);
}

struct fh_find *fh_finds_known(const GPtrArray *finds, const struct fh_finding *finding,
                               const struct fh_sequence *sequence)
{
    for (guint i = 0; i < finds->len; i++) {
        struct fh_find *find = g_ptr_array_index(finds, i);
        if (find->kind == finding->kind && has_fingerprint(find, finding->fingerprint) &&
            calls_all(sequence, find))
            return find;
    }
    return NULL;
}

/* The same was done to the same: a block that one call has put into two hands is released wrongly wherever
 * both come to release it. Of a block that was lost, that only says who made it. */
static gboolean is_alike(const struct fh_find *find, const struct fh_find *other)
{
    if (find->kind != other->kind)
        return FALSE;
    if (find->kind != FH_KIND_LEAK && find->origin && g_strcmp0(find->origin, other->origin) == 0)
        return TRUE;
    for (guint i = 0; i < find->fingerprints->len; i++)
        if (has_fingerprint(other, g_ptr_array_index(find->fingerprints, i)))
            return TRUE;
    return FALSE;
}

/* All calls of a shrunk sequence are needed; so if it makes those that another one takes to show the like, it
 * shows what they do. */
static gboolean is_one_cause(const struct fh_find *small, const struct fh_find *large)
{
    return small->sequence->steps->len <= large->sequence->steps->len && is_alike(small, large) &&
           calls_all(large->sequence, small);
}

void fh_find_note_seen(struct fh_find *find, const char *engine)
{
    if (!g_ptr_array_find(find->seen_by, engine, NULL))
        g_ptr_array_add(find->seen_by, (gpointer)engine);
}

static void add_up(struct fh_find *find, const struct fh_find *other)
{
    find->count += other->count;
    for (guint i = 0; i < other->seen_by->len; i++)
        fh_find_note_seen(find, g_ptr_array_index(other->seen_by, i));
    for (guint i = 0; i < other->fingerprints->len; i++)
        if (!has_fingerprint(find, g_ptr_array_index(other->fingerprints, i)))
            g_ptr_array_add(find->fingerprints, g_strdup(g_ptr_array_index(other->fingerprints, i)));
}

void fh_finds_keep(GPtrArray *finds, struct fh_find *take_find)
{
    guint at = finds->len;
    for (guint i = 0; i < finds->len; i++)
        if (is_one_cause(g_ptr_array_index(finds, i), take_find)) {
            add_up(g_ptr_array_index(finds, i), take_find);
            find_free(take_find);
            return;
        }
    for (guint i = finds->len; i > 0; i--)
        if (is_one_cause(take_find, g_ptr_array_index(finds, i - 1))) {
            add_up(take_find, g_ptr_array_index(finds, i - 1));
            g_ptr_array_remove_index(finds, i - 1);
            at = i - 1;
        }
    g_ptr_array_insert(finds, (gint)MIN(at, finds->len), take_find);
}
