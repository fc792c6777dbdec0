/* SPDX-License-Identifier: MIT */
/*
 * exec --growth: at some of the program's marks (freehold.h) a search for all blocks that are there, in the
 * log between two notices. Which of them grow, the command tells (freehold/program/growth.h). A search takes
 * as long as one for leaks, so the gaps between them grow with the number of marks: 1,000 marks take 19.
 *
 * In: freehold_mark(), from any language; napi_register_module_v1(), by which node makes an add-on of this
 * object, with a function `mark`. Callers: the program; process.c.
 */
#pragma once

#include <stdbool.h>

/* The process begins: it may mark. `is_fork`: what it inherited is its parent's, so its marks are not looked
 * at, just counted. */
void fh_growth_begin(bool is_fork);
