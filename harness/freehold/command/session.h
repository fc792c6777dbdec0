/* SPDX-License-Identifier: MIT */
/*
 * One `freehold run`: scenarios in, a report out, an exit status.
 *
 * In: options and paths. Steps: load and check the suite, run every part of it under every engine, judge,
 * write the reports. What can't be run is in the report all the same. Caller: run.c.
 */
#pragma once

#include "command/output.h"
#include "command/shard.h"
#include "command/suite.h"
#include "engine/engine.h"
#include "model/report.h"
#include "symbols/symbols.h"

struct fh_run_options {
    struct fh_suite_options suite;
    char *engines; /* comma-separated; NULL: valgrind and asan */
    char *out;
    char *baseline; /* path; NULL: none */
    char *format;
    char *kinds;         /* comma-separated; NULL: all */
    int max_findings;    /* of each result; 0: all */
    char *shard;         /* "2/3"; NULL: what the environment says */
    char **scenarios;    /* patterns; NULL: all */
    char **suppressions; /* files, for Valgrind; NULL: none */
    int jobs, timeout;
    int min_coverage; /* percent; 0: none */
    gboolean is_deterministic;
    gboolean fails_each; /* each allocation of each scenario is made to fail, too */
};

/* One run, while it goes on. */
struct fh_session {
    const struct fh_run_options *options;
    struct fh_suite *suite;
    GPtrArray *engines; /* const struct fh_engine * */
    struct fh_output output;
    struct fh_symbols *symbols; /* names for addresses */
    struct fh_report *report;
    struct fh_shard shard;
    guint total; /* results */
};

/* Whether the engine runs the library that is built once more, with instrumentation. */
gboolean fh_session_is_instrumented(const struct fh_session *session, const struct fh_engine *engine);

/* What the engine sees of that library. Static. */
const struct fh_visibility *fh_session_visibility(const struct fh_session *session,
                                                  const struct fh_engine *engine);

/* Blocking; prints. Returns the exit status. */
int fh_session_run(const struct fh_run_options *options, char **paths);
