/* SPDX-License-Identifier: MIT */
/*
 * A log's lines, one at a time and plain (scan.h), without a copy of the log: of a file that is mapped, what
 * was read may leave memory again. Callers: the parsers of this folder.
 */
#pragma once

#include <glib.h>

#include "base/bytes.h"

struct fh_log_lines {
    const char *at, *end;
    const char *kept; /* of a mapped file: from here on it may be in memory; NULL: it is not mapped */
    gboolean skips_silent;
    GString *line;
};

/* `skips_silent`: lines that say nothing to memcheck.h's parser, nor what else is in the text (contents.h),
 * are passed over. `bytes` is borrowed until fh_log_lines_finish(). */
void fh_log_lines_init(struct fh_log_lines *lines, const struct fh_bytes *bytes, gboolean skips_silent);
void fh_log_lines_finish(struct fh_log_lines *lines);

/* Passes over what was read in another way: `to` is between here and the end. */
void fh_log_lines_skip(struct fh_log_lines *lines, const char *to);

/* Passes over lines that say nothing (`skips_silent`), as fh_log_lines_next() does first. */
void fh_log_lines_pass(struct fh_log_lines *lines);

/* The next line, without its newline; NULL: there is none. `*is_whole`: it had one. Valid, and the caller's
 * to write to, until the next call. */
char *fh_log_lines_next(struct fh_log_lines *lines, gboolean *is_whole);
