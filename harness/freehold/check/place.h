/* SPDX-License-Identifier: MIT */
/* What can be assigned to and have its address taken. */
#pragma once

#include <glib.h>

#include "check/lower.h"
#include "script/script.h"

/* Places. An undefined name is reported. */
gboolean fh_lower_place(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *out);
void fh_lower_load(struct fh_lowering *l, const struct fh_place *place, struct fh_value *out);
void fh_lower_store(struct fh_lowering *l, const struct fh_place *place, fh_slot value);
void fh_lower_address(struct fh_lowering *l, const struct fh_place *place, struct fh_value *out);
