/* SPDX-License-Identifier: MIT */
/*
 * The ownership timeline: tells of each block of the scenario's who allocated it, who holds it, who released
 * it.
 *
 * In: the rust heap, the watchers of C's allocator (backends that see it), and the contract at calls
 * (interpret.c). Out: FH_EVENT_BLOCK_* (wire/events.h), in a part of the events file that is theirs alone, so
 * that they take no room from what judges a run. Bounded; what is left out is counted. Between two scenarios,
 * and in programs without any, all of these do nothing. Any thread, without locks, without allocation.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "wire/domain.h"
#include "wire/plan.h"

/* A scenario begins, or ends: its number and line are those of the events file's header. */
void fh_lives_begin(void);
void fh_lives_end(void);

/* A function of the API is called, a plan symbol or FH_PLAN_NONE: what is allocated and released until its
 * end is in it. _begin() returns the one before, which _end() wants: calls nest. Where the watcher does not
 * tell of C's blocks, the end of a call is when it is noticed that some of those that are known are gone. */
uint32_t fh_lives_call_begin(uint32_t symbol);
void fh_lives_call_end(uint32_t symbol, uint32_t before);

/* A block is there. Of one block only its heap tells: a backend that sees C's allocator must not tell of
 * blocks that the rust heap took from it. What C's allocator gives while no function is being called is
 * nothing: the runner's own threads. `alignment` 0: not known. NULL is nothing. */
void fh_lives_alloc(const void *address, size_t size, size_t alignment, enum fh_domain domain);

/* The block is about to be released, by `domain`, rightly or not. NULL is nothing; so is what is no block. */
void fh_lives_free(const void *address, enum fh_domain domain);

/* From now on `holder` has the block, by the contract of `symbol`, the function called. NULL is nothing; so
 * is what is no block. Where the watcher does not tell of C's blocks, this is how they come to be known. */
void fh_lives_hold(const void *address, enum fh_holder holder, uint32_t symbol);

/* `symbol`, a release function of the C library's, is about to be given the block: told as its release, where
 * the watcher does not see it. */
void fh_lives_release(const void *address, uint32_t symbol);
