/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <string.h>

#include "heap/arena.h"
#include "heap/event_writer.h"
#include "heap/faults.h"
#include "heap/loaded_objects.h"
#include "heap/mappings.h"
#include "heap/memory.h"
#include "heap/observer.h"
#include "heap/stack.h"
#include "ledger_stacks.h"
#include "wire/live_set.h"

static struct fh_heap_counts counts;
static uint64_t n_violations;

/* In a signal handler, too, so without the lock: it may be a little behind. */
struct fh_heap_counts fh_ledger_count(void)
{
    return counts;
}

/* With the lock. */
static struct fh_heap_block *take(enum fh_family family, size_t size, size_t alignment,
                                  const struct fh_ledger_stack *stack, bool *has_zeroes)
{
    struct fh_heap_block *block = fh_arena_take(size, alignment, has_zeroes);
    if (!block)
        return NULL;
    if (!block->note)
        block->note = fh_memory_need(sizeof(*block->note));
    counts.allocs++;
    counts.bytes += size;
    counts.in_use_blocks++;
    counts.in_use_bytes += size;
    counts.live += fh_live_member((uintptr_t)block->start);
    block->note->family = family;
    block->note->told = 0;
    block->note->scenario = fh_events->current_scenario;
    block->note->allocated = stack;
    block->note->released = stack;
    return block;
}

/* Of Rust's blocks the rust heap tells. */
static void tell_allocation(enum fh_family family, const void *start, size_t size, size_t alignment)
{
    const struct fh_heap_observer *observer = fh_heap_observer();
    if (observer && family != FH_FAMILY_RUST)
        observer->allocated(start, size, alignment, fh_family_domain(family));
}

static void tell_release(enum fh_family family, const void *start)
{
    const struct fh_heap_observer *observer = fh_heap_observer();
    if (observer && family != FH_FAMILY_RUST)
        observer->releasing(start, fh_family_domain(family));
}

/* What was in a block that is used again is wiped out, asked for or not: a pointer left in it would keep what
 * is lost. */
void *fh_ledger_allocate(enum fh_family family, size_t size, size_t alignment)
{
    if (family == FH_FAMILY_MALLOC && fh_fault_is_due(FH_DOMAIN_C))
        return NULL;
    bool has_zeroes = false;
    const struct fh_ledger_stack *stack = fh_ledger_stack_here();
    fh_arena_lock();
    const struct fh_heap_block *block = take(family, size, alignment, stack, &has_zeroes);
    char *start = !block ? NULL : block->start;
    fh_arena_unlock();
    if (!start)
        return NULL;
    if (!has_zeroes)
        memset(start, 0, size);
    tell_allocation(family, start, size, alignment);
    return start;
}

static bool is_live_start(const struct fh_heap_block *block, const void *address)
{
    return block && block->state == FH_HEAP_BLOCK_LIVE && block->start == address;
}

struct search {
    uintptr_t address;
    bool is_mapped;
};

static bool look_at(const struct fh_mapping *mapping, void *data)
{
    struct search *search = data;
    search->is_mapped = search->address >= mapping->start && search->address < mapping->end;
    return !search->is_mapped;
}

static enum fh_ledger_place place_outside(const void *address)
{
    struct search search = {.address = (uintptr_t)address};
    if (fh_stack_holds(address))
        return FH_LEDGER_STACK;
    if (!fh_arena_holds(address))
        fh_mappings_each(look_at, &search);
    return search.is_mapped ? FH_LEDGER_MAPPED : FH_LEDGER_NOWHERE;
}

/* With the lock: what is known of the address. A block that is free again is known as released until it is
 * used. */
static void describe(struct fh_ledger_record *record, const void *address)
{
    const struct fh_heap_block *block = fh_arena_find(address);
    record->address = (uintptr_t)address;
    if (!block || !block->note)
        return;
    record->place = block->state == FH_HEAP_BLOCK_LIVE ? FH_LEDGER_LIVE : FH_LEDGER_RELEASED;
    record->block = (uintptr_t)block->start;
    record->size = block->size;
    record->offset = (const char *)address - block->start;
    record->allocated = *block->note->allocated;
    if (record->place == FH_LEDGER_RELEASED)
        record->released = *block->note->released;
}

static void append(struct fh_ledger_record *record)
{
    fh_loaded_objects_note();
    record->end = 0;
    if (record->place == FH_LEDGER_NOWHERE && record->what != FH_LEDGER_SIGNAL)
        record->place = place_outside((const void *)(uintptr_t)record->address);
    fh_event_write_with(FH_EVENT_RECORD, NULL, 0, record, sizeof(*record));
}

