/* SPDX-License-Identifier: MIT */
/*
 * Calls in order, each with what it is given and what it returned when it was run.
 *
 * A value is named by the step that gave it and the place there (0: the result, i + 1: parameter i), so that
 * steps can be taken out. Callers: all of explore/, command.
 */
#pragma once

#include <glib.h>

#include "explore/callable.h"

struct fh_value_name {
    guint step; /* its id; 0: none */
    guint place;
};

struct fh_argument {
    struct fh_value_name value; /* of a step before; or else */
    const char *text;           /* as the scenario has it, '$' being the step's id; interned */
    const char *before;         /* a line that comes before; interned, NULL: none */
    gboolean is_elsewhere;      /* BORROW, CONSUME, TEXT: `value` is what it is */
};

struct fh_step {
    guint id;
    const struct fh_callable *callable; /* NULL: the first byte of `look` is read */
    struct fh_value_name look;
    GArray *arguments;   /* struct fh_argument, one for each parameter */
    guint64 nulls;       /* bit `place`: it gave NULL there */
    gboolean has_failed; /* as its success tells, if that is no pointer */
    gboolean is_closing; /* releases what is left in the end: fh_sequence_settle() made it */
};

struct fh_sequence {
    GPtrArray *steps; /* struct fh_step * */
    guint last_id;
};

struct fh_sequence *fh_sequence_new(void);
struct fh_sequence *fh_sequence_copy(const struct fh_sequence *sequence);
void fh_sequence_free(struct fh_sequence *sequence);
FH_DEFINE_AUTO(fh_sequence, fh_sequence_free)

/* With the sequence's next id, at its end. `callable` may be NULL. Borrowed. */
struct fh_step *fh_sequence_add(struct fh_sequence *sequence, const struct fh_callable *callable);
struct fh_step *fh_sequence_find(const struct fh_sequence *sequence, guint id);

/* Steps are numbered from 1 on, as readers like it. */
void fh_sequence_renumber(struct fh_sequence *sequence);

const struct fh_argument *fh_argument_at(const struct fh_step *step, guint index);

/* As what it gave tells; FALSE if nothing tells. */
gboolean fh_step_has_failed(const struct fh_step *step);

/* Of a plain one: the same for the same text, in this process. */
guint64 fh_argument_key(const struct fh_argument *argument);

/* A number for both, in this order. */
guint64 fh_mix(guint64 first, guint64 second);

/* So many calls, reads left out. */
guint fh_sequence_count_calls(const struct fh_sequence *sequence);
