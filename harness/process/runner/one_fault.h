/* SPDX-License-Identifier: MIT */
/*
 * A scenario in which one allocation fails, whichever it is (freehold run --fail-each). Nobody wrote what the
 * scenario does then, so once the allocation has failed it goes on as careful C code would:
 *
 *   - what it expects of values is not judged any more;
 *   - a call that would be given a NULL that nobody meant is left out, and so is what reads or writes there;
 *   - blocks that nothing can release any more, since such a call was left out, or since the failed call may
 *     have taken them or not, stay reachable: they are no leaks of the library's.
 *
 * Callers: scenario, interpret, call, contract, expect.
 */
#pragma once

#include "interpret.h"

/* The scenario begins. */
void fh_one_fault_begin(const struct fh_plan_scenario *scenario);
/* It ends: tells how much each side asked for. */
void fh_one_fault_end(void);

/* The allocation has failed. */
bool fh_one_fault_has_happened(void);

/* … and the scenario is about to read or write at this address, where nothing is. */
bool fh_one_fault_leaves_out(const void *address);

/* FH_OP_GUARD. TRUE: the call is to be left out. */
bool fh_one_fault_guard(const struct fh_interpreter *run, const struct fh_plan_op *op);

/* The contract says that the call at hand takes this block. */
void fh_one_fault_claim(const void *address);
/* Around a call with these arguments. */
void fh_one_fault_call_begin(void);
void fh_one_fault_call_end(const struct fh_interpreter *run, const struct fh_plan_op *op);
