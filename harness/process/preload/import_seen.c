/* SPDX-License-Identifier: MIT */
#include "import_seen.h"

#include <stdbool.h>

#include "heap/arena.h"
#include "heap/event_writer.h"
#include "import_slots.h"
#include "imports.h"

#define HEADER_MAX ((size_t)256) /* what an allocator may keep beside a block, and for its alignment */

/* A block for each of Rust's: one that holds many is a pool. */
static bool has_come(const void *block, size_t size)
{
    fh_arena_lock();
    const struct fh_heap_block *found = fh_arena_find(block);
    bool has = found && found->state == FH_HEAP_BLOCK_LIVE &&
               (const char *)block + size <= found->start + found->size && found->size <= size + HEADER_MAX;
    fh_arena_unlock();
    return has;
}

static void tell(const struct fh_import_object *object, bool has)
{
    uint64_t values[] = {object->start, has};
    fh_event_write(FH_EVENT_IMPORT_SEEN, values, 2, NULL);
}

void fh_import_seen(uintptr_t function, const void *block, size_t size)
{
    struct fh_import_object *object = !block ? NULL : fh_import_object_at(function);
    if (!object)
        return;
    bool has = has_come(block, size);
    bool *is_known = has ? &object->has_come : &object->has_not_come;
    if (!__atomic_exchange_n(is_known, true, __ATOMIC_RELAXED))
        tell(object, has);
}

void fh_import_seen_again(void)
{
    for (unsigned slot = 0; slot < FH_IMPORT_SLOTS; slot++) {
        const struct fh_import_object *object = fh_import_object(slot);
        if (object->has_come)
            tell(object, true);
        if (object->has_not_come)
            tell(object, false);
    }
}
