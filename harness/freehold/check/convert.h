/* SPDX-License-Identifier: MIT */
/* C's conversions, made strict. */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/source.h"
#include "check/lower.h"

/* A value to another type, as C does it without a cast, or with one. */
gboolean fh_lower_convert(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type,
                          struct fh_span span, fh_slot *out);
gboolean fh_lower_cast(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type,
                       struct fh_span span, struct fh_value *out);

/* C's usual arithmetic conversions. */
const struct fh_type *fh_lower_common_type(struct fh_lowering *l, const struct fh_type *a,
                                           const struct fh_type *b);
