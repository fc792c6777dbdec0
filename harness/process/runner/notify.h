/* SPDX-License-Identifier: MIT */
/*
 * Callbacks that the library was given with user data, and the function that tells when it is done with them.
 *
 * In: the plan's FH_OP_NOTIFY and FH_OP_NOTIFIED, calls of callbacks, what the rust heap releases. Out:
 * FH_EVENT_EXPIRED when one is called too late, the destroy function twice, or never. Any thread.
 */
#pragma once

#include <stdint.h>

#include "wire/plan.h"

struct fh_notify {
    const void *function, *data;
    const void *destroy; /* NULL: none */
    uint32_t scope;      /* enum fh_plan_scope */
    uint32_t giver;      /* symbol of the function that is given it */
};

/* Before the call. */
void fh_notify_begin(const struct fh_notify *notify);

/* After it, of the last of `function`: `handle` (NULL: none) is what holds it now. */
void fh_notify_given(const void *function, const void *handle);

/* The call has failed: the last of `giver` was not taken. */
void fh_notify_failed(uint32_t giver);

/* The scenario's function at `address` is called with these pointers. */
void fh_notify_called(const void *address, const void *const *pointers, uint32_t n_pointers);

/* Rust releases the block. */
void fh_notify_releasing(const void *block);

/* The scenario has ended: what was to be told must have been. All are forgotten. */
void fh_notify_finish(void);
