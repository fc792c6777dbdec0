/* SPDX-License-Identifier: MIT */
/* AddressSanitizer watches, in each process that was built with it. It follows none that another program is
 * run in. */
#include <fcntl.h>
#include <linux/kcmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "asan_calls.h"
#include "asan_files.h"
#include "asan_link.h"
#include "asan_stack.h"
#include "asan_wrap.h"
#include "heap/asan/asan.h"
#include "heap/asan/asan_beside.h"
#include "heap/asan/asan_free.h"
#include "heap/asan/asan_heap.h"
#include "heap/asan/asan_report.h"
#include "heap/asan/asan_threads.h"
#include "heap/backend.h"
#include "heap/clean.h"
#include "heap/event_writer.h"
#include "heap/live_stacks.h"
#include "imports.h"
#include "rust_allocators.h"
#include "watcher.h"
#include "wire/notices.h"

/* For people: what is cut of a command line changes nothing. */
#define LINE_MAX_SIZE 4096
#define LOST_BLOCKS   8 /* of one, something stale may be left */

static struct fh_asan_calls calls;
static const struct fh_asan_link *linked; /* NULL: the program has no rust heap in it */
static bool is_linked_twice;

static bool is_here(void)
{
    return calls.report_error_summary != NULL;
}

static void notice(const char *text)
{
    if (is_here())
        calls.report_error_summary(text);
}

static uint64_t count_errors(void)
{
    return 0;
}

static void *volatile last_lost;

__attribute__((visibility("default"), noinline)) void freehold_lost_on_purpose(void);

void freehold_lost_on_purpose(void)
{
    last_lost = malloc(1);
    last_lost = NULL;
}

static bool is_of_heap(const void *address)
{
    char name[1];
    void *start;
    size_t size;
    return address && calls.locate_address &&
           strcmp(calls.locate_address((void *)(uintptr_t)address, name, sizeof(name), &start, &size),
                  "heap") == 0;
}

static void search(void)
{
    fh_clean_stack();
    fh_clean_registers();
    calls.do_recoverable_leak_check();
}

static void check_leaks(bool is_thorough)
{
    (void)is_thorough;
    if (!is_here())
        return;
    for (int i = 0; i < LOST_BLOCKS; i++)
        freehold_lost_on_purpose();
    fh_asan_threads_hold();
    fh_asan_search_without_dead(search, is_of_heap);
    fh_asan_threads_release();
}

static size_t c_block_size(const void *address)
{
    struct fh_layout layout;
    return __sanitizer_get_ownership(address) && !fh_asan_heaps_find(address, &layout)
               ? __sanitizer_get_allocated_size(address)
               : 0;
}

static void lock(void)
{
    fh_asan_heap_lock();
    if (linked)
        linked->backend->lock();
}

static void unlock(void)
{
    if (linked)
        linked->backend->unlock();
    fh_asan_heap_unlock();
}

static void nothing(void)
{
}

static bool is_always_here(void)
{
    return true;
}

const struct fh_backend fh_backend_program_asan = {
    .name = "asan",
    .is_here = is_always_here,
    .allocate = fh_asan_heap_allocate,
    .find = fh_asan_heaps_find,
    .release = fh_asan_heaps_release,
    .release_foreign = fh_asan_heap_release_foreign,
    .copy_foreign = fh_asan_copy_foreign,
    .owner = fh_asan_heap_owner,
    .c_block_size = c_block_size,
    .notice = notice,
    .notice_block = fh_asan_notice_block,
    .count_errors = count_errors,
    .check_leaks = check_leaks,
    .lock = lock,
    .unlock = unlock,
    .leave = nothing,
};

static bool find_calls(void)
{
    fh_asan_calls_find(&calls);
    return true;
}

static void tell_linked(void)
{
    if (!linked)
        return;
    *linked->events = fh_events;
    uint64_t values[] = {linked->is_own != NULL};
    fh_event_write(FH_EVENT_LINKED, values, 1, NULL);
    if (is_linked_twice)
        fh_event_write(FH_EVENT_LINKED, values, 1, NULL);
}

static const struct fh_asan_other_heap shared_heap = {fh_asan_heap_find, fh_asan_heap_release,
                                                      fh_rust_allocator_crosses};

__attribute__((visibility("default"))) void freehold_link_heaps(const struct fh_asan_link *link);

/* Before the program's own code; nothing is told of a heap in a program that is not watched. */
void freehold_link_heaps(const struct fh_asan_link *link)
{
    is_linked_twice = linked != NULL;
    linked = link;
    if (link->is_own)
        fh_rust_allocator_is_watched(0, FH_OBJECT_OWN_REDIRECTED);
    fh_asan_heap_has_beside(link->heap);
    link->has_beside(&shared_heap);
    if (is_here())
        tell_linked();
}

static void read_command_line(char *line)
{
    int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t size = file < 0 ? 0 : read(file, line, LINE_MAX_SIZE - 1);
    if (file >= 0)
        close(file);
    size = size < 0 ? 0 : size;
    while (size > 0 && line[size - 1] == '\0')
        size--;
    for (ssize_t i = 0; i < size; i++)
        if (line[i] == '\0')
            line[i] = ' ';
    line[size] = '\0';
}

