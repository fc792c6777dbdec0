// SPDX-License-Identifier: MIT
#include "explore/reduce.h"

#include "explore/state.h"
#include "explore/values.h"

struct fh_sequence *fh_reduce_without(const struct fh_sequence *sequence, guint first, guint count,
                                      const struct fh_callables *callables)
{
    struct fh_sequence *less = fh_sequence_copy(sequence);
    g_ptr_array_remove_range(less->steps, first, count);
    fh_sequence_settle(less, callables);
    return less;
}

static void set_length(struct fh_step *step, guint array, guint length)
{
    for (guint i = 0; i < step->arguments->len; i++) {
        const struct fh_wanted *role = fh_role_at(step->callable, i);
        if (role->use == FH_USE_LENGTH && role->other == array) {
            g_autofree char *text = g_strdup_printf("%u", length);
            g_array_index(step->arguments, struct fh_argument, i).text = g_intern_string(text);
        }
    }
}

static gboolean is_shown(const struct fh_step *step)
{
    for (guint i = 0; i < step->arguments->len; i++)
        if (fh_role_at(step->callable, i)->use == FH_USE_EXAMPLE)
            return TRUE;
    return FALSE;
}

/* NULL: it is as simple as it gets. */
static struct fh_sequence *with_simplest(const struct fh_sequence *sequence, guint at, guint index,
                                         const struct fh_callables *callables)
{
    const struct fh_step *step = g_ptr_array_index(sequence->steps, at);
    const struct fh_wanted *role = fh_role_at(step->callable, index);
    const struct fh_argument *argument = fh_argument_at(step, index);
    guint length;
    if (step->is_closing || (argument->is_elsewhere && role->use != FH_USE_TEXT) || is_shown(step) ||
        fh_values_count(role, FALSE) == 0)
        return NULL;
    struct fh_argument simplest = fh_values_get(role, 0, &length);
    if (!argument->is_elsewhere && simplest.text == argument->text)
        return NULL;
    struct fh_sequence *simpler = fh_sequence_copy(sequence);
    struct fh_step *changed = g_ptr_array_index(simpler->steps, at);
    g_array_index(changed->arguments, struct fh_argument, index) = simplest;
    set_length(changed, index, length);
    fh_sequence_settle(simpler, callables);
    return simpler;
}

/* What the same call would take of `maker`, the first of it; FALSE: nothing. */
static gboolean find_place(const struct fh_step *step, guint index, const struct fh_step *maker, guint *place)
{
    for (*place = 0; maker->callable && *place <= maker->arguments->len; (*place)++) {
        const struct fh_gives *gives = fh_gives_at(maker->callable, *place);
        if (gives && fh_role_takes(step->callable, fh_role_at(step->callable, index), gives))
            return TRUE;
    }
    return FALSE;
}

/* With each block that is older than the one it is given now. */
static void add_older(GPtrArray *simpler, const struct fh_sequence *sequence, guint at, guint index,
                      const struct fh_callables *callables)
{
    const struct fh_step *step = g_ptr_array_index(sequence->steps, at);
    const struct fh_argument *argument = fh_argument_at(step, index);
    for (guint i = 0; argument->is_elsewhere && !step->is_closing && i < at; i++) {
        const struct fh_step *maker = g_ptr_array_index(sequence->steps, i);
        guint place;
        if (maker->id == argument->value.step)
            return;
        if (fh_role_at(step->callable, index)->use == FH_USE_LENGTH ||
            !find_place(step, index, maker, &place))
            continue;
        struct fh_sequence *one = fh_sequence_copy(sequence);
        struct fh_step *changed = g_ptr_array_index(one->steps, at);
        g_array_index(changed->arguments, struct fh_argument, index).value =
            (struct fh_value_name){maker->id, place};
        fh_sequence_settle(one, callables);
        g_ptr_array_add(simpler, one);
    }
}

GPtrArray *fh_reduce_values(const struct fh_sequence *sequence, const struct fh_callables *callables)
{
    GPtrArray *simpler = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        for (guint j = 0; j < step->arguments->len; j++) {
            struct fh_sequence *one = with_simplest(sequence, i, j, callables);
            if (one)
                g_ptr_array_add(simpler, one);
            add_older(simpler, sequence, i, j, callables);
        }
    }
    return simpler;
}
