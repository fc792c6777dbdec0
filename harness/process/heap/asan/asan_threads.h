/* SPDX-License-Identifier: MIT */
/*
 * What ASan itself allocates for each thread: it asks the C library for the thread's stack, whose answer
 * takes blocks of the heap, which memcheck's HEAP SUMMARY knows nothing of. And LeakSanitizer does not know
 * the thread's stack yet, which alone leads to them: a search in that moment would call them lost. Callers:
 * asan_heap.c, preload/asan_watch.c.
 */
#pragma once

#include <stdbool.h>

/* The calling thread is about that. */
bool fh_asan_is_runtimes_own(void);

/* Around a search: no thread is about that. */
void fh_asan_threads_hold(void);
void fh_asan_threads_release(void);

/* In the child: the other threads are not there. */
void fh_asan_threads_forked(void);
