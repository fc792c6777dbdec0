// SPDX-License-Identifier: MIT
#include "explore/sequence.h"

static void step_free(gpointer data)
{
    struct fh_step *step = data;
    g_array_unref(step->arguments);
    g_free(step);
}

struct fh_sequence *fh_sequence_new(void)
{
    struct fh_sequence *sequence = g_new0(struct fh_sequence, 1);
    sequence->steps = g_ptr_array_new_with_free_func(step_free);
    return sequence;
}

struct fh_sequence *fh_sequence_copy(const struct fh_sequence *sequence)
{
    struct fh_sequence *copy = fh_sequence_new();
    copy->last_id = sequence->last_id;
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        struct fh_step *twin = g_new(struct fh_step, 1);
        *twin = *step;
        twin->arguments = g_array_copy(step->arguments);
        g_ptr_array_add(copy->steps, twin);
    }
    return copy;
}

void fh_sequence_free(struct fh_sequence *sequence)
{
    if (!sequence)
        return;
    g_ptr_array_unref(sequence->steps);
    g_free(sequence);
}

struct fh_step *fh_sequence_add(struct fh_sequence *sequence, const struct fh_callable *callable)
{
    struct fh_step *step = g_new0(struct fh_step, 1);
    step->id = ++sequence->last_id;
    step->callable = callable;
    step->arguments = g_array_new(FALSE, TRUE, sizeof(struct fh_argument));
    g_array_set_size(step->arguments, callable ? callable->roles->len : 0);
    g_ptr_array_add(sequence->steps, step);
    return step;
}

struct fh_step *fh_sequence_find(const struct fh_sequence *sequence, guint id)
{
    for (guint i = 0; i < sequence->steps->len; i++) {
        struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        if (step->id == id)
            return step;
    }
    return NULL;
}

static void rename_value(struct fh_value_name *name, GHashTable *ids)
{
    name->step = GPOINTER_TO_UINT(g_hash_table_lookup(ids, GUINT_TO_POINTER(name->step)));
}

void fh_sequence_renumber(struct fh_sequence *sequence)
{
    g_autoptr(GHashTable) ids = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < sequence->steps->len; i++) {
        struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        g_hash_table_insert(ids, GUINT_TO_POINTER(step->id), GUINT_TO_POINTER(i + 1));
        step->id = i + 1;
        rename_value(&step->look, ids);
        for (guint j = 0; j < step->arguments->len; j++)
            rename_value(&g_array_index(step->arguments, struct fh_argument, j).value, ids);
    }
    sequence->last_id = sequence->steps->len;
}

const struct fh_argument *fh_argument_at(const struct fh_step *step, guint index)
{
    return &g_array_index(step->arguments, struct fh_argument, index);
}

guint fh_sequence_count_calls(const struct fh_sequence *sequence)
{
    guint count = 0;
    for (guint i = 0; i < sequence->steps->len; i++)
        count += ((const struct fh_step *)g_ptr_array_index(sequence->steps, i))->callable != NULL;
    return count;
}

gboolean fh_step_has_failed(const struct fh_step *step)
{
    const struct fh_success *success = fh_callable_success(step->callable);
    if (!success || !fh_gives_at(step->callable, (guint)step->callable->success))
        return success && step->has_failed;
    gboolean is_null = step->nulls >> step->callable->success & 1;
    return success->relation == FH_RELATION_EQ ? !is_null : is_null;
}

guint64 fh_mix(guint64 first, guint64 second)
{
    const guint64 mixed = (first ^ second) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return mixed ^ mixed >> 29;
}

guint64 fh_argument_key(const struct fh_argument *argument)
{
    return fh_mix((guintptr)argument->text, (guintptr)argument->before);
}
