/* SPDX-License-Identifier: MIT */
/*
 * A contract in a file of its own, for a header that is somebody else's:
 *
 *   # a comment
 *   rure_compile_must:
 *       Returns: (transfer full) (free-func rure_free)
 *   rure_free:
 *       @re: (transfer full)
 *
 * In: the file. Out: ownership in `struct fh_api`; what it says of a parameter or a result wins over the
 * header's comment. Caller: command/suite.c.
 */
#pragma once

#include "api/api.h"

/* Fails with FH_ERROR_USAGE when it can't be read, and with FH_ERROR_SCRIPT on mistakes in it, a line each,
 * as fh_api_load() does. */
gboolean fh_contract_file_read(struct fh_api *api, const char *path, GError **error);