void fh_ledger_note_signal(struct fh_ledger_record *record)
{
    fh_ledger_stack_of_signal(&record->action);
    append(record);
}

uint64_t fh_ledger_count_violations(void)
{
    return __atomic_load_n(&n_violations, __ATOMIC_RELAXED);
}

void fh_ledger_note_action(struct fh_ledger_record *record, const void *address)
{
    record->action = *fh_ledger_stack_here();
    fh_arena_lock();
    describe(record, address);
    fh_arena_unlock();
    append(record);
}

static bool is_of_another(const struct fh_heap_block_note *note)
{
    return note->scenario != fh_events->current_scenario;
}

void fh_ledger_note_lost(const struct fh_heap_block_note *note)
{
    counts.others_lost += is_of_another(note);
}

/* With the lock. */
static void release_live(struct fh_heap_block *block, const struct fh_ledger_stack *stack)
{
    counts.frees++;
    counts.in_use_blocks--;
    counts.in_use_bytes -= block->size;
    counts.live -= fh_live_member((uintptr_t)block->start);
    counts.others_released += is_of_another(block->note);
    block->note->released = stack;
    fh_arena_release(block);
}

/* The same. */
static bool release_rightly(enum fh_family family, const void *address, const struct fh_ledger_stack *stack)
{
    struct fh_heap_block *block = fh_arena_find(address);
    bool is_right = is_live_start(block, address) && block->note->family == family;
    if (is_right)
        release_live(block, stack);
    return is_right;
}

/* Notes it, and releases what can be. */
static void release_wrongly(enum fh_family family, const void *address, const struct fh_ledger_stack *stack)
{
    struct fh_ledger_record record = {.what = FH_LEDGER_INVALID, .action = *stack};
    fh_arena_lock();
    struct fh_heap_block *block = fh_arena_find(address);
    describe(&record, address);
    if (is_live_start(block, address) && block->note->family != family) {
        record.what = FH_LEDGER_MISMATCH;
        release_live(block, stack);
    } else {
        counts.frees++; /* as memcheck counts */
    }
    n_violations++;
    fh_arena_unlock();
    append(&record);
}

void fh_ledger_release(enum fh_family family, void *address)
{
    if (!address)
        return;
    tell_release(family, address);
    const struct fh_ledger_stack *stack = fh_ledger_stack_here();
    fh_arena_lock();
    bool is_right = release_rightly(family, address, stack);
    fh_arena_unlock();
    if (!is_right)
        release_wrongly(family, address, stack);
}

bool fh_ledger_release_as(void *address, size_t size, size_t alignment)
{
    const struct fh_ledger_stack *stack = fh_ledger_stack_here();
    fh_arena_lock();
    const struct fh_heap_block *block = fh_arena_find(address);
    bool is_right = block && block->size == size && block->alignment == alignment &&
                    release_rightly(FH_FAMILY_RUST, address, stack);
    fh_arena_unlock();
    return is_right;
}

size_t fh_ledger_size(const void *address)
{
    fh_arena_lock();
    const struct fh_heap_block *block = fh_arena_find(address);
    size_t size = is_live_start(block, address) ? block->size : 0;
    fh_arena_unlock();
    return size;
}

bool fh_ledger_find(enum fh_family family, const void *address, size_t *size, size_t *alignment)
{
    fh_arena_lock();
    const struct fh_heap_block *block = fh_arena_find(address);
    bool is_found = is_live_start(block, address) && block->note->family == family;
    if (is_found) {
        *size = block->size;
        *alignment = block->alignment;
    }
    fh_arena_unlock();
    return is_found;
}

bool fh_ledger_family(const void *address, enum fh_family *family)
{
    fh_arena_lock();
    const struct fh_heap_block *block = fh_arena_find(address);
    bool is_found = block && block->state == FH_HEAP_BLOCK_LIVE && block->note;
    if (is_found)
        *family = block->note->family;
    fh_arena_unlock();
    return is_found;
}

static bool is_live_block(const void *address)
{
    fh_arena_lock();
    bool is_live = is_live_start(fh_arena_find(address), address);
    fh_arena_unlock();
    return is_live;
}

void *fh_ledger_move(enum fh_family family, void *address, size_t size)
{
    if (!address)
        return fh_ledger_allocate(family, size, 16);
    if (!is_live_block(address) || size == 0) {
        fh_ledger_release(family, address);
        return NULL;
    }
    size_t old_size = fh_ledger_size(address);
    void *moved = fh_ledger_allocate(family, size, 16);
    if (!moved)
        return NULL;
    memcpy(moved, address, old_size < size ? old_size : size);
    fh_ledger_release(family, address);
    return moved;
}
