/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "chunk.h"
#include "memory.h"

#define GRANULE   ((size_t)16) /* least alignment, and the unit of a block's room: malloc's */
#define ROOM_MAX  ((size_t)32 << 10)
#define N_CLASSES (ROOM_MAX / GRANULE + 1)

static bool is_locked;
static struct fh_block *oldest, *newest; /* the quarantine */
static size_t quarantined;               /* bytes in it */
static struct fh_block **free_blocks;    /* by room / GRANULE */

/* Held for some instructions only: a lock of pthreads costs more than what it would guard. */
void fh_arena_lock(void)
{
    while (__atomic_exchange_n(&is_locked, true, __ATOMIC_ACQUIRE))
        sched_yield();
}

void fh_arena_unlock(void)
{
    __atomic_store_n(&is_locked, false, __ATOMIC_RELEASE);
}

static size_t room_for(size_t size)
{
    return size == 0 ? GRANULE : (size + GRANULE - 1) & ~(GRANULE - 1);
}

static bool make_free_lists(void)
{
    if (free_blocks == NULL)
        free_blocks = fh_memory_take(N_CLASSES * sizeof(*free_blocks));
    return free_blocks != NULL;
}

static void make_free(struct fh_block *block)
{
    block->state = FH_BLOCK_FREE;
    if (block->is_chunk) {
        fh_chunk_remove(fh_chunk_of(block->start));
        return;
    }
    struct fh_block **head = &free_blocks[block->room / GRANULE];
    block->next = *head;
    *head = block;
}

/* Late, as in memcheck: at the next allocation, so that even a block larger than the quarantine is in it for a while. */
static void shorten_quarantine(void)
{
    while (quarantined > FH_ARENA_QUARANTINE) {
        struct fh_block *block = oldest;
        oldest = block->next;
        if (oldest == NULL)
            newest = NULL;
        quarantined -= block->room;
        make_free(block);
    }
}

static struct fh_block *reuse(size_t room, size_t alignment)
{
    struct fh_block **head = &free_blocks[room / GRANULE];
    struct fh_block *block = *head;
    if (block == NULL || (uintptr_t)block->start % alignment != 0)
        return NULL;
    *head = block->next;
    return block;
}

struct fh_block *fh_arena_take(size_t size, size_t alignment, bool *is_zeroed)
{
    if (size > SIZE_MAX / 4 || alignment > SIZE_MAX / 4 || !make_free_lists())
        return NULL;
    shorten_quarantine();
    if (alignment < GRANULE)
        alignment = GRANULE;
    size_t room = room_for(size);
    struct fh_block *block = NULL;
    *is_zeroed = false;
    if (room <= ROOM_MAX)
        block = reuse(room, alignment);
    if (block == NULL) {
        *is_zeroed = true;
        block = fh_chunk_take(room, alignment, room > ROOM_MAX || alignment > ROOM_MAX);
    }
    if (block == NULL)
        return NULL;
    block->size = size;
    block->next = NULL;
    block->state = FH_BLOCK_LIVE;
    struct fh_chunk *chunk = fh_chunk_of(block->start);
    chunk->n_live++;
    chunk->is_open = true;
    return block;
}

void fh_arena_release(struct fh_block *block)
{
    fh_chunk_of(block->start)->n_live--;
    block->state = FH_BLOCK_RELEASED;
    block->next = NULL;
    if (newest != NULL)
        newest->next = block;
    else
        oldest = block;
    newest = block;
    quarantined += block->room;
}

struct fh_block *fh_arena_find(const void *address)
{
    struct fh_chunk *chunk = fh_chunk_of(address);
    return chunk == NULL ? NULL : fh_chunk_find(chunk, address);
}

bool fh_arena_holds(const void *address)
{
    return fh_chunk_of(address) != NULL;
}
