/* SPDX-License-Identifier: MIT */
/* Calls: arguments, signature, contract. */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/source.h"
#include "check/lower.h"
#include "script/script.h"

/* A call; `out` may be NULL (the result is dropped), and its type is void for a function that returns
 * nothing. */
gboolean fh_lower_call(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out);

/* The signature of a function type for libffi; reports what can't be passed. `arguments`: const struct
 * fh_type * of a variadic call's further arguments; may be NULL. */
gboolean fh_lower_signature(struct fh_lowering *l, const struct fh_type *function, const GPtrArray *further,
                            struct fh_span span, guint32 *out);
