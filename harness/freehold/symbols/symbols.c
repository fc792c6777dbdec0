// SPDX-License-Identifier: MIT
#include "symbols/symbols.h"

#include "model/stack.h"
#include "symbols/object.h"

struct fh_symbols {
    GMutex lock;
    GHashTable *objects; /* path -> struct fh_object * */
};

static void free_object(gpointer object)
{
    fh_object_free(object);
}

struct fh_symbols *fh_symbols_new(void)
{
    struct fh_symbols *symbols = g_new0(struct fh_symbols, 1);

    g_mutex_init(&symbols->lock);
    symbols->objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_object);
    return symbols;
}

void fh_symbols_free(struct fh_symbols *symbols)
{
    if (!symbols)
        return;
    g_hash_table_unref(symbols->objects);
    g_mutex_clear(&symbols->lock);
    g_free(symbols);
}

static struct fh_object *object_of(struct fh_symbols *symbols, const char *path)
{
    struct fh_object *object = g_hash_table_lookup(symbols->objects, path);

    if (object)
        return object;
    object = fh_object_open(path);
    g_hash_table_insert(symbols->objects, g_strdup(path), object);
    return object;
}

static struct fh_frame *copy_frame(const struct fh_frame *frame)
{
    struct fh_frame *copy = fh_frame_new();

    copy->function = g_strdup(frame->function);
    copy->file = g_strdup(frame->file);
    copy->line = frame->line;
    copy->object = g_strdup(frame->object);
    copy->address = frame->address;
    copy->is_inlined = frame->is_inlined;
    return copy;
}

void fh_symbols_resolve(struct fh_symbols *symbols, const char *path, guint64 offset, GPtrArray *frames)
{
    const GPtrArray *known;

    g_mutex_lock(&symbols->lock);
    known = fh_object_frames(object_of(symbols, path), offset);
    for (guint i = 0; i < known->len; i++)
        g_ptr_array_add(frames, copy_frame(g_ptr_array_index(known, i)));
    g_mutex_unlock(&symbols->lock);
}
