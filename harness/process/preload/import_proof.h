/* SPDX-License-Identifier: MIT */
/*
 * Is the malloc family that a stripped object imports what its Rust allocator uses? That it imports it proves nothing: std itself
 * calls malloc(), realloc() and free() whatever the allocator, and C code in the object may call all the others. What std's default
 * allocator alone brings is one function that calls posix_memalign(), realloc() and free(): std::alloc::System's realloc(), which
 * takes the long way for large alignments. Something must lead to it, too: a linker may leave all of std in, used or not. It was so in each library with the default allocator that was looked at (rustc 1.51 to 1.95;
 * debug, release, thin and fat LTO, for size, to abort; Debian's, and wheels of PyPI's), and in none with mimalloc, jemalloc or an
 * allocator of its own.
 *
 * In: a loaded object's code and the places of its imports. Out: an answer. Functions are told apart by `.eh_frame_hdr`, which `strip` leaves.
 * Caller: imports.c.
 */
#pragma once

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FH_PROOF_PLACES_MAX 4

/* Entries of the global offset table that are to hold one function's address. */
struct fh_proof_import {
    uintptr_t places[FH_PROOF_PLACES_MAX];
    unsigned n;
};

struct fh_proof {
    const struct dl_phdr_info *info;
    const ElfW(Sym) * symbols;
    const ElfW(Rela) * relocations[2];
    size_t n_relocations[2];
    struct fh_proof_import posix_memalign, realloc, free;
};

bool fh_proof_of_std(const struct fh_proof *proof);
