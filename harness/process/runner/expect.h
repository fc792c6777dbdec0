/* SPDX-License-Identifier: MIT */
/*
 * Expectations: FH_OP_EXPECT and FH_OP_OWNER. What does not hold, or can't be decided here, becomes an event;
 * the scenario goes on.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "interpret.h"

void fh_expect_values(struct fh_interpreter *run, const struct fh_plan_op *op);
void fh_expect_owner(struct fh_interpreter *run, const struct fh_plan_op *op);

/* `left` is … `right`, numbers: enum fh_relation. */
bool fh_relation_holds(int64_t left, uint32_t relation, int64_t right);
