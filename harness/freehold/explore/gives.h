/* SPDX-License-Identifier: MIT */
/* What a result or an out-parameter gives. Callers: callable.c, roles.c. */
#pragma once

#include "explore/callable.h"

/* `type`: of the value. NULL, or why it can't be used. Caller owns; g_free(). */
char *fh_gives_read(struct fh_gives *gives, const struct fh_api *api, const struct fh_function *function,
                    const struct fh_type *type, const struct fh_ownership *ownership);
