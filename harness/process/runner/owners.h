/* SPDX-License-Identifier: MIT */
/*
 * The contract at run time: which block is to be released by which function, and who has given it away.
 *
 * In: the plan's ownership entries, around calls. Out: FH_EVENT_WRONG_RELEASE. A block is known from the call
 * that gave it out until Rust releases it, or the scenario ends; a block of C's, until C does. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* What is about to be done with a block. */
struct fh_owners_release {
    const void *address; /* NULL is nothing */
    uint32_t symbol;     /* a release function; FH_PLAN_NONE: the block is handed over */
    uint32_t called;     /* the function that is called */
    bool is_of_c;        /* the release function is the C library's */
    bool is_counted;     /* there may be other references: that it is gone need not show */
    bool is_callback;    /* the scenario does it for the library, whose the block may be by now */
};

/* The block at `address` is to be released by the plan's symbol: once more than before if it was to be by
 * that already. NULL is nothing. `is_held`: a block that has an owner already keeps it. */
void fh_owners_own(const void *address, uint32_t symbol, bool is_held);

/* One more reference to a block that has an owner. */
void fh_owners_add_reference(const void *address);

/* The block at `address` was lent: who has it now may not release it. One that has an owner keeps it. NULL is
 * nothing. */
void fh_owners_lend(const void *address);

/* The block at `address` was given out, and the contract does not say how: that it was given away before is
 * past. */
void fh_owners_renew(const void *address);

/* The engine's log gets the stack and the block if another function should release it, or if it is no longer
 * the caller's. A library's function may leave alone what was lent, as one that counts references does; C's
 * does not. */
void fh_owners_release(const struct fh_owners_release *release);

/* The caller lends the block to the library's function `called`: what it owns must be there after the call.
 */
void fh_owners_borrow(const void *address, uint32_t called);

/* The same as fh_owners_release(), for what is known only after the call: until fh_owners_settle() the block
 * stays the caller's. `consumes`: it stays so afterwards, but is of no more use. */
void fh_owners_wait(const struct fh_owners_release *release, bool consumes);

/* The call with the last `n` of them has worked, or has failed; FH_OUTCOME_UNKNOWN: nobody knows. */
enum fh_outcome { FH_OUTCOME_FAILURE, FH_OUTCOME_SUCCESS, FH_OUTCOME_UNKNOWN };
void fh_owners_settle(uint32_t n, enum fh_outcome outcome);

/* The call that fh_owners_release() came before is over; one call of a thread at a time. */
void fh_owners_call_end(void);

/* Rust releases the block, which is no more then. */
void fh_owners_releasing(const void *block);

/* So are all of them. */
void fh_owners_clear(void);
