/* SPDX-License-Identifier: MIT */
/*
 * What one process says in a log, line by line: which record is open, which of its stacks the next frame
 * belongs to, how far its summaries have come. Several processes may write into one log, line between line.
 * Callers: memcheck.c.
 */
#pragma once

#include "log/memcheck.h"

struct fh_log_process;

/* `log` is borrowed until the process is freed; records and warnings are added to it. Caller owns; free with
 * fh_log_process_free(). */
struct fh_log_process *fh_log_process_new(struct fh_memcheck_log *log, guint pid);

/* NULL is allowed. */
void fh_log_process_free(struct fh_log_process *process);

/* A line of the engine's, without "==PID== ". `is_whole`: it ended in a newline. */
void fh_log_process_message(struct fh_log_process *process, const char *text, gboolean is_whole);

/* Does that line begin the log of another process, whose number is the same? Its own log has come to its end.
 */
gboolean fh_log_process_is_another(const struct fh_log_process *process, const char *text);

/* A line of the program's own, without "**PID** ". */
void fh_log_process_notice(struct fh_log_process *process, const char *text);

/* Valgrind told of itself in between ("--PID-- …"): frames that follow are of that. */
void fh_log_process_trace(struct fh_log_process *process);

/* "vex amd64->IR: unhandled instruction bytes: 0x62 …": Valgrind has met an instruction that it does not
 * know, in this process; the process says next where. */
void fh_log_process_instruction(struct fh_log_process *process, const char *bytes);

/* Nothing is open, and nothing that was said decides what a record means that comes next. */
gboolean fh_log_process_is_at_rest(const struct fh_log_process *process);

/* How many records it has added so far to its log, and that log's. Borrowed. */
guint fh_log_process_count(const struct fh_log_process *process);
const GPtrArray *fh_log_process_records(const struct fh_log_process *process);

/* The log ended here. */
void fh_log_process_finish(struct fh_log_process *process);

/* Copies its preamble and summaries into the log. */
void fh_log_process_summarise(const struct fh_log_process *process);

/* Says in its log whether that is complete. For a process that has a log of its own. */
void fh_log_process_complete(const struct fh_log_process *process, gboolean needs_preamble);

/* What its part of the log lacks, or NULL. Caller owns. */
char *fh_log_process_missing(const struct fh_log_process *process, gboolean needs_preamble);
