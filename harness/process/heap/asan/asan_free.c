/* SPDX-License-Identifier: MIT */
#include "asan_free.h"

#include <stdint.h>
#include <string.h>

#include "asan.h"
#include "asan_heap.h"
#include "heap/address_table.h"
#include "heap/mappings.h"
#include "heap/unchecked.h"

#define HEADER    16 /* bytes of ASan's description before a block */
#define LIVE_MARK 2  /* the first of them */
#define RECENT    64

static struct fh_address_table released = FH_ADDRESS_TABLE;     /* the first bytes of released blocks */
static struct fh_address_table descriptions = FH_ADDRESS_TABLE; /* copies of ASan's, of all blocks */
static const void *recent[RECENT];                              /* a ring of the last that were released */
static unsigned n_released;

FH_UNCHECKED static uint64_t *first_bytes(const void *address)
{
    return (uint64_t *)(uintptr_t)address;
}

FH_UNCHECKED static struct fh_address_table_values *description_of(const void *start)
{
    return (struct fh_address_table_values *)((uintptr_t)start - HEADER);
}

FH_UNCHECKED void fh_asan_keep_description(const void *start)
{
    const struct fh_address_table_values *now = description_of(start);
    fh_address_table_put(&descriptions, start, (struct fh_address_table_values){now->first, now->second},
                         false);
}

void fh_asan_forget_description(const void *start)
{
    struct fh_address_table_values kept;
    fh_address_table_take(&descriptions, start, &kept);
}

FH_UNCHECKED static void write_description(const void *start, struct fh_address_table_values kept)
{
    struct fh_address_table_values *now = description_of(start);
    if (now->first != kept.first)
        now->first = kept.first;
    if (now->second != kept.second)
        now->second = kept.second;
}

FH_UNCHECKED void fh_asan_released(const void *address)
{
    if (!address || __sanitizer_get_ownership(address))
        return;
    fh_address_table_put(&released, address, (struct fh_address_table_values){*first_bytes(address), 0},
                         false);
    fh_asan_keep_description(address);
    unsigned at = __atomic_fetch_add(&n_released, 1, __ATOMIC_RELAXED) % RECENT;
    __atomic_store_n(&recent[at], address, __ATOMIC_RELAXED);
}

/* Only where ASan holds the block back: else the bytes are another's. */
FH_UNCHECKED void fh_asan_restore(const void *address)
{
    struct fh_address_table_values values;
    if (address && !__sanitizer_get_ownership(address) && fh_asan_block_start(address) == address &&
        fh_address_table_find(&released, address, &values))
        *first_bytes(address) = values.first;
}

void fh_asan_restore_recent(void)
{
    for (unsigned i = 0; i < RECENT; i++)
        fh_asan_restore(__atomic_load_n(&recent[i], __ATOMIC_RELAXED));
}

const void *fh_asan_block_start(const void *address)
{
    char name[1];
    void *start = NULL;
    size_t size = 0;
    const char *kind = __asan_locate_address((void *)address, name, sizeof(name), &start, &size);
    bool is_inside = (const char *)address >= (const char *)start &&
                     ((const char *)address < (const char *)start + size || address == start);
    return strcmp(kind, "heap") == 0 && is_inside ? start : NULL;
}

static bool find_writable(const struct fh_mapping *mapping, void *data)
{
    uintptr_t *address = data;
    if (*address < mapping->start || *address >= mapping->end)
        return true;
    if (mapping->is_writable)
        *address = 0;
    return false;
}

static bool is_writable(const void *address)
{
    uintptr_t place = (uintptr_t)address;
    fh_mappings_each(find_writable, &place);
    return place == 0;
}

/* Looks like the description of a live block, which it isn't. */
FH_UNCHECKED static bool is_misleading(const char *header)
{
    return *(const volatile char *)header == LIVE_MARK;
}

/* A released block, or something that ASan says no to. */
static bool can_be_given(const void *address)
{
    const void *start = fh_asan_block_start(address);
    const char *header = (const char *)address - HEADER;
    return start == address || (!start && is_writable(header) && !is_misleading(header));
}

static bool is_live(struct fh_address_table_values description)
{
    return (unsigned char)description.first == LIVE_MARK;
}

/* What was released ASan may have given back to the system, or to another block. */
void fh_asan_restore_description(const void *start)
{
    struct fh_address_table_values kept;
    if (!fh_address_table_find(&descriptions, start, &kept))
        return;
    const void *holder = is_live(kept) ? start : fh_asan_block_start(start);
    if (is_live(kept) || (!holder && is_writable(description_of(start))))
        write_description(start, kept);
}

static void restore_live(const void *start, struct fh_address_table_values kept, void *data)
{
    (void)data;
    if (is_live(kept))
        write_description(start, kept);
}

void fh_asan_restore_live(void)
{
    fh_address_table_each(&descriptions, restore_live, NULL);
}

bool fh_asan_prepare_release(void **address)
{
    fh_asan_restore_description(*address);
    if (__sanitizer_get_ownership(*address))
        return true;
    *address = fh_asan_heap_known_as(*address);
    fh_asan_restore(fh_asan_block_start(*address));
    if (can_be_given(*address))
        return true;
    fh_asan_heap_count_release();
    __sanitizer_get_allocated_size(*address);
    return false;
}

void fh_asan_free_lock(void)
{
    fh_address_table_lock(&released);
    fh_address_table_lock(&descriptions);
}

void fh_asan_free_unlock(void)
{
    fh_address_table_unlock(&descriptions);
    fh_address_table_unlock(&released);
}
