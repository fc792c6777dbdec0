/* SPDX-License-Identifier: MIT */
/*
 * `thread` blocks, each on a thread of its own with a stack that is gone afterwards.
 *
 * glibc's pthread_create() allocates a block for each thread, which memcheck counts and which nobody can keep
 * it from counting: FH_EVENT_END says how many threads and how many bytes, for the reader to subtract (one
 * allocation, one release each).
 */
#pragma once

#include "interpret.h"

/* Runs `count` instructions from `first` on in a new thread and waits. TRUE: return, as fh_interpret_code().
 */
bool fh_thread_run(struct fh_interpreter *run, uint32_t first, uint32_t count);

/* Threads started so far in this process. */
uint64_t fh_thread_count(void);

/* Threads of this process beside the calling one: the library's own. */
uint64_t fh_thread_others(void);

/* Bytes of the block that glibc allocates for one. */
uint64_t fh_thread_block_size(void);
