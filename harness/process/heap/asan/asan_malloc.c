/* SPDX-License-Identifier: MIT */
/*
 * C's functions that release, before AddressSanitizer's, for the whole process: a block of Rust's that C
 * releases is released as Rust's, and reported; what ASan would not survive is reported without being done
 * (asan_free.h); all else is the runtime's.
 */
#include "asan_malloc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "asan.h"
#include "asan_free.h"
#include "asan_heap.h"
#include "heap/unchecked.h"

static bool is_ready;

void fh_asan_malloc_begin(void)
{
    fh_asan_heap_begin();
    is_ready = true;
}

/* The program's own, before the runtime's, for all of it, also before instrumented code may run. */
FH_UNCHECKED void free(void *address)
{
    if (!is_ready || !address) {
        __interceptor_free(address);
    } else if (!fh_asan_heap_release_for_other(address) && fh_asan_prepare_release(&address)) {
        __interceptor_free(address);
        fh_asan_released(address);
    }
}

static void *move_from_rust(void *address, size_t old_size, size_t size)
{
    void *result = size == 0 ? NULL : malloc(size);
    if (!result && size != 0)
        return NULL;
    if (result)
        memcpy(result, address, size < old_size ? size : old_size);
    fh_asan_heap_release_for_other(address);
    return result;
}

FH_UNCHECKED void *realloc(void *address, size_t size)
{
    struct fh_layout layout;
    if (!is_ready || !address)
        return __interceptor_realloc(address, size);
    if (fh_asan_heap_find(address, &layout) && layout.alignment <= FH_ASAN_HEADER)
        return move_from_rust(address, layout.size, size);
    if (!fh_asan_prepare_release(&address))
        return NULL;
    void *result = __interceptor_realloc(address, size);
    fh_asan_released(address);
    return result;
}

/* What is too much, the runtime reports. */
FH_UNCHECKED void *reallocarray(void *address, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return __interceptor_reallocarray(address, n, size);
    return realloc(address, bytes);
}

size_t malloc_usable_size(void *address);

FH_UNCHECKED size_t malloc_usable_size(void *address)
{
    struct fh_layout layout;
    if (is_ready && fh_asan_heap_find(address, &layout))
        return layout.size;
    fh_asan_restore_description(address);
    return __interceptor_malloc_usable_size(address);
}
