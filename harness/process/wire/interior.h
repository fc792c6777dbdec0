/* SPDX-License-Identifier: MIT */
/*
 * Pointers to the inside of a block, and numbers that look like one. In a block of up to FH_INTERIOR_LARGE
 * whatever points inside keeps it. A larger one some number may hit by chance: there a pointer must be where
 * containers point, or stand where a slice or an iterator has it. Callers: the searches of process/, which
 * see the pointers; classify/leaks_reachable.c, which hears of them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FH_INTERIOR_LARGE ((size_t)1 << 20) /* bytes */
#define FH_INTERIOR_HEADER \
    4096 /* before what a pointer leads to: counts (Arc, Rc), a size, what aligns a page */
#define FH_INTERIOR_ELEMENT 1024 /* of a slice, at most */
#define FH_INTERIOR_FOOTER  64   /* behind it: an arena's description of its chunk */

/* A hash table of Rust's or C++'s is known by its control bytes, one for each of 2^n places and a group's
 * more, up to the block's end. */
static inline bool fh_interior_is_control(size_t rest, size_t group)
{
    size_t n = rest - group;
    return rest > group && (n & (n - 1)) == 0;
}

/* `pointer` leads into [start, start + size). */
static inline bool fh_interior_keeps(uintptr_t start, size_t size, uintptr_t pointer)
{
    size_t before = pointer - start, rest = size - before;
    bool is_aligned = pointer % sizeof(void *) == 0;
    if (before < sizeof(void *)) /* with a tag in its lowest bits */
        return true;
    return is_aligned && (before <= FH_INTERIOR_HEADER || rest <= FH_INTERIOR_FOOTER ||
                          fh_interior_is_control(rest, 16) || fh_interior_is_control(rest, 8));
}

/* `pointer` leads into the block, and `next`, the word behind it, says how far: to another place in it, as
 * iterators have it, or to its end by a number of elements, as a slice has it. Under Valgrind addresses are
 * small numbers, and other numbers stand behind them. */
static inline bool fh_interior_is_slice(uintptr_t start, size_t size, uintptr_t pointer, uintptr_t next)
{
    uintptr_t end = start + size, rest = end - pointer;
    bool is_count = next != 0 && rest % next == 0 && rest / next <= FH_INTERIOR_ELEMENT;
    return is_count || (next > pointer && next <= end);
}
