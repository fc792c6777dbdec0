/* SPDX-License-Identifier: MIT */
/*
 * What scenarios want to know of the heap (heap/observer.h): calls of Rust's go through the line that runs,
 * and the owners and the lives of blocks are kept up to date. Caller: main.c.
 */
#pragma once

/* From now on. */
void fh_observe_heap(void);
