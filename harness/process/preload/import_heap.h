/* SPDX-License-Identifier: MIT */
/* The malloc family, as rewritten imports call it: on the rust heap. Callers: imports.c, redirect.c. */
#pragma once

#include <stddef.h>

/* Their names are read in stacks, as the rust heap's. */
#pragma GCC visibility push(default)
void *fh_import_malloc(size_t size);
void *fh_import_calloc(size_t n, size_t size);
void *fh_import_realloc(void *block, size_t size);
void fh_import_free(void *block);
int fh_import_posix_memalign(void **block, size_t alignment, size_t size);
void *fh_import_aligned_alloc(size_t alignment, size_t size);
char *fh_import_realpath(const char *path, char *room);
#pragma GCC visibility pop
