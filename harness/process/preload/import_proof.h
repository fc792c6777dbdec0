/* SPDX-License-Identifier: MIT */
/*
 * Is the malloc family that a stripped object imports what its Rust allocator uses? That it imports it proves
 * nothing: std itself calls malloc(), realloc() and free() whatever the allocator, and C code in the object
 * may call all the others. What std's default allocator alone brings is one function that calls
 * posix_memalign(), realloc() and free(): std::alloc::System's realloc(), which takes the long way for large
 * alignments. Something must lead to it, too: a linker may leave all of std in, used or not. And it must
 * depend on nothing but its arguments: an allocator that has memory of its own beside libc's, and leaves the
 * rest to std's, has to find out which of the two a block is of. It was so in each library with the default
 * allocator that was looked at (rustc 1.51 to 1.95; debug, release, thin and fat LTO, for size, to abort;
 * Debian's, and wheels of PyPI's), and in none with mimalloc, jemalloc or an allocator of its own.
 *
 * In: a loaded object's code and the places of its imports. Out: an answer. Functions are told apart by
 * `.eh_frame_hdr`, which `strip` leaves. Caller: imports.c.
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

/* The first three are what std's realloc() must call, and the rest are what it may. */
enum fh_proof_function {
    FH_PROOF_POSIX_MEMALIGN,
    FH_PROOF_REALLOC,
    FH_PROOF_FREE,
    FH_PROOF_MUST_COUNT,
    FH_PROOF_MALLOC = FH_PROOF_MUST_COUNT,
    FH_PROOF_CALLOC,
    FH_PROOF_MEMCPY,
    FH_PROOF_MEMMOVE,
    FH_PROOF_MEMSET,
    FH_PROOF_IMPORT_COUNT,
};

struct fh_proof {
    const struct dl_phdr_info *info;
    const ElfW(Sym) * symbols;
    const ElfW(Rela) * relocations[2];
    size_t n_relocations[2];
    struct fh_proof_import imports[FH_PROOF_IMPORT_COUNT];
    uintptr_t relro_start, relro_end; /* what nothing changes once it is loaded */
};

enum fh_proof_result {
    FH_PROOF_NONE,
    FH_PROOF_GIVEN,
    FH_PROOF_PAST_STUBS, /* … and Rust code calls what it imports without the linker's stubs */
};

enum fh_proof_result fh_proof_of_std(const struct fh_proof *proof);
