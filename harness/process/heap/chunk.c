/* SPDX-License-Identifier: MIT */
#include "chunk.h"

#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "fast_path.h"
#include "memory.h"

#define BLOCKS_MAX  (FH_CHUNK_SIZE / (FH_GRANULE + 2 * FH_ARENA_RED_ZONE) + 1)
#define FIRST_TABLE ((size_t)256)

static struct fh_chunk **chunks; /* by address */
static size_t n_chunks, capacity;
static struct fh_chunk *spare_chunks; /* of one block, unmapped, with its description */

static bool make_place(void)
{
    if (n_chunks < capacity)
        return true;
    size_t new_capacity = capacity == 0 ? FIRST_TABLE : 2 * capacity;
    struct fh_chunk **table = fh_memory_take(new_capacity * sizeof(*table));
    if (!table)
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
        if (chunks[middle]->start <= (const char *)address)
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

static bool is_of_many(const struct fh_chunk *chunk)
{
    return chunk->starts != NULL;
}

struct fh_chunk *fh_chunk_of(const void *address)
{
    struct fh_chunk **near = fh_near(address);
    if (*near && holds(*near, address))
        return *near;
    size_t after = position_after(address);
    if (after == 0 || !holds(chunks[after - 1], address))
        return NULL;
    if (is_of_many(chunks[after - 1]))
        *near = chunks[after - 1];
    return chunks[after - 1];
}

struct fh_chunk *const *fh_chunks(size_t *n)
{
    *n = n_chunks;
    return chunks;
}

static void insert(struct fh_chunk *chunk)
{
    size_t at = position_after(chunk->start);
    memmove(&chunks[at + 1], &chunks[at], (n_chunks - at) * sizeof(*chunks));
    chunks[at] = chunk;
    n_chunks++;
}

static struct fh_chunk *new_of_many(void)
{
    struct fh_chunk *chunk = fh_memory_take(sizeof(*chunk));
    if (!chunk || !(chunk->blocks = fh_memory_take(BLOCKS_MAX * sizeof(struct fh_heap_block))) ||
        !(chunk->starts = fh_memory_take(FH_CHUNK_SIZE / FH_GRANULE * sizeof(*chunk->starts))))
        return NULL;
    return chunk;
}

static struct fh_chunk *new_of_one(void)
{
    struct fh_chunk *chunk = spare_chunks;
    if (!chunk) {
        chunk = fh_memory_take(sizeof(*chunk));
        return chunk && (chunk->blocks = fh_memory_take(sizeof(struct fh_heap_block))) ? chunk : NULL;
    }
    spare_chunks = chunk->next_spare;
    *chunk->blocks = (struct fh_heap_block){.note = chunk->blocks->note};
    *chunk = (struct fh_chunk){.blocks = chunk->blocks};
    return chunk;
}

static char *map_units(size_t size, size_t alignment)
{
    char *start = mmap(NULL, size + alignment, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    size_t before = -(uintptr_t)start % alignment;
    if (before > 0)
        munmap(start, before);
    munmap(start + before + size, alignment - before);
    return start + before;
}

static struct fh_chunk *map_chunk(size_t size, bool is_own)
{
    struct fh_chunk *chunk = !make_place() ? NULL : is_own ? new_of_one() : new_of_many();
    if (!chunk)
        return NULL;
    chunk->size = (size + FH_CHUNK_UNIT - 1) & ~(FH_CHUNK_UNIT - 1);
    chunk->start = map_units(chunk->size, is_own ? FH_CHUNK_UNIT : FH_CHUNK_SIZE);
    if (!chunk->start)
        return NULL;
    VALGRIND_MAKE_MEM_NOACCESS(chunk->start, chunk->size);
    insert(chunk);
    if (!is_own)
        *fh_near(chunk->start) = chunk;
    return chunk;
}

/* Where the next block of this alignment would start. */
static size_t next_offset(const struct fh_chunk *chunk, size_t alignment)
{
    uintptr_t address = (uintptr_t)chunk->start + chunk->used + FH_ARENA_RED_ZONE;
    return ((address + alignment - 1) & ~(alignment - 1)) - (uintptr_t)chunk->start;
}

static struct fh_chunk *chunk_with_place(size_t room, size_t alignment, bool is_own)
{
    if (is_own)
        return map_chunk(room + alignment + 2 * FH_ARENA_RED_ZONE, true);
    struct fh_chunk *chunk = fh_arena.current;
    if (chunk && next_offset(chunk, alignment) + room + FH_ARENA_RED_ZONE <= chunk->size)
        return chunk;
    chunk = map_chunk(FH_CHUNK_SIZE, false);
    if (chunk)
        fh_arena.current = chunk;
    return chunk;
}

struct fh_heap_block *fh_chunk_take(size_t room, size_t alignment, bool is_own)
{
    struct fh_chunk *chunk = chunk_with_place(room, alignment, is_own);
    if (!chunk)
        return NULL;
    struct fh_heap_block *block = fh_chunk_add(chunk, next_offset(chunk, alignment), room);
    block->is_chunk = is_own;
    return block;
}

void fh_chunk_remove(struct fh_chunk *chunk)
{
    size_t at = position_after(chunk->start) - 1;
    munmap(chunk->start, chunk->size);
    memmove(&chunks[at], &chunks[at + 1], (n_chunks - at - 1) * sizeof(struct fh_chunk *));
    n_chunks--;
    chunk->next_spare = spare_chunks;
    spare_chunks = chunk;
}

static struct fh_heap_block *block_at_start(const struct fh_chunk *chunk, const char *address)
{
    uint16_t number = !chunk->starts ? 0 : chunk->starts[(size_t)(address - chunk->start) / FH_GRANULE];
    return number != 0 && chunk->blocks[number - 1].start == address ? &chunk->blocks[number - 1] : NULL;
}

struct fh_heap_block *fh_chunk_find(const struct fh_chunk *chunk, const void *address)
{
    struct fh_heap_block *found = block_at_start(chunk, address);
    if (found)
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
    struct fh_heap_block *block = &chunk->blocks[low - 1];
    size_t extent = block->size == 0 ? 1 : block->size;
    return (const char *)address < block->start + extent ? block : NULL;
}
