/* SPDX-License-Identifier: MIT */
#include "memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#include <valgrind/memcheck.h>

#include "heap/fail.h"

#define FIRST_REGION ((size_t)256 << 10)
#define REGIONS_MAX  128 /* each is at least twice as large as the one before */
#define ALIGNMENT    ((size_t)64)

struct region {
    char *start;
    size_t size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct region regions[REGIONS_MAX];
static unsigned n_regions;
static struct region rest; /* of the newest region of ours */
static size_t next_size = FIRST_REGION;

static bool add(char *start, size_t size)
{
    if (n_regions == REGIONS_MAX)
        return false;
    regions[n_regions] = (struct region){start, size};
    n_regions++;
    return true;
}

static bool grow(size_t least)
{
    while (next_size < least)
        next_size *= 2;
    char *start =
        mmap(NULL, next_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED || !add(start, next_size))
        return false;
    rest = (struct region){start, next_size};
    next_size *= 2;
    return true;
}

void *fh_memory_take(size_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    void *result = NULL;
    pthread_mutex_lock(&lock);
    if (rest.size >= size || grow(size)) {
        result = rest.start;
        rest.start += size;
        rest.size -= size;
    }
    pthread_mutex_unlock(&lock);
    return result;
}

void *fh_memory_need(size_t size)
{
    void *result = fh_memory_take(size);
    if (!result)
        fh_fail("out of memory: %zu bytes", size);
    return result;
}

void fh_memory_include(void *start, size_t size)
{
    pthread_mutex_lock(&lock);
    bool is_added = add(start, size);
    pthread_mutex_unlock(&lock);
    if (!is_added)
        fh_fail("too many mappings");
}

const char *fh_memory_end(const void *address)
{
    const char *byte = address;
    for (unsigned i = 0; i < n_regions; i++)
        if (byte >= regions[i].start && byte < regions[i].start + regions[i].size)
            return regions[i].start + regions[i].size;
    return NULL;
}

bool fh_memory_holds(const void *address)
{
    return fh_memory_end(address) != NULL;
}

size_t fh_page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

void fh_memory_hide(void)
{
    for (unsigned i = 0; i < n_regions; i++)
        VALGRIND_MAKE_MEM_NOACCESS(regions[i].start, regions[i].size);
}

void fh_memory_show(void)
{
    for (unsigned i = 0; i < n_regions; i++)
        VALGRIND_MAKE_MEM_DEFINED(regions[i].start, regions[i].size);
}
