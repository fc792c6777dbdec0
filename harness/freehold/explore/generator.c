// SPDX-License-Identifier: MIT
#include "explore/generator.h"

#include "explore/arguments.h"
#include "explore/known.h"
#include "explore/state.h"

/* Calls of a sequence, without those that release what is left. */
#define CALLS_MAX 16

/* How often another function is tried in the place of one that can't be called. */
#define TRIES 4

/* One in so many: a sequence that is new from its first call on; one that calls any function, and not only
 * those of one type; a function of that type that is left out; a value is read; the last function again. */
#define ONE_IN_NEW    3
#define ONE_IN_BROAD  3
#define ONE_IN_ABSENT 3
#define ONE_IN_READ   5
#define ONE_IN_AGAIN  3

/* Of sequences that will show what is known already, one in so many is made; if that ends the process, and
 * costs most of the time, one in more. */
#define ONE_IN_KNOWN  8
#define ONE_IN_ENDING 64

/* How often another sequence is made in the place of such a one. */
#define DRAFTS 16

/* Weights of a function. */
#define WEIGHT_ANY       6
#define WEIGHT_RELEASE   1 /* the end of each sequence releases what is left, too */
#define WEIGHT_NEW       40
#define WEIGHT_ONE_SIDED 12 /* it can fail, and did not yet, or always did; for the first so many calls */
#define ONE_SIDED_CALLS  200
#define WEIGHT_NEW_PAIR  8

struct known {
    struct fh_sequence *sequence;
    gboolean ends;
};

static void known_free(gpointer data)
{
    struct known *known = data;
    fh_sequence_free(known->sequence);
    g_free(known);
}

struct fh_generator *fh_generator_new(const struct fh_callables *callables, guint32 seed)
{
    struct fh_generator *generator = g_new0(struct fh_generator, 1);
    generator->callables = callables;
    generator->random = g_rand_new_with_seed(seed);
    generator->outcomes = fh_outcomes_new();
    generator->reached = fh_reached_new();
    generator->known = g_ptr_array_new_with_free_func(known_free);
    generator->is_in_focus = g_new0(gboolean, callables->all->len + 1);
    generator->n_calls = g_new0(guint, callables->all->len + 1);
    generator->corpus = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    return generator;
}

void fh_generator_free(struct fh_generator *generator)
{
    if (!generator)
        return;
    g_rand_free(generator->random);
    fh_outcomes_free(generator->outcomes);
    fh_reached_free(generator->reached);
    g_ptr_array_unref(generator->known);
    g_free(generator->is_in_focus);
    g_free(generator->n_calls);
    g_ptr_array_unref(generator->corpus);
    g_free(generator);
}

static guint below(struct fh_generator *generator, guint n)
{
    return (guint)g_rand_int_range(generator->random, 0, (gint32)n);
}

