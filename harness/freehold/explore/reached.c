// SPDX-License-Identifier: MIT
#include "explore/reached.h"

/* A third call differs from a second one; a fifth hardly from a fourth. */
#define CALLS_COUNTED 4

enum mark {
    MARK_PAIR,  /* callable before, callable */
    MARK_SAME,  /* callable before on the same value, callable */
    MARK_FLOW,  /* maker of a value, callable that takes it, parameter */
    MARK_COUNT, /* callable, parameter, how often on the same value */
    MARK_READ,  /* maker of what is read, maker of what that came from */
};

struct fh_reached {
    GHashTable *marks; /* guint64 *: as key_of() packs them */
    GArray *outcomes;  /* guint8, by a callable's index: bit 0: it worked, bit 1: it failed */
};

/* A value, while the sequence is walked. */
struct use {
    struct fh_value_name name;
    const struct fh_callable *last; /* that made or took it */
    GArray *counts;                 /* guint: calls of each callable so far, by its index */
};

struct walk {
    struct fh_reached *reached;
    const struct fh_sequence *sequence;
    GArray *uses; /* struct use */
    gboolean is_new;
};

struct fh_reached *fh_reached_new(void)
{
    struct fh_reached *reached = g_new(struct fh_reached, 1);
    reached->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    reached->outcomes = g_array_new(FALSE, TRUE, sizeof(guint8));
    return reached;
}

void fh_reached_free(struct fh_reached *reached)
{
    if (!reached)
        return;
    g_hash_table_unref(reached->marks);
    g_array_unref(reached->outcomes);
    g_free(reached);
}

static guint64 key_of(enum mark mark, guint first, guint second, guint third)
{
    return (guint64)mark << 56 | (guint64)first << 32 | (guint64)second << 8 | third;
}

static gboolean has(const struct fh_reached *reached, guint64 key)
{
    return g_hash_table_contains(reached->marks, &key);
}

static void reach(struct walk *walk, guint64 key)
{
    if (has(walk->reached, key))
        return;
    g_hash_table_add(walk->reached->marks, g_memdup2(&key, sizeof key));
    walk->is_new = TRUE;
}

gboolean fh_reached_has_outcome(const struct fh_reached *reached, const struct fh_callable *callable,
                                gboolean has_failed)
{
    return callable->index < reached->outcomes->len &&
           (g_array_index(reached->outcomes, guint8, callable->index) >> (has_failed != 0) & 1);
}

gboolean fh_reached_has_pair(const struct fh_reached *reached, const struct fh_callable *before,
                             const struct fh_callable *callable)
{
    return has(reached, key_of(MARK_PAIR, before->index, callable->index, 0));
}

static void use_clear(gpointer data)
{
    g_array_unref(((struct use *)data)->counts);
}

static struct use *use_of(const struct walk *walk, struct fh_value_name name)
{
    for (guint i = 0; i < walk->uses->len; i++) {
        struct use *use = &g_array_index(walk->uses, struct use, i);
        if (use->name.step == name.step && use->name.place == name.place)
            return use;
    }
    const struct fh_step *maker = fh_sequence_find(walk->sequence, name.step);
    const struct use use = {name, maker->callable, g_array_new(FALSE, TRUE, sizeof(guint))};
    g_array_append_val(walk->uses, use);
    return &g_array_index(walk->uses, struct use, walk->uses->len - 1);
}

static guint count_call(struct use *use, const struct fh_callable *callable)
{
    if (use->counts->len <= callable->index)
        g_array_set_size(use->counts, callable->index + 1);
    return ++g_array_index(use->counts, guint, callable->index);
}

static void reach_taken(struct walk *walk, const struct fh_step *step, guint index)
{
    const struct fh_callable *callable = step->callable;
    struct use *use = use_of(walk, fh_argument_at(step, index)->value);
    const struct fh_step *maker = fh_sequence_find(walk->sequence, use->name.step);
    guint count = count_call(use, callable);
    reach(walk, key_of(MARK_FLOW, maker->callable->index, callable->index, index & 0xff));
    reach(walk, key_of(MARK_SAME, use->last->index, callable->index, 0));
    reach(walk, key_of(MARK_COUNT, callable->index, index, MIN(count, CALLS_COUNTED)));
    use->last = callable;
}

/* As far as anything tells: its success, or a NULL. */
static gboolean has_failed(const struct fh_step *step)
{
    return fh_callable_success(step->callable) ? fh_step_has_failed(step) : step->nulls != 0;
}

static void reach_outcome(struct walk *walk, const struct fh_callable *callable, gboolean has_failed)
{
    GArray *outcomes = walk->reached->outcomes;
    if (fh_reached_has_outcome(walk->reached, callable, has_failed))
        return;
    if (outcomes->len <= callable->index)
        g_array_set_size(outcomes, callable->index + 1);
    g_array_index(outcomes, guint8, callable->index) |= has_failed ? 2 : 1;
    walk->is_new = TRUE;
}

static void reach_call(struct walk *walk, const struct fh_step *step, const struct fh_callable *before)
{
    reach_outcome(walk, step->callable, has_failed(step));
    if (before)
        reach(walk, key_of(MARK_PAIR, before->index, step->callable->index, 0));
    for (guint i = 0; i < step->arguments->len; i++)
        if (fh_argument_at(step, i)->is_elsewhere && fh_role_at(step->callable, i)->use != FH_USE_LENGTH)
            reach_taken(walk, step, i);
}

/* What is read was made by one call from what another one has made. */
static void reach_read(struct walk *walk, const struct fh_step *step)
{
    const struct fh_step *maker = fh_sequence_find(walk->sequence, step->look.step);
    for (guint i = 0; i < maker->arguments->len; i++) {
        const struct fh_argument *argument = fh_argument_at(maker, i);
        const struct fh_step *origin =
            argument->is_elsewhere ? fh_sequence_find(walk->sequence, argument->value.step) : NULL;
        if (origin)
            reach(walk, key_of(MARK_READ, maker->callable->index, origin->callable->index, 0));
    }
}

gboolean fh_reached_add(struct fh_reached *reached, const struct fh_sequence *sequence)
{
    g_autoptr(GArray) uses = g_array_new(FALSE, FALSE, sizeof(struct use));
    struct walk walk = {.reached = reached, .sequence = sequence, .uses = uses};
    const struct fh_callable *before = NULL;
    g_array_set_clear_func(uses, use_clear);
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        if (step->callable) {
            reach_call(&walk, step, before);
            before = step->callable;
        } else {
            reach_read(&walk, step);
        }
    }
    return walk.is_new;
}
