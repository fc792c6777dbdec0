/* SPDX-License-Identifier: MIT */
/*
 * Which function gives a block out, and which takes it back: guesses, tried.
 *
 * In: a library and its API. Steps: pairs are guessed, each is tried in the ledger with several ways to call
 * it, what is confirmed is tried wrongly, too. Out: pairs, and scenarios that show what they must. Caller:
 * init.c.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

struct fh_learning {
    /* given, and borrowed */
    const char *config, *build_dir;
    const char *folder; /* of the trials */
    const char *header; /* for messages */
    struct fh_api *api;
    GHashTable *defined; /* what the library defines */
    /* found, and owned */
    GPtrArray *pairs, *lenders; /* struct fh_draft_pair * */
    GPtrArray *scenarios;       /* struct fh_tried *: of the draft */
    GHashTable *why;            /* char *: names of scenarios that were not confirmed -> why not */
    GHashTable *taken; /* const struct fh_function *: a release of what they give was no fault in a run */
};

/* Fails with FH_ERROR_ENVIRONMENT: nothing could be run, or nothing could be called. */
gboolean fh_learn(struct fh_learning *learning, GError **error);

/* The names of the scenarios that show the same under the engines that `freehold run` takes: what these see
 * otherwise is not for a draft. Caller owns; g_hash_table_unref(). Fails with FH_ERROR_ENVIRONMENT. */
GHashTable *fh_learning_confirm(struct fh_learning *learning, GError **error);

/* Frees what was found. */
void fh_learning_finish(struct fh_learning *learning);
