/* SPDX-License-Identifier: MIT */
/*
 * All other threads wait while one looks at their memory: nothing moves under it, and what they had in
 * registers lies on their stacks.
 *
 * In: /proc/self/task, a real-time signal. A thread that has all signals blocked goes on. No heap allocation.
 * One thread at a time.
 */
#pragma once

void fh_stop_others(void);
void fh_stop_end(void);
