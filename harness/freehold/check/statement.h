/* SPDX-License-Identifier: MIT */
/* Statements and blocks. */
#pragma once

#include <glib.h>

#include "check/lower.h"

/* Checks and lowers all statements of a block; FALSE when any was wrong. */
gboolean fh_lower_block(struct fh_lowering *l, const GPtrArray *statements);
