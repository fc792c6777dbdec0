// SPDX-License-Identifier: MIT
#include "log/repeats.h"

#include <string.h>

/* A stretch of a log; of one that is remembered, with its bytes behind it. */
struct stretch {
    const char *start;
    gsize size;
    gpointer what;
    struct stretch *next; /* that was found or remembered after it, the last time; NULL: none */
};

struct fh_log_repeats {
    GHashTable *known;    /* struct stretch * → itself */
    struct stretch *last; /* that was found or remembered; NULL: none */
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

static void come_to(struct fh_log_repeats *repeats, struct stretch *stretch)
{
    if (repeats->last)
        repeats->last->next = stretch;
    repeats->last = stretch;
}

static struct stretch *add(struct fh_log_repeats *repeats, const char *start, gsize size)
{
    struct stretch *stretch = g_malloc(sizeof(*stretch) + size);
    memcpy(stretch + 1, start, size);
    *stretch = (struct stretch){.start = (const char *)(stretch + 1), .size = size};
    g_hash_table_add(repeats->known, stretch);
    return stretch;
}

static struct stretch *look_up(const struct fh_log_repeats *repeats, const char *start, gsize size)
{
    const struct stretch wanted = {.start = start, .size = size};
    return g_hash_table_lookup(repeats->known, &wanted);
}

void fh_log_repeats_remember(struct fh_log_repeats *repeats, const char *start, gsize size, gpointer what)
{
    struct stretch *known = look_up(repeats, start, size);
    struct stretch *stretch = known ? known : add(repeats, start, size);
    stretch->what = what;
    come_to(repeats, stretch);
}

gpointer fh_log_repeats_find(struct fh_log_repeats *repeats, const char *start, gsize size)
{
    struct stretch *found = look_up(repeats, start, size);
    if (!found)
        return NULL;
    come_to(repeats, found);
    return found->what;
}

gpointer fh_log_repeats_follow(struct fh_log_repeats *repeats, const char *start, const char *end,
                               gsize *size)
{
    struct stretch *next = repeats->last ? repeats->last->next : NULL;
    if (!next || (gsize)(end - start) < next->size || memcmp(start, next->start, next->size) != 0)
        return NULL;
    repeats->last = next;
    *size = next->size;
    return next->what;
}

void fh_log_repeats_forget(struct fh_log_repeats *repeats)
{
    repeats->last = NULL;
    g_hash_table_remove_all(repeats->known);
}
