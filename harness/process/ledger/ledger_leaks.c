/* SPDX-License-Identifier: MIT */
/*
 * The ledger's leak search: conservative, as memcheck's is ("Memory leak detection", Valgrind's manual).
 * Every aligned word of writable memory that holds the address of a block keeps it: its start, or an address
 * inside. What is not kept is lost; of lost blocks, those that another one keeps are lost indirectly.
 */
#include "ledger_leaks.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "heap/arena.h"
#include "heap/chunk.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/live_stacks.h"
#include "heap/loaded_objects.h"
#include "heap/memory.h"
#include "ledger.h"
#include "ledger_malloc.h"
#include "stop_threads.h"
#include "wire/ledger_record.h"

#define PAGE    ((size_t)4096)
#define WINDOW  (16 * PAGE)
#define BUCKETS 1024

enum mark {
    UNREACHED,
    BY_START,
    BY_INSIDE,
    LEADER,   /* lost, and no other lost block keeps it */
    FOLLOWER, /* lost with a leader */
    MAYBE,    /* not yet reached, but for a pointer to its inside */
};

/* Blocks of one stack and state, told as one. */
struct sum {
    uint64_t hash;
    struct fh_ledger_record record;
    struct sum *next;  /* of the same bucket, or spare */
    struct sum *later; /* that was begun after it */
};

static struct fh_heap_block *pending; /* to be scanned */
static struct fh_heap_block *leader;  /* whose followers are being found */
static uint64_t follower_bytes;
static struct sum **sums, *spare_sums;                 /* by hash */
static struct sum *first_sum, **last_sum = &first_sum; /* in order, which no address decides */
static char *window;                                   /* on what is being read of memory */
static int memory = -1;                                /* /proc/self/mem */
static bool has_roots;
static uintptr_t lowest, span; /* of all chunks: most words are no address in there */

static void push(struct fh_heap_block *block, enum mark mark)
{
    block->mark = mark;
    block->next = pending;
    pending = block;
}

static struct fh_heap_block *live_block(uintptr_t word)
{
    if (word - lowest >= span)
        return NULL;
    struct fh_heap_block *block = fh_arena_find((const void *)word);
    return block && block->state == FH_HEAP_BLOCK_LIVE ? block : NULL;
}

static void reach(uintptr_t word)
{
    struct fh_heap_block *block = live_block(word);
    if (!block || (block->mark != UNREACHED && block->mark != MAYBE))
        return;
    if ((uintptr_t)block->start == word)
        push(block, BY_START);
    else
        block->mark = MAYBE;
}

/* From a block that is kept by its inside: what it keeps is kept no better. */
static void reach_from_inside(uintptr_t word)
{
    struct fh_heap_block *block = live_block(word);
    if (block && (block->mark == UNREACHED || block->mark == MAYBE))
        push(block, BY_INSIDE);
}

