/* SPDX-License-Identifier: MIT */
/* Stands before the program's write() and writev(), as far as it calls them itself. */
#include <dlfcn.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "said.h"

#pragma GCC visibility push(default)
ssize_t write(int file, const void *bytes, size_t size);
ssize_t writev(int file, const struct iovec *parts, int n_parts);
#pragma GCC visibility pop

static __typeof__(&write) next_write;
static __typeof__(&writev) next_writev;

__attribute__((constructor(101))) static void begin(void)
{
    next_write = (__typeof__(&write))(uintptr_t)dlsym(RTLD_NEXT, "write");
    next_writev = (__typeof__(&writev))(uintptr_t)dlsym(RTLD_NEXT, "writev");
}

ssize_t write(int file, const void *bytes, size_t size)
{
    const ssize_t written =
        next_write ? next_write(file, bytes, size) : syscall(SYS_write, file, bytes, size);
    fh_said(file, bytes, written);
    return written;
}

ssize_t writev(int file, const struct iovec *parts, int n_parts)
{
    const ssize_t written =
        next_writev ? next_writev(file, parts, n_parts) : syscall(SYS_writev, file, parts, n_parts);
    fh_said_in_parts(file, parts, n_parts, written);
    return written;
}
