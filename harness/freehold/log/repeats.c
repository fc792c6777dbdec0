// SPDX-License-Identifier: MIT
#include "log/repeats.h"

#include <string.h>

/* A stretch of a log; of one that is remembered, with its bytes behind it. */
struct stretch {
    const char *start;
    gsize size;
    struct fh_record *record;
};

struct fh_log_repeats {
    GHashTable *known; /* struct stretch * → itself */
};

/* Eight bytes at a time: of most logs, this is what reading them costs. */
static guint hash_of(gconstpointer key)
{
    const struct stretch *stretch = key;
    guint64 hash = stretch->size, word;
    gsize at = 0;
    for (; stretch->size - at >= sizeof(word); at += sizeof(word)) {
        memcpy(&word, stretch->start + at, sizeof(word));
        hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    for (; at < stretch->size; at++)
        hash = (hash ^ (guchar)stretch->start[at]) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return (guint)(hash ^ hash >> 32);
}

static gboolean are_equal(gconstpointer key, gconstpointer other_key)
{
    const struct stretch *a = key, *b = other_key;
    return a->size == b->size && memcmp(a->start, b->start, a->size) == 0;
}

struct fh_log_repeats *fh_log_repeats_new(void)
{
    struct fh_log_repeats *repeats = g_new0(struct fh_log_repeats, 1);
    repeats->known = g_hash_table_new_full(hash_of, are_equal, g_free, NULL);
    return repeats;
}

void fh_log_repeats_free(struct fh_log_repeats *repeats)
{
    if (!repeats)
        return;
    g_hash_table_unref(repeats->known);
    g_free(repeats);
}

gboolean fh_log_repeats_may_count(const struct fh_record *record)
{
    switch (record->type) {
    case FH_RECORD_MISMATCHED_FREE:
    case FH_RECORD_INVALID_FREE:
    case FH_RECORD_INVALID_READ:
    case FH_RECORD_INVALID_WRITE:
    case FH_RECORD_UNINITIALISED:
    case FH_RECORD_SYSCALL_UNINITIALISED:
    case FH_RECORD_SYSCALL_UNADDRESSABLE:
    case FH_RECORD_UNDEFINED:
    case FH_RECORD_WRONG_ARGUMENT:
        return TRUE;
    default:
        return FALSE;
    }
}

void fh_log_repeats_remember(struct fh_log_repeats *repeats, const char *start, gsize size,
                             struct fh_record *record)
{
    struct stretch *stretch = g_malloc(sizeof(*stretch) + size);
    memcpy(stretch + 1, start, size);
    *stretch = (struct stretch){(const char *)(stretch + 1), size, record};
    g_hash_table_replace(repeats->known, stretch, stretch);
}

struct fh_record *fh_log_repeats_find(const struct fh_log_repeats *repeats, const char *start, gsize size)
{
    const struct stretch wanted = {start, size, NULL};
    const struct stretch *found = g_hash_table_lookup(repeats->known, &wanted);
    return found ? found->record : NULL;
}

void fh_log_repeats_forget(struct fh_log_repeats *repeats)
{
    g_hash_table_remove_all(repeats->known);
}
