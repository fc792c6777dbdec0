/* SPDX-License-Identifier: MIT */
/*
 * Lines of source files, to show beside what was found on them. Each file is read once. A file that can't
 * be read has no lines: a report is still whole without them.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

struct fh_excerpts;

/* Caller owns; free with fh_excerpts_free(). */
struct fh_excerpts *fh_excerpts_new(void);

/* NULL is allowed. */
void fh_excerpts_free(struct fh_excerpts *excerpts);
FH_DEFINE_AUTO(fh_excerpts, fh_excerpts_free)

/* Line `line` (1-based) of `path` as fh_printable_source() shows it, without its end; NULL when it can't be
 * had. Caller owns; free with g_free(). */
char *fh_excerpts_line(struct fh_excerpts *excerpts, const char *path, guint line);
