/* SPDX-License-Identifier: MIT */
/*
 * Valgrind memcheck's text log, as data.
 *
 * In: the bytes of one log file (one process; `--log-file=…%p`), Valgrind 3.13 to 3.28: 3.16, 3.19, 3.24
 * and 3.27 were tried, the others only by hand-written logs. Several processes in one file are told apart,
 * and in a terminal's output the program's own lines are passed over, even where Valgrind wrote in the middle
 * of one. Out: `struct fh_memcheck_log`: records and notices in the order of the log, HEAP SUMMARY, LEAK
 * SUMMARY, how the process ended.
 *
 *   Mismatched free(), Mismatched new/delete size or alignment             MISMATCHED_FREE
 *   overlap in memcpy() and its like, a fishy size, realloc() with size    WRONG_ARGUMENT
 *   0, a wrong alignment or size of an aligned allocation
 *   file descriptors (--track-fds)                                         DESCRIPTOR_LEAK, _MISUSE
 *   "valgrind: …", an exception that Valgrind can't throw                  LIMIT
 *   memory pools, and whatever is not known yet                            UNKNOWN, whole
 *   inherited descriptors, "Warning: …", and whatever has no stack         a warning
 *
 * Pure: bytes in, structs out; never fails: a log without its end is not complete. Invalid UTF-8 and control
 * characters are made harmless. Callers: engine/valgrind, exec, results.
 */
#pragma once

#include <glib.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "log/record.h"
#include "model/result.h"

struct fh_leak_summary {
    gboolean is_present;
    guint64 bytes[FH_LEAK_STATE_COUNT];
    guint64 blocks[FH_LEAK_STATE_COUNT];
};

struct fh_memcheck_log {
    char *version; /* "3.19.0"; NULL when the preamble is missing */
    char *command;
    guint pid, parent_pid;
    GPtrArray *records;           /* struct fh_record *, in log order, notices among them */
    struct fh_heap heap;          /* HEAP SUMMARY */
    gboolean all_freed;           /* "All heap blocks were freed -- no leaks are possible" */
    struct fh_leak_summary leaks; /* the last LEAK SUMMARY */
    gboolean is_searched;         /* XML: the arguments ask for a search of leaks (--leak-check=full) */
    gboolean has_error_summary;
    guint64 errors, error_contexts, suppressed;
    /* preamble, HEAP SUMMARY, LEAK SUMMARY or all_freed, ERROR SUMMARY: all are there */
    gboolean is_complete;
    char *incomplete_reason; /* what is missing; NULL when complete */
    GPtrArray *warnings;     /* char *: "Warning: …" lines, which are no errors */
};

/* `bytes` is borrowed for the call. Never NULL. Caller owns; free with fh_memcheck_log_free(). */
struct fh_memcheck_log *fh_memcheck_log_parse(const char *bytes, gsize size);

/* The same, a log for each process, in the order in which they begin; of one that was forked from another of
 * them, without version and command. A process that has come to its end and begins once more is another of
 * the same number: in containers all are 1. None when there is no line of Valgrind's. Caller owns;
 * g_ptr_array_unref(). */
GPtrArray *fh_memcheck_logs_parse(const struct fh_bytes *bytes);

/* How many of the contexts that ERROR SUMMARY counts have no record in the log: somebody took them out, or
 * Valgrind did not write them. 0: all are there. `is_own`: Freehold ran Valgrind, whose errors are then what
 * is definitely lost and what only that reaches (valgrind_options.c); else as Valgrind does by itself. */
guint64 fh_memcheck_log_missing(const struct fh_memcheck_log *log, gboolean is_own);

void fh_memcheck_log_free(struct fh_memcheck_log *log);
FH_DEFINE_AUTO(fh_memcheck_log, fh_memcheck_log_free)

/* An empty log. Caller owns; free with fh_memcheck_log_free(). */
struct fh_memcheck_log *fh_memcheck_log_new(void);
