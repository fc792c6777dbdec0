/* SPDX-License-Identifier: MIT */
/*
 * Signals that end the process: noted in events and log, then left to do what they do, so that the engine's
 * own record of the place follows.
 */
#pragma once

/* A handler of ours needs some hundred bytes, AddressSanitizer's report tens of kilobytes. */
#define FH_FATAL_STACK_SIZE ((size_t)64 << 10)

/* From now on, on the main thread's own signal stack. Once more takes them back from whoever caught them
 * since. */
void fh_fatal_catch(void);

/* The calling thread's handlers run on this stack of FH_FATAL_STACK_SIZE bytes; NULL: on none of their
 * own. */
void fh_fatal_use_stack(void *stack);
