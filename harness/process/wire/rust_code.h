/* SPDX-License-Identifier: MIT */
/*
 * Does an ELF object hold Rust code that allocates, and where are its allocator's functions?
 *
 * In: the bytes of the file. Out: an answer. Nothing is allocated, nothing is kept: the preloaded object asks
 * of what is loaded, freehold of programs that it was not loaded into. The bytes are not trusted.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/allocators.h"

enum fh_rust_code {
    FH_RUST_CODE_NONE,  /* no sign of any */
    FH_RUST_CODE_WHOLE, /* all four functions of each of its allocators have symbols, and nothing was inlined
                         */
    /* Some have none, or are optimised code that is more than a jump to what lies under them: whoever
     * compiled them together with that (LTO; rustc, for a crate with a #[global_allocator] of its own) may
     * have inlined them into their callers, too. */
    FH_RUST_CODE_INLINED,
    FH_RUST_CODE_NAMELESS, /* none has: stripped, or fat LTO */
    FH_RUST_CODE_WRAPPED,  /* the linker led the callers of each of them to a function that stands in for it
                              (ld --wrap) */
    FH_RUST_CODE_COUNT,
};

#define FH_RUST_ALLOCATORS_MAX \
    8 /* in one object: Rust libraries of several compilers may be linked together */

/* Of each verb, as Rust's allocators have an entry for each. */
struct fh_rust_entries {
    unsigned n[FH_VERB_COUNT];
    uint64_t addresses[FH_VERB_COUNT][FH_RUST_ALLOCATORS_MAX]; /* as the object has them */
    unsigned n_own; /* of all, those that are known to lead to a #[global_allocator] of the program's own */
};

/* `entries` is filled with what there is. */
enum fh_rust_code fh_rust_code_find(const void *bytes, size_t size, struct fh_rust_entries *entries);
