/* SPDX-License-Identifier: MIT */
/*
 * The short way through the arena, and through its blocks' announcement to memcheck: for a small block of
 * ordinary alignment, while there is room, and for the release of a live block as it was made. Nearly all
 * are.
 *
 * Under Valgrind an instruction costs dozens, and a stack is unwound for each block, frame by frame: so this
 * is inline, and looks at as little as it can. What it declines (NULL, FALSE; nothing is done then) goes the
 * long way: arena.h, blocks.h, which begin with it, and rust_heap.h. Callers: arena, blocks, preload/.
 */
#pragma once

#include <string.h>
#include <valgrind/memcheck.h>

#include "arena.h"
#include "backend.h"
#include "chunk.h"
#include "marked.h"
#include "rust_heap.h"

/* Larger blocks are rare, and dear to clear in any case: they have mappings of their own, which go back to
 * the kernel. */
#define FH_ROOM_MAX  ((size_t)32 << 10)
#define FH_N_CLASSES (FH_ROOM_MAX / FH_GRANULE + 1)
#define FH_N_NEAR    ((size_t)1024) /* chunks; a power of two */
/* Bytes in quarantine beyond what must be: it is shortened for some blocks at once. */
#define FH_SLACK ((size_t)16 << 10)

#define FH_UNADDRESSABLE 3 /* VALGRIND_GET_VBITS */

#define FH_FAST static inline __attribute__((always_inline))

struct fh_arena {
    bool is_locked;
    struct fh_heap_block *oldest, *newest;           /* the quarantine */
    size_t quarantined;                              /* bytes in it */
    struct fh_chunk *current;                        /* where new blocks are made; NULL: there is none yet */
    struct fh_heap_block *free_blocks[FH_N_CLASSES]; /* by room / FH_GRANULE */
    struct fh_chunk *near[FH_N_NEAR]; /* chunks of many blocks, by address; NULL, or another: look it up */
};

extern struct fh_arena fh_arena;

/* Held for some instructions only: a lock of pthreads costs more than what it would guard. FALSE: another
 * thread has it. */
FH_FAST bool fh_fast_lock(void)
{
    return !__atomic_exchange_n(&fh_arena.is_locked, true, __ATOMIC_ACQUIRE);
}

FH_FAST void fh_fast_unlock(void)
{
    __atomic_store_n(&fh_arena.is_locked, false, __ATOMIC_RELEASE);
}

FH_FAST size_t fh_room_for(size_t size)
{
    return (size + (size == 0) + FH_GRANULE - 1) & ~(FH_GRANULE - 1);
}

FH_FAST struct fh_chunk **fh_near(const void *address)
{
    return &fh_arena.near[(uintptr_t)address / FH_CHUNK_SIZE % FH_N_NEAR];
}

/* With the lock, as what follows. */
FH_FAST struct fh_heap_block *fh_fast_new(size_t room)
{
    struct fh_chunk *chunk = fh_arena.current;
    if (!chunk || chunk->used + room + 2 * FH_ARENA_RED_ZONE > chunk->size)
        return NULL;
    return fh_chunk_add(chunk, chunk->used + FH_ARENA_RED_ZONE, room);
}

/* As fh_arena_take(). `mark`: of the allocator (marked.h). */
FH_FAST struct fh_heap_block *fh_fast_take(size_t size, size_t alignment, size_t mark, bool *is_zeroed)
{
    if (size > FH_ROOM_MAX || alignment > FH_GRANULE || fh_arena.quarantined > FH_ARENA_QUARANTINE + FH_SLACK)
        return NULL;
    size_t room = fh_room_for(size);
    struct fh_heap_block **head = &fh_arena.free_blocks[room / FH_GRANULE];
    struct fh_heap_block *block = *head;
    *is_zeroed = !block;
    if (block)
        *head = block->next;
    else if (!(block = fh_fast_new(room)))
        return NULL;
    block->size = size;
    block->alignment = alignment | mark;
    block->state = FH_HEAP_BLOCK_LIVE;
    block->chunk->n_taken++;
    return block;
}

