// SPDX-License-Identifier: MIT
#include "explore/generator.h"

#include "explore/arguments.h"
#include "explore/state.h"

/* Calls of a sequence, without those that release what is left. */
#define CALLS_MAX 10

/* How often another function is tried in the place of one that can't be called. */
#define TRIES 4

/* One in so many: a sequence that is new from its first call on; a value is read. */
#define ONE_IN_NEW  3
#define ONE_IN_READ 6

/* Weights of a function. */
#define WEIGHT_ANY       4
#define WEIGHT_NEW       40
#define WEIGHT_ONE_SIDED 12 /* it can fail, and did not yet, or always did */
#define WEIGHT_NEW_PAIR  8

struct outcome {
    guint64 nulls;
    gboolean has_failed;
};

struct fh_generator *fh_generator_new(const struct fh_callables *callables, guint32 seed)
{
    struct fh_generator *generator = g_new0(struct fh_generator, 1);
    generator->callables = callables;
    generator->random = g_rand_new_with_seed(seed);
    generator->outcomes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    generator->reached = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    generator->pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    generator->faulty = g_hash_table_new(g_str_hash, g_str_equal);
    generator->corpus = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    return generator;
}

void fh_generator_free(struct fh_generator *generator)
{
    if (!generator)
        return;
    g_rand_free(generator->random);
    g_hash_table_unref(generator->outcomes);
    g_hash_table_unref(generator->reached);
    g_hash_table_unref(generator->pairs);
    g_hash_table_unref(generator->faulty);
    g_ptr_array_unref(generator->corpus);
    g_free(generator);
}

static guint below(struct fh_generator *generator, guint n)
{
    return (guint)g_rand_int_range(generator->random, 0, (gint32)n);
}

static char *pair_of(const struct fh_callable *before, const struct fh_callable *callable)
{
    return g_strdup_printf("%s %s", before->function->name, callable->function->name);
}

static gboolean was_reached(const struct fh_generator *generator, const struct fh_callable *callable,
                            gboolean is_null)
{
    g_autofree char *key = g_strdup_printf("%s %d", callable->function->name, is_null);
    return g_hash_table_contains(generator->reached, key);
}

static guint weight_of(const struct fh_generator *generator, const struct fh_callable *callable,
                       const struct fh_callable *before)
{
    gboolean worked = was_reached(generator, callable, FALSE),
             failed = was_reached(generator, callable, TRUE);
    if (callable->why_not)
        return 0;
    if (g_hash_table_contains(generator->faulty, callable->function->name))
        return 1;
    guint weight = WEIGHT_ANY;
    if (!worked && !failed)
        weight += WEIGHT_NEW;
    else if (callable->can_fail && worked != failed)
        weight += WEIGHT_ONE_SIDED;
    g_autofree char *pair = before ? pair_of(before, callable) : NULL;
    if (pair && !g_hash_table_contains(generator->pairs, pair))
        weight += WEIGHT_NEW_PAIR;
    return weight;
}

static const struct fh_callable *pick(struct fh_generator *generator, const struct fh_callable *before)
{
    const GPtrArray *all = generator->callables->all;
    g_autofree guint *weights = g_new(guint, all->len + 1);
    guint total = 0;
    for (guint i = 0; i < all->len; i++)
        total += weights[i] = weight_of(generator, g_ptr_array_index(all, i), before);
    if (total == 0)
        return NULL;
    guint at = below(generator, total), i = 0;
    while (at >= weights[i])
        at -= weights[i++];
    return g_ptr_array_index(all, i);
}

static void foretell(const struct fh_generator *generator, const struct fh_sequence *sequence,
                     struct fh_step *step)
{
    g_autofree char *shape = fh_step_shape(sequence, step);
    const struct outcome *outcome = g_hash_table_lookup(generator->outcomes, shape);
    if (outcome) {
        step->nulls = outcome->nulls;
        step->has_failed = outcome->has_failed;
    }
}

/* Whether it could be called. */
static gboolean append_call(struct fh_generator *generator, struct fh_sequence *sequence,
                            struct fh_state *state, const struct fh_callable *callable, guint depth);

struct making {
    struct fh_generator *generator;
    struct fh_sequence *sequence;
    struct fh_state *state;
    guint depth;
};

/* A function that gives what the role wants is called first. */
static void make(gpointer data, const struct fh_callable *callable, const struct fh_wanted *role)
{
    const struct making *making = data;
    g_autoptr(GPtrArray) makers = g_ptr_array_new();
    const GPtrArray *all = making->generator->callables->all;
    for (guint i = 0; i < all->len; i++) {
        const struct fh_callable *maker = g_ptr_array_index(all, i);
        for (guint place = 0; !maker->why_not && place <= maker->roles->len; place++) {
            const struct fh_gives *gives = fh_gives_at(maker, place);
            if (gives && fh_role_takes(callable, role, gives)) {
                g_ptr_array_add(makers, (gpointer)maker);
                break;
            }
        }
    }
    if (makers->len > 0 && making->depth > 0)
        append_call(making->generator, making->sequence, making->state,
                    g_ptr_array_index(makers, below(making->generator, makers->len)), making->depth - 1);
}

