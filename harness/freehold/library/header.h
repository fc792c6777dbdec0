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

/* A header that cbindgen made lacks what a macro made, unsaid. Fails with FH_ERROR_SCRIPT, and the names,
 * when it lacks functions that the library's own objects export under C's names. */
gboolean fh_header_check(const struct fh_library *library, const struct fh_api *api, GError **error);

/* What a header that the crate ships, or freehold.ini names, does not declare of what the crate exports: its
 * author's decision, which the user should know. NULL: nothing. Caller owns; g_free(). */
char *fh_header_note(const struct fh_library *library, const struct fh_api *api);
