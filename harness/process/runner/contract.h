/* SPDX-License-Identifier: MIT */
/*
 * The contract's instructions (wire/plan.h): from the pointers of a call to what owners, views and notify
 * know of them. Caller: interpret.
 */
#pragma once

#include "interpret.h"

/* FH_OP_OWN, FH_OP_RELEASE, FH_OP_SETTLE, FH_OP_USE, FH_OP_NEXT_CALL, FH_OP_NOTIFY, FH_OP_NOTIFIED. */
void fh_contract_own(struct fh_interpreter *run, const struct fh_plan_op *op);
void fh_contract_release(struct fh_interpreter *run, const struct fh_plan_op *op);
void fh_contract_settle(struct fh_interpreter *run, const struct fh_plan_op *op);
void fh_contract_use(struct fh_interpreter *run, const struct fh_plan_op *op);
void fh_contract_next_call(struct fh_interpreter *run, const struct fh_plan_op *op);
void fh_contract_notify(struct fh_interpreter *run, const struct fh_plan_op *op);
void fh_contract_notified(struct fh_interpreter *run, const struct fh_plan_op *op);
