/* SPDX-License-Identifier: MIT */
#include "ownership.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "events.h"
#include "memory.h"
#include "plan/plan.h"

#define FIRST_CAPACITY 256u /* powers of two */

struct entry {
    uintptr_t address; /* 0: free */
    uint32_t symbol;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *entries; /* open addressing, linear probing */
static uint32_t capacity, n_entries;

static uint32_t home_of(uintptr_t address)
{
    return (uint32_t)((address >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (capacity - 1);
}

/* Where the address is, or would be. */
static uint32_t find(uintptr_t address)
{
    uint32_t i = home_of(address);
    while (entries[i].address != 0 && entries[i].address != address)
        i = (i + 1) & (capacity - 1);
    return i;
}

static void grow(void)
{
    struct entry *old = entries;
    uint32_t old_capacity = capacity;
    capacity = capacity == 0 ? FIRST_CAPACITY : 2 * capacity;
    entries = fh_memory_need(capacity * sizeof(*entries));
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].address != 0)
            entries[find(old[i].address)] = old[i];
}

/* Moves later entries of the same run back, so that the run has no hole. */
static void remove_at(uint32_t hole)
{
    n_entries--;
    for (uint32_t i = (hole + 1) & (capacity - 1); entries[i].address != 0; i = (i + 1) & (capacity - 1)) {
        uint32_t distance = (i - home_of(entries[i].address)) & (capacity - 1);
        if (distance < ((i - hole) & (capacity - 1)))
            continue;
        entries[hole] = entries[i];
        hole = i;
    }
    entries[hole] = (struct entry){0, 0};
}

void fh_ownership_own(const void *address, uint32_t symbol, bool is_held)
{
    if (address == NULL)
        return;
    pthread_mutex_lock(&lock);
    if (2 * n_entries >= capacity)
        grow();
    uint32_t at = find((uintptr_t)address);
    bool is_new = entries[at].address == 0;
    n_entries += is_new;
    if (is_new || !is_held)
        entries[at] = (struct entry){(uintptr_t)address, symbol};
    pthread_mutex_unlock(&lock);
}

/* Takes the entry out; FALSE when there is none. */
static bool take(const void *address, uint32_t *symbol)
{
    bool is_found = false;
    pthread_mutex_lock(&lock);
    if (n_entries > 0) {
        uint32_t at = find((uintptr_t)address);
        is_found = entries[at].address != 0;
        *symbol = entries[at].symbol;
        if (is_found)
            remove_at(at);
    }
    pthread_mutex_unlock(&lock);
    return is_found;
}

void fh_ownership_release(const void *address, uint32_t symbol)
{
    uint32_t expected;
    if (address == NULL || !take(address, &expected) || expected == symbol || symbol == FH_PLAN_NONE)
        return;
    uint64_t values[] = {(uintptr_t)address, expected, symbol};
    fh_notice_event(fh_event(FH_EVENT_WRONG_RELEASE, values, 3, NULL), "wrong-release", address);
}

void fh_ownership_forget(const void *address)
{
    uint32_t symbol;
    if (address != NULL)
        take(address, &symbol);
}

void fh_ownership_clear(void)
{
    pthread_mutex_lock(&lock);
    if (n_entries > 0)
        memset(entries, 0, capacity * sizeof(*entries));
    n_entries = 0;
    pthread_mutex_unlock(&lock);
}
