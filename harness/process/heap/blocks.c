/* SPDX-License-Identifier: MIT */
#include "blocks.h"

#include <string.h>

#include "arena.h"
#include "fast_path.h"

/* Under the lock up to the announcement: fast_path.h. */
static struct fh_heap_block *take(size_t size, size_t marked, bool is_zeroed, bool *has_zeroes)
{
    struct fh_heap_block *block = fh_arena_take(size, marked, has_zeroes);
    if (block)
        fh_announce(block, is_zeroed && *has_zeroes);
    return block;
}

void *fh_blocks_allocate(size_t size, size_t marked, bool is_zeroed)
{
    bool has_zeroes = false;
    fh_arena_lock();
    const struct fh_heap_block *block = take(size, marked, is_zeroed, &has_zeroes);
    char *start = !block ? NULL : block->start;
    fh_arena_unlock();
    if (start && is_zeroed && !has_zeroes)
        memset(start, 0, size);
    return start;
}

static bool is_live(const struct fh_heap_block *block)
{
    return block && block->state == FH_HEAP_BLOCK_LIVE && !fh_is_lost(block);
}

static bool is_nobodys(const struct fh_heap_block *block)
{
    return fh_layout_of(block->size, block->alignment).allocator == FH_MARK_NOBODY;
}

static struct fh_heap_block *live_block_at(const void *address)
{
    struct fh_heap_block *block = fh_arena_find(address);
    return is_live(block) && block->start == address && !is_nobodys(block) ? block : NULL;
}

bool fh_blocks_find(const void *address, struct fh_layout *layout)
{
    fh_arena_lock();
    const struct fh_heap_block *block = live_block_at(address);
    if (block)
        *layout = fh_layout_of(block->size, block->alignment);
    fh_arena_unlock();
    return block != NULL;
}

bool fh_blocks_release(void *address)
{
    fh_arena_lock();
    struct fh_heap_block *block = live_block_at(address);
    if (block) {
        fh_announce_release(block);
        fh_arena_release(block);
    }
    fh_arena_unlock();
    return block != NULL;
}

bool fh_blocks_release_as(void *address, const struct fh_layout *layout)
{
    return fh_fast_release(address, layout->size, fh_layout_marked(layout), false);
}

enum fh_heap_owner fh_blocks_owner(const void *address)
{
    enum fh_heap_owner result = FH_OWNED_ELSEWHERE;
    fh_arena_lock();
    if (is_live(fh_arena_find(address)))
        result = FH_OWNED_BY_RUST;
    else if (fh_arena_holds(address))
        result = FH_OWNED_BY_NONE;
    fh_arena_unlock();
    return result;
}
