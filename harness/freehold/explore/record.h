/* SPDX-License-Identifier: MIT */
/* Structs of numbers, which a scenario can write itself. Callers: roles, callable, values. */
#pragma once

#include <glib.h>

#include "api/api.h"

/* A struct whose fields are numbers, or such structs. */
gboolean fh_record_is_plain(const struct fh_type *type);

/* "{ 1, 2, 3 }"; of an enum, one of its enumerators. Another `index` gives others. Caller owns. */
char *fh_record_text(const struct fh_type *type, guint index);
