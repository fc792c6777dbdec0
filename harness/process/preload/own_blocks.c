/* SPDX-License-Identifier: MIT */
#include "own_blocks.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "heap/address_table.h"

#define BITS_MAX 256

/* In a table's second value, from the lowest bit on. */
struct packed {
    uint64_t state : 8;
    uint64_t is_silent : 1;
    uint64_t alignment : 7; /* the power of two */
    uint64_t allocator : 48;
};

static struct fh_address_table blocks = FH_ADDRESS_TABLE; /* size; packed */

static void put(const void *address, const struct fh_own_block *block)
{
    struct packed packed = {.state = block->state,
                            .is_silent = block->is_silent,
                            .alignment = (unsigned)__builtin_ctzl(block->layout.alignment),
                            .allocator = block->layout.allocator};
    struct fh_address_table_values values = {.first = block->layout.size};
    memcpy(&values.second, &packed, sizeof(packed));
    fh_address_table_put(&blocks, address, values, false);
}

bool fh_own_block_find(const void *address, struct fh_own_block *block)
{
    struct packed packed;
    struct fh_address_table_values values;
    if (!address || !fh_address_table_find(&blocks, address, &values))
        return false;
    memcpy(&packed, &values.second, sizeof(packed));
    *block = (struct fh_own_block){.layout = {.size = values.first,
                                              .alignment = (size_t)1 << packed.alignment,
                                              .allocator = (unsigned)packed.allocator},
                                   .state = (enum fh_own_state)packed.state,
                                   .is_silent = packed.is_silent};
    return true;
}

/* The announcement makes all bytes undefined: which of them were set is noted before. */
static void announce_keeping(void *address, size_t size, size_t kept)
{
    char few[BITS_MAX], *bits = few;
    if (kept > sizeof(few))
        bits = mmap(NULL, kept, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool is_noted = bits != MAP_FAILED && VALGRIND_GET_VBITS(address, bits, kept) == 1;
    VALGRIND_MALLOCLIKE_BLOCK(address, size, 0, !is_noted);
    if (is_noted)
        VALGRIND_SET_VBITS(address, bits, kept);
    if (bits != few && bits != MAP_FAILED)
        munmap(bits, kept);
}

void fh_own_block_announce(void *address, const struct fh_own_block *block, bool is_defined, size_t kept)
{
    fh_own_block_withdraw(address);
    put(address, block);
    if (block->is_silent)
        return;
    if (kept > 0)
        announce_keeping(address, block->layout.size, kept);
    else
        VALGRIND_MALLOCLIKE_BLOCK(address, block->layout.size, 0, is_defined);
}

void fh_own_block_resize(void *address, struct fh_own_block *block, size_t size)
{
    if (!block->is_silent)
        VALGRIND_RESIZEINPLACE_BLOCK(address, block->layout.size, size, 0);
    block->layout.size = size;
    put(address, block);
}

void fh_own_block_set_state(const void *address, enum fh_own_state state)
{
    struct fh_own_block block;
    if (!fh_own_block_find(address, &block))
        return;
    block.state = state;
    put(address, &block);
}

bool fh_own_block_withdraw(void *address)
{
    struct fh_own_block block;
    struct fh_address_table_values values;
    if (!fh_own_block_find(address, &block) || !fh_address_table_take(&blocks, address, &values))
        return false;
    if (!block.is_silent)
        VALGRIND_FREELIKE_BLOCK(address, 0);
    return true;
}
