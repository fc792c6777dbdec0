/* SPDX-License-Identifier: MIT */
#include "live_stacks.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "guard_pages.h"
#include "mappings.h"
#include "stack.h"

#define TRIES    100
#define PAUSE    100000 /* nanoseconds */
#define RED_ZONE 128    /* bytes below the stack pointer that leaf functions use */

static uintptr_t pointers[FH_THREADS_MAX]; /* stack pointers of other threads */
static unsigned n_pointers;
static bool wants_all;                           /* every writable mapping */
static bool is_whole;                            /* there is a thread whose stack pointer is not known */
static uintptr_t (*known_pointer)(pid_t thread); /* 0: not known */

/* "232 0x5 0x7f… … SP PC", "-1 SP PC" or "running". 0: not known. */
static uintptr_t parse_syscall(char *text)
{
    char *pc = strrchr(text, ' ');
    if (!pc)
        return 0;
    *pc = '\0';
    const char *sp = strrchr(text, ' ');
    return !sp ? 0 : strtoul(sp + 1, NULL, 16);
}

static uintptr_t read_pointer(const char *path)
{
    char text[256];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t size = read(fd, text, sizeof(text) - 1);
    close(fd);
    text[size < 0 ? 0 : size] = '\0';
    return parse_syscall(text);
}

static void add_thread(pid_t thread)
{
    char path[64];
    uintptr_t pointer = !known_pointer ? 0 : known_pointer(thread);
    snprintf(path, sizeof(path), "/proc/self/task/%d/syscall", (int)thread);
    for (unsigned i = 0; pointer == 0 && i < TRIES && access(path, F_OK) == 0; i++) {
        pointer = read_pointer(path);
        if (pointer != 0)
            break;
        nanosleep(&(struct timespec){.tv_nsec = PAUSE}, NULL);
    }
    if (pointer != 0 && n_pointers < FH_THREADS_MAX)
        pointers[n_pointers++] = pointer - RED_ZONE;
    else if (access(path, F_OK) == 0)
        is_whole = true;
}

static void visit_entries(const char *entries, size_t size, void (*function)(pid_t thread))
{
    pid_t own = (pid_t)syscall(SYS_gettid);
    for (size_t at = 0; at < size;) {
        const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
        if (entry->d_name[0] != '.' && atoi(entry->d_name) != own)
            function(atoi(entry->d_name));
        at += entry->d_reclen;
    }
}

bool fh_other_threads(void (*function)(pid_t thread))
{
    static char entries[4096] __attribute__((aligned(8)));
    int fd = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    long size;
    if (fd < 0)
        return false;
    while ((size = syscall(SYS_getdents64, fd, entries, sizeof(entries))) > 0)
        visit_entries(entries, (size_t)size, function);
    close(fd);
    return true;
}

static void find_threads(void)
{
    n_pointers = 0;
    is_whole = false;
    if (!fh_other_threads(add_thread))
        is_whole = true;
}

void fh_threads_settle(void)
{
    known_pointer = NULL;
    find_threads();
}

struct search {
    void (*function)(const void *start, size_t size);
    uintptr_t guard_end; /* of the guard pages that came last */
    int pagemap;
};

static void take_part(const struct search *search, uintptr_t start, uintptr_t end)
{
    bool is_guarded = search->guard_end == start;
    uintptr_t from = end;
    for (unsigned i = 0; i < n_pointers; i++)
        if (pointers[i] >= start && pointers[i] < from)
            from = pointers[i];
    if (from == end && (wants_all || (is_whole && is_guarded)))
        from = start;
    from &= ~(uintptr_t)7;
    if (from < end)
        search->function((const void *)from, end - from);
}

static bool take_mapping(const struct fh_mapping *mapping, void *data)
{
    struct search *search = data;
    if (!mapping->is_accessible)
        search->guard_end = mapping->end;
    for (uintptr_t at = mapping->start; mapping->is_writable && at < mapping->end;) {
        const struct fh_guard_pages guard = fh_guard_pages_find(search->pagemap, at, mapping->end);
        take_part(search, at, guard.start);
        if (guard.start < guard.end)
            search->guard_end = guard.end;
        at = guard.end;
    }
    return true;
}

static void find_mappings(void (*function)(const void *start, size_t size))
{
    struct search search = {function, 0, open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC)};
    fh_mappings_each(take_mapping, &search);
    if (search.pagemap >= 0)
        close(search.pagemap);
}

void fh_live_stacks(void (*function)(const void *start, size_t size))
{
    wants_all = false;
    known_pointer = NULL;
    find_threads();
    if (n_pointers > 0 || is_whole)
        find_mappings(function);
}

void fh_writable_memory(void (*function)(const void *start, size_t size),
                        uintptr_t (*pointer_of)(pid_t thread))
{
    wants_all = true;
    known_pointer = pointer_of;
    find_threads();
    if (n_pointers < FH_THREADS_MAX)
        pointers[n_pointers++] = (uintptr_t)fh_stack_top();
    find_mappings(function);
}
