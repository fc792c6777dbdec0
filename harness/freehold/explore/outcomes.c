// SPDX-License-Identifier: MIT
#include "explore/outcomes.h"

/* What a call is known by, from the most to the least. */
enum depth {
    DEPTH_HISTORY,
    DEPTH_LAST_CALL,
    DEPTH_MAKER,
    DEPTH_COUNT,
};

struct outcome {
    guint64 key; /* first: the table hashes and compares it */
    guint64 nulls;
    gboolean has_failed;
};

/* A way in which a function has ended. */
struct kind {
    const struct fh_callable *callable;
    guint64 nulls;
    gboolean has_failed;
};

struct fh_outcomes {
    GHashTable *seen; /* guint64 * key → struct outcome *, as it was seen last */
    GArray *kinds;    /* struct kind: each once */
};

struct fh_outcomes *fh_outcomes_new(void)
{
    struct fh_outcomes *outcomes = g_new(struct fh_outcomes, 1);
    outcomes->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    outcomes->kinds = g_array_new(FALSE, FALSE, sizeof(struct kind));
    return outcomes;
}

void fh_outcomes_free(struct fh_outcomes *outcomes)
{
    if (!outcomes)
        return;
    g_hash_table_unref(outcomes->seen);
    g_array_unref(outcomes->kinds);
    g_free(outcomes);
}

static guint64 value_key(const struct fh_made *value, enum depth depth)
{
    const guint64 last = value->last_call ? value->last_call->index + 1 : 0;
    if (depth == DEPTH_HISTORY)
        return value->history;
    return value->maker->index + (depth == DEPTH_LAST_CALL ? last << 32 : 0);
}

static guint64 key_of(const struct fh_state *state, const struct fh_step *step, enum depth depth)
{
    guint64 key = fh_mix(depth, step->callable->index);
    for (guint i = 0; i < step->arguments->len; i++) {
        const struct fh_argument *argument = fh_argument_at(step, i);
        const struct fh_made *value = argument->is_elsewhere ? fh_state_find(state, argument->value) : NULL;
        key = fh_mix(key, value ? value_key(value, depth) : fh_argument_key(argument));
    }
    return key;
}

void fh_outcomes_foretell(const struct fh_outcomes *outcomes, const struct fh_state *state,
                          struct fh_step *step)
{
    const struct outcome *outcome = NULL;
    for (enum depth depth = 0; depth < DEPTH_COUNT && !outcome; depth++) {
        const guint64 key = key_of(state, step, depth);
        outcome = g_hash_table_lookup(outcomes->seen, &key);
    }
    if (!outcome)
        return;
    step->nulls = outcome->nulls;
    step->has_failed = outcome->has_failed;
}

static gboolean is_like(const struct kind *kind, const struct fh_step *step, guint n_places)
{
    const guint64 known = n_places < 64 ? ((guint64)1 << n_places) - 1 : G_MAXUINT64;
    return kind->callable == step->callable && ((kind->nulls ^ step->nulls) & known) == 0;
}

void fh_outcomes_complete(const struct fh_outcomes *outcomes, struct fh_step *step, guint place)
{
    for (guint i = 0; i < outcomes->kinds->len; i++) {
        const struct kind *kind = &g_array_index(outcomes->kinds, struct kind, i);
        if (!is_like(kind, step, place + 1))
            continue;
        step->nulls = kind->nulls;
        step->has_failed = kind->has_failed;
        return;
    }
}

static void note_kind(const struct fh_outcomes *outcomes, const struct fh_step *step)
{
    const struct kind new = {step->callable, step->nulls, step->has_failed};
    for (guint i = 0; i < outcomes->kinds->len; i++) {
        const struct kind *kind = &g_array_index(outcomes->kinds, struct kind, i);
        if (is_like(kind, step, 64) && kind->has_failed == step->has_failed)
            return;
    }
    g_array_append_val(outcomes->kinds, new);
}

void fh_outcomes_guess(struct fh_outcomes *outcomes, const struct fh_state *state, const struct fh_step *step)
{
    for (enum depth depth = 0; depth < DEPTH_COUNT; depth++) {
        const guint64 key = key_of(state, step, depth);
        struct outcome *outcome = g_hash_table_lookup(outcomes->seen, &key);
        if (!outcome) {
            outcome = g_new(struct outcome, 1);
            outcome->key = key;
            g_hash_table_insert(outcomes->seen, &outcome->key, outcome);
        }
        outcome->nulls = step->nulls;
        outcome->has_failed = step->has_failed;
    }
}

void fh_outcomes_note(struct fh_outcomes *outcomes, const struct fh_state *state, const struct fh_step *step)
{
    note_kind(outcomes, step);
    fh_outcomes_guess(outcomes, state, step);
}
