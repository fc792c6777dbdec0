/* SPDX-License-Identifier: MIT */
/*
 * AddressSanitizer's log among the program's files: it has a number that no program gives to a file of its
 * own (dup2()), and stays open when the program closes all files that it knows nothing of, as daemons do, and
 * what forks to become another program. In: the C library's functions that close. Out: the same, but for that
 * one.
 */
#include "asan_files.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FIRST_FILE 200 /* for the log; below it are the program's */
#define LAST_FILE  (FIRST_FILE + 100)

#pragma GCC visibility push(default)
int close(int file);
int close_range(unsigned first, unsigned last, int flags);
void closefrom(int first);
#pragma GCC visibility pop

typedef int close_function(int file);

static int log_file = -1;
static close_function *next_close;

static bool is_at(int file, const char *path)
{
    char link[32], target[PATH_MAX];
    snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, target, sizeof(target) - 1);
    target[size < 0 ? 0 : size] = '\0';
    return strcmp(target, path) == 0;
}

/* The runtime takes the lowest number that is free. */
void fh_asan_begin_log(void (*begin)(void), const char *path)
{
    bool is_taken[FIRST_FILE] = {false};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC), file = nothing;
    for (; file >= 0 && file < FIRST_FILE; file = dup(nothing))
        is_taken[file] = true;
    if (file >= 0)
        syscall(SYS_close, file);
    begin();
    for (file = 0; file < FIRST_FILE; file++)
        if (is_taken[file])
            syscall(SYS_close, file);
    next_close = (close_function *)(uintptr_t)dlsym(RTLD_NEXT, "close");
    log_file = STDERR_FILENO + 1;
    while (log_file < LAST_FILE && !is_at(log_file, path))
        log_file++;
    log_file = log_file < LAST_FILE ? log_file : -1;
}

int close(int file)
{
    if (file >= 0 && file == log_file) {
        errno = EBADF;
        return -1;
    }
    return next_close ? next_close(file) : (int)syscall(SYS_close, file);
}

/* The kernel's own, since not all C libraries have one. */
int close_range(unsigned first, unsigned last, int flags)
{
    unsigned kept = (unsigned)log_file;
    if (log_file < 0 || kept < first || kept > last)
        return (int)syscall(SYS_close_range, first, last, flags);
    int below = kept > first ? (int)syscall(SYS_close_range, first, kept - 1, flags) : 0;
    int above = kept < last ? (int)syscall(SYS_close_range, kept + 1, last, flags) : 0;
    return below < 0 ? below : above;
}

void closefrom(int first)
{
    int start = first < 0 ? 0 : first;
    if (close_range((unsigned)start, UINT_MAX, 0) == 0)
        return;
    for (long file = start; file < sysconf(_SC_OPEN_MAX); file++)
        close((int)file);
}
