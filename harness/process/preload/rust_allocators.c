/* SPDX-License-Identifier: MIT */
#include "rust_allocators.h"

#include <stdlib.h>
#include <string.h>

#include "heap/event_writer.h"
#include "heap/marked.h"
#include "heap/memory.h"
#include "objects.h"
#include "pass_through.h"

#define NEAR  256 /* entries; a power of two */
#define PAIRS 1024

struct allocator {
    uintptr_t start, end; /* of the object; 0: it is closed */
    enum fh_object_watch watch;
    char *path;
};

static struct allocator allocators[FH_RUST_ALLOCATORS_IN_PROCESS];
static unsigned n_allocators;
static bool is_locked;

/* An entry's address, and below it, where addresses have no bits on these machines, its number. 0: look it
 * up. */
static uint64_t near[NEAR];

static bool is_std_kept_apart;
static uint32_t told[PAIRS]; /* of two that are both std's, once */
static unsigned n_told;

/* Held for some instructions. The dynamic loader may hold its own lock around this one, so that nothing in
 * between may call it. */
static void lock(void)
{
    while (__atomic_exchange_n(&is_locked, true, __ATOMIC_ACQUIRE))
        ;
}

static void unlock(void)
{
    __atomic_store_n(&is_locked, false, __ATOMIC_RELEASE);
}

static bool is_std(const struct allocator *allocator)
{
    return allocator->watch == FH_OBJECT_REDIRECTED || allocator->watch == FH_OBJECT_REWRITTEN ||
           allocator->watch == FH_OBJECT_LINKED;
}

static bool is_told(uint32_t pair)
{
    unsigned n = __atomic_load_n(&n_told, __ATOMIC_RELAXED);
    for (unsigned i = 0; i < n && i < PAIRS; i++)
        if (told[i] == pair)
            return true;
    if (n < PAIRS) {
        told[n] = pair;
        __atomic_store_n(&n_told, n + 1, __ATOMIC_RELAXED);
    }
    return n >= PAIRS;
}

/* What both have of libc may go from one to the other: said once of each two, unless the user keeps them
 * apart. */
bool fh_rust_allocator_crosses(void *block, const struct fh_layout *made, unsigned number)
{
    uint64_t values[] = {(uintptr_t)block, made->size, made->allocator, number};
    const struct allocator *owner = &allocators[made->allocator], *other = &allocators[number];
    if (strcmp(owner->path, other->path) == 0)
        return false;
    if (!is_std(owner) || !is_std(other) || is_std_kept_apart) {
        fh_notice_of_event(fh_event_write(FH_EVENT_OTHER_ALLOCATOR, values, 4, NULL), "other-allocator",
                           block);
        return true;
    }
    if (!is_told(made->allocator << 16 | number))
        fh_event_write(FH_EVENT_OTHER_ALLOCATOR, values, 4, NULL);
    return false;
}

static void add_reasons(int n)
{
    __atomic_fetch_add(&fh_long_way_reasons, (unsigned)n, __ATOMIC_RELAXED);
}

static char *copy_of(const char *path)
{
    size_t size = strlen(path) + 1;
    return memcpy(fh_memory_need(size), path, size);
}

/* With the lock, as the next. */
static unsigned find(const struct fh_loaded_object *object)
{
    unsigned i = 0;
    while (i < n_allocators && allocators[i].start != object->start)
        i++;
    for (unsigned j = 0; i == n_allocators && j < n_allocators; j++)
        if (allocators[j].start == 0 && strcmp(allocators[j].path, object->path) == 0)
            return j;
    return i;
}

static unsigned enter(const struct fh_loaded_object *object)
{
    unsigned number = find(object);
    if (number == FH_RUST_ALLOCATORS_IN_PROCESS)
        return number;
    if (number == n_allocators)
        allocators[number].path = copy_of(object->path);
    allocators[number].start = object->start;
    allocators[number].end = object->end;
    if (number == n_allocators) {
        __atomic_store_n(&n_allocators, number + 1, __ATOMIC_RELEASE);
        add_reasons(number == 1); /* from now on, for good */
    }
    fh_rust_heap_tell_crossings(fh_rust_allocator_crosses);
    return number;
}

unsigned fh_rust_allocator_of(const struct fh_loaded_object *object)
{
    lock();
    unsigned number = enter(object);
    unlock();
    return number;
}

void fh_rust_allocator_is_watched(unsigned number, enum fh_object_watch watch)
{
    allocators[number].watch = watch;
}

void fh_rust_allocators_forget(uintptr_t start, uintptr_t end)
{
    lock();
    for (unsigned i = 0; i < n_allocators; i++)
        if (allocators[i].start >= start && allocators[i].start < end)
            allocators[i].start = allocators[i].end = 0;
    for (unsigned i = 0; i < NEAR; i++)
        __atomic_store_n(&near[i], 0, __ATOMIC_RELAXED);
    unlock();
}

void fh_rust_allocators_open(void)
{
    add_reasons(1);
}

void fh_rust_allocators_opened(void)
{
    add_reasons(-1);
}

static unsigned number_at(uintptr_t address)
{
    lock();
    unsigned i = 0;
    while (i < n_allocators && (address < allocators[i].start || address >= allocators[i].end))
        i++;
    bool is_known = i < n_allocators;
    unlock();
    return is_known ? i : FH_RUST_ALLOCATORS_IN_PROCESS;
}

/* If there are too many, it is 0: the process is not judged then. */
static unsigned look_up(uintptr_t entry)
{
    unsigned number = number_at(entry);
    if (number == FH_RUST_ALLOCATORS_IN_PROCESS) {
        fh_preload_note_object_at(entry);
        number = number_at(entry);
    }
    return number == FH_RUST_ALLOCATORS_IN_PROCESS ? 0 : number;
}

size_t fh_rust_allocator_mark(uintptr_t entry)
{
    uint64_t *place = &near[entry / 16 % NEAR], known = __atomic_load_n(place, __ATOMIC_RELAXED);
    if (known >> 16 != entry) {
        known = (uint64_t)entry << 16 | look_up(entry);
        __atomic_store_n(place, known, __ATOMIC_RELAXED);
    }
    return fh_mark((uint16_t)known);
}

void fh_rust_allocators_begin(void)
{
    is_std_kept_apart = getenv("FREEHOLD_SEPARATE_ALLOCATORS") != NULL;
    n_told = 0;
    unlock(); /* a thread that had it is not in a forked process */
}
