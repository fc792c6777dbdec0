/* SPDX-License-Identifier: MIT */
#include "address_table.h"

#include <string.h>

#include "memory.h"

#define FIRST_CAPACITY 256u /* powers of two */

struct fh_address_table_entry {
    uintptr_t address; /* 0: free */
    struct fh_address_table_values values;
};

static uint32_t home_of(const struct fh_address_table *table, uintptr_t address)
{
    return (uint32_t)((address >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (table->capacity - 1);
}

static uint32_t after(const struct fh_address_table *table, uint32_t i)
{
    return (i + 1) & (table->capacity - 1);
}

/* Where the address is, or would be. */
static uint32_t locate(const struct fh_address_table *table, uintptr_t address)
{
    uint32_t i = home_of(table, address);
    while (table->entries[i].address != 0 && table->entries[i].address != address)
        i = after(table, i);
    return i;
}

static void grow(struct fh_address_table *table)
{
    struct fh_address_table_entry *old = table->entries;
    uint32_t old_capacity = table->capacity;
    table->capacity = old_capacity == 0 ? FIRST_CAPACITY : 2 * old_capacity;
    table->entries = fh_memory_need(table->capacity * sizeof(*old));
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].address != 0)
            table->entries[locate(table, old[i].address)] = old[i];
}

/* Moves later entries of the same run back, so that the run has no hole. */
static void remove_at(struct fh_address_table *table, uint32_t hole)
{
    struct fh_address_table_entry *entries = table->entries;
    table->count--;
    for (uint32_t i = after(table, hole); entries[i].address != 0; i = after(table, i)) {
        uint32_t distance = (i - home_of(table, entries[i].address)) & (table->capacity - 1);
        if (distance < ((i - hole) & (table->capacity - 1)))
            continue;
        entries[hole] = entries[i];
        hole = i;
    }
    entries[hole] = (struct fh_address_table_entry){.address = 0};
}

void fh_address_table_put(struct fh_address_table *table, const void *address,
                          struct fh_address_table_values values, bool is_kept)
{
    pthread_mutex_lock(&table->lock);
    if (2 * table->count >= table->capacity)
        grow(table);
    uint32_t at = locate(table, (uintptr_t)address);
    bool is_new = table->entries[at].address == 0;
    table->count += is_new;
    if (is_new || !is_kept)
        table->entries[at] = (struct fh_address_table_entry){(uintptr_t)address, values};
    pthread_mutex_unlock(&table->lock);
}

static bool look_up(struct fh_address_table *table, const void *address,
                    struct fh_address_table_values *values, bool is_taken)
{
    bool is_found = false;
    if (__atomic_load_n(&table->count, __ATOMIC_RELAXED) == 0)
        return false;
    pthread_mutex_lock(&table->lock);
    if (table->count > 0) {
        uint32_t at = locate(table, (uintptr_t)address);
        is_found = address && table->entries[at].address != 0;
        if (is_found)
            *values = table->entries[at].values;
        if (is_found && is_taken)
            remove_at(table, at);
    }
    pthread_mutex_unlock(&table->lock);
    return is_found;
}

bool fh_address_table_find(struct fh_address_table *table, const void *address,
                           struct fh_address_table_values *values)
{
    return look_up(table, address, values, false);
}

bool fh_address_table_take(struct fh_address_table *table, const void *address,
                           struct fh_address_table_values *values)
{
    return look_up(table, address, values, true);
}

void fh_address_table_clear(struct fh_address_table *table)
{
    pthread_mutex_lock(&table->lock);
    if (table->count > 0)
        memset(table->entries, 0, table->capacity * sizeof(*table->entries));
    table->count = 0;
    pthread_mutex_unlock(&table->lock);
}

void fh_address_table_lock(struct fh_address_table *table)
{
    pthread_mutex_lock(&table->lock);
}

void fh_address_table_unlock(struct fh_address_table *table)
{
    pthread_mutex_unlock(&table->lock);
}

void fh_address_table_each(struct fh_address_table *table,
                           void (*function)(const void *address, struct fh_address_table_values values,
                                            void *data),
                           void *data)
{
    pthread_mutex_lock(&table->lock);
    for (uint32_t i = 0; i < table->capacity; i++)
        if (table->entries[i].address != 0)
            function((const void *)table->entries[i].address, table->entries[i].values, data);
    pthread_mutex_unlock(&table->lock);
}
