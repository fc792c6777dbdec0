/* SPDX-License-Identifier: MIT */
/*
 * Code of an object that a C compiler made, in a library whose Rust code calls what it imports without the
 * linker's stubs (FH_PROOF_PAST_STUBS): it takes the malloc family through other places than Rust code.
 *
 *   a linker's stub                only C code calls it; bfd lets it load from the place that Rust code uses
 *   the address of an import,      by C code: in a function that calls through stubs, or lies among such
 *   put into a register            functions. Rust code does so, too, to call it more than once
 *
 * Each of these instructions is changed to load from a place of ours. So a call tells whose it is, also if it
 * is a jump, or goes by a pointer. Of what may be of either side, an event says that it is there. Caller:
 * imports.c.
 */
#pragma once

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

#define FH_C_CODE_PLACES 8
#define FH_C_CODE_COMMON 64

/* Entries of the global offset table, and what C code is to call instead. */
struct fh_c_code {
    const struct dl_phdr_info *info;
    uintptr_t start, end; /* of the object */
    uintptr_t relro_start, relro_end;
    uintptr_t places[FH_C_CODE_PLACES];
    void (*functions[FH_C_CODE_PLACES])(void);
    unsigned n;
    uintptr_t common[FH_C_CODE_COMMON]; /* entries of what every compiler calls through stubs  */
    unsigned n_common;
};

/* What rustc, too, calls by a stub: no line of the program's names it. */
bool fh_c_code_is_common(const char *name);

/* Leads it there. `*near_page` is what of ours was mapped for that: the caller's to unmap with the object, or
 * NULL. FALSE: it could not, and nothing is changed. `*has_pointers`: something in it may be C code's. */
bool fh_c_code_lead(const struct fh_c_code *code, void **near_page, bool *has_pointers);