static void follow(uintptr_t word)
{
    struct fh_heap_block *block = live_block(word);
    if (!block || block == leader || (block->mark != UNREACHED && block->mark != LEADER))
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

/* Read by the kernel: a page may have no memory behind it, or be gone by now. */
static void scan_window(const char *start, size_t size, void (*visit)(uintptr_t word))
{
    ssize_t got = pread(memory, window, size, (off_t)(uintptr_t)start);
    if (got > 0)
        scan(window, (size_t)got, visit);
    if (size > PAGE && (got < 0 || (size_t)got < size))
        for (size_t at = got < 0 ? 0 : (size_t)got & ~(PAGE - 1); at < size; at += PAGE)
            scan_window(start + at, size - at < PAGE ? size - at : PAGE, visit);
}

/* Whole pages of a large block may have been made unreadable. */
static void scan_block(const struct fh_heap_block *block, void (*visit)(uintptr_t word))
{
    if (block->size < PAGE) {
        scan(block->start, block->size, visit);
        return;
    }
    for (size_t at = 0; at < block->size; at += WINDOW)
        scan_window(block->start + at, block->size - at < WINDOW ? block->size - at : WINDOW, visit);
}

static void scan_pending(void (*visit)(uintptr_t word))
{
    while (pending) {
        struct fh_heap_block *block = pending;
        pending = block->next;
        scan_block(block, visit);
    }
}

static const char *end_of_own(const char *at)
{
    const struct fh_chunk *chunk = fh_chunk_of(at);
    return chunk ? chunk->start + chunk->size : fh_memory_end(at);
}

/* The kernel joins neighbouring mappings, and ours may be among them. */
static void scan_roots(const void *start, size_t size)
{
    has_roots = true;
    const char *at = start, *end = at + size;
    while (at < end) {
        const char *own_end = end_of_own(at);
        if (own_end) {
            at = own_end;
            continue;
        }
        const char *from = at;
        do
            at = (const char *)(((uintptr_t)at + PAGE) & ~(PAGE - 1));
        while (at < end && (size_t)(at - from) <= WINDOW - PAGE && !end_of_own(at));
        scan_window(from, (size_t)((at < end ? at : end) - from), reach);
    }
}

static void for_live(void (*visit)(struct fh_heap_block *block))
{
    size_t n;
    struct fh_chunk *const *chunks = fh_chunks(&n);
    for (size_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < chunks[i]->n_blocks; j++)
            if (chunks[i]->blocks[j].state == FH_HEAP_BLOCK_LIVE && chunks[i]->blocks[j].note)
                visit(&chunks[i]->blocks[j]);
}

static void clear_mark(struct fh_heap_block *block)
{
    block->mark = UNREACHED;
}

static void take_by_inside(struct fh_heap_block *block)
{
    if (block->mark != MAYBE)
        return;
    push(block, BY_INSIDE);
    scan_pending(reach_from_inside);
}

static void find_followers(struct fh_heap_block *block)
{
    if (block->mark != UNREACHED)
        return;
    leader = block;
    follower_bytes = 0;
    block->mark = LEADER;
    scan_block(block, follow);
    scan_pending(follow);
    block->note->follower_bytes = follower_bytes;
}

static uint64_t hash_of(const struct fh_heap_block *block)
{
    uint64_t hash = (uintptr_t)block->note->allocated ^ block->mark;
    return hash * UINT64_C(0x9e3779b97f4a7c15);
}

static enum fh_ledger_state state_of(const struct fh_heap_block *block)
{
    static const enum fh_ledger_state states[] = {[BY_START] = FH_LEDGER_REACHABLE,
                                                  [BY_INSIDE] = FH_LEDGER_POSSIBLE,
                                                  [LEADER] = FH_LEDGER_DEFINITE,
                                                  [FOLLOWER] = FH_LEDGER_INDIRECT};
    return states[block->mark];
}

static struct sum *sum_of(const struct fh_heap_block *block)
{
    uint64_t hash = hash_of(block);
    struct sum **bucket = &sums[hash >> 54];
    struct sum *sum = *bucket;
    while (sum && sum->hash != hash)
        sum = sum->next;
    if (sum)
        return sum;
    sum = spare_sums;
    if (sum)
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
                                            .allocated = *block->note->allocated};
    sum->next = *bucket;
    *bucket = sum;
    *last_sum = sum;
    last_sum = &sum->later;
    return sum;
}

/* Each block once, and again when there is worse to say of it. */
static void add_up(struct fh_heap_block *block)
{
    uint8_t worse = block->mark < LEADER ? block->mark : LEADER;
    if (worse <= block->note->told)
        return;
    block->note->told = worse;
    if (worse != BY_START)
        fh_ledger_note_lost(block->note);
    struct fh_ledger_record *record = &sum_of(block)->record;
    uint64_t inner = block->mark == LEADER ? block->note->follower_bytes : 0;
    record->blocks++;
    record->bytes += block->size + inner;
    record->indirect_bytes += inner;
}

static void tell_sums(void)
{
    for (struct sum *sum = first_sum; sum; sum = sum->later) {
        fh_event_write_with(FH_EVENT_RECORD, NULL, 0, &sum->record, sizeof(sum->record));
        sum->next = spare_sums;
        spare_sums = sum;
    }
    first_sum = NULL;
    last_sum = &first_sum;
    memset(sums, 0, BUCKETS * sizeof(*sums));
}

static void open_all(void)
{
    if (!window) {
        window = fh_memory_need(WINDOW);
        sums = fh_memory_need(BUCKETS * sizeof(struct sum *));
    }
    has_roots = false;
    memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    if (memory < 0)
        fh_fail("/proc/self/mem can't be read, without which there is no leak search");
}

static void find_span(void)
{
    size_t n;
    struct fh_chunk *const *chunks = fh_chunks(&n);
    lowest = n > 0 ? (uintptr_t)chunks[0]->start : 0;
    span = n > 0 ? (uintptr_t)chunks[n - 1]->start + chunks[n - 1]->size - lowest : 0;
}

static void mark_all(void)
{
    find_span();
    for_live(clear_mark);
    fh_writable_memory(scan_roots, fh_stop_pointer);
    fh_stop_registers(scan_roots);
    scan_pending(reach);
    for_live(take_by_inside);
    for_live(find_followers);
}

void fh_ledger_check_leaks(void)
{
    fh_ledger_prove();
    open_all();
    fh_threads_settle();
    fh_arena_lock();
    fh_stop_others();
    mark_all();
    fh_stop_end();
    if (!has_roots)
        fh_fail("/proc/self/maps can't be read, without which there is no leak search");
    for_live(add_up);
    fh_arena_unlock();
    close(memory);
    fh_loaded_objects_note();
    tell_sums();
}
