/* SPDX-License-Identifier: MIT */
/*
 * What an exploration leaves: explore.json, a scenario and a C program for each find, the corpus; and what it
 * prints. Caller: explore.c.
 */
#pragma once

#include <glib.h>

#include "command/exploration.h"

#define FH_EXPLORED_RESULTS "explore.json"
#define FH_EXPLORED_FINDS   "finds"
#define FH_EXPLORED_CORPUS  "corpus"

/* Makes the folder `out`, and removes the finds of an earlier run, and nothing else. Fails with
 * FH_ERROR_USAGE when it holds something in their place that an exploration did not leave. */
gboolean fh_explored_prepare(const char *out, GError **error);

/* Fails with FH_ERROR_ENVIRONMENT. */
gboolean fh_explored_write(const struct fh_exploration *exploration, const char *out, GError **error);

void fh_explored_print(const struct fh_exploration *exploration, const char *out);
