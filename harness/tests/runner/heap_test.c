/* SPDX-License-Identifier: MIT */
/* The rust heap and the table of owners against models of them, at random but always the same. Not under
 * Valgrind. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/fast_path.h"
#include "heap/rust_heap.h"
#include "runner/lives.h"
#include "runner/observe.h"
#include "runner/owners.h"

#define BLOCKS 300
#define STEPS  200000

static unsigned long seed = 1;
static unsigned long n_wrong;

static void check(int is_right, const char *what)
{
    if (is_right)
        return;
    fprintf(stderr, "failed: %s\n", what);
    exit(1);
}

static size_t random_below(size_t n)
{
    seed = seed * 6364136223846793005ul + 1442695040888963407ul;
    return (seed >> 33) % n;
}

struct block {
    unsigned char *bytes;
    size_t size, alignment;
    unsigned char fill;
};

static struct block blocks[BLOCKS];

static void check_block(const struct block *block)
{
    check((uintptr_t)block->bytes % block->alignment == 0, "alignment");
    for (size_t i = 0; i < block->size; i++)
        check(block->bytes[i] == block->fill, "a block's bytes");
    check(block->size == 0 || fh_backend()->owner(block->bytes + block->size - 1) == FH_OWNED_BY_RUST,
          "owner of the end");
    check(fh_backend()->owner(block->bytes + block->size) == FH_OWNED_BY_NONE || block->size == 0,
          "owner behind the end");
}

/* Half of all calls try the short way first, as exec's do. */
static void *allocate(size_t size, size_t alignment, bool is_zeroed)
{
    void *bytes = random_below(2) == 0 ? fh_fast_allocate(size, alignment, 0, is_zeroed) : NULL;
    if (bytes)
        return bytes;
    return is_zeroed ? fh_rust_alloc_zeroed(size, alignment) : fh_rust_alloc(size, alignment);
}

static void *reallocate(void *old, size_t old_size, size_t alignment, size_t size)
{
    void *bytes = random_below(2) == 0 ? fh_fast_reallocate(old, old_size, alignment, 0, size) : NULL;
    return bytes ? bytes : fh_rust_realloc(old, old_size, alignment, size);
}

static void release(void *bytes, size_t size, size_t alignment)
{
    check(!fh_fast_release(bytes, size + 1, alignment, false), "the short way wants the layout to be right");
    if (random_below(2) == 0 || !fh_fast_release(bytes, size, alignment, false))
        fh_rust_dealloc(bytes, size, alignment);
    check(!fh_fast_release(bytes, size, alignment, true), "… and the block to be live");
}

static void take(struct block *block)
{
    int is_zeroed = random_below(2) == 0;
    block->alignment = (size_t)1 << random_below(13);
    block->size = random_below(20) == 0 ? random_below(200000) : random_below(300);
    block->bytes = allocate(block->size, block->alignment, is_zeroed);
    check(block->bytes != NULL, "memory");
    for (size_t i = 0; is_zeroed && i < block->size; i++)
        check(block->bytes[i] == 0, "zeroes");
    block->fill = (unsigned char)random_below(256);
    memset(block->bytes, block->fill, block->size);
}

static void resize(struct block *block)
{
    size_t size = random_below(2000);
    unsigned char *old = block->bytes;
    block->bytes = reallocate(old, block->size, block->alignment, size);
    check(block->bytes != old, "realloc moves");
    check(fh_backend()->owner(old) == FH_OWNED_BY_NONE, "owner of what was moved");
    if (size > block->size)
        memset(block->bytes + block->size, block->fill, size - block->size);
    block->size = size;
}

static void give_back(struct block *block)
{
    release(block->bytes, block->size, block->alignment);
    check(fh_backend()->owner(block->bytes) != FH_OWNED_BY_RUST, "owner of what was released");
    block->bytes = NULL;
}

static void test_heap(void)
{
    for (int i = 0; i < STEPS; i++) {
        struct block *block = &blocks[random_below(BLOCKS)];
        if (!block->bytes) {
            take(block);
            continue;
        }
        check_block(block);
        if (random_below(3) == 0)
            resize(block);
        else
            give_back(block);
    }
    check(!fh_rust_alloc(SIZE_MAX / 2, 1) && !fh_rust_alloc((size_t)1 << 60, 16), "too much is NULL");
    check(fh_events->is_hooked == 1, "hooked");
}

/* The model, by place: whose it is to release, and how often still; 0 of what was given away. */
static struct {
    uint32_t symbol;
    unsigned times;
    int is_known;
} owners[1000];

static const void *address_of(size_t place)
{
    return (const void *)(uintptr_t)(0x1000 + place * 16);
}

static void own(size_t place)
{
    uint32_t symbol = (uint32_t)random_below(3);
    int is_held = random_below(4) == 0;
    int is_owned = owners[place].is_known && owners[place].times > 0;
    fh_owners_own(address_of(place), symbol, is_held);
    if (is_owned && is_held)
        return;
    owners[place].times = is_owned && owners[place].symbol == symbol ? owners[place].times + 1 : 1;
    owners[place].symbol = symbol;
    owners[place].is_known = 1;
}

static void release_owned(size_t place)
{
    uint64_t used = fh_events->used;
    uint32_t symbol = random_below(4) == 0 ? FH_PLAN_NONE : (uint32_t)random_below(3);
    const struct fh_owners_release release = {.address = address_of(place),
                                              .symbol = symbol,
                                              .called = symbol,
                                              .is_of_c = random_below(2) == 0,
                                              .is_counted = random_below(2) == 0,
                                              .is_callback = random_below(4) == 0};
    fh_owners_release(&release);
    int is_known = owners[place].is_known, is_gone = is_known && owners[place].times == 0;
    int is_other = is_known && !is_gone && symbol != FH_PLAN_NONE && owners[place].symbol != symbol;
    int is_wrong = is_other || (is_gone && !release.is_callback);
    check((fh_events->used != used) == is_wrong, "a wrong release is an event, a right one none");
    n_wrong += (unsigned)is_wrong;
    if (is_gone || is_other || (owners[place].times == 1 && !release.is_counted))
        owners[place].is_known = 0;
    else if (is_known)
        owners[place].times--;
}

