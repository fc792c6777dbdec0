/* SPDX-License-Identifier: MIT */
/*
 * A log of AddressSanitizer's made like memcheck's, for classify/: what the two say differently of one thing.
 *
 * In: the records of one log. Out: the same records, changed. Pure. Caller: asan_run.c.
 *
 *   stacks of notices    begin in the runtime's own function: cut down to the function that was called
 *   unowned pointers     stand for releases that the runner did not let ASan do
 *   blocks of Rust's      begin behind what ASan knows as the block (runner/asan_heap.h)
 *   leaks                each search reports all; of those after the first only what is new counts
 */
#pragma once

#include <glib.h>

void fh_asan_records_prepare(GPtrArray *records);
