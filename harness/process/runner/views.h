/* SPDX-License-Identifier: MIT */
/*
 * What is valid for a time only: views into what somebody else owns, and handles whose contents a call has
 * consumed.
 *
 * In: the plan's ownership entries, around calls, and what the rust heap releases. Out: FH_EVENT_EXPIRED when
 * one is used that is no longer valid. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* `giver` has given out `address`, which lasts as long as `parent`, or (`is_short`) up to the next call with
 * it; NULL: of the library. What was known of the address before is forgotten. NULL is nothing. */
void fh_views_add(const void *address, const void *parent, bool is_short, uint32_t giver);

/* The handle at `address` is good for its release only; `by` has consumed what was in it. */
void fh_views_consume(const void *address, uint32_t by);

/* The address was given out anew: it is valid, whatever was there before. */
void fh_views_renew(const void *address);

/* `parent` is released. */
void fh_views_end(const void *parent, uint32_t by);

/* `by`, a function of the library's, was called with `parent`; NULL: with whatever. */
void fh_views_next_call(const void *parent, uint32_t by);

/* `address` is about to be given to `user`, or (FH_PLAN_NONE) to be read or written. */
void fh_views_use(const void *address, uint32_t user);

/* All are forgotten. */
void fh_views_clear(void);
