/* SPDX-License-Identifier: MIT */
/*
 * The malloc family and C++'s operators, for the whole process: a program's own definitions come before the C
 * library's, whose own callers (strdup, getline, …) use them, too ("Replacing malloc", glibc's manual).
 */
#include "ledger_malloc.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "heap/fail.h"
#include "heap/live_stacks.h"
#include "ledger.h"

#define ALIGNMENT ((size_t)16)

/* Where the process's malloc() is another one, nothing here sees what is allocated. */
void fh_ledger_prove(void)
{
    if (dlsym(RTLD_DEFAULT, "malloc") != (void *)(uintptr_t)malloc)
        fh_fail("the ledger is not the process's malloc(): the library under audit brings one of its own");
}

__attribute__((weak)) void __libc_freeres(void);
__attribute__((weak)) void empty_cxx(void) __asm__("_ZN9__gnu_cxx9__freeresEv");
static bool has_others;

static void note_other(pid_t thread)
{
    (void)thread;
    has_others = true;
}

void fh_ledger_empty_libraries(void)
{
    if (!fh_other_threads(note_other) || has_others)
        return;
    if (empty_cxx)
        empty_cxx();
    if (__libc_freeres)
        __libc_freeres();
}

static void *or_enomem(void *block)
{
    if (!block)
        errno = ENOMEM;
    return block;
}

static bool is_alignment(size_t alignment)
{
    return alignment != 0 && (alignment & (alignment - 1)) == 0;
}

void *malloc(size_t size)
{
    return or_enomem(fh_ledger_allocate(FH_FAMILY_MALLOC, size, ALIGNMENT));
}

void *calloc(size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return or_enomem(NULL);
    return or_enomem(fh_ledger_allocate(FH_FAMILY_MALLOC, bytes, ALIGNMENT));
}

void free(void *block)
{
    int saved = errno;
    fh_ledger_release(FH_FAMILY_MALLOC, block);
    errno = saved;
}

void *realloc(void *block, size_t size)
{
    void *moved = fh_ledger_move(FH_FAMILY_MALLOC, block, size);
    return size == 0 && block ? moved : or_enomem(moved);
}

void *reallocarray(void *block, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return or_enomem(NULL);
    return or_enomem(fh_ledger_move(FH_FAMILY_MALLOC, block, bytes));
}

void *memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size)
{
    while (!is_alignment(alignment))
        alignment += (alignment & -alignment) + (alignment == 0);
    return or_enomem(fh_ledger_allocate(FH_FAMILY_MALLOC, size, alignment));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (!is_alignment(alignment)) {
        errno = EINVAL;
        return NULL;
    }
    return or_enomem(fh_ledger_allocate(FH_FAMILY_MALLOC, size, alignment));
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (!is_alignment(alignment) || alignment % sizeof(void *) != 0)
        return EINVAL;
    void *made = fh_ledger_allocate(FH_FAMILY_MALLOC, size, alignment);
    if (!made)
        return ENOMEM;
    *block = made;
    return 0;
}

void *valloc(size_t size)
{
    return memalign((size_t)sysconf(_SC_PAGESIZE), size);
}

void *pvalloc(size_t size);
void *pvalloc(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return memalign(page, (size + page - 1) & ~(page - 1));
}

size_t malloc_usable_size(void *block);
size_t malloc_usable_size(void *block)
{
    return !block ? 0 : fh_ledger_size(block);
}

/* C23. */
void free_sized(void *block, size_t size);
void free_sized(void *block, size_t size)
{
    (void)size;
    free(block);
}

void free_aligned_sized(void *block, size_t alignment, size_t size);
void free_aligned_sized(void *block, size_t alignment, size_t size)
{
    (void)alignment;
    (void)size;
    free(block);
}

/* C++. std::get_new_handler() and what throws std::bad_alloc are libstdc++'s, where that is linked. */
typedef void new_handler(void);
__attribute__((weak)) new_handler *get_new_handler(void) __asm__("_ZSt15get_new_handlerv");
__attribute__((weak)) void throw_bad_alloc(void) __asm__("_ZSt17__throw_bad_allocv");

