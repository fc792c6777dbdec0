/* SPDX-License-Identifier: MIT */
#include "own_kept.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "own_allocator.h"
#include "own_blocks.h"
#include "own_memory.h"

#define HELD_MAX ((size_t)1 << 20)

/* memcheck does not look into what an allocator has for its own use, nor behind the end of a small block:
 * what is kept there is held here, in memory that it looks into. */
static const void **held;
static size_t n_held;

static void hold_kept(const char *start, const char *end)
{
    struct fh_own_block block;
    for (; start + sizeof(void *) <= end && n_held < HELD_MAX; start += sizeof(void *)) {
        const void *word;
        memcpy(&word, start, sizeof(word));
        if (fh_own_block_find(word, &block) && block.state == FH_OWN_KEPT)
            held[n_held++] = word;
    }
}

/* A list of what is free goes through the blocks themselves: where one is shorter than a pointer, memcheck
 * does not see the next. */
static void hold_from(const struct fh_own_memory *memory)
{
    struct fh_own_block block;
    const char *end = memory->start + memory->size;
    if (!fh_own_block_find(memory->block, &block) || block.is_silent)
        hold_kept(memory->start, end);
    else if (block.state == FH_OWN_KEPT)
        hold_kept((const char *)memory->block + block.layout.size / sizeof(void *) * sizeof(void *), end);
}

void fh_own_kept_hold(void)
{
    if (held)
        munmap(held, HELD_MAX * sizeof(*held));
    held = NULL;
    n_held = 0;
    if (!fh_own_allocator_has_kept())
        return;
    void *room = mmap(NULL, HELD_MAX * sizeof(*held), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED)
        return;
    held = room;
    VALGRIND_DISABLE_ERROR_REPORTING;
    fh_own_memory_each(hold_from);
    VALGRIND_ENABLE_ERROR_REPORTING;
}
