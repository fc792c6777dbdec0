/* SPDX-License-Identifier: MIT */
/*
 * The header of a crate: its own if it ships one, else cbindgen's; and whether it is all of what the crate
 * exports.
 *
 * In: the crate; later its static library. Out: a path; an error that names what is not declared. Callers:
 * library; command/suite.c, check.c, init.c.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "library/crate.h"
#include "library/library.h"

/* `include`: folders for its #includes. `*is_made`: by cbindgen. Fails with FH_ERROR_ENVIRONMENT, or
 * FH_ERROR_SCRIPT when cbindgen's can't be used. Caller owns. */
char *fh_header_find(const struct fh_crate *crate, char *const *include, const char *directory,
                     gboolean *is_made, GError **error);

/* Functions that the crate's own objects export under C's names, and that its header does not declare: char
 * *. Not those that freehold.ini or cbindgen.toml excludes. cbindgen drops what a macro made, unsaid; a
 * header that is shipped may be older than the crate. NULL with `error` set. Caller owns;
 * g_ptr_array_unref(). */
GPtrArray *fh_header_lacking(const struct fh_library *library, const struct fh_api *api, GError **error);

/* Fails with FH_ERROR_SCRIPT, and the names, when there are such. */
gboolean fh_header_check(const struct fh_library *library, const struct fh_api *api, GError **error);
