/* SPDX-License-Identifier: MIT */
/* `freehold report --compare`. Callers: report.c. */
#pragma once

#include "command/inputs.h"

/* Shows what changed from the first of two inputs to the second: prints it, and writes a page to `folder`,
 * where nothing else is touched. Returns the exit status. */
int fh_compare_inputs(char *const *paths, const char *folder, const struct fh_inputs_options *options);
