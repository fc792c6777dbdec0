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
#include "wire/events.h"

/* What a job's `ended_at` receives if the start-up ended the process. */
#define FH_START_UP_ENDED FH_EVENTS_START_UP

/* The name that the result has in place of a scenario's. */
#define FH_START_UP_NAME "start-up"

/* The process ended before the first scenario, as the runner saw. */
gboolean fh_start_up_has_ended(const struct fh_run *run);

/* Those of `records` that come before the first scenario begins; none when no scenario began, for another
 * reason than that the start-up ended the process. Caller owns the array. */
GPtrArray *fh_start_up_records(const struct fh_run *run, const GPtrArray *records);

/* Of a scenario alone: its searches tell again what was lost at start-up. Takes that off, and removes the
 * records of which nothing is left: how many. */
guint fh_start_up_take_leaks(GPtrArray *records);

/* Takes what constructors allocated out of the heap of a scenario alone, which is that of the process. `c`:
 * C's part of that (allocs, frees, bytes), of a watcher whose events count Rust's only, as far as it is
 * known; NULL: they count all. */
void fh_start_up_take_heap(const struct fh_run *run, const struct fh_heap *c, struct fh_heap *heap);

/* C's blocks that constructors left: what is known of such a part where nobody counted it. */
struct fh_heap fh_start_up_left_of_c(const struct fh_run *run);

/* Makes the job's start-up result of such records, where anything was wrong. Removes the end that somebody
 * else made. */
void fh_start_up_judge(const struct fh_run *run, const struct fh_engine *engine, GPtrArray *records);
