/* SPDX-License-Identifier: MIT */
/*
 * What a library does before the first scenario, in its constructors: it is no scenario's doing, so it has a
 * result of its own, judged as one that expects nothing.
 *
 * In: the records and events of a run, whoever watched. Out: the job's start-up result, the same for all runs
 * of one runner. Callers: the engines.
 */
#pragma once

#include <glib.h>

#include "engine/run.h"

/* The name that the result has in place of a scenario's. */
#define FH_START_UP_NAME "start-up"

/* Those of `records` that come before the first scenario begins; none when no scenario began. Caller owns the
 * array. */
GPtrArray *fh_start_up_records(const GPtrArray *records);

/* Makes the job's start-up result of such records, where anything was wrong. */
void fh_start_up_judge(const struct fh_run *run, const struct fh_engine *engine, const GPtrArray *records);
