/* SPDX-License-Identifier: MIT */
/*
 * Engines: what watches a run. Each is one file with one `const struct fh_engine` and an entry in engines.c.
 *
 * In: a job (a runner, a plan, which scenarios). Out: an observation of each scenario: a result with
 * findings, not yet judged. Callers: audit.c, which decides what runs in one batch and what alone.
 */
#pragma once

#include <glib.h>

#include "check/check.h"
#include "library/runner.h"
#include "model/report.h"
#include "model/result.h"
#include "symbols/symbols.h"

struct fh_job {
    const char *runner;
    const char *plan_path;
    const struct fh_plan *plan;
    const GArray *scenarios; /* guint: plan indices, in order */
    const char *log_dir;     /* existing directory for this job's raw files */
    const char *log_name;    /* file name stem of this job in there */
    const char *out_dir;     /* results name their logs relative to it */
    guint timeout_s;         /* for one scenario */
    /* several scenarios in the process: results are hints, audit.c runs again alone what is not clean */
    gboolean is_batch;
    guint search_every; /* a batch's: scenarios that share one search for leaks; 0 is 1 */
    /* … receives 1 for each scenario (by position) whose leaks are not known, since another of those that
     * share a search with it leaked, or left other blocks alive than it found; such a scenario's leaks may be
     * another's. NULL with 1 */
    guint8 *in_doubt;
    struct fh_result *
        *start_up;   /* receives what was wrong before the first scenario (start_up.h), unless there is one */
    guint *ended_at; /* a batch's: receives the scenario in which the process ended, if it did not get to its
                        end */
    guint *outside_kinds;      /* a batch's: receives 1 << kind of what was seen outside of its scenarios */
    gboolean leaves_out_unmet; /* a scenario with an expectation that is not met is not looked into: its
                                  records cost the most time, and will be taken again */
    gboolean leaves_out_timeline; /* nobody will look at it */
    gboolean tells_kept;      /* the ledger: what is left that is not lost is a finding, of FH_KIND_GROWTH */
    const char *hook_problem; /* why Rust's allocator is not wholly hooked (library.h); NULL when it is */
    struct fh_symbols *symbols; /* names for addresses */
    char **suppressions;        /* files, for Valgrind; NULL: none */
    guint8 *seen;               /* receives 1 for each point of the plan's coverage that the runner saw */
};

struct fh_engine {
    const char *name;  /* "valgrind" */
    const char *title; /* for people: "Valgrind" */
    struct fh_visibility visibility;
    struct fh_visibility
        instrumented_visibility; /* of a runner that is_asan, where the library is compiled for it, too */
    const struct fh_runner_kind *runner; /* how the runner is linked for it */
    gboolean searches_heap_only;         /* for leaks: classify/classify.h */
    /* Is it there, and which version? Fails with FH_ERROR_ENVIRONMENT: what is missing, and what to do.
     * Caller owns `*out`. */
    gboolean (*probe)(struct fh_engine_info **out, GError **error);
    /* Runs the job and waits. Appends to `results`: struct fh_result *, one for each scenario of the job in
     * its order, not yet judged; what could not be seen whole has a `reason`. Blocking; called from worker
     * threads. */
    void (*run)(const struct fh_job *job, GPtrArray *results);
};

extern const struct fh_engine fh_valgrind_engine;
extern const struct fh_engine fh_asan_engine;
extern const struct fh_engine fh_ledger_engine;
