/* SPDX-License-Identifier: MIT */
/*
 * What ASan itself does not survive. It takes what lies before a released address for its own description of
 * a block: in the middle of a block that can look like one, and in read-only memory it is a fault. And it
 * keeps the place of a release in the released block's first bytes, where code that is not instrumented can
 * write.
 *
 * In: releases, before they reach ASan: Rust's (asan_heap.c), and C's, as asan_malloc.c defines free() and
 * realloc(). Out: ASan's own reports. Any thread.
 */
#pragma once

#include <stdbool.h>

/* Before ASan is given `*address`, not NULL, to release: live, released already, or something that it says no
 * to. Makes it the address that ASan knows the block by. FALSE: it must not be given it. Then it has reported
 * that, as "attempting to call
 * __sanitizer_get_allocated_size() for pointer which is not owned", with stack and description. */
bool fh_asan_prepare_release(void **address);

/* The block was just released: remembers what ASan wrote into it. */
void fh_asan_released(const void *address);

/* Puts that back, if a released block starts at `address`: before ASan describes it. */
void fh_asan_restore(const void *address);

/* The same for those that were released last: what is done in a step may have overwritten it. */
void fh_asan_restore_recent(void);

/*
 * ASan's own description of a block lies before it, where code that is not instrumented can write, too. A
 * copy of each is put back before ASan is asked about the block. `start` is as ASan knows it; of what is
 * none, nothing is known, and nothing done.
 */
void fh_asan_keep_description(const void *start);
void fh_asan_forget_description(const void *start);
void fh_asan_restore_description(const void *start);

/* Of all live blocks. */
void fh_asan_restore_live(void);

/* Where the block that holds the address starts; NULL when none does, live or released. */
const void *fh_asan_block_start(const void *address);

/* Around a fork. */
void fh_asan_free_lock(void);
void fh_asan_free_unlock(void);
