/* SPDX-License-Identifier: MIT */
/* What an API has, by name. Callers: check, library, and the readers of contracts. */
#pragma once

#include <glib.h>

#include "api/api.h"

/* NULL when there is none of that name. */
const struct fh_function *fh_api_function(const struct fh_api *api, const char *name);
const struct fh_constant *fh_api_constant(const struct fh_api *api, const char *name);

/* All of the library's own functions (is_library), in header order: struct fh_function *. Borrowed. */
const GPtrArray *fh_api_library_functions(const struct fh_api *api);

/* A function of that name is there, and its code is in the header only: nothing to link with. */
gboolean fh_api_is_inline(const struct fh_api *api, const char *name);

/* Names of all functions, NULL-terminated, for "did you mean". Borrowed. */
const char *const *fh_api_function_names(const struct fh_api *api);

/* `path` as the user would write it, who gave the header's path. Caller owns. */
char *fh_api_display_path(const struct fh_api *api, const char *path);
