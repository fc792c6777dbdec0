/* SPDX-License-Identifier: MIT */
/* Nothing watches: for debugging the runner, or a library under gdb. */
#include "backend.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "blocks.h"

static bool is_here(void)
{
    return true;
}

static void notice(const char *text)
{
    dprintf(STDERR_FILENO, "%s\n", text);
}

static void notice_block(const char *text, const void *address)
{
    dprintf(STDERR_FILENO, "%s: block %p\n", text, address);
}

static void release_foreign(void *address)
{
    notice_block("Rust releases a block that is not its own", address);
}

static void copy_foreign(void *to, const void *from, size_t size)
{
    memcpy(to, from, size);
}

static void report_errors(bool is_on)
{
    (void)is_on;
}

static void check_leaks(bool is_thorough)
{
    (void)is_thorough;
}

static void nothing(void)
{
}

static uint64_t count_errors(void)
{
    return 0;
}

const struct fh_backend fh_backend_plain = {
    .name = "plain",
    .is_here = is_here,
    .allocate = fh_blocks_allocate,
    .find = fh_blocks_find,
    .release = fh_blocks_release,
    .release_as = fh_blocks_release_as,
    .release_foreign = release_foreign,
    .copy_foreign = copy_foreign,
    .owner = fh_blocks_owner,
    .notice = notice,
    .notice_block = notice_block,
    .report_errors = report_errors,
    .count_errors = count_errors,
    .check_leaks = check_leaks,
    .lock = fh_arena_lock,
    .unlock = fh_arena_unlock,
    .leave = nothing,
};
