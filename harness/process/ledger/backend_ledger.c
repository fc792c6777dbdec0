/* SPDX-License-Identifier: MIT */
/*
 * Nothing watches the process but its own ledger: the process must find what Valgrind or AddressSanitizer
 * would report. So errors are events, not lines of a log, and the leak search of ledger_leaks.c stands for
 * memcheck's.
 */
#include "heap/backend.h"

#include <stdlib.h>
#include <string.h>

#include "heap/arena.h"
#include "ledger.h"
#include "ledger_leaks.h"
#include "ledger_malloc.h"
#include "wire/notices.h"

static bool is_here(void)
{
    return true;
}

static void *allocate(size_t size, size_t alignment, bool is_zeroed)
{
    (void)is_zeroed;
    return fh_ledger_allocate(FH_FAMILY_RUST, size, alignment);
}

static bool find(const void *address, struct fh_layout *layout)
{
    layout->allocator = 0;
    return fh_ledger_find(FH_FAMILY_RUST, address, &layout->size, &layout->alignment);
}

static bool release(void *address)
{
    struct fh_layout layout;
    if (!find(address, &layout))
        return false;
    fh_ledger_release(FH_FAMILY_RUST, address);
    return true;
}

static bool release_as(void *address, const struct fh_layout *layout)
{
    return fh_ledger_release_as(address, layout->size, layout->alignment);
}

static void release_foreign(void *address)
{
    fh_ledger_release(FH_FAMILY_RUST, address);
}

static void copy_foreign(void *to, const void *from, size_t size)
{
    size_t known = fh_ledger_size(from);
    memcpy(to, from, known < size ? known : size);
}

static enum fh_heap_owner owner(const void *address)
{
    enum fh_family family;
    if (fh_ledger_family(address, &family))
        return family == FH_FAMILY_RUST ? FH_OWNED_BY_RUST : FH_OWNED_ELSEWHERE;
    return fh_arena_holds(address) ? FH_OWNED_BY_NONE : FH_OWNED_ELSEWHERE;
}

/* There is no log; where the process was ended is told by the record that the signal's notice makes. */
static void notice(const char *text)
{
    static const char mark[] = FH_NOTICE_PREFIX "signal ";
    struct fh_ledger_record record = {.what = FH_LEDGER_SIGNAL};
    if (strncmp(text, mark, sizeof(mark) - 1) != 0)
        return;
    record.address = strtoul(text + sizeof(mark) - 1, NULL, 10);
    fh_ledger_note_signal(&record);
}

static void notice_block(const char *text, const void *address)
{
    struct fh_ledger_record record = {.what = FH_LEDGER_NOTICE};
    strncpy(record.notice, text, sizeof(record.notice) - 1);
    fh_ledger_note_action(&record, address);
}

static void report_errors(bool is_on)
{
    (void)is_on;
}

static uint64_t count_errors(void)
{
    return fh_ledger_count_violations();
}

static void check_leaks(bool is_thorough)
{
    (void)is_thorough;
    fh_ledger_check_leaks();
}

static void nothing(void)
{
}

const struct fh_backend fh_backend_ledger = {
    .name = "ledger",
    .tells_others = true,
    .takes_unset = true,
    .fails_c = true,
    .is_here = is_here,
    .allocate = allocate,
    .find = find,
    .release = release,
    .release_as = release_as,
    .release_foreign = release_foreign,
    .copy_foreign = copy_foreign,
    .owner = owner,
    .notice = notice,
    .notice_block = notice_block,
    .report_errors = report_errors,
    .count_errors = count_errors,
    .empty_libraries = fh_ledger_empty_libraries,
    .check_leaks = check_leaks,
    .count_heap = fh_ledger_count,
    .lock = fh_arena_lock,
    .unlock = fh_arena_unlock,
    .leave = nothing,
};