static gboolean append_call(struct fh_generator *generator, struct fh_sequence *sequence,
                            struct fh_state *state, const struct fh_callable *callable, guint depth)
{
    struct making making = {generator, sequence, state, depth};
    GArray *arguments = fh_arguments_choose(callable, state, generator->random, make, &making);
    if (!arguments)
        return FALSE;
    struct fh_step *step = fh_sequence_add(sequence, callable);
    g_array_unref(step->arguments);
    step->arguments = arguments;
    if (!fh_state_allows(state, step)) {
        g_ptr_array_remove_index(sequence->steps, sequence->steps->len - 1);
        return FALSE;
    }
    foretell(generator, sequence, step);
    fh_state_apply(state, step);
    return TRUE;
}

static void append_read(struct fh_generator *generator, struct fh_sequence *sequence,
                        const struct fh_state *state)
{
    if (state->values->len == 0)
        return;
    const struct fh_made *value = g_ptr_array_index(state->values, below(generator, state->values->len));
    struct fh_step *step = fh_sequence_add(sequence, NULL);
    step->look = value->name;
    if (!fh_state_allows(state, step))
        g_ptr_array_remove_index(sequence->steps, sequence->steps->len - 1);
}

/* The beginning of one that reached something; or nothing. */
static struct fh_sequence *beginning(struct fh_generator *generator)
{
    if (generator->corpus->len == 0 || below(generator, ONE_IN_NEW) == 0)
        return fh_sequence_new();
    struct fh_sequence *sequence =
        fh_sequence_copy(g_ptr_array_index(generator->corpus, below(generator, generator->corpus->len)));
    guint keep = below(generator, sequence->steps->len + 1);
    for (guint i = sequence->steps->len; i > 0; i--)
        if (i > keep || ((const struct fh_step *)g_ptr_array_index(sequence->steps, i - 1))->is_closing)
            g_ptr_array_remove_index(sequence->steps, i - 1);
    return sequence;
}

static const struct fh_callable *last_callable(const struct fh_sequence *sequence)
{
    for (guint i = sequence->steps->len; i > 0; i--) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i - 1);
        if (step->callable)
            return step->callable;
    }
    return NULL;
}

static void append_any(struct fh_generator *generator, struct fh_sequence *sequence, struct fh_state *state)
{
    for (guint i = 0; i < TRIES; i++) {
        const struct fh_callable *callable = pick(generator, last_callable(sequence));
        if (!callable || append_call(generator, sequence, state, callable, TRIES))
            return;
    }
}

struct fh_sequence *fh_generator_next(struct fh_generator *generator)
{
    struct fh_sequence *sequence = beginning(generator);
    fh_auto(fh_state) state = fh_state_new();
    for (guint i = 0; i < sequence->steps->len; i++)
        fh_state_apply(state, g_ptr_array_index(sequence->steps, i));
    guint wanted = MIN(sequence->steps->len + 1 + below(generator, CALLS_MAX / 2), CALLS_MAX);
    for (guint i = sequence->steps->len; i < wanted; i++) {
        append_any(generator, sequence, state);
        if (below(generator, ONE_IN_READ) == 0)
            append_read(generator, sequence, state);
    }
    fh_sequence_settle(sequence, generator->callables);
    fh_sequence_renumber(sequence);
    return sequence;
}

void fh_generator_note_outcome(struct fh_generator *generator, const struct fh_sequence *sequence,
                               const struct fh_step *step)
{
    struct outcome *outcome = g_new(struct outcome, 1);
    *outcome = (struct outcome){step->nulls, step->has_failed};
    g_hash_table_replace(generator->outcomes, fh_step_shape(sequence, step), outcome);
}

/* As far as anything tells: a NULL, or its success. */
static gboolean has_failed(const struct fh_step *step)
{
    return fh_callable_success(step->callable) ? fh_step_has_failed(step) : step->nulls != 0;
}

gboolean fh_generator_learn(struct fh_generator *generator, const struct fh_sequence *sequence)
{
    const struct fh_callable *before = NULL;
    gboolean is_new = FALSE;
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        if (!step->callable)
            continue;
        fh_generator_note_outcome(generator, sequence, step);
        is_new |= g_hash_table_add(
            generator->reached, g_strdup_printf("%s %d", step->callable->function->name, has_failed(step)));
        if (before)
            is_new |= g_hash_table_add(generator->pairs, pair_of(before, step->callable));
        before = step->callable;
    }
    if (is_new)
        g_ptr_array_add(generator->corpus, fh_sequence_copy(sequence));
    return is_new;
}
