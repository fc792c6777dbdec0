// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#define ARENA (64u << 20)
#define RED   32

struct block {
    size_t size, alignment;
};

static char *arena;
static size_t used = 64;
static unsigned n_events;

/* memcheck's leak search takes what is writable as roots. */
void rust_heap_protect(int is_on)
{
    if (arena)
        mprotect(arena, ARENA, is_on ? PROT_READ : PROT_READ | PROT_WRITE);
}

static struct block *header(void *p)
{
    return (struct block *)((char *)p - RED - sizeof(struct block));
}

static void report_layout(void *p, size_t size, size_t alignment)
{
    char command[64];

    (void)alignment;
    (void)size;
    VALGRIND_PRINTF_BACKTRACE("freehold: #%u layout-mismatch\n", ++n_events);
    snprintf(command, sizeof command, "v.info location %p", p);
    VALGRIND_MONITOR_COMMAND(command);
}

static __attribute__((noinline)) void *heap_alloc(size_t size, size_t alignment)
{
    size_t start;

    if (!arena)
        arena = mmap(NULL, ARENA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    start = (used + RED + sizeof(struct block) + 63 + alignment) & ~(alignment > 16 ? alignment - 1 : 15);
    used = start + size + RED;
    *header(arena + start) = (struct block){size, alignment};
    VALGRIND_MALLOCLIKE_BLOCK(arena + start, size, RED, 0);
    return arena + start;
}

void *fh_rust_alloc(size_t size, size_t alignment)
{
    return heap_alloc(size, alignment);
}

void *fh_rust_alloc_zeroed(size_t size, size_t alignment)
{
    return memset(heap_alloc(size, alignment), 0, size);
}

void fh_rust_dealloc(void *p, size_t size, size_t alignment)
{
    if (arena && (char *)p >= arena && (char *)p < arena + ARENA) {
        struct block was;

        VALGRIND_DISABLE_ERROR_REPORTING;
        was = *header(p);
        VALGRIND_ENABLE_ERROR_REPORTING;
        if (was.alignment && was.size < ARENA && (was.size != size || was.alignment != alignment))
            report_layout(p, size, alignment);
    }
    VALGRIND_FREELIKE_BLOCK(p, RED);
}

void *fh_rust_realloc(void *p, size_t size, size_t alignment, size_t new_size)
{
    void *q = heap_alloc(new_size, alignment);

    memcpy(q, p, size < new_size ? size : new_size);
    fh_rust_dealloc(p, size, alignment);
    return q;
}
