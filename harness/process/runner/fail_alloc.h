/* SPDX-License-Identifier: MIT */
/* The statement `fail alloc N of D`. Callers: interpret, scenario. */
#pragma once

#include "interpret.h"

/* FH_OP_FAIL. */
void fh_fail_allocation(struct fh_interpreter *run, const struct fh_plan_op *op);

/* The scenario ends: what was to fail, and was never asked for, is an expectation that did not hold. */
void fh_fail_finish(void);
