/* SPDX-License-Identifier: MIT */
/*
 * Where the two halves meet that watch a program under AddressSanitizer: the rust heap, which the program is
 * linked with
 * (`freehold flags`), and the object that `freehold exec` preloads, which has the events file and knows when
 * the process forks.
 *
 * In: the heap's constructor. Out: its events go where the preloaded object's go, and each heap knows the
 * other's blocks. Callers: linked_heap.c, asan_watch.c.
 */
#pragma once

#include <stdbool.h>

#include "heap/asan/asan_beside.h"
#include "heap/backend.h"
#include "heap/event_writer.h"

struct fh_asan_link {
    const struct fh_backend *backend; /* the heap's */
    struct fh_events_header **events; /* where it writes to: set here, and in each forked process */
    const struct fh_asan_other_heap *heap;
    const void *is_own; /* NULL: no #[global_allocator] would be where the heap is */
    void (*has_beside)(const struct fh_asan_other_heap *other); /* that of shared libraries */
};

/* The name is in the dynamic symbol table of a program that has the heap. */
#define FH_ASAN_HEAP_NAME "freehold_rust_heap"
/* The preloaded object's, which the heap looks up: there is none when the program runs without freehold. */
#define FH_ASAN_LINK_NAME "freehold_link_heaps"
typedef void fh_asan_link_function(const struct fh_asan_link *link);
