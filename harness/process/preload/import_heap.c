/* SPDX-License-Identifier: MIT */
#include "import_heap.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "given.h"
#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/marked.h"
#include "heap/memory.h"
#include "heap/rust_heap.h"
#include "import_slots.h"
#include "imports.h"
#include "watcher.h"

#define ALIGNMENT ((size_t)16) /* malloc's */

/* C code of the object calls: what it takes is libc's, and what it releases must be. */
static bool is_by_c(unsigned slot)
{
    return (slot & FH_IMPORT_BY_C) != 0;
}

static const struct fh_import_object *object_of(unsigned slot)
{
    return fh_import_object(slot & ~FH_IMPORT_BY_C);
}

static size_t mark_of(unsigned slot)
{
    return fh_mark(object_of(slot)->allocator);
}

static void *allocate(size_t size, bool is_zeroed, unsigned slot)
{
    size_t mark = mark_of(slot);
    void *result = fh_watcher()->short_alloc(size, ALIGNMENT, mark, is_zeroed);
    if (result)
        return result;
    return is_zeroed ? fh_rust_alloc_zeroed(size, ALIGNMENT | mark) : fh_rust_alloc(size, ALIGNMENT | mark);
}

static void *allocate_aligned(size_t size, size_t alignment, unsigned slot)
{
    return fh_rust_alloc(size, fh_marked(alignment, mark_of(slot)));
}

void *fh_import_malloc(size_t size, unsigned slot)
{
    return is_by_c(slot) ? malloc(size) : allocate(size, false, slot);
}

static bool multiply(size_t n, size_t size, size_t *bytes)
{
    if (!__builtin_mul_overflow(n, size, bytes))
        return true;
    errno = ENOMEM;
    return false;
}

void *fh_import_calloc(size_t n, size_t size, unsigned slot)
{
    size_t bytes;
    if (is_by_c(slot))
        return calloc(n, size);
    return multiply(n, size, &bytes) ? allocate(bytes, true, slot) : NULL;
}

/* Rust's Layout is not known here: what the block was made with is taken for it. But for the allocator, which
 * is the one that calls; if it has no slot, what it was made by. */
static struct fh_layout layout_of(const void *block, unsigned slot)
{
    struct fh_layout layout = {.alignment = 1};
    fh_backend()->find(block, &layout);
    if (slot != FH_IMPORT_SLOTS)
        layout.allocator = object_of(slot)->allocator;
    return layout;
}

/* A live block of C's, from Rust code. Libc gave it by a function that is not known here, or C code did,
 * which is wrong: the log tells who allocated it. */
static void release_c_block(void *block, size_t size, unsigned slot)
{
    const struct fh_import_object *object = object_of(slot);
    uint64_t values[] = {(uintptr_t)block, size, object->start, object->end};
    fh_notice_of_event(fh_event_write(FH_EVENT_IMPORT_FREE, values, 4, NULL), "import-free", block);
    fh_watcher()->release_quietly(block);
}

static void *move_c_block(void *block, size_t old_size, size_t size, unsigned slot)
{
    void *result = allocate(size, false, slot);
    if (!result)
        return NULL;
    memcpy(result, block, old_size < size ? old_size : size);
    release_c_block(block, old_size, slot);
    return result;
}

void *fh_import_realloc(void *block, size_t size, unsigned slot)
{
    if (!block)
        return fh_import_malloc(size, slot);
    if (fh_given_take(block)) {
        void *result = realloc(block, size);
        fh_given_add(result || size == 0 ? result : block);
        return result;
    }
    if (is_by_c(slot))
        return realloc(block, size);
    if (size == 0) {
        fh_import_free(block, slot); /* as glibc's does */
        return NULL;
    }
    size_t c_size = fh_backend()->c_block_size(block);
    if (c_size > 0)
        return move_c_block(block, c_size, size, slot);
    struct fh_layout layout = layout_of(block, slot);
    /* Rust's std gives realloc() nothing that is aligned more than malloc() does: who does has lost the
     * alignment. */
    if (layout.alignment > ALIGNMENT)
        layout.alignment = ALIGNMENT;
    return fh_rust_realloc(block, layout.size, fh_layout_marked(&layout), size);
}

void *fh_import_reallocarray(void *block, size_t n, size_t size, unsigned slot)
{
    size_t bytes;
    return multiply(n, size, &bytes) ? fh_import_realloc(block, bytes, slot) : NULL;
}

void fh_import_free(void *block, unsigned slot)
{
    if (!block || (!is_by_c(slot) && fh_watcher()->short_free(block, mark_of(slot))))
        return;
    if (fh_given_take(block) || is_by_c(slot)) {
        free(block);
        return;
    }
    size_t c_size = fh_backend()->c_block_size(block);
    if (c_size > 0) {
        release_c_block(block, c_size, slot);
        return;
    }
    struct fh_layout layout = layout_of(block, slot);
    fh_rust_dealloc(block, layout.size, fh_layout_marked(&layout));
}

int fh_import_posix_memalign(void **block, size_t alignment, size_t size, unsigned slot)
{
    if (is_by_c(slot))
        return posix_memalign(block, alignment, size);
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    void *made = allocate_aligned(size, alignment, slot);
    if (!made)
        return ENOMEM;
    *block = made;
    return 0;
}

void *fh_import_aligned_alloc(size_t alignment, size_t size, unsigned slot)
{
    return is_by_c(slot) ? aligned_alloc(alignment, size) : allocate_aligned(size, alignment, slot);
}

void *fh_import_valloc(size_t size, unsigned slot)
{
    return is_by_c(slot) ? valloc(size) : allocate_aligned(size, fh_page_size(), slot);
}

/* As many pages as it takes, and all of them are the caller's. */
void *fh_import_pvalloc(size_t size, unsigned slot)
{
    size_t page = fh_page_size(), bytes;
    if (__builtin_add_overflow(size, page - 1, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    bytes &= ~(page - 1);
    return is_by_c(slot) ? valloc(bytes) : allocate_aligned(bytes, page, slot);
}

void fh_import_free_sized(void *block, size_t size, unsigned slot)
{
    (void)size;
    fh_import_free(block, slot);
}

void fh_import_free_aligned_sized(void *block, size_t alignment, size_t size, unsigned slot)
{
    (void)alignment;
    (void)size;
    fh_import_free(block, slot);
}
