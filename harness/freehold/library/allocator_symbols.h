/* SPDX-License-Identifier: MIT */
/*
 * Which symbols of a static library are Rust's allocator, and whether all its Rust code calls them. Callers:
 * command, flags.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

/* Rust's allocator in an archive. */
struct fh_allocator_symbols {
    GPtrArray *symbols; /* char *: the mangled names to --wrap; paired with `entries` */
    GPtrArray *entries; /* const char *: "alloc", "alloc_zeroed", "realloc", "dealloc" */
    gboolean has_rust;  /* the archive holds Rust code */
    /* there is a #[global_allocator]: once the symbols are wrapped, it does not run */
    gboolean replaces_own;
    gboolean brings_malloc;   /* some of it is C's malloc(), for all to see: mimalloc's feature `override` */
    gboolean is_instrumented; /* some of it is compiled with AddressSanitizer */
    gboolean is_std_instrumented; /* and Rust's std, too: it came compiled so (instrument.h) */
    /* why the hook would not be whole (fat LTO, an allocator that is compiled into the same object as its
     * callers); NULL when it is whole */
    char *problem;
};

/* Reads the symbol tables of all members with libelf. Fails with FH_ERROR_USAGE when it is no ar archive of
 * ELF objects of this machine. Caller owns; free with fh_allocator_symbols_free(). */
struct fh_allocator_symbols *fh_allocator_symbols_find(const char *archive, GError **error);

/* None of its symbols is to be wrapped: where the hook would not be whole, one half of the calls would hand
 * the other half's blocks to the wrong allocator. */
void fh_allocator_symbols_leave_alone(struct fh_allocator_symbols *hooks);
void fh_allocator_symbols_free(struct fh_allocator_symbols *hooks);
FH_DEFINE_AUTO(fh_allocator_symbols, fh_allocator_symbols_free)
