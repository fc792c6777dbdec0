/* SPDX-License-Identifier: MIT */
/*
 * A table of what is known of addresses, in memory.h's memory: open addressing, with a lock of its own. Any
 * thread.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct fh_address_table_values {
    uint64_t first, second;
};

struct fh_address_table_entry;

/* Statically initialized with FH_ADDRESS_TABLE. */
struct fh_address_table {
    pthread_mutex_t lock;
    struct fh_address_table_entry *entries;
    uint32_t capacity, count;
};

#define FH_ADDRESS_TABLE                  \
    {                                     \
        .lock = PTHREAD_MUTEX_INITIALIZER \
    }

/* `address` is not NULL. With `is_kept`, values that are there already stay. Ends the process when there is
 * no memory. */
void fh_address_table_put(struct fh_address_table *table, const void *address,
                          struct fh_address_table_values values, bool is_kept);

/* FALSE, and `*values` untouched, when the address is not in the table. */
bool fh_address_table_find(struct fh_address_table *table, const void *address,
                           struct fh_address_table_values *values);

/* The same, and takes it out. */
bool fh_address_table_take(struct fh_address_table *table, const void *address,
                           struct fh_address_table_values *values);

/* Calls `function` with each. It must not touch the table. */
void fh_address_table_each(struct fh_address_table *table,
                           void (*function)(const void *address, struct fh_address_table_values values,
                                            void *data),
                           void *data);

/* Empties it. */
void fh_address_table_clear(struct fh_address_table *table);

/* For a fork: no other thread is in the table in between. Nothing else may be called then. */
void fh_address_table_lock(struct fh_address_table *table);
void fh_address_table_unlock(struct fh_address_table *table);