static void release_as(const void *block, bool is_of_c)
{
    fh_owners_release(
        &(const struct fh_owners_release){.address = block, .symbol = 5, .called = 5, .is_of_c = is_of_c});
}

/* What was lent, and given to a release function: only the release itself is wrong, and only the borrower's.
 */
static void test_lent(void)
{
    const void *block = address_of(1);
    uint64_t used = fh_events->used;
    fh_owners_lend(block);
    release_as(block, false);
    fh_owners_call_end();
    fh_owners_releasing(block);
    check(fh_events->used == used, "a function that leaves alone what is lent does no wrong");
    fh_owners_lend(block);
    fh_owners_releasing(block);
    release_as(block, true);
    check(fh_events->used == used, "nor does its owner");
    fh_owners_own(block, 5, false);
    fh_owners_lend(block);
    release_as(block, false);
    check(fh_events->used == used, "nor who owns it, and had it shown");
    fh_owners_lend(block);
    release_as(block, false);
    fh_owners_releasing(block);
    check(fh_events->used != used, "a borrower's release is wrong");
    used = fh_events->used;
    fh_owners_lend(block);
    release_as(block, true);
    check(fh_events->used != used, "and so is one that is certain");
    fh_owners_clear();
}

/* The call to which the block is given, and which has worked, or has not. */
static void give(const void *block, bool is_released, enum fh_outcome outcome)
{
    fh_owners_wait(&(const struct fh_owners_release){.address = block, .symbol = FH_PLAN_NONE, .called = 7},
                   false);
    if (is_released)
        fh_owners_releasing(block);
    fh_owners_settle(1, outcome);
}

static void test_on_success(void)
{
    const void *block = address_of(1);
    uint64_t used = fh_events->used;
    fh_owners_own(block, 5, false);
    give(block, false, FH_OUTCOME_FAILURE);
    release_as(block, false);
    fh_owners_releasing(block);
    check(fh_events->used == used, "after a failure the block is the caller's to release");
    fh_owners_own(block, 5, false);
    give(block, false, FH_OUTCOME_SUCCESS);
    release_as(block, false);
    check(fh_events->used != used, "after a success it is not");
    used = fh_events->used;
    fh_owners_own(block, 5, false);
    give(block, true, FH_OUTCOME_SUCCESS);
    check(fh_events->used == used, "nor need it be there");
    fh_owners_own(block, 5, false);
    give(block, true, FH_OUTCOME_FAILURE);
    check(fh_events->used != used, "after a failure it must");
    fh_owners_clear();
}

static void test_ownership(void)
{
    struct fh_events_header *file = calloc(1, FH_EVENTS_SIZE);
    file->size = FH_EVENTS_SIZE;
    fh_events = file;
    for (int i = 0; i < STEPS / 10; i++) {
        size_t place = random_below(1000);
        if (random_below(2) == 0)
            own(place);
        else
            release_owned(place);
    }
    check(n_wrong > 1000, "there were wrong releases");
    fh_owners_clear();
    uint64_t used = file->used;
    for (size_t at = 0; at < 1000; at++)
        release_as(address_of(at), true);
    check(file->used == used, "nothing is left after clear");
    test_lent();
    test_on_success();
}

static void test_full_events(void)
{
    uint64_t used;
    do {
        used = fh_events->used;
        fh_event_write(FH_EVENT_EXPECT, NULL, 0, "a text that is a little longer than nothing");
    } while (fh_events->used != used);
    check(fh_events->lost == 1, "an event that has no room is counted");
    check(sizeof(*fh_events) + used <= FH_EVENTS_SIZE, "no event lies outside of the file");
}

/* What the last event says that was left out; 0 when it is another. */
static uint64_t told_left_out(void)
{
    const struct fh_event *last = fh_timeline_event(fh_events, fh_events->timeline_used - 1);
    return last->kind == FH_EVENT_BLOCK_LEFT_OUT ? last->values[0] : 0;
}

/* Scenarios beyond what has room: each says what it left out, and nothing else is touched. */
static void test_full_timeline(void)
{
    struct fh_events_header *file = calloc(1, FH_EVENTS_SIZE);
    file->size = FH_EVENTS_SIZE;
    fh_events = file;
    fh_lives_alloc(file, 1, 1, FH_DOMAIN_RUST);
    check(file->timeline_used == 0, "there is no timeline outside of scenarios");
    for (uint32_t i = 0; i < 1000; i++) {
        uint64_t used = file->timeline_used;
        fh_lives_begin();
        for (uint32_t n = 0; n < FH_TIMELINE_MAX + 100; n++)
            fh_lives_alloc(file, n, 1, FH_DOMAIN_RUST);
        fh_lives_end();
        uint64_t n_told = file->timeline_used - used;
        check(n_told <= FH_TIMELINE_MAX + 1, "events of a scenario");
        check(told_left_out() == FH_TIMELINE_MAX + 100 - (n_told - 1), "what is left out is counted");
    }
    check(file->timeline_used < FH_TIMELINE_ROOM && file->timeline_used > FH_TIMELINE_ROOM / 2, "the room");
    check(file->used == 0 && file->lost == 0, "what judges the run has its room");
}

int main(void)
{
    fh_observe_heap();
    test_heap();
    test_ownership();
    test_full_events();
    test_full_timeline();
    return 0;
}
