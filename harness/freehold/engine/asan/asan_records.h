/* SPDX-License-Identifier: MIT */
/*
 * A log of AddressSanitizer's made like memcheck's, for classify/: what the two say differently of one thing.
 *
 * In: the records of one log. Out: the same records, changed. Pure. Caller: asan_run.c.
 *
 *   stacks of notices    begin in the runtime's own function: cut down to the function that was called
 *   unowned pointers     stand for releases that the runner did not let ASan do
 *   blocks of Rust's      begin behind what ASan knows as the block (heap/asan/asan_heap.h)
 *   leaks of a batch     each search reports all; of those after the first only what is new counts
 *   leaks of one alone   what the second search reports (heap/asan/asan_orphans.h) has no other cause
 */
#pragma once

#include <glib.h>

/* `is_batch`: several scenarios in the process, each with a search of its own. How many records of leaks were
 * removed, as the start-up's told again. */
guint fh_asan_records_prepare(GPtrArray *records, gboolean is_batch);
