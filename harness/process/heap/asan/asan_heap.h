/* SPDX-License-Identifier: MIT */
/*
 * The rust heap's blocks under ASan: C++'s aligned operator new and delete. What ASan can't tell apart, Rust
 * and C++ itself, is told here: a table of all live blocks, kept by hooks that the runtime calls. It also
 * counts them, as memcheck's HEAP SUMMARY does.
 *
 * ASan notes who released a block in the block's first bytes. Code that is not instrumented goes on with what
 * is released, and would find that there in place of its own. So a block of Rust's begins FH_ASAN_HEADER
 * bytes behind the one that ASan knows, but for large alignments; engine/asan/asan_records.c takes them out
 * of what ASan says.
 *
 * In: the runtime's hooks; the functions of the same names in struct fh_backend. Out: FH_EVENT_CROSS_FREE
 * with its notice; counts. Any thread.
 */
#pragma once

#include "heap/backend.h"

#define FH_ASAN_HEADER 16 /* bytes */

/* C's and C++'s releases come to the rust heap first (asan_malloc.c, asan_delete.c), which knows where ASan's
 * block begins. In a program that ASan may not be in they don't, and no block has a header. */
#ifdef FH_ASAN_IS_OPTIONAL
#define FH_ASAN_SEES_RELEASES false
#else
#define FH_ASAN_SEES_RELEASES true
#endif

/* Has the runtime call the hooks from now on. After the constructors of shared libraries: what those of the
 * runtime itself keep is not the scenario's. */
void fh_asan_heap_begin(void);

void *fh_asan_heap_allocate(size_t size, size_t marked, bool is_zeroed);
bool fh_asan_heap_find(const void *address, struct fh_layout *layout);
bool fh_asan_heap_release(void *address);
void fh_asan_heap_release_foreign(void *address);
enum fh_heap_owner fh_asan_heap_owner(const void *address);
size_t fh_asan_heap_c_block_size(const void *address);
struct fh_heap_counts fh_asan_heap_count(void);

/* Another allocator's function is given a block of Rust's, live, with a header, which only this side can
 * release: reports that and releases it. FALSE, and nothing done, when it is no such block. */
bool fh_asan_heap_release_for_other(void *address);

/* Where ASan knows the block of Rust's that starts at `address`, live or released; any other address as it
 * is. */
void *fh_asan_heap_known_as(void *address);

/* Calls `function` with all live blocks. It must not allocate. */
void fh_asan_heap_each(void (*function)(const void *start, size_t size));

/* A release that ASan is not given counts as one all the same. */
void fh_asan_heap_count_release(void);

/* Around a fork. */
void fh_asan_heap_lock(void);
void fh_asan_heap_unlock(void);
