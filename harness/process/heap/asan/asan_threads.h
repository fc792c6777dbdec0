/* SPDX-License-Identifier: MIT */
/*
 * What ASan itself allocates for each thread: it asks the C library for the thread's stack, whose answer takes blocks of
 * the heap, which memcheck's HEAP SUMMARY knows nothing of. Caller: asan_heap.c.
 */
#pragma once

#include <stdbool.h>

/* The calling thread is about that. */
bool fh_asan_is_runtimes_own(void);
