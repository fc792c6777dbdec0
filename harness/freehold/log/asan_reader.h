/* SPDX-License-Identifier: MIT */
/*
 * A sanitizer's log line by line: which record is open, which of its stacks the next frame belongs to, what
 * of it still has to come. Callers: asan.c.
 */
#pragma once

#include "log/asan.h"

/* How the line ends that stands before a report. */
#define FH_ASAN_SEPARATOR "================================================================="

struct fh_asan_reader;

/* `log` is borrowed until the reader is freed; what is read is added to it. Caller owns; free with
 * fh_asan_reader_free(). */
struct fh_asan_reader *fh_asan_reader_new(struct fh_asan_log *log, fh_asan_resolve *resolve, gpointer data);

/* NULL is allowed. */
void fh_asan_reader_free(struct fh_asan_reader *reader);

/* A line without its end. `is_whole`: it ended in a newline. */
void fh_asan_reader_line(struct fh_asan_reader *reader, const char *text, gboolean is_whole);

/* The next line begins something new (FH_ASAN_SEPARATOR): what is open is complete. */
void fh_asan_reader_rest(struct fh_asan_reader *reader);

/* The log ended here. */
void fh_asan_reader_finish(struct fh_asan_reader *reader);
