/* SPDX-License-Identifier: MIT */
/* AddressSanitizer and LeakSanitizer watch: compiled only into the runner that is instrumented. */
#include "heap/backend.h"

#include <string.h>

#include "asan.h"
#include "asan_beside.h"
#include "asan_free.h"
#include "asan_heap.h"
#include "asan_malloc.h"
#include "asan_orphans.h"
#include "asan_report.h"
#include "heap/clean.h"
#include "heap/live_stacks.h"
#include "heap/unchecked.h"

/* LeakSanitizer holds each root in a list that it walks for every search. A stack beyond these keeps
 * nothing: a false alarm, no false clean. */
#define ROOTS_MAX 1024

static uint64_t n_errors;

static void count_error(const char *report)
{
    (void)report;
    __atomic_fetch_add(&n_errors, 1, __ATOMIC_RELAXED);
}

__attribute__((constructor(101))) static void install(void)
{
    fh_asan_malloc_begin();
    __asan_set_error_report_callback(count_error);
}

static bool is_here(void)
{
    return true;
}

static void notice(const char *text)
{
    __sanitizer_report_error_summary(text);
}

/* One report for all of it. ASan keeps its own notes in what is released: that must not be written to. */
FH_UNCHECKED static void write_bytes(char *to, const char *from, size_t size)
{
    char *bad = size == 0 ? NULL : __asan_region_is_poisoned(to, size);
    if (bad)
        __asan_report_store_n_noabort(bad, (long)size - (bad - to));
    for (size_t i = 0; i < size; i++)
        if (!bad || !__asan_address_is_poisoned(to + i))
            ((volatile char *)to)[i] = from[i];
}

FH_UNCHECKED static void read_bytes(const char *from, size_t size)
{
    char *bad = size == 0 ? NULL : __asan_region_is_poisoned((void *)(uintptr_t)from, size);
    if (bad)
        __asan_report_load_n_noabort(bad, (long)size - (bad - from));
    for (size_t i = 0; i < size && from + i != bad; i++)
        (void)((const volatile char *)from)[i];
}

/* ASan can't be told; what must not be reported is read by functions that are not instrumented
 * (FH_UNCHECKED). */
static void report_errors(bool is_on)
{
    (void)is_on;
}

static uint64_t count_errors(void)
{
    return __atomic_load_n(&n_errors, __ATOMIC_RELAXED);
}

struct root {
    const void *start;
    size_t size;
};

static struct root roots[ROOTS_MAX];
static unsigned n_roots;

/* With a thread whose place is not known come all mappings that could be its stack, the runtime's own among
 * them, which are huge: it knows which are. */
static bool is_stack(const void *start)
{
    char name[1];
    void *region;
    size_t size;
    return strcmp(__asan_locate_address((void *)start, name, sizeof(name), &region, &size), "stack") == 0;
}

static void add_root(const void *start, size_t size)
{
    if (n_roots == ROOTS_MAX || !is_stack(start))
        return;
    roots[n_roots++] = (struct root){start, size};
    __lsan_register_root_region(start, size);
}

/* LeakSanitizer itself is told to leave stacks alone (use_stacks=0): it would take what the scenario left on
 * this one, below its own frames, for roots. Those of other threads are in use. */
static void check_leaks(bool is_thorough)
{
    n_roots = 0;
    fh_live_stacks(add_root);
    fh_asan_restore_live();
    fh_clean_stack();
    if (__lsan_do_recoverable_leak_check() && is_thorough)
        fh_asan_search_orphans();
    for (unsigned i = 0; i < n_roots; i++)
        __lsan_unregister_root_region(roots[i].start, roots[i].size);
}

static void nothing(void)
{
}

const struct fh_backend fh_backend_asan = {
    .name = "asan",
    .has_signal_handlers = true,
    .takes_unset = true,
    .is_here = is_here,
    .allocate = fh_asan_heap_allocate,
    .find = fh_asan_heaps_find,
    .release = fh_asan_heaps_release,
    .release_foreign = fh_asan_heap_release_foreign,
    .copy_foreign = fh_asan_copy_foreign,
    .owner = fh_asan_heap_owner,
    .c_block_size = fh_asan_heap_c_block_size,
    .begin_step = fh_asan_restore_recent,
    .write_bytes = write_bytes,
    .read_bytes = read_bytes,
    .notice = notice,
    .notice_block = fh_asan_notice_block,
    .report_errors = report_errors,
    .count_errors = count_errors,
    .check_leaks = check_leaks,
    .count_heap = fh_asan_heap_count,
    .lock = fh_asan_heap_lock,
    .unlock = fh_asan_heap_unlock,
    .leave = nothing,
};
