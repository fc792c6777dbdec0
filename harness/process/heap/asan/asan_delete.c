/* SPDX-License-Identifier: MIT */
/*
 * C++'s operators delete, before the runtime's, for the whole process: a block of Rust's that C++ releases is released as
 * Rust's, and reported; all else is the runtime's. What they are given beside the block is a size or a reference.
 */
#include "asan_delete.h"

#include <dlfcn.h>
#include <stdint.h>

#include "asan_free.h"
#include "asan_heap.h"
#include "heap/fail.h"
#include "heap/unchecked.h"

typedef void delete_function(void *block, uintptr_t more);

FH_UNCHECKED static void release(const char *name, delete_function **next, void *block, uintptr_t more)
{
    delete_function *function = __atomic_load_n(next, __ATOMIC_RELAXED);
    if (block == NULL || fh_asan_heap_release_for_other(block) || !fh_asan_prepare_release(&block))
        return;
    if (function == NULL)
        function = (delete_function *)(uintptr_t)dlsym(RTLD_NEXT, name);
    if (function == NULL)
        fh_fail("AddressSanitizer's runtime has no %s", name);
    __atomic_store_n(next, function, __ATOMIC_RELAXED);
    function(block, more);
    fh_asan_released(block);
}

#define DEFINE(id, symbol)                                          \
    static delete_function *next_##id;                              \
    void fh_asan_##id(void *block, uintptr_t more) __asm__(symbol); \
    FH_UNCHECKED void fh_asan_##id(void *block, uintptr_t more)     \
    {                                                               \
        release(symbol, &next_##id, block, more);                   \
    }

DEFINE(delete_plain, "_ZdlPv")
DEFINE(delete_nothrow, "_ZdlPvRKSt9nothrow_t")
DEFINE(delete_with_size, "_ZdlPvm")
DEFINE(delete_array, "_ZdaPv")
DEFINE(delete_array_nothrow, "_ZdaPvRKSt9nothrow_t")
DEFINE(delete_array_with_size, "_ZdaPvm")

void fh_asan_delete(void *block)
{
    fh_asan_delete_plain(block, 0);
}
