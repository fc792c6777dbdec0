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

#include <stdbool.h>
#include <stddef.h>

#include "backend.h"

/* A block that is `made` so is released by another of Rust's allocators, of that number: before it is. TRUE:
 * that is wrong. Any thread. */
typedef bool fh_rust_crossing(void *block, const struct fh_layout *made, unsigned allocator);
/* Who wants to know; static. */
void fh_rust_heap_tell_crossings(fh_rust_crossing *function);

/* Blocks that an allocator of the program's own made, and that are released here, since another releases
 * them, or they were made before the rust heap stood in its place. */
struct fh_other_blocks {
    bool (*find)(const void *address, struct fh_layout *layout);
    bool (*release)(void *address); /* FALSE: it is none of them, and nothing is done */
};
/* Static. */
void fh_rust_heap_knows(const struct fh_other_blocks *blocks);

/* `marked`: Rust's alignment, in the runner as Rust gives it, and with an allocator's mark (marked.h) where
 * there are several. */

/* Their names are read in stacks, also where nothing else has one (a shared object that is stripped). */
#pragma GCC visibility push(default)
void *fh_rust_alloc(size_t size, size_t marked);
void *fh_rust_alloc_zeroed(size_t size, size_t marked);
void *fh_rust_realloc(void *block, size_t old_size, size_t marked, size_t new_size);
void fh_rust_dealloc(void *block, size_t size, size_t marked);
#pragma GCC visibility pop

/* A block that was made with the one layout is given back with the other: an event, if they differ. */
void fh_rust_check_layout(void *block, const struct fh_layout *made, const struct fh_layout *given);
