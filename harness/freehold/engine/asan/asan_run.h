/* SPDX-License-Identifier: MIT */
/*
 * One process of the runner with AddressSanitizer: started, waited for, and read.
 *
 * In: a job. Out: the log's records, made ready for classify/; those of forked children; the events; and why
 * the run can't be judged, if it can't. Caller: asan.c.
 */
#pragma once

#include <glib.h>

#include "engine/engine.h"
#include "engine/run.h"
#include "log/asan.h"

struct fh_asan_run {
    struct fh_run run;
    struct fh_asan_log *log; /* NULL when there is none */
    GPtrArray *children;     /* struct fh_asan_log *, one for each forked process that left one */
    gboolean was_ended;      /* by us, or by somebody else: not by the scenario */
    char *reason;            /* why nothing of this run can be judged; NULL when it can */
};

/* ASAN_OPTIONS and LSAN_OPTIONS as "NAME=value", NULL-terminated, for files that begin with `stem`; NULL: no
 * files. Caller owns; g_strfreev(). */
char **fh_asan_environment(const char *stem);

/* The same for a program as it is, which has its own exit status: who looks for leaks asks for it. */
char **fh_asan_program_environment(const char *stem);

/* What to do where LeakSanitizer can't work. */
#define FH_ASAN_NO_LEAK_SEARCH                                                                               \
    "LeakSanitizer can't look for leaks here: it must be allowed to ptrace; run outside of strace, gdb and " \
    "other tracers, in a container with --cap-add SYS_PTRACE"

/* Blocking. Caller finishes `run` with fh_asan_run_finish(). */
void fh_asan_run(const struct fh_job *job, struct fh_asan_run *run);
void fh_asan_run_finish(struct fh_asan_run *run);

/* The runtime, or its search for leaks, failed: its words, and what to do. NULL: the log says nothing of it.
 * Caller owns. */
char *fh_asan_why_failed(const struct fh_asan_log *log);
