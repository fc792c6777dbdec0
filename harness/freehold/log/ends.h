/* SPDX-License-Identifier: MIT */
/*
 * Which processes of a file ended by a signal, and whether a tool saw it. Last words and a shell's word
 * (marks.h) are nothing new if a log in the file reports the signal itself: that is a finding. If the file
 * has more of them than of such reports, a process ended that no tool watched. Pure. Caller: contents.c.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "log/marks.h"

struct fh_log_ends;

/* Never NULL. Caller owns; free with fh_log_ends_free(). */
struct fh_log_ends *fh_log_ends_new(void);
void fh_log_ends_free(struct fh_log_ends *ends);
FH_DEFINE_AUTO(fh_log_ends, fh_log_ends_free)

/* A line that a tool writes; `text` is what follows "==PID==". */
void fh_log_ends_add_tools(struct fh_log_ends *ends, const char *text);

/* A document of Valgrind's. */
void fh_log_ends_add_document(struct fh_log_ends *ends, const char *document);

/* A line that is FH_LOG_MARK_WORDS or FH_LOG_MARK_SHELL, and what to say of it. What follows such a line
 * before a tool speaks is of the same end. Consumes `what`. */
void fh_log_ends_add_mark(struct fh_log_ends *ends, enum fh_log_mark_kind kind, char *take_what);

/* char *: what to say of each end that no tool saw. Borrowed; valid until the next call. */
const GPtrArray *fh_log_ends_unseen(struct fh_log_ends *ends);
