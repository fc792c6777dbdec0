/* SPDX-License-Identifier: MIT */
/* { … } of structs and arrays. */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/source.h"
#include "check/lower.h"

/* Initialises the zeroed `slot` of `type` from `{ list }`. */
gboolean fh_lower_initialise(struct fh_lowering *l, const struct fh_type *type, const GPtrArray *list,
                             struct fh_span span, fh_slot slot);
