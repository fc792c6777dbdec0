/* SPDX-License-Identifier: MIT */
/*
 * The rust heap's blocks under ASan: C++'s aligned operator new and delete, so that C's free() is a mismatch for ASan.
 * What ASan can't tell apart, Rust and C++ itself, is told here: a table of all live blocks, kept by hooks that the
 * runtime calls. It also counts them, as memcheck's HEAP SUMMARY does.
 *
 * In: the runtime's hooks; the functions of the same names in struct fh_backend. Out: FH_EVENT_CROSS_FREE with its
 * notice; counts. Any thread.
 */
#pragma once

#include "backend.h"

void *fh_asan_heap_allocate(size_t size, size_t alignment, bool is_zeroed);
bool fh_asan_heap_find(const void *address, struct fh_layout *layout);
bool fh_asan_heap_release(void *address);
void fh_asan_heap_release_foreign(void *address);
enum fh_ownership fh_asan_heap_owner(const void *address);
struct fh_heap_counts fh_asan_heap_count(void);
/* A release that does not reach the hooks. */
void fh_asan_heap_count_release(void);

/* Around a fork. */
void fh_asan_heap_lock(void);
void fh_asan_heap_unlock(void);
