/* SPDX-License-Identifier: MIT */
/* Expressions, to values in slots. */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "check/lower.h"
#include "script/script.h"

/* The type that is written; reports. NULL when unknown. */
const struct fh_type *fh_lower_type_name(struct fh_lowering *l, const struct fh_type_name *name);

/* Expressions. `_value` with arrays decayed to pointers; `_to` converted to `type` (which knows what a
 * callback or a braced list means). */
gboolean fh_lower_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out);
gboolean fh_lower_to(struct fh_lowering *l, const struct fh_expr *expr, const struct fh_type *type,
                     fh_slot *out);

/* As `_to`, for a variable, a field or an element: a string literal goes into a char * there, as C compilers
 * let it. */
gboolean fh_lower_stored(struct fh_lowering *l, const struct fh_expr *expr, const struct fh_type *type,
                         fh_slot *out);

/* An integer known at check time, 0 … maximum. */
gboolean fh_lower_count(struct fh_lowering *l, const struct fh_expr *expr, guint64 maximum, guint64 *out);

void fh_lower_integer(struct fh_lowering *l, guint64 integer, gboolean is_negative,
                      const struct fh_type *type, struct fh_value *out);
