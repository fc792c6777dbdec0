/* SPDX-License-Identifier: MIT */
/*
 * Leaks that only leaks point to, told apart: LeakSanitizer calls a block lost indirectly when any lost block
 * points to it, be it one that is lost for a reason of its own, or one of a ring, which nothing else accounts
 * for.
 *
 * In: the live blocks (asan_heap.h). Out: one more report of LeakSanitizer's, of what is left when all blocks
 * that no other points to are kept: rings, and what hangs on them. engine/asan/asan_records.c puts the two
 * together. Caller: backend_asan.c.
 */
#pragma once

/* After a search that found something; one thread at a time. */
void fh_asan_search_orphans(void);
