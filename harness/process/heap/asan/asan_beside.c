/* SPDX-License-Identifier: MIT */
#include "asan_beside.h"

#include <stddef.h>

#include "asan_heap.h"

static const struct fh_asan_other_heap *beside;

void fh_asan_heap_has_beside(const struct fh_asan_other_heap *other)
{
    if (other->crossing)
        fh_rust_heap_tell_crossings(other->crossing);
    __atomic_store_n(&beside, other, __ATOMIC_RELEASE);
}

static const struct fh_asan_other_heap *other_heap(void)
{
    return __atomic_load_n(&beside, __ATOMIC_ACQUIRE);
}

bool fh_asan_heaps_find(const void *address, struct fh_layout *layout)
{
    return fh_asan_heap_find(address, layout) || (other_heap() && other_heap()->find(address, layout));
}

bool fh_asan_heaps_release(void *address)
{
    return fh_asan_heap_release(address) || (other_heap() && other_heap()->release(address));
}
