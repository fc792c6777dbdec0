/* SPDX-License-Identifier: MIT */
/*
 * Which of some scenarios pass: tried with a freehold of their own, as the user would.
 *
 * In: scenarios. Out: the names of those that passed. Caller: init.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

struct fh_trial {
    const char *config;    /* freehold.ini */
    const char *build_dir; /* as that run needs it */
    const char *folder;    /* for the scenarios, the report and the logs; what is in it goes */
    struct fh_api *api;
    GHashTable *defined; /* what the library defines */
};

struct fh_tried {
    char *name, *text;
};

/* `scenarios`: struct fh_tried *. Those that the checker refuses count as not passed. Caller owns the set of
 * names; g_hash_table_unref(). Fails with FH_ERROR_ENVIRONMENT: nothing could be run. */
GHashTable *fh_trial_run(const struct fh_trial *trial, const GPtrArray *scenarios, const char *engines,
                         GError **error);

/* Takes both. Caller owns; free with fh_tried_free(). */
struct fh_tried *fh_tried_new(char *name, char *text);
void fh_tried_free(struct fh_tried *tried);
