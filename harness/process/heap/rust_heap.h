/* SPDX-License-Identifier: MIT */
/*
 * The rust heap: what Rust's global allocator becomes in the runner.
 *
 * In: Rust's four allocator functions, which the link wraps (library_table.h), with Rust's C-like calling
 * convention and its Layout as size and alignment. Out: blocks that the engine knows as Rust's own
 * (backend.h), events for what Rust gives back with another layout, counts in the events file. Any thread.
 *
 * In a stack, the frame with one of these four names is the last of the harness: above it is the harness,
 * below it Rust.
 */
#pragma once

#include <stddef.h>

/* Their names are read in stacks, also where nothing else has one (a shared object that is stripped). */
#pragma GCC visibility push(default)
void *fh_rust_alloc(size_t size, size_t alignment);
void *fh_rust_alloc_zeroed(size_t size, size_t alignment);
void *fh_rust_realloc(void *block, size_t old_size, size_t alignment, size_t new_size);
void fh_rust_dealloc(void *block, size_t size, size_t alignment);
#pragma GCC visibility pop
