/* SPDX-License-Identifier: MIT */
/* Functions of the scenario's, which the library calls. */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/source.h"
#include "check/lower.h"

/* The callback as a value of `type`, a pointer to function; its body is checked at its first use. */
gboolean fh_lower_callback(struct fh_lowering *l, struct fh_callback *callback, const struct fh_type *type,
                           struct fh_span span, fh_slot *out);