/* The live block that starts at the address; NULL: none, or it is not near. */
FH_FAST struct fh_heap_block *fh_fast_find(const void *address)
{
    uintptr_t offset = (uintptr_t)address % FH_CHUNK_SIZE;
    const struct fh_chunk *chunk = *fh_near(address);
    if (!chunk || chunk->start != (const char *)address - offset)
        return NULL;
    uint16_t number = chunk->starts[offset / FH_GRANULE];
    struct fh_heap_block *block = &chunk->blocks[number - 1];
    return number != 0 && block->start == address && block->state == FH_HEAP_BLOCK_LIVE ? block : NULL;
}

/* As fh_arena_release(). */
FH_FAST void fh_fast_retire(struct fh_heap_block *block)
{
    block->chunk->n_released++;
    block->state = FH_HEAP_BLOCK_RELEASED;
    block->next = NULL;
    if (fh_arena.newest)
        fh_arena.newest->next = block;
    else
        fh_arena.oldest = block;
    fh_arena.newest = block;
    fh_arena.quarantined += block->room;
}

FH_FAST bool fh_is_made_as(const struct fh_heap_block *block, size_t size, size_t marked)
{
    return block->size == size && block->alignment == marked;
}

FH_FAST bool fh_has_mark_of(const struct fh_heap_block *block, size_t marked)
{
    return (block->alignment ^ marked) >> FH_MARK_SHIFT == 0;
}

/* The red zones are inaccessible already: only what is announced ever becomes accessible, and no more than
 * that is. */
FH_FAST void fh_announce(const struct fh_heap_block *block, bool is_zeroed)
{
    VALGRIND_MALLOCLIKE_BLOCK(block->start, block->size, 0, is_zeroed);
}

/* memcheck is not asked whether C has released it, which would cost as much again: it says so itself. */
FH_FAST void fh_announce_release(const struct fh_heap_block *block)
{
    VALGRIND_FREELIKE_BLOCK(block->start, 0);
}

/* C has released what is live for the arena: memcheck knows. */
FH_FAST bool fh_is_lost(const struct fh_heap_block *block)
{
    char bits;
    return block->size > 0 && VALGRIND_GET_VBITS(block->start, &bits, 1) == FH_UNADDRESSABLE;
}

/* Takes the lock, as what follows. It does not wait for it, which would be a call, for which registers would
 * have to be saved. Announced under it, so that a leak search finds a block both in the arena and announced,
 * or neither. NULL: the long way. */
FH_FAST void *fh_fast_allocate(size_t size, size_t alignment, size_t mark, bool is_zeroed)
{
    bool has_zeroes;
    if (!fh_fast_lock())
        return NULL;
    struct fh_heap_block *block = fh_fast_take(size, alignment, mark, &has_zeroes);
    char *start = !block ? NULL : block->start;
    if (block)
        fh_announce(block, is_zeroed && has_zeroes);
    fh_fast_unlock();
    if (is_zeroed && block && !has_zeroes)
        memset(start, 0, size);
    return start;
}

/* `is_any`: whatever it was made as, but for the mark. */
FH_FAST bool fh_fast_release(void *address, size_t size, size_t marked, bool is_any)
{
    if (!fh_fast_lock())
        return false;
    struct fh_heap_block *block = fh_fast_find(address);
    bool is_so = block && (is_any ? fh_has_mark_of(block, marked) : fh_is_made_as(block, size, marked));
    if (is_so) {
        fh_announce_release(block);
        fh_fast_retire(block);
    }
    fh_fast_unlock();
    return is_so;
}

FH_FAST bool fh_fast_holds(const void *address, size_t size, size_t marked)
{
    if (!fh_fast_lock())
        return false;
    const struct fh_heap_block *block = fh_fast_find(address);
    bool is_so = block && fh_is_made_as(block, size, marked) && !fh_is_lost(block);
    fh_fast_unlock();
    return is_so;
}

/* Always moves: rust_heap.c says why. When another thread has come to the lock since, the old block is
 * released the long way: left, it would be a leak. */
FH_FAST void *fh_fast_reallocate(void *address, size_t size, size_t alignment, size_t mark, size_t new_size)
{
    if (!fh_fast_holds(address, size, alignment | mark))
        return NULL;
    void *result = fh_fast_allocate(new_size, alignment, mark, false);
    if (!result)
        return NULL;
    memcpy(result, address, size < new_size ? size : new_size);
    if (!fh_fast_release(address, size, alignment | mark, false))
        fh_rust_dealloc(address, size, alignment | mark);
    return result;
}
