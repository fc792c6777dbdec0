/* SPDX-License-Identifier: MIT */
/*
 * Which of some scenarios pass: tried with a freehold of their own, as the user would.
 *
 * In: scenarios. Out: the report, or the names of those that passed. Callers: init, mutation.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "model/report.h"

struct fh_trial {
    const char *config;    /* freehold.ini */
    const char *build_dir; /* as that run needs it */
    const char *folder;    /* for the scenarios, the report and the logs; what is in it goes */
    const char *library;   /* which of the configuration; NULL or "": its only one */
    const char *profile;   /* NULL: the configuration's */
    struct fh_api *api;
    GHashTable *defined; /* what the library defines */
    GHashTable *why; /* is filled in: names of those that do not pass -> the first reason; NULL: no need */
};

struct fh_tried {
    char *name, *text;
    gboolean is_valid; /* the checker takes it: set by the trial */
    char *beside; /* another's name, which makes the same calls and does nothing wrong; NULL: there is none */
};

/* What `freehold run` says of them; NULL without an error: the checker takes none. `scenarios`: struct
 * fh_tried *. Caller owns; free with fh_report_free(). Fails with FH_ERROR_ENVIRONMENT: nothing could be run.
 */
struct fh_report *fh_trial_report(const struct fh_trial *trial, const GPtrArray *scenarios,
                                  const char *engines, GError **error);

/* `scenarios`: struct fh_tried *. Those that the checker refuses count as not passed. Caller owns the
 * names, each with how many blocks were allocated; g_hash_table_unref(). Fails with FH_ERROR_ENVIRONMENT:
 * nothing could be run. */
GHashTable *fh_trial_run(const struct fh_trial *trial, const GPtrArray *scenarios, const char *engines,
                         GError **error);

/* Takes both. Caller owns; free with fh_tried_free(). */
struct fh_tried *fh_tried_new(char *name, char *text);
void fh_tried_free(struct fh_tried *tried);
