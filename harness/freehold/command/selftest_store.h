/* SPDX-License-Identifier: MIT */
/*
 * What `freehold selftest` measured on this machine, kept in the user's cache folder: a file for each engine
 * and each set of versions. Callers: selftest, session, exec.
 */
#pragma once

#include "model/report.h"
#include "model/selftest.h"

/* Replaces what was kept of this engine with the same versions. Fails with FH_ERROR_ENVIRONMENT. */
gboolean fh_selftest_keep(const struct fh_selftest *selftest, GError **error);

/* Adds to the report what is kept of each of its engines: with the report's versions, else with the last
 * others; and what to do where nothing is. A deterministic report gets nothing: it shall not depend on the
 * machine. */
void fh_selftest_recall(struct fh_report *report);
