/* SPDX-License-Identifier: MIT */
/*
 * The contract at run time: which block is to be released by which function.
 *
 * In: the plan's ownership entries, around calls. Out: FH_EVENT_WRONG_RELEASE. A block is known from the call
 * that gave it out until it is released, or the scenario ends. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The block at `address` is to be released by the plan's symbol. NULL is nothing. `is_held`: a block that has
 * an owner already keeps it. */
void fh_owners_own(const void *address, uint32_t symbol, bool is_held);

/* `symbol`, a release function, is about to be given `address`. The engine's log gets the stack and the block
 * if another one should be. FH_PLAN_NONE: the block is handed over, and forgotten. */
void fh_owners_release(const void *address, uint32_t symbol);

/* The block is no more. */
void fh_owners_forget(const void *address);

/* So are all of them. */
void fh_owners_clear(void);