static guint weight_of(const struct fh_generator *generator, const struct fh_callable *callable,
                       const struct fh_callable *before)
{
    if (callable->why_not || !generator->is_in_focus[callable->index])
        return 0;
    gboolean worked = fh_reached_has_outcome(generator->reached, callable, FALSE),
             failed = fh_reached_has_outcome(generator->reached, callable, TRUE);
    guint weight = callable->is_release ? WEIGHT_RELEASE : WEIGHT_ANY;
    if (!worked && !failed)
        weight += WEIGHT_NEW;
    else if (callable->can_fail && worked != failed && generator->n_calls[callable->index] < ONE_SIDED_CALLS)
        weight += WEIGHT_ONE_SIDED;
    if (before && !fh_reached_has_pair(generator->reached, before, callable))
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

static const struct fh_type *block_of(const struct fh_callable *callable, guint place)
{
    const struct fh_gives *gives = fh_gives_at(callable, place);
    const struct fh_wanted *role = place > 0 ? fh_role_at(callable, place - 1) : NULL;
    if (gives)
        return gives->block;
    return role && (role->use == FH_USE_BORROW || role->use == FH_USE_CONSUME) ? role->block : NULL;
}

static gboolean has_block(const struct fh_callable *callable, const struct fh_type *block)
{
    for (guint place = 0; place <= callable->roles->len; place++)
        if (block_of(callable, place) == block)
            return TRUE;
    return FALSE;
}

/* One of the types that it takes or gives; NULL: there is none. */
static const struct fh_type *pick_block(struct fh_generator *generator, const struct fh_callable *callable)
{
    guint n_places = callable->roles->len + 1, first = below(generator, n_places);
    for (guint i = 0; i < n_places; i++) {
        const struct fh_type *block = block_of(callable, (first + i) % n_places);
        if (block)
            return block;
    }
    return NULL;
}

/* Few functions, often: a fault that needs the third call of one of them comes up. */
static void choose_focus(struct fh_generator *generator)
{
    const GPtrArray *all = generator->callables->all;
    for (guint i = 0; i < all->len; i++)
        generator->is_in_focus[i] = TRUE;
    const struct fh_callable *picked = below(generator, ONE_IN_BROAD) > 0 ? pick(generator, NULL) : NULL;
    const struct fh_type *block = picked ? pick_block(generator, picked) : NULL;
    for (guint i = 0; block && i < all->len; i++)
        generator->is_in_focus[i] =
            has_block(g_ptr_array_index(all, i), block) && below(generator, ONE_IN_ABSENT) > 0;
    if (block)
        generator->is_in_focus[picked->index] = TRUE;
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
    fh_outcomes_foretell(generator->outcomes, state, step);
    fh_state_apply(state, step);
    generator->n_calls[callable->index]++;
    return TRUE;
}

/* Of one of the values that can be read now. */
static void append_read(struct fh_generator *generator, struct fh_sequence *sequence,
                        const struct fh_state *state)
{
    g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(struct fh_value_name));
    for (guint i = 0; i < state->values->len; i++) {
        const struct fh_made *value = g_ptr_array_index(state->values, i);
        const struct fh_step read = {.look = value->name};
        if (fh_state_allows(state, &read))
            g_array_append_val(names, value->name);
    }
    if (names->len > 0)
        fh_sequence_add(sequence, NULL)->look =
            g_array_index(names, struct fh_value_name, below(generator, names->len));
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
    const struct fh_callable *before = last_callable(sequence);
    if (before && below(generator, ONE_IN_AGAIN) == 0 &&
        append_call(generator, sequence, state, before, TRIES))
        return;
    for (guint i = 0; i < TRIES; i++) {
        const struct fh_callable *callable = pick(generator, before);
        if (!callable || append_call(generator, sequence, state, callable, TRIES))
            return;
    }
}

static struct fh_sequence *draft(struct fh_generator *generator)
{
    struct fh_sequence *sequence = beginning(generator);
    fh_auto(fh_state) state = fh_state_new();
    for (guint i = 0; i < sequence->steps->len; i++)
        fh_state_apply(state, g_ptr_array_index(sequence->steps, i));
    choose_focus(generator);
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

static gboolean is_worth_it(struct fh_generator *generator, const struct fh_sequence *sequence)
{
    for (guint i = 0; i < generator->known->len; i++) {
        const struct known *known = g_ptr_array_index(generator->known, i);
        if (fh_known_is_in(known->sequence, sequence) &&
            below(generator, known->ends ? ONE_IN_ENDING : ONE_IN_KNOWN) > 0)
            return FALSE;
    }
    return TRUE;
}

struct fh_sequence *fh_generator_next(struct fh_generator *generator)
{
    struct fh_sequence *sequence = draft(generator);
    for (guint i = 0; i < DRAFTS && !is_worth_it(generator, sequence); i++) {
        fh_sequence_free(sequence);
        sequence = draft(generator);
    }
    return sequence;
}

void fh_generator_avoid(struct fh_generator *generator, const struct fh_sequence *sequence, gboolean ends)
{
    struct known *known = g_new(struct known, 1);
    *known = (struct known){fh_sequence_copy(sequence), ends};
    g_ptr_array_add(generator->known, known);
}

void fh_generator_correct(struct fh_generator *generator, struct fh_sequence *sequence, guint seen)
{
    fh_auto(fh_state) state = fh_state_new();
    fh_sequence_settle(sequence, generator->callables);
    for (guint i = 0; i < sequence->steps->len; i++) {
        struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        if (step->callable && i + 1 < seen)
            fh_outcomes_note(generator->outcomes, state, step);
        else if (step->callable && i + 1 == seen)
            fh_outcomes_guess(generator->outcomes, state, step);
        else if (step->callable)
            fh_outcomes_foretell(generator->outcomes, state, step);
        fh_state_apply(state, step);
    }
    fh_sequence_settle(sequence, generator->callables);
    fh_sequence_renumber(sequence);
}

gboolean fh_generator_learn(struct fh_generator *generator, const struct fh_sequence *sequence,
                            gboolean is_clean)
{
    fh_auto(fh_state) state = fh_state_new();
    gboolean is_new = fh_reached_add(generator->reached, sequence);
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        if (step->callable)
            fh_outcomes_note(generator->outcomes, state, step);
        fh_state_apply(state, step);
    }
    if (is_new && is_clean)
        g_ptr_array_add(generator->corpus, fh_sequence_copy(sequence));
    return is_new;
}
