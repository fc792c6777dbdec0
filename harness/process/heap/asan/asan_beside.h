/* SPDX-License-Identifier: MIT */
/*
 * Two rust heaps can be in a process under ASan: the one that the program is linked with, and in the
 * preloaded object that of the shared libraries whose imports are rewritten. Each has tables of its own, so
 * each asks the other for what it does not know: a block of Rust's that goes from the one side to the other
 * is Rust's all the same.
 *
 * In: the other heap, once it is known. Out: find and release of a struct fh_backend, for both. Any thread.
 */
#pragma once

#include <stdbool.h>

#include "heap/backend.h"
#include "heap/rust_heap.h"

struct fh_asan_other_heap {
    bool (*find)(const void *address, struct fh_layout *layout);
    bool (*release)(void *address);
    fh_rust_crossing *crossing; /* is told of blocks that cross over; NULL: of one's own accord */
};

/* Static. */
void fh_asan_heap_has_beside(const struct fh_asan_other_heap *other);

bool fh_asan_heaps_find(const void *address, struct fh_layout *layout);
bool fh_asan_heaps_release(void *address);
