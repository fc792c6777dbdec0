/* SPDX-License-Identifier: MIT */
#include "blocks.h"

#include <string.h>
#include <valgrind/memcheck.h>

#include "arena.h"

#define UNADDRESSABLE 3 /* VALGRIND_GET_VBITS */

/* Under the lock up to the announcement, so that a leak search finds a block both in the arena and announced, or neither. */
static struct fh_block *take(size_t size, size_t alignment, bool is_zeroed, bool *has_zeroes)
{
    struct fh_block *block = fh_arena_take(size, alignment, has_zeroes);
    if (block == NULL)
        return NULL;
    block->alignment = alignment;
    VALGRIND_MALLOCLIKE_BLOCK(block->start, size, FH_ARENA_RED_ZONE, is_zeroed && *has_zeroes);
    return block;
}

void *fh_blocks_allocate(size_t size, size_t alignment, bool is_zeroed)
{
    bool has_zeroes = false;
    fh_arena_lock();
    const struct fh_block *block = take(size, alignment, is_zeroed, &has_zeroes);
    char *start = block == NULL ? NULL : block->start;
    fh_arena_unlock();
    if (start != NULL && is_zeroed && !has_zeroes)
        memset(start, 0, size);
    return start;
}

/* C may have released a block that is live for the arena: memcheck knows. */
static bool is_live(const struct fh_block *block)
{
    char bits;
    return block != NULL && block->state == FH_BLOCK_LIVE &&
           (block->size == 0 || VALGRIND_GET_VBITS(block->start, &bits, 1) != UNADDRESSABLE);
}

static struct fh_block *live_block_at(const void *address)
{
    struct fh_block *block = fh_arena_find(address);
    return is_live(block) && block->start == address ? block : NULL;
}

bool fh_blocks_find(const void *address, struct fh_layout *layout)
{
    fh_arena_lock();
    const struct fh_block *block = live_block_at(address);
    if (block != NULL)
        *layout = (struct fh_layout){block->size, block->alignment};
    fh_arena_unlock();
    return block != NULL;
}

bool fh_blocks_release(void *address)
{
    fh_arena_lock();
    struct fh_block *block = live_block_at(address);
    if (block != NULL) {
        VALGRIND_FREELIKE_BLOCK(address, FH_ARENA_RED_ZONE);
        fh_arena_release(block);
    }
    fh_arena_unlock();
    return block != NULL;
}

/* memcheck is not asked whether C has released it, which costs more than all the rest: it says so itself. */
bool fh_blocks_release_as(void *address, const struct fh_layout *layout)
{
    fh_arena_lock();
    struct fh_block *block = fh_arena_find(address);
    bool is_so = block != NULL && block->state == FH_BLOCK_LIVE && block->start == address &&
                 block->size == layout->size && block->alignment == layout->alignment;
    if (is_so) {
        VALGRIND_FREELIKE_BLOCK(address, FH_ARENA_RED_ZONE);
        fh_arena_release(block);
    }
    fh_arena_unlock();
    return is_so;
}

enum fh_ownership fh_blocks_owner(const void *address)
{
    enum fh_ownership result = FH_OWNED_ELSEWHERE;
    fh_arena_lock();
    if (is_live(fh_arena_find(address)))
        result = FH_OWNED_BY_RUST;
    else if (fh_arena_holds(address))
        result = FH_OWNED_BY_NONE;
    fh_arena_unlock();
    return result;
}
