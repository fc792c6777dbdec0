// SPDX-License-Identifier: MIT
#include "explore/repeat.h"

#include "explore/state.h"
#include "explore/values.h"

static void shift(struct fh_value_name *name, guint by)
{
    if (name->step > 0)
        name->step += by;
}

static void add_round(struct fh_sequence *repeated, const struct fh_sequence *sequence, guint first_id)
{
    fh_auto(fh_sequence) round = fh_sequence_copy(sequence);
    while (round->steps->len > 0) {
        struct fh_step *step = g_ptr_array_steal_index(round->steps, 0);
        step->id += first_id;
        shift(&step->look, first_id);
        for (guint i = 0; i < step->arguments->len; i++)
            shift(&g_array_index(step->arguments, struct fh_argument, i).value, first_id);
        g_ptr_array_add(repeated->steps, step);
    }
    repeated->last_id = first_id + sequence->last_id;
}

struct fh_sequence *fh_repeat(const struct fh_sequence *sequence, guint rounds)
{
    struct fh_sequence *repeated = fh_sequence_new();
    for (guint i = 0; i < rounds; i++)
        add_round(repeated, sequence, repeated->last_id);
    return repeated;
}

static gboolean takes_plain_values(const struct fh_callable *callable)
{
    for (guint i = 0; i < callable->roles->len; i++) {
        const enum fh_use use = fh_role_at(callable, i)->use;
        if (use != FH_USE_NUMBER && use != FH_USE_CHOICE && use != FH_USE_TEXT)
            return FALSE;
    }
    return !callable->why_not;
}

GPtrArray *fh_follow(const struct fh_sequence *sequence, const struct fh_callables *callables,
                     GPtrArray *followers)
{
    GPtrArray *followed = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    for (guint i = 0; i < callables->all->len; i++) {
        const struct fh_callable *callable = g_ptr_array_index(callables->all, i);
        guint length;
        if (!takes_plain_values(callable))
            continue;
        struct fh_sequence *more = fh_sequence_copy(sequence);
        struct fh_step *step = fh_sequence_add(more, callable);
        for (guint j = 0; j < callable->roles->len; j++)
            g_array_index(step->arguments, struct fh_argument, j) =
                fh_values_get(fh_role_at(callable, j), 0, &length);
        fh_sequence_settle(more, callables);
        g_ptr_array_add(followed, more);
        g_ptr_array_add(followers, (gpointer)callable);
    }
    return followed;
}
