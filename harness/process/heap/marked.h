/* SPDX-License-Identifier: MIT */
/*
 * A process can hold several of Rust's allocators, each in a library of its own. Those that are watched have
 * numbers, and the upper bits of a block's alignment hold the number of the one that it is of: so a block of
 * the first, or of the only one, costs nothing. Callers: the rust heap, and what calls it for an allocator
 * (preload/rust_allocators.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend.h"

#define FH_MARK_SHIFT  48
#define FH_MARK_NOBODY UINT16_MAX /* of memory that is no block: preload/own_memory.h */

/* To be or-ed to an alignment. */
static inline size_t fh_mark(unsigned allocator)
{
    return (size_t)allocator << FH_MARK_SHIFT;
}

/* An alignment that reaches into the mark's bits is one that no memory has: it stays as it is. */
static inline size_t fh_marked(size_t alignment, size_t mark)
{
    return alignment >> FH_MARK_SHIFT != 0 ? alignment : alignment | mark;
}

static inline size_t fh_layout_marked(const struct fh_layout *layout)
{
    return fh_marked(layout->alignment, fh_mark(layout->allocator));
}

/* An alignment is a power of two, so that one with a mark is none. */
static inline struct fh_layout fh_layout_of(size_t size, size_t marked)
{
    bool has_mark = (marked & (marked - 1)) != 0;
    if (!has_mark)
        return (struct fh_layout){size, marked, 0};
    return (struct fh_layout){size, marked & (((size_t)1 << FH_MARK_SHIFT) - 1),
                              (unsigned)(marked >> FH_MARK_SHIFT)};
}
