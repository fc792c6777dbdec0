/* SPDX-License-Identifier: MIT */
/* A callback that does nothing, where any will do. Callers: draft, explore. */
#pragma once

#include <glib.h>

#include "api/api.h"

/* The line of a scenario that defines it, of the type `function`. It returns 0, or `is_true` if it returns a
 * bool. NULL: nobody knows how to make what it returns. Caller owns; g_free(). */
char *fh_idle_callback(const struct fh_type *function, const char *name, gboolean is_true);
