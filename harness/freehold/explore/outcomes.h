/* SPDX-License-Identifier: MIT */
/*
 * How calls will end, from how such calls have ended before.
 *
 * A call is known by what it is given: of a value, by all that it has gone through (fh_made.history), or, if
 * no such call was seen yet, by the last call that it was given to, or by its maker alone. Two calls that are
 * taken for the same by chance cost a run that surprises, no more. Caller: generator.c.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"
#include "explore/state.h"

struct fh_outcomes;

/* Caller owns; free with fh_outcomes_free(). */
struct fh_outcomes *fh_outcomes_new(void);
void fh_outcomes_free(struct fh_outcomes *outcomes);

/* Fills in how `step` will end, which comes next after what made `state`; left as it is if nothing is known.
 */
void fh_outcomes_foretell(const struct fh_outcomes *outcomes, const struct fh_state *state,
                          struct fh_step *step);

/* Of how it ended, only places up to `place` are known: fills in the rest, as another call of the function
 * has ended that is like it so far; left as it is if there was none. */
void fh_outcomes_complete(const struct fh_outcomes *outcomes, struct fh_step *step, guint place);

/* It was seen to end so. `state` is what was before it. */
void fh_outcomes_note(struct fh_outcomes *outcomes, const struct fh_state *state, const struct fh_step *step);

/* The same, if not all of it was seen. */
void fh_outcomes_guess(struct fh_outcomes *outcomes, const struct fh_state *state,
                       const struct fh_step *step);
