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

/* The block at `address` was lent: who has it now may not release it. One that has an owner keeps it. NULL is
 * nothing. */
void fh_owners_lend(const void *address);

/* `symbol`, a release function, is about to be given `address`. The engine's log gets the stack and the block
 * if another one should be. FH_PLAN_NONE: the block is handed over to `called`, and forgotten. A library's
 * function may leave alone what was lent, as one that counts references does; C's does not. */
void fh_owners_release(const void *address, uint32_t symbol, uint32_t called, bool is_of_c);

/* The call that fh_owners_release() came before is over; one call of a thread at a time. */
void fh_owners_call_end(void);

/* Rust releases the block, which is no more then. */
void fh_owners_releasing(const void *block);

/* So are all of them. */
void fh_owners_clear(void);
