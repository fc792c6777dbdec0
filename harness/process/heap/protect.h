/* SPDX-License-Identifier: MIT */
/* The arena during a leak search. Callers: backend_valgrind.c; rust_heap and the runner, for what a fault in
 * it means. */
#pragma once

#include <stdbool.h>

/* With the arena's lock: makes the pages that hold live blocks read-only, and writable again. memcheck's leak
 * search takes what is writable as roots; it must find these blocks as blocks, or a cycle of them would count
 * as reachable. */
void fh_arena_protect(void);
void fh_arena_unprotect(void);

/* Takes no lock: for a signal handler. */
bool fh_arena_is_protected(void);
