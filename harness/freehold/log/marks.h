/* SPDX-License-Identifier: MIT */
/*
 * Lines by which something else than a log of ours tells of a fault: another tool's report, the last words of
 * a process that then aborts, or a shell's word of a process that a signal ended. A file in which one of them
 * stands beside a clean log is not clean. Each is known by how its line begins, or by the place that it names
 * there ("a.c:5: main: "): a program may well have the same words in the middle of a sentence of its own.
 *
 * Pure. Callers: contents.c, lines.c.
 */
#pragma once

#include <glib.h>

enum fh_log_mark_kind {
    FH_LOG_MARK_NONE,
    FH_LOG_MARK_REPORT, /* no tool of ours has written it, nor watched the process that it speaks of */
    FH_LOG_MARK_WORDS,  /* of a process that then aborts: a tool that watches it reports the signal */
    FH_LOG_MARK_SHELL   /* … and so it may be here, where another process tells of the signal */
};

/* What a line of `size` bytes, without its newline, is. */
enum fh_log_mark_kind fh_log_mark_kind(const char *line, gsize size);

/* What to say of a line that is one: "a report of ThreadSanitizer". Caller owns; free with g_free(). */
char *fh_log_mark_words(const char *line, gsize size);
