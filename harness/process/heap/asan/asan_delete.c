/* SPDX-License-Identifier: MIT */
/*
 * C++'s operators delete, before the runtime's, for the whole process: a block of Rust's that C++ releases is
 * released as Rust's, and reported; all else is the runtime's. What they are given beside the block are a
 * size, an alignment, a reference.
 */
#include "asan_delete.h"

#include <dlfcn.h>
#include <stdint.h>

#include "asan_free.h"
#include "asan_heap.h"
#include "heap/fail.h"
#include "heap/unchecked.h"

typedef void delete_function(void *block, uintptr_t more, uintptr_t most);

FH_UNCHECKED static delete_function *behind(const char *name, delete_function **next)
{
    delete_function *function = __atomic_load_n(next, __ATOMIC_RELAXED);
    if (!function)
        function = (delete_function *)(uintptr_t)dlsym(RTLD_NEXT, name);
    if (!function)
        fh_fail("AddressSanitizer's runtime has no %s", name);
    __atomic_store_n(next, function, __ATOMIC_RELAXED);
    return function;
}

FH_UNCHECKED static void release(const char *name, delete_function **next, void *block, uintptr_t more,
                                 uintptr_t most)
{
    if (!block || fh_asan_heap_release_for_other(block) || !fh_asan_prepare_release(&block))
        return;
    behind(name, next)(block, more, most);
    fh_asan_released(block);
}

#define DEFINE(id, symbol)                                                          \
    static delete_function *next_##id;                                              \
    void fh_asan_##id(void *block, uintptr_t more, uintptr_t most) __asm__(symbol); \
    FH_UNCHECKED void fh_asan_##id(void *block, uintptr_t more, uintptr_t most)     \
    {                                                                               \
        release(symbol, &next_##id, block, more, most);                             \
    }

#define SIZED_ALIGNED "_ZdlPvmSt11align_val_t"

DEFINE(delete_plain, "_ZdlPv")
DEFINE(delete_nothrow, "_ZdlPvRKSt9nothrow_t")
DEFINE(delete_with_size, "_ZdlPvm")
DEFINE(delete_aligned, "_ZdlPvSt11align_val_t")
DEFINE(delete_aligned_nothrow, "_ZdlPvSt11align_val_tRKSt9nothrow_t")
DEFINE(delete_aligned_with_size, SIZED_ALIGNED)
DEFINE(delete_array, "_ZdaPv")
DEFINE(delete_array_nothrow, "_ZdaPvRKSt9nothrow_t")
DEFINE(delete_array_with_size, "_ZdaPvm")
DEFINE(delete_array_aligned, "_ZdaPvSt11align_val_t")
DEFINE(delete_array_aligned_nothrow, "_ZdaPvSt11align_val_tRKSt9nothrow_t")
DEFINE(delete_array_aligned_with_size, "_ZdaPvmSt11align_val_t")

void fh_asan_delete(void *block)
{
    fh_asan_delete_plain(block, 0, 0);
}

fh_asan_sized_delete *fh_asan_runtimes_delete(void)
{
    return (fh_asan_sized_delete *)behind(SIZED_ALIGNED, &next_delete_aligned_with_size);
}
