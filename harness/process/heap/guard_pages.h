/* SPDX-License-Identifier: MIT */
/*
 * Pages within a mapping that nobody can read, and that /proc/self/maps does not show (MADV_GUARD_INSTALL).
 * From 2.42 on, glibc guards the stacks of threads so, and the kernel joins neighbouring stacks to one
 * mapping.
 */
#pragma once

#include <stdint.h>

/* Of [start, end) the first such pages; both are `end` if there are none, or if the kernel, older than 6.16,
 * does not tell. `pagemap`: /proc/self/pagemap, or -1. No heap allocation. Not under Valgrind, which does not
 * know the ioctl. */
struct fh_guard_pages {
    uintptr_t start, end;
} fh_guard_pages_find(int pagemap, uintptr_t start, uintptr_t end);