/* It may stand before the program's allocator in the order of objects, or behind somebody else's. */
static bool is_allocator_watched(void)
{
    void *volatile block = malloc(1);
    bool is_watched = calls.get_ownership(block) != 0;
    free(block);
    return is_watched;
}

static void begin_log(void)
{
    fh_notice(FH_NOTICE_BEGIN, 0);
}

static void log_name(char *name, size_t size, const char *stem, pid_t pid)
{
    snprintf(name, size, "%s.log.%d", stem, (int)pid);
}

static bool note_program(const char *stem)
{
    char line[LINE_MAX_SIZE], options[2 * LINE_MAX_SIZE];
    const char *asan = getenv("ASAN_OPTIONS"), *lsan = getenv("LSAN_OPTIONS");
    struct fh_asan_calls unused;
    uint64_t values[] = {fh_asan_calls_find(&unused), is_here(), is_here() && is_allocator_watched()};
    fh_asan_goes_on();
    fh_asan_threads_forked();
    read_command_line(line);
    snprintf(options, sizeof(options), "%s\n%s", asan ? asan : "", lsan ? lsan : "");
    fh_event_write(FH_EVENT_PROGRAM, values, 3, line);
    fh_event_write(FH_EVENT_OPTIONS, NULL, 0, options);
    tell_linked();
    log_name(line, sizeof(line), stem, getpid());
    if (is_here())
        fh_asan_begin_log(begin_log, line);
    return is_here();
}

static unsigned n_others;

static void count(pid_t thread)
{
    (void)thread;
    n_others++;
}

/* A thread that is not in the child may hold what the search would wait for. */
static bool can_search_child(void)
{
    n_others = 0;
    return is_here() && fh_other_threads(count) && n_others == 0;
}

static bool is_memory_shared(pid_t parent)
{
    return syscall(SYS_kcmp, getpid(), parent, KCMP_VM, 0, 0) <= 0; /* an error: who knows */
}

static bool is_child_told(pid_t parent)
{
    return !is_memory_shared(parent);
}

static void note_start(pid_t process, const char *path, bool has_failed)
{
    uint64_t values[] = {(uint64_t)process, has_failed};
    fh_event_write(FH_EVENT_STARTED, values, 2, path);
}

/* A runtime that is shared has all that a rust heap needs; one within the program exports it, or not, as its
 * compiler pleases, and knows C++'s operators in C++ alone. */
static bool can_have_heap(void)
{
    return is_here() && fh_asan_is_runtime_shared() && __sanitizer_install_malloc_and_free_hooks &&
           fh_asan_new && fh_asan_delete_sized && fh_asan_operator_delete;
}

static bool lead_imports(const struct fh_loaded_object *loaded)
{
    static bool has_heap;
    if (!fh_asan_is_opening() || !can_have_heap())
        return false;
    if (!has_heap)
        fh_asan_heap_begin();
    has_heap = true;
    return fh_imports_rewrite(loaded);
}

/* What a program is linked with is as it is. A library's imports lead to a rust heap from when it is opened,
 * or its blocks are known to nobody. */
static void *short_alloc(size_t size, size_t alignment, size_t mark, bool is_zeroed)
{
    (void)size;
    (void)alignment;
    (void)mark;
    (void)is_zeroed;
    return NULL;
}

static bool short_free(void *block, size_t mark)
{
    (void)block;
    (void)mark;
    return false;
}

static void release_quietly(void *block)
{
    free(block);
}

/* Nothing can look at what an allocator of the object's own hands out. */
static bool is_proven(const struct fh_loaded_object *loaded, enum fh_rust_code code,
                      const struct fh_rust_entries *entries)
{
    bool is_said = code == FH_RUST_CODE_NONE;
    return is_said || (entries->n_own == 0 && (fh_imports_are_of_std(loaded) || code == FH_RUST_CODE_WHOLE));
}

static enum fh_object_watch watch(const struct fh_loaded_object *loaded, enum fh_rust_code code,
                                  const struct fh_rust_entries *entries)
{
    if (loaded->is_program)
        return code == FH_RUST_CODE_WRAPPED ? FH_OBJECT_LINKED : FH_OBJECT_NOT_LINKED;
    if (!is_proven(loaded, code, entries))
        return FH_OBJECT_UNKNOWN_HEAP;
    return lead_imports(loaded) ? FH_OBJECT_REWRITTEN : FH_OBJECT_NOT_LINKED;
}

const struct fh_watcher fh_watcher_asan = {
    .is_here = find_calls,
    .note_program = note_program,
    .can_search_child = can_search_child,
    .is_child_told = is_child_told,
    .is_memory_shared = is_memory_shared,
    .note_start = note_start,
    .log_name = log_name,
    .short_alloc = short_alloc,
    .short_free = short_free,
    .release_quietly = release_quietly,
    .before_search = nothing,
    .watch = watch,
    .tell_again = fh_imports_tell_again,
};
