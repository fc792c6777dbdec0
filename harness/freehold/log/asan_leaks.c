// SPDX-License-Identifier: MIT
#include "log/asan_leaks.h"

#include "model/stack.h"

static void free_record(gpointer record)
{
    fh_record_free(record);
}

void fh_asan_leaks_init(struct fh_asan_leaks *leaks)
{
    *leaks = (struct fh_asan_leaks){0};
    leaks->before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_record);
}

void fh_asan_leaks_finish(struct fh_asan_leaks *leaks)
{
    g_hash_table_unref(leaks->before);
}

void fh_asan_leaks_begin_search(struct fh_asan_leaks *leaks)
{
    leaks->search++;
    leaks->bytes = 0;
}

/* Blocks of one sort: those of one state that one stack allocated. */
static char *key_of(const struct fh_record *record)
{
    GString *key = g_string_new(NULL);

    g_string_append_printf(key, "%u %d", record->pid, (int)record->leak_state);
    for (guint i = 0; record->stack && i < record->stack->frames->len; i++)
        g_string_append_printf(key, " %" G_GINT64_MODIFIER "x",
                               ((struct fh_frame *)g_ptr_array_index(record->stack->frames, i))->address);
    return g_string_free(key, FALSE);
}

static guint64 growth(guint64 now, guint64 before)
{
    return now > before ? now - before : 0;
}

void fh_asan_leaks_compare(struct fh_asan_leaks *leaks, struct fh_record *record)
{
    char *key = key_of(record);
    const struct fh_record *before = g_hash_table_lookup(leaks->before, key);
    struct fh_record *now = fh_record_new(FH_RECORD_LEAK);

    record->is_added = leaks->is_checking;
    if (record->is_added) {
        record->added_bytes = growth(record->bytes, before ? before->bytes : 0);
        record->added_blocks = growth(record->blocks, before ? before->blocks : 0);
    }
    now->bytes = record->bytes;
    now->blocks = record->blocks;
    g_hash_table_replace(leaks->before, key, now);
    leaks->bytes += record->bytes;
}
