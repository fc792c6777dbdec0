/* SPDX-License-Identifier: MIT */
/*
 * The functions of the library under audit, by name: the one thing that the runner learns at link time.
 *
 * In: a table that is generated from the library's header (library/link.c writes it, this header lies beside
 * the runner's archive). Out: plan symbols are resolved from it. The rust heap is attached in the same link:
 * for each allocator symbol S of the library, `ld --wrap=S` and
 *
 *     .globl __wrap_S
 *     __wrap_S: jmp fh_rust_alloc        (or _alloc_zeroed, _realloc, _dealloc: rust_heap.h)
 */
#pragma once

struct fh_library_function {
    const char *name;
    void (*address)(void);
};

/* Ended by a NULL name. */
extern const struct fh_library_function fh_library_functions[];
