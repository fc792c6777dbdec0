/* SPDX-License-Identifier: MIT */
/*
 * cbindgen: from a crate to its C header.
 *
 * In: the crate's folder. Out: DIRECTORY/NAME.h, whose time of change moves only when its content does.
 * Callers: library.
 */
#pragma once

#include <glib.h>

#include "library/crate.h"

/* With the crate's cbindgen.toml, or its parent folder's, or without one. Runs only when its sources or the configuration changed. Fails
 * with FH_ERROR_ENVIRONMENT. Caller owns the path. */
char *fh_header_generate(const struct fh_crate *crate, const char *directory, GError **error);
