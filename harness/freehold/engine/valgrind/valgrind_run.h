/* SPDX-License-Identifier: MIT */
/*
 * One process of the runner under Valgrind: started, waited for, and read.
 *
 * In: a job. Out: the log's records, the events, and why the run can't be judged, if it can't. Caller:
 * valgrind.c.
 */
#pragma once

#include <glib.h>

#include "engine/engine.h"
#include "engine/run.h"
#include "engine/valgrind/malloc_trace.h"
#include "log/memcheck.h"

struct fh_valgrind_run {
    struct fh_run run;
    char *log_path; /* of the runner's own process */
    char *bytes;
    gsize size;
    struct fh_memcheck_log *log;   /* NULL when there is none */
    struct fh_malloc_trace *trace; /* in a batch, and of a heap that is expected */
    guint told_again;              /* leaks of the start-up, which the search at exit counts as errors, too */
    gboolean was_ended;            /* by us, or by somebody else: not by the scenario */
    char *reason;                  /* why nothing of this run can be judged; NULL when it can */
};

/* Runs and reads; with `watched_line` not 0 only this line's errors are in the log. Blocking. Caller finishes
 * `run` with fh_valgrind_run_finish(). */
void fh_valgrind_run(const struct fh_job *job, guint watched_line, struct fh_valgrind_run *run);
void fh_valgrind_run_finish(struct fh_valgrind_run *run);
