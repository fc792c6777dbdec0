/* SPDX-License-Identifier: MIT */
/*
 * All other threads wait while one looks at their memory: nothing moves under it.
 *
 * In: /proc/self/task, a real-time signal. A thread that has all signals blocked goes on. No heap allocation.
 * One thread at a time.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

void fh_stop_others(void);

/* Of a thread that waits, where its stack was when it was stopped. Below lies what the signal left there:
 * vector registers among it, which hold on to what was copied through them. 0: it does not wait. */
uintptr_t fh_stop_pointer(pid_t thread);

/* Calls `function` with the general registers of each that waits. */
void fh_stop_registers(void (*function)(const void *start, size_t size));

void fh_stop_end(void);
