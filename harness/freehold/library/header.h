/* SPDX-License-Identifier: MIT */
/*
 * cbindgen: from a crate to its C header.
 *
 * In: the crate's folder. Out: DIRECTORY/NAME.h, whose time of change moves only when its content does.
 * Callers: library.
 */
#pragma once

#include <glib.h>

/* `crate_dir` with its cbindgen.toml, or its parent folder's, or without one. Runs only when `staticlib`,
 * which was made from the same sources, or the configuration changed. Fails with FH_ERROR_ENVIRONMENT. Caller
 * owns the path. */
char *fh_header_generate(const char *crate_dir, const char *name, const char *staticlib,
                         const char *directory, GError **error);
