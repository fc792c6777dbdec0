/* SPDX-License-Identifier: MIT */
/*
 * What scenarios want to know of the heap (heap/observer.h): calls of Rust's go through the line that runs,
 * and the owners and the lives of blocks are kept up to date. Caller: main.c.
 */
#pragma once

#include <stdint.h>

/* From now on. */
void fh_observe_heap(void);

/* The set of Rust's live blocks (wire/live_set.h). What is no block and is released as one makes it another
 * set: that is an error, too. */
uint64_t fh_observe_live(void);
