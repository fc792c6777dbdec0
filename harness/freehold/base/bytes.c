// SPDX-License-Identifier: MIT
#include "base/bytes.h"

#include <sys/mman.h>
#include <unistd.h>

#define MUCH ((gsize)8 << 20) /* bytes */

static guintptr page_of(const char *at)
{
    return (guintptr)at & ~((guintptr)sysconf(_SC_PAGESIZE) - 1);
}

const char *fh_bytes_forget(const char *kept, const char *at)
{
    if ((gsize)(at - kept) < MUCH)
        return kept;
    const guintptr first = page_of(kept), last = page_of(at);
    madvise((void *)first, last - first, MADV_DONTNEED);
    return (const char *)last;
}

void fh_bytes_need(const char *at, gsize size)
{
#ifdef MADV_POPULATE_READ
    const guintptr first = page_of(at);
    madvise((void *)first, (guintptr)at + size - first, MADV_POPULATE_READ);
#else
    (void)at;
    (void)size;
#endif
}
