/* SPDX-License-Identifier: MIT */
/* Parameters that say how much there is of what another one points to. Callers: mutate, explore. */
#pragma once

#include <glib.h>

#include "api/api.h"

/* The parameter says how much there is of what the one before it points to: by its name. */
gboolean fh_is_length(const struct fh_function *function, guint index);
