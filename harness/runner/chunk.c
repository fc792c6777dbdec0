/* SPDX-License-Identifier: MIT */
#include "chunk.h"

#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "memory.h"

/* memcheck keeps a table for each 64 KiB; what is inaccessible by whole tables costs its leak search nothing. */
#define UNIT        ((size_t)64 << 10)
#define CHUNK_SIZE  (4 * UNIT)
#define BLOCKS_MAX  (CHUNK_SIZE / (16 + 2 * FH_ARENA_RED_ZONE) + 1)
#define FIRST_TABLE ((size_t)256)
#define GRANULE     ((size_t)16) /* blocks start at multiples */

static struct fh_chunk *chunks; /* by address */
static size_t n_chunks, capacity;
static struct fh_block *spare_blocks; /* descriptions of unmapped own chunks */

static bool make_place(void)
{
    if (n_chunks < capacity)
        return true;
    size_t new_capacity = capacity == 0 ? FIRST_TABLE : 2 * capacity;
    struct fh_chunk *table = fh_memory_take(new_capacity * sizeof(*table));
    if (table == NULL)
        return false;
    if (n_chunks > 0)
        memcpy(table, chunks, n_chunks * sizeof(*table));
    chunks = table;
    capacity = new_capacity;
    return true;
}

/* The index of the first chunk that begins after the address. */
static size_t position_after(const void *address)
{
    size_t low = 0, high = n_chunks;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (chunks[middle].start <= (const char *)address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool holds(const struct fh_chunk *chunk, const char *address)
{
    return address >= chunk->start && address < chunk->start + chunk->size;
}

/* Most questions are about the chunk of the one before. */
struct fh_chunk *fh_chunk_of(const void *address)
{
    static size_t last;
    size_t guess = last;
    if (guess < n_chunks && holds(&chunks[guess], address))
        return &chunks[guess];
    size_t after = position_after(address);
    if (after == 0)
        return NULL;
    last = after - 1;
    return holds(&chunks[after - 1], address) ? &chunks[after - 1] : NULL;
}

struct fh_chunk *fh_chunks(size_t *n)
{
    *n = n_chunks;
    return chunks;
}

static struct fh_chunk *insert(const struct fh_chunk *chunk)
{
    size_t at = position_after(chunk->start);
    memmove(&chunks[at + 1], &chunks[at], (n_chunks - at) * sizeof(*chunks));
    chunks[at] = *chunk;
    n_chunks++;
    return &chunks[at];
}

static struct fh_block *blocks_for(bool is_own)
{
    if (!is_own)
        return fh_memory_take(BLOCKS_MAX * sizeof(struct fh_block));
    struct fh_block *block = spare_blocks;
    if (block == NULL)
        return fh_memory_take(sizeof(*block));
    spare_blocks = block->next;
    *block = (struct fh_block){.note = block->note};
    return block;
}

static char *map_units(size_t size)
{
    char *start =
        mmap(NULL, size + UNIT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    size_t before = -(uintptr_t)start % UNIT;
    if (before > 0)
        munmap(start, before);
    munmap(start + before + size, UNIT - before);
    return start + before;
}

static struct fh_chunk *map_chunk(size_t size, bool is_own)
{
    struct fh_chunk chunk = {.size = (size + UNIT - 1) & ~(UNIT - 1), .capacity = is_own ? 1 : BLOCKS_MAX};
    if (!make_place() || (chunk.blocks = blocks_for(is_own)) == NULL)
        return NULL;
    if (!is_own && (chunk.starts = fh_memory_take(CHUNK_SIZE / GRANULE * sizeof(*chunk.starts))) == NULL)
        return NULL;
    chunk.start = map_units(chunk.size);
    if (chunk.start == NULL)
        return NULL;
    VALGRIND_MAKE_MEM_NOACCESS(chunk.start, chunk.size);
    return insert(&chunk);
}

/* Where the next block of this alignment would start. */
static size_t next_offset(const struct fh_chunk *chunk, size_t alignment)
{
    uintptr_t address = (uintptr_t)chunk->start + chunk->used + FH_ARENA_RED_ZONE;
    return ((address + alignment - 1) & ~(alignment - 1)) - (uintptr_t)chunk->start;
}

static bool has_place(const struct fh_chunk *chunk, size_t room, size_t alignment)
{
    return chunk->n_blocks < chunk->capacity &&
           next_offset(chunk, alignment) + room + FH_ARENA_RED_ZONE <= chunk->size;
}

/* The table moves when a chunk is inserted, so the current one is found anew by its address. */
static struct fh_chunk *chunk_with_place(size_t room, size_t alignment, bool is_own)
{
    static char *current_start;
    if (is_own)
        return map_chunk(room + alignment + 2 * FH_ARENA_RED_ZONE, true);
    struct fh_chunk *chunk = current_start == NULL ? NULL : fh_chunk_of(current_start);
    if (chunk == NULL || !has_place(chunk, room, alignment)) {
        chunk = map_chunk(CHUNK_SIZE, false);
        if (chunk != NULL)
            current_start = chunk->start;
    }
    return chunk;
}

struct fh_block *fh_chunk_take(size_t room, size_t alignment, bool is_own)
{
    struct fh_chunk *chunk = chunk_with_place(room, alignment, is_own);
    if (chunk == NULL)
        return NULL;
    size_t offset = next_offset(chunk, alignment);
    struct fh_block *block = &chunk->blocks[chunk->n_blocks++];
    *block = (struct fh_block){
        .start = chunk->start + offset, .room = room, .note = block->note, .is_chunk = is_own};
    chunk->used = offset + room + FH_ARENA_RED_ZONE;
    if (chunk->starts != NULL)
        chunk->starts[offset / GRANULE] = (uint16_t)chunk->n_blocks;
    return block;
}

void fh_chunk_remove(struct fh_chunk *chunk)
{
    struct fh_block *block = chunk->blocks;
    block->next = spare_blocks;
    spare_blocks = block;
    munmap(chunk->start, chunk->size);
    size_t at = (size_t)(chunk - chunks);
    memmove(&chunks[at], &chunks[at + 1], (n_chunks - at - 1) * sizeof(*chunks));
    n_chunks--;
}

static struct fh_block *block_at_start(const struct fh_chunk *chunk, const char *address)
{
    uint16_t number = chunk->starts == NULL ? 0 : chunk->starts[(size_t)(address - chunk->start) / GRANULE];
    return number != 0 && chunk->blocks[number - 1].start == address ? &chunk->blocks[number - 1] : NULL;
}

struct fh_block *fh_chunk_find(const struct fh_chunk *chunk, const void *address)
{
    struct fh_block *found = block_at_start(chunk, address);
    if (found != NULL)
        return found;
    size_t low = 0, high = chunk->n_blocks;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (chunk->blocks[middle].start <= (const char *)address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    struct fh_block *block = &chunk->blocks[low - 1];
    size_t extent = block->size == 0 ? 1 : block->size;
    return (const char *)address < block->start + extent ? block : NULL;
}
