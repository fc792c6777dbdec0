/* SPDX-License-Identifier: MIT */
/*
 * A sequence as a scenario.
 *
 * In: a sequence. Out: text, and which line says what. Callers: command.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

/* Of a line of the text. */
struct fh_line {
    guint step;          /* its id; 0: a line of the scenario's own */
    gboolean is_outcome; /* an `expect` of what the step gave: */
    gboolean is_success; /* … whether it worked; else */
    guint place;         /* … whether that is NULL */
};

/* A finding that the scenario must show. */
struct fh_mark {
    guint step;
    const char *kind; /* NULL: none */
};

/* Appends the scenario to `text`, and its lines to `lines` (struct fh_line), unless that is NULL. */
void fh_sequence_write(const struct fh_sequence *sequence, const char *name, const struct fh_mark *marks,
                       guint n_marks, GString *text, GArray *lines);

/* Appends the lines of one of the steps. */
void fh_step_write(const struct fh_sequence *sequence, const struct fh_step *step, GString *text);

/* The variable of a value: "regex_3", "out_3". Caller owns. */
char *fh_value_variable(const struct fh_sequence *sequence, struct fh_value_name name);
