/* SPDX-License-Identifier: MIT */
/*
 * AddressSanitizer's functions in a program that may have none, or its runtime within itself, where ld.so
 * does not find what is not exported: then the program's own symbol table tells. Callers: asan_watch.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct fh_asan_calls {
    void (*report_error_summary)(const char *text); /* NULL when any of the three was not found */
    int (*do_recoverable_leak_check)(void);
    int (*get_ownership)(const volatile void *address);
    /* NULL: not found. "heap" for an address in or beside a block of the heap's. */
    const char *(*locate_address)(void *address, char *name, size_t name_size, void **start, size_t *size);
};

/* FALSE: the program has no AddressSanitizer at all. */
bool fh_asan_calls_find(struct fh_asan_calls *calls);
