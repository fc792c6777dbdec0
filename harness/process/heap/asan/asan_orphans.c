/* SPDX-License-Identifier: MIT */
#include "asan_orphans.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "asan.h"
#include "asan_heap.h"
#include "heap/memory.h"
#include "heap/unchecked.h"

struct block {
    uintptr_t start, end;
    bool is_pointed_to;
};

static struct block *blocks;
static size_t n_blocks, n_room;

static void add_block(const void *start, size_t size)
{
    if (n_blocks < n_room)
        blocks[n_blocks++] = (struct block){(uintptr_t)start, (uintptr_t)start + size, false};
}

static void swap(size_t a, size_t b)
{
    struct block kept = blocks[a];
    blocks[a] = blocks[b];
    blocks[b] = kept;
}

static void sink(size_t at, size_t n)
{
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && blocks[child + 1].start > blocks[child].start)
            child++;
        if (blocks[at].start >= blocks[child].start)
            return;
        swap(at, child);
    }
}

/* By start; qsort() takes memory from the heap. */
static void sort(void)
{
    for (size_t i = n_blocks / 2; i > 0; i--)
        sink(i - 1, n_blocks);
    for (size_t n = n_blocks; n > 1; n--) {
        swap(0, n - 1);
        sink(0, n - 1);
    }
}

static struct block *find(uintptr_t address)
{
    size_t low = 0, high = n_blocks;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (blocks[middle].start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && address < blocks[low - 1].end ? &blocks[low - 1] : NULL;
}

/* As LeakSanitizer: aligned words, pointers to the inside too, but not to itself. */
FH_UNCHECKED static void follow(const struct block *block)
{
    uintptr_t first = (block->start + sizeof(uintptr_t) - 1) & ~(sizeof(uintptr_t) - 1);
    for (uintptr_t at = first; at + sizeof(uintptr_t) <= block->end; at += sizeof(uintptr_t)) {
        struct block *target = find(*(const uintptr_t *)at);
        if (target && target != block)
            target->is_pointed_to = true;
    }
}

static size_t collect_sources(uintptr_t *sources)
{
    size_t n = 0;
    for (size_t i = 0; i < n_blocks; i++)
        if (!blocks[i].is_pointed_to)
            sources[n++] = blocks[i].start;
    return n;
}

void fh_asan_search_orphans(void)
{
    n_room = fh_asan_heap_count().in_use_blocks;
    n_blocks = 0;
    blocks = fh_memory_take(n_room * sizeof(*blocks));
    uintptr_t *sources = fh_memory_take(n_room * sizeof(*sources));
    if (!blocks || !sources)
        return;
    fh_asan_heap_each(add_block);
    sort();
    for (size_t i = 0; i < n_blocks; i++)
        follow(&blocks[i]);
    size_t size = collect_sources(sources) * sizeof(*sources);
    if (size > 0)
        __lsan_register_root_region(sources, size);
    __lsan_do_recoverable_leak_check();
    if (size > 0)
        __lsan_unregister_root_region(sources, size);
}
