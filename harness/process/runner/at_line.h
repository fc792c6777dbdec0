/* SPDX-License-Identifier: MIT */
/*
 * Stacks that name a scenario's line: at_line_1 … at_line_4096 each do nothing but call what they are
 * given, and an engine that prints a stack prints their names.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define FH_LINES 4096 /* base/source.h: FH_SOURCE_MAX_LINES */

/* Calls `body(data)` through at_line_<line>(). A line out of range ends the process: the plan is wrong. */
void fh_at_line(uint32_t line, void (*body)(void *), void *data);

/* Where at_line_<line>() begins; 0: there is none. */
uintptr_t fh_at_line_function(uint32_t line);

/* Is the calling thread below one of them already? */
bool fh_at_line_is_inside(void);

/* The frame in which the calling thread's innermost step was begun; NULL: it is in none. */
const void *fh_at_line_step(void);

/* A step begins in that frame, or one has ended and the one that `frame` began goes on. Returns the one
 * before. */
const void *fh_at_line_set_step(const void *frame);
