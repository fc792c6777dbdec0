/* SPDX-License-Identifier: MIT */
/*
 * What running the runner is like under every engine: a process with its files, its events, its logs, and the
 * reasons for which nothing of it can be judged whoever watched.
 *
 * In: a job, and what the engine puts before the runner's own command line. Callers: the engines.
 */
#pragma once

#include <glib.h>

#include "engine/engine.h"
#include "engine/events_file.h"
#include "engine/process.h"
#include "log/last_words.h"
#include "model/result.h"

/* How to run it. Borrowed for the call. */
struct fh_run_how {
    const char *const *prefix;      /* words before the runner's; NULL: none */
    const char *const *environment; /* "NAME=value", beside what is pinned for all; NULL: none */
    guint watched_line;             /* only this line's errors are shown, in files of their own; 0: all */
};

struct fh_run {
    const struct fh_job *job; /* borrowed */
    char *stem;               /* path of all files of this run, without their suffixes */
    struct fh_events *events; /* NULL when there are none */
    gboolean has_events;      /* they can be believed */
    struct fh_process_end end;
    GPtrArray *log_paths;            /* char *, sorted: STEM.PID.log and STEM.log.PID, of all processes */
    char *err_path;                  /* what it wrote to standard error */
    struct fh_last_words last_words; /* in that */
    const char *tool_version;        /* of what watches, as its log says it; NULL: it does not. Borrowed */
    /* Of the records of its log, once for all scenarios: */
    GHashTable *begins;    /* scenario → 1 + the position of the notice that begins it */
    const char *past_hook; /* fh_why_past_hook() */
    gboolean is_fatal;     /* a fatal signal is among them */
};

/* The stem of the files of a run: for options that name a log. Caller owns; g_free(). */
char *fh_run_stem(const struct fh_job *job, guint watched_line);

/* Runs, waits, reads the events and finds the logs. Blocking. Fails with FH_ERROR_ENVIRONMENT when it can't
 * be started. Caller finishes `run`, also then. */
gboolean fh_run(struct fh_run *run, const struct fh_job *job, const struct fh_run_how *how, GError **error);
void fh_run_finish(struct fh_run *run);

/* " at FILE:LINE", where the scenarios had come to; " at start-up"; "" between two. Caller owns. */
char *fh_run_place(const struct fh_run *run);

/* A fatal signal of another process's making ended it: its number, else 0. */
guint fh_run_foreign_signal(const struct fh_run *run);

/* The first event of that kind, or NULL. Borrowed. */
const struct fh_event *fh_event_find(const GPtrArray *events, enum fh_event_kind kind);

/* What Rust said last on standard error, as the end of a sentence; "": nothing. Caller owns. */
char *fh_run_said(const struct fh_run *run);

/* A closed gate: why nothing that depends on how the process ended can be judged; NULL when it can.
 * `is_fatal`: the engine saw a fatal signal of the scenario's own. Caller owns. */
char *fh_run_why_not_ended(const struct fh_run *run, gboolean is_fatal);
/* The same of what comes before its end: interrupted, lost, timed out, an error of the runner's. */
char *fh_run_why_not_run(const struct fh_run *run);

/* Notes of all records of the run's log what each scenario will ask of them. */
void fh_run_survey(struct fh_run *run, const GPtrArray *records);

/* The records (struct fh_record *, borrowed) of one scenario, in a log that was surveyed: all, or in a batch
 * those from its "begin" to its "checked"; `*is_whole` says whether both are there. Caller owns the array. */
GPtrArray *fh_run_records_of(const struct fh_run *run, const GPtrArray *records, guint scenario,
                             gboolean *is_whole);

/* Removes the signal that ended the process: somebody else's, it says nothing about the scenario. */
void fh_run_remove_end(GPtrArray *records);

/* Adds those of a forked child's log that are its own doing: not its parent's blocks as leaks, no notices,
 * not that somebody ended it. Borrowed from `log`, appended to `records`. */
void fh_run_add_childs_records(const GPtrArray *log, GPtrArray *records);

/* The records outside of a batch's scenarios, without leaks and start-up: between two, after the last, in
 * exit handlers. Caller owns the array. */
GPtrArray *fh_run_records_outside(const struct fh_run *run, const GPtrArray *records);

/* What no single scenario of a batch can be blamed for is blamed on all: why each must run alone; NULL when
 * nothing was seen outside. `records` are those outside; `is_more_lost`: the search at exit found leaks that
 * no scenario's had. Sets the job's outside_kinds. Caller owns. */
char *fh_run_why_outside(const struct fh_run *run, const struct fh_engine *engine, const GPtrArray *records,
                         gboolean is_more_lost);

/* Marks in a batch's job what is in doubt. `results`: of its scenarios, in order, classified. `has_changed`
 * (may be NULL): whether a scenario leaves other blocks alive than it found, where the runner does not see
 * all and so did not search at once. */
void fh_run_doubt(const struct fh_run *run, const GPtrArray *results,
                  gboolean (*has_changed)(gconstpointer data, guint scenario), gconstpointer data);

/* A new result for a scenario of the job, with its logs named, not yet judged. Caller owns. */
struct fh_result *fh_run_result(const struct fh_run *run, guint scenario, const struct fh_engine *engine);
/* Names the logs of a further run in it. */
void fh_run_name_logs(const struct fh_run *run, struct fh_result *result);

/* Classifies a scenario's records and events into the result. TRUE: it knows errors that the engine counted,
 * and that are none. */
gboolean fh_run_classify(const struct fh_run *run, const struct fh_engine *engine, const GPtrArray *records,
                         const GPtrArray *events, struct fh_result *result);

/* The heap that a watcher without HEAP SUMMARY counted in a scenario with these events; left as it is when it
 * told of none. In a batch, what is in use is what the scenario added: of a block that grew, or was exchanged
 * for a smaller one, nothing is left. */
void fh_run_fill_heap(const struct fh_run *run, const GPtrArray *events, struct fh_heap *heap);

/* Takes the runner's own threads out of a heap: glibc callocs a dynamic thread vector for each, and frees it.
 * `end` may be NULL. */
void fh_run_take_out_threads(struct fh_heap *heap, const struct fh_event *end);
