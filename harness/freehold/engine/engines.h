/* SPDX-License-Identifier: MIT */
/* The engines that there are. */
#pragma once

#include <glib.h>

#include "engine/engine.h"

const struct fh_engine *const *fh_engines(void); /* NULL-terminated */
/* NULL when there is none of that name. Borrowed; static. */
const struct fh_engine *fh_engine_by_name(const char *name);
