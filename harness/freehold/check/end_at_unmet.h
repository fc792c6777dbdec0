/* SPDX-License-Identifier: MIT */
/*
 * Scenarios that end where an expectation does not hold.
 *
 * In: a plan, of scenarios that say what each call gives. Out: the same plan; calls after the first surprise,
 * which would be given what is not there, are not made. Caller: command/lab.c.
 */
#pragma once

#include "check/check.h"

void fh_plan_end_at_unmet(const struct fh_plan *plan);
