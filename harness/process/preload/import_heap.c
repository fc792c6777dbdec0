/* SPDX-License-Identifier: MIT */
#include "import_heap.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "heap/backend.h"
#include "heap/rust_heap.h"
#include "watcher.h"

#define ALIGNMENT ((size_t)16) /* malloc's */
#define GIVEN_MAX 64

/* What libc gave to be free()d, and was not yet. When there are more, the oldest is forgotten. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uintptr_t given[GIVEN_MAX]; /* inverted: no roots of a leak search */
static unsigned next_given;

static void give(const void *block)
{
    pthread_mutex_lock(&lock);
    given[next_given++ % GIVEN_MAX] = ~(uintptr_t)block;
    pthread_mutex_unlock(&lock);
}

static bool take_given(const void *block)
{
    bool is_found = false;
    pthread_mutex_lock(&lock);
    for (unsigned i = 0; i < GIVEN_MAX && !is_found; i++)
        if (given[i] == ~(uintptr_t)block) {
            given[i] = 0;
            is_found = true;
        }
    pthread_mutex_unlock(&lock);
    return is_found;
}

void *fh_import_malloc(size_t size)
{
    void *result = fh_watcher()->short_alloc(size, ALIGNMENT, false);
    return result != NULL ? result : fh_rust_alloc(size, ALIGNMENT);
}

void *fh_import_calloc(size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    void *result = fh_watcher()->short_alloc(bytes, ALIGNMENT, true);
    return result != NULL ? result : fh_rust_alloc_zeroed(bytes, ALIGNMENT);
}

/* Rust's Layout is not known here: what the block was made with is taken for it. */
static struct fh_layout layout_of(const void *block)
{
    struct fh_layout layout = {0, 1};
    fh_backend()->find(block, &layout);
    return layout;
}

void *fh_import_realloc(void *block, size_t size)
{
    if (block == NULL)
        return fh_import_malloc(size);
    if (take_given(block))
        return realloc(block, size);
    struct fh_layout layout = layout_of(block);
    return fh_rust_realloc(block, layout.size, layout.alignment, size);
}

void fh_import_free(void *block)
{
    if (block == NULL || fh_watcher()->short_free(block))
        return;
    if (take_given(block)) {
        free(block);
        return;
    }
    struct fh_layout layout = layout_of(block);
    fh_rust_dealloc(block, layout.size, layout.alignment);
}

int fh_import_posix_memalign(void **block, size_t alignment, size_t size)
{
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    void *made = fh_rust_alloc(size, alignment);
    if (made == NULL)
        return ENOMEM;
    *block = made;
    return 0;
}

void *fh_import_aligned_alloc(size_t alignment, size_t size)
{
    return fh_rust_alloc(size, alignment);
}

char *fh_import_realpath(const char *path, char *room)
{
    char *result = realpath(path, room);
    if (room == NULL && result != NULL)
        give(result);
    return result;
}
