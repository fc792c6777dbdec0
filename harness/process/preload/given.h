/* SPDX-License-Identifier: MIT */
/*
 * Blocks that libc allocated for an object whose imports are rewritten, and that the object is to release:
 * they are libc's, though all that the object itself allocates is the rust heap's.
 *
 * In: blocks, from givers_of_*.c. Out: whether one was given, once. Any thread. Callers: givers_of_*.c,
 * import_heap.c.
 */
#pragma once

#include <stdbool.h>

/* NULL: nothing was given. */
void fh_given_add(void *block);

/* It was given, and is what it was then; it is not given any more. */
bool fh_given_take(void *block);
