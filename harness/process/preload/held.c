/* SPDX-License-Identifier: MIT */
#include "held.h"

#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "heap/arena.h"
#include "heap/chunk.h"
#include "heap/event_writer.h"
#include "heap/mappings.h"
#include "own_blocks.h"
#include "own_memory.h"
#include "wire/interior.h"

/* Every word of the process is compared with each of them. One beyond is taken as memcheck sees it, by
 * pointers to its start. */
#define LARGE_MAX 256

struct large {
    uintptr_t start, end;
    bool is_held;
};

static struct large large[LARGE_MAX];
static unsigned n_large;
static uintptr_t lowest, highest;

static void for_live(void (*visit)(const struct fh_heap_block *block))
{
    size_t n;
    struct fh_chunk *const *chunks = fh_chunks(&n);
    for (size_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < chunks[i]->n_blocks; j++)
            if (chunks[i]->blocks[j].state == FH_HEAP_BLOCK_LIVE)
                visit(&chunks[i]->blocks[j]);
}

/* What memcheck knows of the memory as a block. */
static size_t announced(const struct fh_heap_block *block, const char **start)
{
    struct fh_own_memory memory;
    struct fh_own_block own;
    *start = block->start;
    if (!fh_own_memory_at(block->start, &memory))
        return block->size;
    *start = memory.block;
    return fh_own_block_find(memory.block, &own) ? own.layout.size : 0;
}

/* Not inlined: what it leaves on the stack would be found there. */
__attribute__((noinline)) static void add_large(const struct fh_heap_block *block)
{
    const char *at;
    size_t size = block->size <= FH_INTERIOR_LARGE ? 0 : announced(block, &at);
    if (size <= FH_INTERIOR_LARGE || n_large == LARGE_MAX)
        return;
    uintptr_t start = (uintptr_t)at, end = start + size;
    large[n_large++] = (struct large){start, end, false};
    lowest = start < lowest ? start : lowest;
    highest = end > highest ? end : highest;
}

/* What memcheck itself would not take for set is left over from something else. */
static bool is_set(const uintptr_t *at)
{
    uintptr_t bits;
    return VALGRIND_GET_VBITS(at, &bits, sizeof(bits)) == 1 && bits == 0;
}

/* `next` is NULL at the end of what is scanned, and in a stack, which holds what was left of slices that are
 * no more. */
static bool is_holder(const struct large *block, const uintptr_t *at, const uintptr_t *next)
{
    size_t size = block->end - block->start;
    return fh_interior_keeps(block->start, size, *at) ||
           (next && is_set(next) && fh_interior_is_slice(block->start, size, *at, *next));
}

static void look_at(const uintptr_t *at, const uintptr_t *next)
{
    for (unsigned i = 0; i < n_large; i++)
        if (*at >= large[i].start && *at < large[i].end)
            large[i].is_held |= is_set(at) && is_holder(&large[i], at, next);
}

static void scan(uintptr_t start, uintptr_t end, bool is_stack)
{
    const uintptr_t *at = (const uintptr_t *)((start + 7) & ~(uintptr_t)7),
                    *last = (const uintptr_t *)end - 1;
    for (; at <= last; at++)
        if (*at >= lowest && *at < highest)
            look_at(at, at < last && !is_stack ? at + 1 : NULL);
}

static void scan_block(const struct fh_heap_block *block)
{
    scan((uintptr_t)block->start, (uintptr_t)block->start + block->size, false);
}

static int scan_statics(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    (void)data;
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + header->p_vaddr, end = start + header->p_memsz;
        bool is_ours = (uintptr_t)large >= start && (uintptr_t)large < end;
        if (header->p_type == PT_LOAD && (header->p_flags & PF_W) != 0 && !is_ours)
            scan(start, end, false);
    }
    return 0;
}

/* This thread's: what is in use of its stack, and its variables. */
static bool scan_threads(const struct fh_mapping *mapping, void *data)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0), variable = (uintptr_t)&errno;
    (void)data;
    if (mapping->is_writable && here >= mapping->start && here < mapping->end)
        scan(here, mapping->end, true);
    else if (mapping->is_writable && variable >= mapping->start && variable < mapping->end)
        scan(mapping->start, mapping->end, false);
    return true;
}

void fh_held_note(void)
{
    n_large = 0;
    lowest = UINTPTR_MAX;
    highest = 0;
    fh_arena_lock();
    for_live(add_large);
    if (n_large == 0) {
        fh_arena_unlock();
        return;
    }
    VALGRIND_DISABLE_ERROR_REPORTING;
    dl_iterate_phdr(scan_statics, NULL);
    fh_mappings_each(scan_threads, NULL);
    for_live(scan_block);
    VALGRIND_ENABLE_ERROR_REPORTING;
    fh_arena_unlock();
    for (unsigned i = 0; i < n_large; i++)
        if (large[i].is_held)
            fh_event_write(FH_EVENT_HELD, (uint64_t[]){large[i].start, large[i].end - large[i].start}, 2,
                           NULL);
    memset(large, 0, sizeof(large)); /* no roots of the search that comes */
    lowest = highest = 0;
}
