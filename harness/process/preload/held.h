/* SPDX-License-Identifier: MIT */
/*
 * Which large blocks of the rust heap are held by a pointer to their inside, for an engine that does not tell
 * such a pointer from a number (wire/interior.h). In: the memory that a search begins from, and live blocks.
 * Out: FH_EVENT_HELD. Caller: valgrind_watch.c.
 */
#pragma once

/* Before a search for leaks. */
void fh_held_note(void);
