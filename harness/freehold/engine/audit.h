/* SPDX-License-Identifier: MIT */
/*
 * An audit: which scenarios run together and which alone, on how many processors, and their judged results.
 *
 * Scenarios that expect nothing bad run as batches, many in one process, since an engine's start costs more
 * than most scenarios. What a batch shows clean is clean; everything else of it is run again alone, for an
 * exact verdict of its own. Where a scenario ends the process, or hangs, it alone is to blame: those before
 * it and those after it run as batches again. Scenarios that expect a violation run alone from the start.
 *
 * In: a plan, its runner, an engine. Out: results in plan order. Many audits share one pool: all engines and
 * all libraries run side by side. Caller: command/audits.h.
 */
#pragma once

#include <glib.h>

#include "check/check.h"
#include "engine/engine.h"
#include "model/result.h"
#include "symbols/symbols.h"

struct fh_audit {
    const struct fh_engine *engine;
    const struct fh_visibility *visibility; /* what it sees of this runner */
    const struct fh_plan *plan;
    const GArray *scenarios; /* guint: plan indices to run */
    /* One that expects nothing runs as in a batch, though it is the only one here: others run elsewhere. */
    gboolean has_batches;
    const char *runner;
    const char *plan_path;
    const char *log_dir;
    const char *log_prefix; /* of file names in there; unique to this audit */
    const char *out_dir;
    const char *hook_problem; /* NULL when the hook is whole */
    struct fh_symbols *symbols;
    char **suppressions; /* files, for Valgrind; NULL: none */
    guint timeout_s;
    guint jobs; /* processes at a time, of all that share the pool */
    /* Called from any thread when one more scenario has its result. May be NULL. */
    void (*progress)(gpointer data);
    gpointer progress_data;
};

/* Runs as many processes at a time as `jobs`. Caller owns; free with g_thread_pool_free() when no audit is
 * left. */
GThreadPool *fh_audit_pool_new(guint jobs);

/* An audit that goes on. */
struct fh_audit_run;

/* Starts it on `pool`, and returns at once. All that `audit` points to must live until fh_audit_finish(). */
struct fh_audit_run *fh_audit_start(const struct fh_audit *audit, GThreadPool *pool);

/* Waits for its end. Marks in the plan's coverage what was seen. Appends to `results`: struct fh_result *,
 * judged: first that of the start-up (start_up.h), if anything was wrong there; then one for each scenario,
 * in order. Consumes `run`. */
void fh_audit_finish(struct fh_audit_run *run, GPtrArray *results);
