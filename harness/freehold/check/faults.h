/* SPDX-License-Identifier: MIT */
/*
 * Scenarios once more, with one allocation that fails: added to a plan that is whole already, since how many
 * there are is known only when it has run. Caller: command/fail_each.
 */
#pragma once

#include "check/check.h"

/* From now on each scenario tells how much memory each side asks for (struct fh_requests). */
void fh_plan_count_requests(struct fh_plan *plan);

/* One allocation that is to fail. */
struct fh_plan_fault {
    guint scenario; /* index in the plan */
    enum fh_domain domain;
    guint number; /* from 1 */
};

/* Adds a scenario for each of `faults` (struct fh_plan_fault), in order, behind those that are there: the
 * same code, and that allocation fails. It expects nothing, and says in its name what fails. */
void fh_plan_add_faults(struct fh_plan *plan, const GArray *faults);
