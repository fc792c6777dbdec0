/* SPDX-License-Identifier: MIT */
/* The results of a report by scenario, and the verdict of each. Callers: gate, report/, compare/. */
#pragma once

#include <glib.h>

#include "model/result.h"

/* The results by scenario: lists of struct fh_result * (borrowed), in the order in which the scenarios come
 * first. What ran again on the same engine, as a process or in another run that was merged, is a scenario of
 * its own. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_results_by_scenario(const GPtrArray *results);

/* FAIL before INCONCLUSIVE before PASS. */
enum fh_verdict fh_verdict_worse(enum fh_verdict a, enum fh_verdict b);

/* That of an engine; of several processes of one command line, the worst. NULL: there is none. */
const struct fh_result *fh_scenario_result(const GPtrArray *scenario, const char *engine);

/* The worst of its results, shown as fh_result_verdict() does; without one INCONCLUSIVE. */
enum fh_verdict fh_scenario_verdict(const GPtrArray *results);
