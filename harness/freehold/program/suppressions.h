/* SPDX-License-Identifier: MIT */
/*
 * Which suppressions of a file were used: one that is not may hide a leak that comes back some day, under a
 * reason that no longer holds. In: files in Valgrind's own format, logs written with -s. Out: names. Caller:
 * valgrind.c.
 */
#pragma once

#include <glib.h>

/* "NAME (FILE:LINE)" for each suppression of `path` that no log (`logs`: char *, their bytes) says was used.
 * Caller owns the array and its words. Fails with FH_ERROR_USAGE when the file can't be read. */
GPtrArray *fh_suppressions_unused(const char *path, const GPtrArray *logs, GError **error);
