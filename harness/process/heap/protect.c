/* SPDX-License-Identifier: MIT */
#include "protect.h"

#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "arena.h"
#include "fast_path.h"
#include "memory.h"

/* Neighbouring pages that hold live blocks: those with indices [first, last] of a chunk, and others between.
 */
struct run {
    const struct fh_chunk *chunk;
    uint32_t first, last;
    char *start, *end;
};

typedef void run_function(const struct run *run);

static volatile bool is_protected;

static struct run pages_of(const struct fh_chunk *chunk, uint32_t index)
{
    const struct fh_heap_block *block = &chunk->blocks[index];
    uintptr_t page = fh_page_size(), start = (uintptr_t)block->start & ~(page - 1);
    uintptr_t end = ((uintptr_t)block->start + block->room + page - 1) & ~(page - 1);
    return (struct run){chunk, index, index, (char *)start, (char *)end};
}

static void for_runs_of(const struct fh_chunk *chunk, run_function *function)
{
    struct run run = {.chunk = NULL};
    for (uint32_t i = 0; i < chunk->n_blocks; i++) {
        if (chunk->blocks[i].state != FH_HEAP_BLOCK_LIVE)
            continue;
        struct run pages = pages_of(chunk, i);
        if (run.chunk && pages.start <= run.end) {
            run.last = i;
            run.end = pages.end;
            continue;
        }
        if (run.chunk)
            function(&run);
        run = pages;
    }
    if (run.chunk)
        function(&run);
}

static void for_runs(run_function *function)
{
    size_t n;
    struct fh_chunk *const *chunks = fh_chunks(&n);
    for (size_t i = 0; i < n; i++)
        if (fh_chunk_is_in_use(chunks[i]))
            for_runs_of(chunks[i], function);
}

/* C's free() on a rust block: memcheck has reported it and made the block inaccessible, which the protection
 * must not undo. */
static void drop_lost_blocks(void)
{
    size_t n;
    struct fh_chunk *const *chunks = fh_chunks(&n);
    for (size_t i = 0; i < n; i++) {
        for (uint32_t b = 0; b < chunks[i]->n_blocks && fh_chunk_is_in_use(chunks[i]); b++) {
            struct fh_heap_block *block = &chunks[i]->blocks[b];
            if (block->state != FH_HEAP_BLOCK_LIVE || !fh_is_lost(block))
                continue;
            block->state = FH_HEAP_BLOCK_LOST;
            chunks[i]->n_released++;
        }
    }
}

/* Nothing in them is accessible already, but now memcheck sees it at once instead of word by word. */
static void close_unused_chunks(void)
{
    size_t n;
    struct fh_chunk *const *chunks = fh_chunks(&n);
    for (size_t i = 0; i < n; i++) {
        struct fh_chunk *chunk = chunks[i];
        if (fh_chunk_is_in_use(chunk) || chunk->n_taken == chunk->n_closed)
            continue;
        VALGRIND_MAKE_MEM_NOACCESS(chunk->start, chunk->size);
        chunk->n_closed = chunk->n_taken;
    }
}

static void protect(const struct run *run)
{
    mprotect(run->start, (size_t)(run->end - run->start), PROT_READ);
}

/* memcheck takes what mprotect() makes readable as defined: the red zones and what was released have to be
 * closed again. */
static void unprotect(const struct run *run)
{
    mprotect(run->start, (size_t)(run->end - run->start), PROT_READ | PROT_WRITE);
    char *closed_from = run->start;
    for (uint32_t i = run->first; i <= run->last; i++) {
        const struct fh_heap_block *block = &run->chunk->blocks[i];
        if (block->state != FH_HEAP_BLOCK_LIVE)
            continue;
        VALGRIND_MAKE_MEM_NOACCESS(closed_from, block->start - closed_from);
        closed_from = block->start + block->size;
    }
    VALGRIND_MAKE_MEM_NOACCESS(closed_from, run->end - closed_from);
}

void fh_arena_protect(void)
{
    drop_lost_blocks();
    close_unused_chunks();
    is_protected = true;
    for_runs(protect);
}

void fh_arena_unprotect(void)
{
    for_runs(unprotect);
    is_protected = false;
}

bool fh_arena_is_protected(void)
{
    return is_protected;
}
