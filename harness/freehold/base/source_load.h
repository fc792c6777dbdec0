/* SPDX-License-Identifier: MIT */
/*
 * Reading source text: what is no text, or too much of it, is refused here, with its place.
 *
 * In: a file, or bytes. Out: `struct fh_source`. Callers: command, tests.
 */
#pragma once

#include <glib.h>

#include "base/source.h"

/* Reads `path`. Fails with FH_ERROR_SCRIPT when it can't be read, is not UTF-8, holds a NUL byte, or has more
 * than FH_SOURCE_MAX_LINES lines or FH_SOURCE_MAX_SIZE bytes. The message starts with the path:
 * `path:line:column: error: …`, then the excerpt and the help on lines of their own, or, without a place,
 * `path: …`. Caller owns; free with fh_source_free(). */
struct fh_source *fh_source_load(const char *path, GError **error);

/* From memory, copied; the same checks. For tests and generated scenarios. Caller owns; free with
 * fh_source_free(). */
struct fh_source *fh_source_new(const char *path, const char *text, gsize size, GError **error);
