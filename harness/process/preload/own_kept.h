/* SPDX-License-Identifier: MIT */
/*
 * Blocks that a program's own allocator keeps when they are released: a search for leaks must find them where
 * the allocator does. Caller: valgrind_watch.c.
 */
#pragma once

/* A search for leaks is about to begin. */
void fh_own_kept_hold(void);
