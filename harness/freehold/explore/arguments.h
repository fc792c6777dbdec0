/* SPDX-License-Identifier: MIT */
/* What one call is given. Caller: generator.c. */
#pragma once

#include <glib.h>

#include "explore/state.h"

/* Called if nothing alive would do: may append a call that makes it. */
typedef void (*fh_maker)(gpointer data, const struct fh_callable *callable, const struct fh_wanted *role);

/* Struct fh_argument, one for each parameter. NULL: there is nothing to give. Caller owns; g_array_unref().
 */
GArray *fh_arguments_choose(const struct fh_callable *callable, struct fh_state *state, GRand *random,
                            fh_maker make, gpointer data);
