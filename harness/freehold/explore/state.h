/* SPDX-License-Identifier: MIT */
/*
 * What is alive after each call of a sequence, by the contract; and whether a call is allowed there.
 *
 * Where the contract says nothing, what a call gives is taken to depend on all that the call borrowed: it is
 * released before that, and once that was changed it is only released. Callers: generator, reduce, command.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

struct fh_made {
    struct fh_value_name name;
    const struct fh_callable *maker;
    const struct fh_gives *gives;
    guint references;  /* that the caller owns; of a view: 0 */
    gboolean is_null;  /* it is not there */
    gboolean is_gone;  /* released, handed over, or expired */
    gboolean is_stale; /* of no more use but to be released */
    guint64 history;   /* all calls that it has gone through, what else they were given, and their outcomes */
    const struct fh_callable *last_call; /* that it was given to; NULL: none yet */
    guint last_use;                      /* number of the call that made it, or was given it last */
    GArray *parents;                     /* guint: indices of values */
};

struct fh_state {
    GPtrArray *values; /* struct fh_made *, in order of their making */
    guint n_calls;
};

struct fh_state *fh_state_new(void);
void fh_state_free(struct fh_state *state);
FH_DEFINE_AUTO(fh_state, fh_state_free)

/* NULL when no step gave it. Borrowed. */
struct fh_made *fh_state_find(const struct fh_state *state, struct fh_value_name name);

/* The value can be given to a parameter of that role now, whatever else the call is given. */
gboolean fh_state_offers(const struct fh_state *state, const struct fh_made *value,
                         const struct fh_callable *callable, const struct fh_wanted *role);

gboolean fh_state_allows(const struct fh_state *state, const struct fh_step *step);

/* The call was made, with the outcome that the step has. */
void fh_state_apply(struct fh_state *state, const struct fh_step *step);

/* Takes out what is not allowed where it stands, and ends with the release of all that is left. */
void fh_sequence_settle(struct fh_sequence *sequence, const struct fh_callables *callables);
