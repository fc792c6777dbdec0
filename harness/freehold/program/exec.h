/* SPDX-License-Identifier: MIT */
/*
 * Auditing a program as it is: no scenario, no change to how it is built.
 *
 *   program.c   what the program is: ASan's, static, with or without Rust code
 *   loader.c    why the dynamic loader did not start it
 *   exec.c      runs it with the preloaded object (process/preload)
 *   focus.c     which objects the user asked for, and what has to do with them
 *   host.c      what is to be known of an interpreter, and of settings
 *   host_rules.c, host_rules_file.c  what a version of an interpreter is known to do wrong by itself
 *   object_places.c  which object an address is in
 *   marks.c     what grows from mark to mark of the program's
 *   leftovers.c waits for what it leaves behind, or stops that
 *   valgrind.c  how: under Valgrind, or, if it is built with AddressSanitizer,
 *   asan.c      natively
 *   process_log.c, asan_process_log.c  what ran: each process, and each program that a process became, with
 * its log and events judge.c, asan_judge.c  one of them → a result suppressions.c  which were of no use
 *
 * In: a command line. Out: a result for each program that ran, in the order of their process ids. The
 * program's own input, output, environment and exit status are its own. Caller: command/exec.c.
 */
#pragma once

#include <glib.h>

#include "engine/process.h"
#include "model/report.h"
#include "program/focus.h"
#include "program/host_rules.h"

struct fh_exec {
    char **argv;         /* the program's */
    const char *engine;  /* the program must be one for it; NULL: for any */
    const char *log_dir; /* absolute; exists */
    const char *out_dir; /* results name their logs relative to it */
    char **valgrind_arguments;
    char **suppressions; /* paths; the user's */
    gboolean has_no_default_suppressions;
    char **rust_objects; /* base names of objects that hold Rust code, though nothing in them says so */
    /* of Rust's: none may release a block of another's, though both are std's */
    gboolean separates_allocators;
    gboolean looks_for_growth;        /* from mark to mark */
    struct fh_focus *focus;           /* NULL: none; learns which objects there are */
    struct fh_host_rules *host_rules; /* NULL: none; learns which fitted something */
    gboolean is_strict;               /* what was not looked for is no pass */
    guint timeout_s;                  /* for the program; 0: none */
    guint leftover_timeout_s;         /* for what is still running when the program has ended */
    gint64 stopped_pid; /* of the program, when it took longer than timeout_s and was stopped; fh_exec_run()
                           sets it */
};

/* Runs it, and waits. Appends to the report's results, judged, and says what watched. `end` says how the
 * program itself ended. The user's suppressions that suppressed nothing are notes of every result. What can't
 * be run, since an engine is missing for instance, is an inconclusive result. Blocking. Fails with
 * FH_ERROR_USAGE when there is no such program, or it is for another engine. */
gboolean fh_exec_run(const struct fh_exec *exec, struct fh_report *report, struct fh_process_end *end,
                     GError **error);
