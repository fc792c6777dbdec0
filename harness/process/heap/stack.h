/* SPDX-License-Identifier: MIT */
/* The calling thread's stack, as far as the runner knows it. */
#pragma once

#include <stdbool.h>

/* The thread's code runs below the caller's frame. */
void fh_stack_begin(void);

/* The same of the main thread, from its arguments. What lies between them and its frames is left from
 * constructors: stale pointers to blocks that are lost. */
void fh_stack_begin_below(char **arguments);

/* Where it was noted; NULL: not yet. */
const void *fh_stack_top(void);

/* Is the address in a frame of the calling thread's? FALSE on threads that never called fh_stack_begin(). */
bool fh_stack_holds(const void *address);
