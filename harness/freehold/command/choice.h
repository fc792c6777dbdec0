/* SPDX-License-Identifier: MIT */
/*
 * What the command line chooses: engines by --engine, scenarios by --scenario. Callers: session.c, mutate.c.
 */
#pragma once

#include "command/session.h"

/* Adds those that `wanted` names ("valgrind,ledger", "all") to `engines`, in that order. Fails with
 * FH_ERROR_USAGE on a name that is unknown, missing or given twice. */
gboolean fh_choose_named_engines(const char *wanted, GPtrArray *engines, GError **error);

/* Fills `session->engines`: those of --engine, or all. Fails with FH_ERROR_USAGE on a name that is unknown,
 * missing or given twice. */
gboolean fh_choose_engines(struct fh_session *session, GError **error);

/* A pattern of --scenario matches the name, or there is none. */
gboolean fh_scenario_is_chosen(const struct fh_session *session, const char *name);

/* How many scenarios of the suite are chosen. */
guint fh_count_chosen(const struct fh_session *session);

/* Fails with FH_ERROR_USAGE when a pattern of --scenario matches no scenario of the suite. */
gboolean fh_choose_scenarios(const struct fh_session *session, GError **error);
