/* SPDX-License-Identifier: MIT */
/* The functions at_line_1 … at_line_4096 (at_line.h), compiled once for the runners of all engines. */
#pragma once

#include "at_line.h"

typedef void fh_line_function(void (*body)(void *), void *data);

/* By line; the first is NULL. */
extern fh_line_function *const fh_lines[FH_LINES + 1];
