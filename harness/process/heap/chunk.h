/* SPDX-License-Identifier: MIT */
/*
 * The mappings that the arena's blocks are in. Callers: arena.c and protect.c, with the arena's lock held.
 *
 * A chunk's blocks lie in it in the order of its table, so an address finds its chunk and its block by
 * bisection.
 */
#pragma once

#include "arena.h"

/* memcheck keeps a table for each 64 KiB; what is inaccessible by whole tables costs its leak search nothing.
 */
#define FH_CHUNK_UNIT ((size_t)64 << 10)
#define FH_CHUNK_SIZE (4 * FH_CHUNK_UNIT) /* of one with many blocks; it starts at a multiple */

/* Stays where it is. */
struct fh_chunk {
    char *start;
    size_t size;
    size_t used;
    struct fh_heap_block *blocks; /* in memory.h's memory */
    uint16_t *starts; /* number of the block that starts in a granule, from 1; NULL: a chunk of one block */
    struct fh_chunk *next_spare;
    uint32_t n_blocks;
    uint64_t n_taken, n_released; /* blocks, so far */
    uint64_t n_closed;            /* what `n_taken` was when the whole chunk was last made inaccessible */
};

static inline bool fh_chunk_is_in_use(const struct fh_chunk *chunk)
{
    return chunk->n_taken != chunk->n_released;
}

/* A new block of a chunk, not yet live, all its bytes zero; `is_own`: in a chunk of its own. NULL: no
 * memory. */
struct fh_heap_block *fh_chunk_take(size_t room, size_t alignment, bool is_own);

/* The same at `offset`, where the chunk has room. What a description holds beside what is set here is left:
 * zeroes, or its note. */
static inline __attribute__((always_inline)) struct fh_heap_block *fh_chunk_add(struct fh_chunk *chunk,
                                                                                size_t offset, size_t room)
{
    struct fh_heap_block *block = &chunk->blocks[chunk->n_blocks++];
    block->start = chunk->start + offset;
    block->room = room;
    block->chunk = chunk;
    chunk->used = offset + room + FH_ARENA_RED_ZONE;
    if (chunk->starts)
        chunk->starts[offset / FH_GRANULE] = (uint16_t)chunk->n_blocks;
    return block;
}

/* Unmaps a chunk that was made for one block. */
void fh_chunk_remove(struct fh_chunk *chunk);

/* The chunk that holds the address; NULL when there is none. Borrowed; valid until it is removed. */
struct fh_chunk *fh_chunk_of(const void *address);

/* The block of `chunk` that holds the address; NULL when it is between blocks. */
struct fh_heap_block *fh_chunk_find(const struct fh_chunk *chunk, const void *address);

/* All chunks, by address. Borrowed; valid until the next fh_chunk_take(). */
struct fh_chunk *const *fh_chunks(size_t *n);
