/* SPDX-License-Identifier: MIT */
/*
 * The ledger's leak search: conservative, as memcheck's is ("Memory leak detection", Valgrind's manual). Every aligned word of
 * writable memory that holds the address of a block keeps it: its start, or an address inside. What is not kept is lost; of lost
 * blocks, those that another one keeps are lost indirectly.
 */
#include <string.h>

#include "arena.h"
#include "chunk.h"
#include "events.h"
#include "ledger.h"
#include "live_stacks.h"
#include "loaded.h"
#include "memory.h"

enum mark {
    UNREACHED,
    BY_START,
    BY_INSIDE,
    LEADER,   /* lost, and no other lost block keeps it */
    FOLLOWER, /* lost with a leader */
};

/* Blocks of one stack and state, told as one. */
struct sum {
    uint64_t hash;
    struct fh_ledger_record record;
    struct sum *next;
};

static struct fh_block *pending; /* to be scanned */
static struct fh_block *leader;  /* whose followers are being found */
static uint64_t follower_bytes;
static bool takes_inside;
static struct sum *sums, *spare_sums;

static void push(struct fh_block *block, enum mark mark)
{
    block->mark = mark;
    block->next = pending;
    pending = block;
}

static struct fh_block *live_block(uintptr_t word)
{
    struct fh_block *block = fh_arena_find((const void *)word);
    return block != NULL && block->state == FH_BLOCK_LIVE ? block : NULL;
}

static void reach(uintptr_t word)
{
    struct fh_block *block = live_block(word);
    if (block == NULL || block->mark != UNREACHED)
        return;
    if (!takes_inside && (uintptr_t)block->start == word)
        push(block, BY_START);
    else if (takes_inside)
        push(block, BY_INSIDE);
}

static void follow(uintptr_t word)
{
    struct fh_block *block = live_block(word);
    if (block == NULL || block == leader || (block->mark != UNREACHED && block->mark != LEADER))
        return;
    follower_bytes += block->size + (block->mark == LEADER ? block->note->follower_bytes : 0);
    push(block, FOLLOWER);
}

__attribute__((no_sanitize("address"))) static void scan(const char *start, size_t size,
                                                         void (*visit)(uintptr_t word))
{
    const uintptr_t *words = (const uintptr_t *)(((uintptr_t)start + 7) & ~(uintptr_t)7);
    const uintptr_t *end = (const uintptr_t *)(((uintptr_t)start + size) & ~(uintptr_t)7);
    for (; words < end; words++)
        visit(*words);
}

static void scan_pending(void (*visit)(uintptr_t word))
{
    while (pending != NULL) {
        struct fh_block *block = pending;
        pending = block->next;
        scan(block->start, block->size, visit);
    }
}

/* Page by page: the kernel joins neighbouring mappings, and ours may be among them. */
static void scan_roots(const void *start, size_t size)
{
    const size_t page = 4096;
    const char *at = start, *end = at + size;
    while (at < end) {
        const char *next = (const char *)(((uintptr_t)at + page) & ~(page - 1));
        next = next < end ? next : end;
        if (!fh_arena_holds(at) && !fh_memory_holds(at))
            scan(at, (size_t)(next - at), reach);
        at = next;
    }
}

static void for_live(void (*visit)(struct fh_block *block))
{
    size_t n;
    const struct fh_chunk *chunks = fh_chunks(&n);
    for (size_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < chunks[i].n_blocks; j++)
            if (chunks[i].blocks[j].state == FH_BLOCK_LIVE && chunks[i].blocks[j].note != NULL)
                visit(&chunks[i].blocks[j]);
}

static void clear_mark(struct fh_block *block)
{
    block->mark = UNREACHED;
}

static void scan_again(struct fh_block *block)
{
    if (block->mark == BY_START)
        scan(block->start, block->size, reach);
}

static void find_followers(struct fh_block *block)
{
    if (block->mark != UNREACHED)
        return;
    leader = block;
    follower_bytes = 0;
    block->mark = LEADER;
    scan(block->start, block->size, follow);
    scan_pending(follow);
    block->note->follower_bytes = follower_bytes;
}

static uint64_t hash_of(const struct fh_block *block)
{
    const struct fh_ledger_stack *stack = &block->note->allocated;
    uint64_t hash = block->mark;
    for (uint32_t i = 0; i < stack->n; i++)
        hash = (hash ^ stack->frames[i]) * UINT64_C(0x100000001b3);
    return (hash ^ stack->line) * UINT64_C(0x100000001b3);
}

static enum fh_ledger_state state_of(const struct fh_block *block)
{
    static const enum fh_ledger_state states[] = {[BY_START] = FH_LEDGER_REACHABLE,
                                                  [BY_INSIDE] = FH_LEDGER_POSSIBLE,
                                                  [LEADER] = FH_LEDGER_DEFINITE,
                                                  [FOLLOWER] = FH_LEDGER_INDIRECT};
    return states[block->mark];
}

static struct sum *sum_of(const struct fh_block *block)
{
    uint64_t hash = hash_of(block);
    struct sum *sum = sums;
    while (sum != NULL && sum->hash != hash)
        sum = sum->next;
    if (sum != NULL)
        return sum;
    sum = spare_sums;
    if (sum != NULL)
        spare_sums = sum->next;
    else
        sum = fh_memory_need(sizeof(*sum));
    memset(sum, 0, sizeof(*sum));
    sum->hash = hash;
    sum->record = (struct fh_ledger_record){.what = FH_LEDGER_LEAK,
                                            .place = FH_LEDGER_LIVE,
                                            .state = state_of(block),
                                            .address = (uintptr_t)block->start,
                                            .block = (uintptr_t)block->start,
                                            .size = block->size,
                                            .allocated = block->note->allocated};
    sum->next = sums;
    sums = sum;
    return sum;
}

/* What memcheck would say of it later is not said again, unless it has become a leak. */
static void add_up(struct fh_block *block)
{
    bool is_leak = block->mark == LEADER || block->mark == FOLLOWER;
    if (block->note->is_reported)
        return;
    block->note->is_reported = is_leak;
    struct fh_ledger_record *record = &sum_of(block)->record;
    uint64_t inner = block->mark == LEADER ? block->note->follower_bytes : 0;
    record->blocks++;
    record->bytes += block->size + inner;
    record->indirect_bytes += inner;
}

static void tell_sums(void)
{
    fh_loaded_note();
    while (sums != NULL) {
        struct sum *sum = sums;
        sums = sum->next;
        fh_event_with(FH_EVENT_RECORD, NULL, 0, &sum->record, sizeof(sum->record));
        sum->next = spare_sums;
        spare_sums = sum;
    }
}

void fh_ledger_check_leaks(void)
{
    fh_arena_lock();
    for_live(clear_mark);
    takes_inside = false;
    fh_writable_memory(scan_roots);
    scan_pending(reach);
    takes_inside = true;
    fh_writable_memory(scan_roots);
    for_live(scan_again);
    scan_pending(reach);
    for_live(find_followers);
    for_live(add_up);
    fh_arena_unlock();
    tell_sums();
}