static void ask_for_memory(void)
{
    new_handler *handler = !get_new_handler ? NULL : get_new_handler();
    if (handler)
        handler();
    else if (throw_bad_alloc)
        throw_bad_alloc();
    else
        abort();
}

static void *make(enum fh_family family, size_t size, size_t alignment)
{
    void *block = fh_ledger_allocate(family, size, alignment);
    while (!block) {
        ask_for_memory();
        block = fh_ledger_allocate(family, size, alignment);
    }
    return block;
}

#define NEW(NAME, FAMILY)                     \
    void *NAME(size_t size);                  \
    void *NAME(size_t size)                   \
    {                                         \
        return make(FAMILY, size, ALIGNMENT); \
    }
#define NEW_NOTHROW(NAME, FAMILY)                           \
    void *NAME(size_t size, const void *tag);               \
    void *NAME(size_t size, const void *tag)                \
    {                                                       \
        (void)tag;                                          \
        return fh_ledger_allocate(FAMILY, size, ALIGNMENT); \
    }
#define NEW_ALIGNED(NAME, FAMILY)              \
    void *NAME(size_t size, size_t alignment); \
    void *NAME(size_t size, size_t alignment)  \
    {                                          \
        return make(FAMILY, size, alignment);  \
    }
#define NEW_ALIGNED_NOTHROW(NAME, FAMILY)                       \
    void *NAME(size_t size, size_t alignment, const void *tag); \
    void *NAME(size_t size, size_t alignment, const void *tag)  \
    {                                                           \
        (void)tag;                                              \
        return fh_ledger_allocate(FAMILY, size, alignment);     \
    }
/* The further arguments (a size, an alignment, std::nothrow) are not looked at. */
#define DELETE(NAME, FAMILY)              \
    void NAME(void *block);               \
    void NAME(void *block)                \
    {                                     \
        fh_ledger_release(FAMILY, block); \
    }

NEW(_Znwm, FH_FAMILY_NEW)
NEW(_Znam, FH_FAMILY_NEW_ARRAY)
NEW_NOTHROW(_ZnwmRKSt9nothrow_t, FH_FAMILY_NEW)
NEW_NOTHROW(_ZnamRKSt9nothrow_t, FH_FAMILY_NEW_ARRAY)
NEW_ALIGNED(_ZnwmSt11align_val_t, FH_FAMILY_NEW)
NEW_ALIGNED(_ZnamSt11align_val_t, FH_FAMILY_NEW_ARRAY)
NEW_ALIGNED_NOTHROW(_ZnwmSt11align_val_tRKSt9nothrow_t, FH_FAMILY_NEW)
NEW_ALIGNED_NOTHROW(_ZnamSt11align_val_tRKSt9nothrow_t, FH_FAMILY_NEW_ARRAY)
DELETE(_ZdlPv, FH_FAMILY_NEW)
DELETE(_ZdaPv, FH_FAMILY_NEW_ARRAY)
DELETE(_ZdlPvm, FH_FAMILY_NEW)
DELETE(_ZdaPvm, FH_FAMILY_NEW_ARRAY)
DELETE(_ZdlPvRKSt9nothrow_t, FH_FAMILY_NEW)
DELETE(_ZdaPvRKSt9nothrow_t, FH_FAMILY_NEW_ARRAY)
DELETE(_ZdlPvSt11align_val_t, FH_FAMILY_NEW)
DELETE(_ZdaPvSt11align_val_t, FH_FAMILY_NEW_ARRAY)
DELETE(_ZdlPvmSt11align_val_t, FH_FAMILY_NEW)
DELETE(_ZdaPvmSt11align_val_t, FH_FAMILY_NEW_ARRAY)
DELETE(_ZdlPvSt11align_val_tRKSt9nothrow_t, FH_FAMILY_NEW)
DELETE(_ZdaPvSt11align_val_tRKSt9nothrow_t, FH_FAMILY_NEW_ARRAY)
