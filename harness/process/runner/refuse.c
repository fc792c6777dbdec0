/* SPDX-License-Identifier: MIT */
/*
 * Valgrind takes functions of its own in place of every malloc() of the process, these among them, unless it
 * is told to leave them alone (--soname-synonyms=somalloc=nouserintercepts). Then these are called, and call
 * libc's, which it replaces all the same. So a run without such an option does not know that they are here.
 *
 * Weak: a library that brings its own keeps it, and nothing of it can be refused.
 */
#include "refuse.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "heap/faults.h"

void fh_refuse_link(void)
{
}

#ifdef __GLIBC__

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

#define WEAK __attribute__((weak))

static bool refuses(void)
{
    if (!fh_fault_is_due(FH_DOMAIN_C))
        return false;
    errno = ENOMEM;
    return true;
}

WEAK void *malloc(size_t size)
{
    return refuses() ? NULL : __libc_malloc(size);
}

WEAK void *calloc(size_t n, size_t size)
{
    return refuses() ? NULL : __libc_calloc(n, size);
}

WEAK void *realloc(void *block, size_t size)
{
    return refuses() ? NULL : __libc_realloc(block, size);
}

WEAK void *reallocarray(void *block, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return refuses() ? NULL : __libc_realloc(block, bytes);
}

void *memalign(size_t alignment, size_t size);
WEAK void *memalign(size_t alignment, size_t size)
{
    return refuses() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size);
WEAK void *aligned_alloc(size_t alignment, size_t size)
{
    return refuses() ? NULL : __libc_memalign(alignment, size);
}

static bool is_alignment(size_t alignment)
{
    return alignment % sizeof(void *) == 0 && alignment != 0 && (alignment & (alignment - 1)) == 0;
}

int posix_memalign(void **block, size_t alignment, size_t size);
WEAK int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (!is_alignment(alignment))
        return EINVAL;
    void *made = refuses() ? NULL : __libc_memalign(alignment, size);
    if (made)
        *block = made;
    return made ? 0 : ENOMEM;
}

void *valloc(size_t size);
WEAK void *valloc(size_t size)
{
    return refuses() ? NULL : __libc_memalign((size_t)sysconf(_SC_PAGESIZE), size);
}

#endif
