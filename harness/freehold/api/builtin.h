/* SPDX-License-Identifier: MIT */
/* C's own types by their names: "int", "long unsigned". */
#pragma once

#include <glib.h>

#include "api/api.h"

/* Enters C's own types by name. Once, before anything else. */
void fh_types_init(struct fh_api *api);

/* The type that `base` names in C, without pointers, words one space apart: "int", "long unsigned", "struct
 * point", a typedef. It is const where the typedef says so. NULL when unknown. */
const struct fh_type *fh_api_type(const struct fh_api *api, const char *base);
