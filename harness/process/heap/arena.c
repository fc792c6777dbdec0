/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <sched.h>

#include "event_writer.h"
#include "fast_path.h"

/* No machine has so much memory: that a library is refused it is what its author had in mind. */
#define BEYOND_MACHINES ((size_t)4 << 40)

struct fh_arena fh_arena;

void fh_arena_lock(void)
{
    while (!fh_fast_lock())
        sched_yield();
}

void fh_arena_unlock(void)
{
    fh_fast_unlock();
}

static void make_free(struct fh_heap_block *block)
{
    block->state = FH_HEAP_BLOCK_FREE;
    if (block->is_chunk) {
        fh_chunk_remove(block->chunk);
        return;
    }
    struct fh_heap_block **head = &fh_arena.free_blocks[block->room / FH_GRANULE];
    block->next = *head;
    *head = block;
}

/* Late, as in memcheck: at the next allocation, so that even a block larger than the quarantine is in it for
 * a while. */
void fh_arena_shorten_quarantine(void)
{
    while (fh_arena.quarantined > FH_ARENA_QUARANTINE) {
        struct fh_heap_block *block = fh_arena.oldest;
        fh_arena.oldest = block->next;
        if (!fh_arena.oldest)
            fh_arena.newest = NULL;
        fh_arena.quarantined -= block->room;
        make_free(block);
    }
}

static struct fh_heap_block *reuse(size_t room, size_t alignment)
{
    struct fh_heap_block **head = &fh_arena.free_blocks[room / FH_GRANULE];
    struct fh_heap_block *block = *head;
    if (!block || (uintptr_t)block->start % alignment != 0)
        return NULL;
    *head = block->next;
    return block;
}

static struct fh_heap_block *take(size_t room, size_t alignment, bool *is_zeroed)
{
    bool is_small = room <= FH_ROOM_MAX && alignment <= FH_ROOM_MAX;
    struct fh_heap_block *block = is_small ? reuse(room, alignment) : NULL;
    *is_zeroed = !block;
    return block ? block : fh_chunk_take(room, alignment, !is_small);
}

/* Without memory nothing is lost, and nothing is proven. Once in a scenario. */
static void tell_refusal(size_t size)
{
    static uint32_t told_in;
    static bool is_told;
    if (size >= BEYOND_MACHINES || (is_told && told_in == fh_events->current_scenario))
        return;
    is_told = true;
    told_in = fh_events->current_scenario;
    fh_event_write(FH_EVENT_REFUSED, (const uint64_t[]){size}, 1, NULL);
}

struct fh_heap_block *fh_arena_take(size_t size, size_t marked, bool *is_zeroed)
{
    const struct fh_layout layout = fh_layout_of(size, marked);
    size_t alignment = layout.alignment;
    struct fh_heap_block *block = fh_fast_take(size, alignment, fh_mark(layout.allocator), is_zeroed);
    if (block || size > SIZE_MAX / 4 || alignment > SIZE_MAX / 4)
        return block;
    fh_arena_shorten_quarantine();
    block = take(fh_room_for(size), alignment < FH_GRANULE ? FH_GRANULE : alignment, is_zeroed);
    if (!block) {
        tell_refusal(size);
        return NULL;
    }
    block->size = size;
    block->alignment = marked;
    block->state = FH_HEAP_BLOCK_LIVE;
    block->chunk->n_taken++;
    return block;
}

void fh_arena_release(struct fh_heap_block *block)
{
    fh_fast_retire(block);
}

struct fh_heap_block *fh_arena_find(const void *address)
{
    struct fh_chunk *chunk = fh_chunk_of(address);
    return !chunk ? NULL : fh_chunk_find(chunk, address);
}

bool fh_arena_holds(const void *address)
{
    return fh_chunk_of(address) != NULL;
}
