/* SPDX-License-Identifier: MIT */
/*
 * Which function gives a block out, and which takes it back: guesses, with their evidence.
 *
 *   pairs.c     names, types and comments -> struct fh_draft_pair
 *   call.c      how a function is called whose arguments nobody knows
 *   scenario.c  scenarios of a pair
 *   signatures.c  what Rust's own signatures say
 *   contract.c  the contract in a file of its own
 *
 * In: the library's API. Out: `struct fh_draft_pair`, and text. Nothing is run here. Caller: command/init.c.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

/* Where the block comes out. */
enum fh_given {
    FH_GIVEN_RESULT,
    FH_GIVEN_PARAMETER, /* through a T ** */
    FH_GIVEN_FIELD,     /* in the field `ok` of a struct that is the result */
};

struct fh_draft_pair {
    const struct fh_function *producer;
    const struct fh_function *release; /* NULL: none is known */
    enum fh_given given;
    guint parameter;             /* PARAMETER: which */
    const struct fh_type *block; /* the pointer to it */
    char *evidence;
    gboolean is_candidate; /* nothing but its type speaks for `release`: only a run can tell */
    gboolean is_confirmed; /* by a run: the block was there, its release left nothing */
    guint variant;         /* of the arguments (call.h) with which it was, or was called */
    guint n_blocks;        /* that were allocated in that run */
    gboolean is_called;    /* of a function alone: by a run in which nothing was amiss */
};

/* Those that `defined` has, NULL for all: struct fh_draft_pair *, in header order. Everything in them but
 * `evidence` is borrowed from `api`. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_pairs_find(const struct fh_api *api, GHashTable *defined);

/* Of a function alone: what it gives has no release function that is known. Caller owns, as above. */
GPtrArray *fh_pairs_of_rest(const struct fh_api *api, GHashTable *defined);
