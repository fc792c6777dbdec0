/* SPDX-License-Identifier: MIT */
/*
 * How a function is called whose arguments nobody knows: with plain values, and with blocks that other
 * functions give.
 *
 * In: a function, pairs, a variant. Out: lines of a scenario. Caller: scenario.
 */
#pragma once

#include "draft/pairs.h"

/* Values (three ways), and whether the blocks that are given in stay the caller's. */
#define FH_CALL_VARIANTS 6

struct fh_call_draft {
    const GPtrArray *pairs;
    const GPtrArray *lenders; /* struct fh_draft_pair * without a release function: the handles that they give
                                 are borrowed */
    guint variant;
    GString *before; /* lines that make what is given in */
    GString *after;  /* lines that give it back, last made first */
    guint n_names;   /* of variables so far */
    guint depth;     /* of functions that are called for others */
};

/* What gets the block of `pair` into a variable. */
struct fh_call_text {
    char *call;   /* "x_1 = x_new(\"a\")"; NULL when it can't be called */
    char *block;  /* "x_1", "x_1.ok", "out_1" */
    char *expect; /* what must hold then: "x_1 != null" */
};

/* Whether the blocks that are given in are the caller's to release afterwards. */
gboolean fh_call_keeps_handles(guint variant);

/* The same variant, with handles that are. */
guint fh_call_with_handles_kept(guint variant);

/* A pointer to a struct that the header does not define: only another function makes one. */
gboolean fh_call_takes_handle(const struct fh_parameter *parameter);

/* Whether that variant gives the parameter null where others give it a block. */
gboolean fh_call_gives_null(const struct fh_parameter *parameter, guint variant);

/* Whether that variant gives the parameter, a pointer to a struct, a variable of the scenario's. */
gboolean fh_call_gives_variable(const GPtrArray *pairs, const struct fh_parameter *parameter, guint variant);

/* Whether it gets room that is the scenario's own, to write numbers or bytes into. */
gboolean fh_call_gives_buffer(const struct fh_function *function, guint index);

void fh_call_draft(struct fh_call_draft *draft, const struct fh_draft_pair *pair, struct fh_call_text *out);
void fh_call_text_finish(struct fh_call_text *text);
