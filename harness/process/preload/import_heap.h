/* SPDX-License-Identifier: MIT */
/*
 * The malloc family, as rewritten imports call it: on the rust heap. What the object gets from libc to be
 * released (givers.h), and what else of C's it is given, goes back to libc.
 *
 * `slot`: of the object that calls (import_slots.h puts it there). Callers: import_slots.c, redirect.c.
 */
#pragma once

#include <stddef.h>

/* Their names are read in stacks, as the rust heap's. */
#pragma GCC visibility push(default)
void *fh_import_malloc(size_t size, unsigned slot);
void *fh_import_calloc(size_t n, size_t size, unsigned slot);
void *fh_import_realloc(void *block, size_t size, unsigned slot);
void *fh_import_reallocarray(void *block, size_t n, size_t size, unsigned slot);
void fh_import_free(void *block, unsigned slot);
int fh_import_posix_memalign(void **block, size_t alignment, size_t size, unsigned slot);
void *fh_import_aligned_alloc(size_t alignment, size_t size, unsigned slot);
void *fh_import_valloc(size_t size, unsigned slot);
void *fh_import_pvalloc(size_t size, unsigned slot);
void fh_import_free_sized(void *block, size_t size, unsigned slot);
void fh_import_free_aligned_sized(void *block, size_t alignment, size_t size, unsigned slot);
#pragma GCC visibility pop
