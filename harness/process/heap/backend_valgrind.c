/* SPDX-License-Identifier: MIT */
/*
 * memcheck is told of each block of Rust's by client requests, so that it knows the block as it knows one of
 * malloc's. A wrong release is not stopped here: it is handed to memcheck as a free() of that address, which
 * reports it with the stacks that it keeps.
 */
#include "backend.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <valgrind/memcheck.h>

#include "arena.h"
#include "blocks.h"
#include "clean.h"
#include "live_stacks.h"
#include "memory.h"
#include "protect.h"
#include "vdso.h"

#define UNADDRESSABLE 3       /* VALGRIND_GET_VBITS */
#define PAUSE         2000000 /* nanoseconds */

static bool has_others; /* other threads */

static bool is_here(void)
{
    return RUNNING_ON_VALGRIND != 0;
}

/* Before all code of the program's. */
__attribute__((constructor(101))) static void begin(void)
{
    if (is_here())
        fh_vdso_stand_in();
}

static void release_foreign(void *address)
{
    VALGRIND_FREELIKE_BLOCK(address, 0);
}

static void copy_foreign(void *to, const void *from, size_t size)
{
    const char *source = from;
    char bits, *target = to;
    for (size_t i = 0; i < size && VALGRIND_GET_VBITS(source + i, &bits, 1) != UNADDRESSABLE; i++)
        target[i] = source[i];
}

/* memcheck's malloc_usable_size() looks the block up, and says exactly what was asked for. */
static size_t c_block_size(const void *address)
{
    const void *volatile start = address;
    VALGRIND_MAKE_MEM_DEFINED(&start, sizeof(start));
    return fh_blocks_owner(start) == FH_OWNED_ELSEWHERE ? malloc_usable_size((void *)(uintptr_t)start) : 0;
}

static void notice(const char *text)
{
    VALGRIND_PRINTF("%s\n", text);
}

static void notice_block(const char *text, const void *address)
{
    char command[64];
    VALGRIND_PRINTF_BACKTRACE("%s\n", text);
    snprintf(command, sizeof(command), "v.info location %p", address);
    VALGRIND_MONITOR_COMMAND(command);
}

static void report_errors(bool is_on)
{
    if (is_on)
        VALGRIND_ENABLE_ERROR_REPORTING;
    else
        VALGRIND_DISABLE_ERROR_REPORTING;
}

static uint64_t count_errors(void)
{
    return VALGRIND_COUNT_ERRORS;
}

static void search_added(void)
{
    VALGRIND_DO_ADDED_LEAK_CHECK;
}

static void search_unheard(void)
{
    VALGRIND_DO_QUICK_LEAK_CHECK;
}

static void search_changed(void)
{
    VALGRIND_DO_CHANGED_LEAK_CHECK;
}

static void see_thread(pid_t thread)
{
    (void)thread;
    has_others = true;
}

/* One thread runs at a time: one that has just answered the caller still has on its stack what it worked
 * with. */
static void let_others_run(void)
{
    has_others = false;
    fh_other_threads(see_thread);
    if (has_others)
        nanosleep(&(struct timespec){.tv_nsec = PAUSE}, NULL);
}

/* Between hiding and showing there is no system call, at which Valgrind would switch threads. */
static void search_with(void (*search)(void))
{
    fh_arena_lock();
    fh_arena_protect();
    fh_clean_registers();
    fh_memory_hide();
    search();
    fh_memory_show();
    fh_arena_unprotect();
    fh_arena_unlock();
}

static void check_leaks(bool is_thorough)
{
    (void)is_thorough;
    let_others_run();
    search_with(search_added);
}

static void count_found(uint64_t *blocks, uint64_t *bytes)
{
    unsigned long lost = 0, possible = 0, reachable = 0, suppressed = 0;
    VALGRIND_COUNT_LEAK_BLOCKS(lost, possible, reachable, suppressed);
    *blocks = lost + possible + reachable + suppressed;
    VALGRIND_COUNT_LEAKS(lost, possible, reachable, suppressed);
    *bytes = lost + possible + reachable + suppressed;
}

static void search_quietly(void)
{
    search_with(search_unheard);
}

static void search_changes(void)
{
    search_with(search_changed);
}

static void leave(void)
{
    let_others_run();
    fh_arena_lock();
    fh_arena_protect();
    fh_memory_hide();
}

const struct fh_backend fh_backend_valgrind = {
    .name = "valgrind",
    .searches_at_exit = true,
    .fails_c = true,
    .is_here = is_here,
    .allocate = fh_blocks_allocate,
    .find = fh_blocks_find,
    .release = fh_blocks_release,
    .release_as = fh_blocks_release_as,
    .release_foreign = release_foreign,
    .copy_foreign = copy_foreign,
    .owner = fh_blocks_owner,
    .c_block_size = c_block_size,
    .notice = notice,
    .notice_block = notice_block,
    .report_errors = report_errors,
    .count_errors = count_errors,
    .check_leaks = check_leaks,
    .count_found = count_found,
    .search_quietly = search_quietly,
    .search_changes = search_changes,
    .lock = fh_arena_lock,
    .unlock = fh_arena_unlock,
    .leave = leave,
};
