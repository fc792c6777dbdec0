/* SPDX-License-Identifier: MIT */
/*
 * Structs and unions by value.
 *
 * libffi knows structs of scalars only, and passes them by what those are. In: a struct or union, whatever is
 * in it. Out: scalars of the same size that go the same way: the same registers, or memory. Caller: builder.
 */
#pragma once

#include "api/api.h"

/* Appends the kinds (guint32, enum fh_plan_type_kind), as many as `record` takes. FALSE when it can't be
 * passed, as packed or over-aligned ones and those with long double in them. */
gboolean fh_by_value(const struct fh_type *record, GArray *kinds);
