/* SPDX-License-Identifier: MIT */
/* What one parameter wants, and what one call gives. Caller: callable.c. */
#pragma once

#include "explore/callable.h"

/* Fills in the role of parameter `index`; those before it are there. `releases`: names of the functions that
 * some contract calls a release function. NULL, or why nobody knows what it may be given: then it is an
 * EXAMPLE. Caller owns; g_free(). */
char *fh_role_read(struct fh_callable *callable, guint index, GHashTable *releases);
