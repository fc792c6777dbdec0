/* SPDX-License-Identifier: MIT */
/*
 * The stacks of the process's other threads, for a leak search that does not look at stacks itself.
 *
 * In: /proc/self/task and /proc/self/maps. Out: ranges of addresses. No heap allocation. One thread at a
 * time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Without allocation there is a place for so many; with more, all memory that could be a stack counts as one.
 */
#define FH_THREADS_MAX 1024

/* Calls it for each thread but the calling one. FALSE: which there are can't be told. */
bool fh_other_threads(void (*function)(pid_t thread));

/* Gives each other thread a moment to get to where it waits, or to its end: one that has just answered the
 * caller still has on its stack what it worked with. */
void fh_threads_settle(void);

/* Calls `function` with what is in use of each stack but the calling thread's. A thread that never waits does
 * not tell where its stack is: then with every mapping that has a guard page below it. */
void fh_live_stacks(void (*function)(const void *start, size_t size));

/* Calls it with all writable memory; of each stack, the calling thread's too, only with what is in use: of
 * the calling thread's that is what lies above the frame that fh_stack_begin() noted. `pointer_of`: the stack
 * pointer of another thread that was stopped; 0: it was not. */
void fh_writable_memory(void (*function)(const void *start, size_t size),
                        uintptr_t (*pointer_of)(pid_t thread));
