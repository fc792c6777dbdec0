/* SPDX-License-Identifier: MIT */
/*
 * The functions that hand out heap blocks and take them back: the one table, a row each.
 *
 * Both wings read it: what is loaded into the audited process (which imports to rewrite, which symbols are
 * Rust's allocator), and the command (which side a stack's function is of, what a trace counts, which
 * contract libc's functions have). Functions that must be written down by name elsewhere, because a linker or
 * Valgrind is to find them, are held against the table by a test (tests/exec/allocators_known.sh).
 * CONTRIBUTING.md says how to add a family.
 *
 * Sources: rustc's library/alloc/src/alloc.rs and library/std/src/alloc.rs; malloc(3), posix_memalign(3) and
 * the C23 standard, 7.24.3; the Itanium C++ ABI's mangling of the operators in [new.delete]; what memcheck
 * replaces (vg_replace_malloc.c).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "wire/domain.h"

/* The functions that belong together: a block that one of them handed out, another of them must take back. */
enum fh_family {
    FH_FAMILY_RUST,
    FH_FAMILY_MALLOC,
    FH_FAMILY_NEW,
    FH_FAMILY_NEW_ARRAY,
    FH_FAMILY_COUNT,
};

enum fh_verb {
    FH_VERB_ALLOCATE,
    FH_VERB_ZEROED,  /* allocate, and fill with zeroes */
    FH_VERB_RESIZE,  /* takes a block, its first argument, and hands out another */
    FH_VERB_RELEASE, /* takes a block, its first argument */
    FH_VERB_COUNT,
};

enum fh_role {
    FH_ROLE_ENTRY, /* the family's own: whoever stands in for all of these sees the family's every block */
    /* What an entry of Rust's leads to when nobody stands in for it: std's default allocator, or (in old
     * compilers) the one that a crate names as #[global_allocator]. */
    FH_ROLE_STD_SHIM,
    FH_ROLE_CRATE_SHIM,
    FH_ROLE_GIVER, /* of libc: hands out a block that an entry allocated for it */
    FH_ROLE_ALIAS, /* another name of one of these, which stacks show, or old programs call */
    FH_ROLE_COUNT,
};

/* How a block is handed out. */
enum fh_handing {
    FH_HANDS_NOTHING,
    FH_HANDS_RESULT,
    FH_HANDS_FIRST_ARGUMENT, /* through the pointer that is its first argument */
    /* Only the call tells: if the caller brings no room, as a format says it, when a stream is closed. */
    FH_HANDS_OTHERWISE,
};

struct fh_allocator {
    const char *name; /* as a stack shows it, without parameters: "malloc", "operator new[]" */
    size_t length;    /* of the name */
    /* as an object's symbols have it ("_Znam"); what newer rustcs make of it is a rule: fh_allocator_find()
     */
    const char *symbol;
    enum fh_family family;
    enum fh_verb verb;
    enum fh_role role;
    enum fh_handing handing;
};

/* All of them. After the last comes one without a name. */
extern const struct fh_allocator fh_allocators[];

/* The row of a function, as a stack or a symbol table names it: with parameters or without, mangled as C++
 * and as rustc's versions do ("__rust_alloc", "_RNvCs<hash>_7___rustc12___rust_alloc") or demangled, or as a
 * compiler's clone
 * ("free.part.0"). NULL: it is none. A class's own operator new is none either. */
const struct fh_allocator *fh_allocator_find(const char *function);

/* The entry of Rust's with that verb. */
const struct fh_allocator *fh_allocator_rust(enum fh_verb verb);

/* What of that entry's name says what it does: "alloc", "alloc_zeroed", "realloc", "dealloc". The rust heap's
 * own function for it is fh_rust_ and that. */
const char *fh_allocator_rust_verb(enum fh_verb verb);

/* The name of the function that releases what any of the family hands out: "free". */
const char *fh_family_release(enum fh_family family);

enum fh_domain fh_family_domain(enum fh_family family);

/* The row is of what lies below Rust's entries: it runs only where nobody stands in for them. */
bool fh_allocator_is_shim(const struct fh_allocator *row);

/* rustc's own functions, as fh_allocator_find() takes names: those in the table, and what else it makes
 * beside them, such as
 * __rust_alloc_error_handler. */
bool fh_is_rustc_function(const char *function);
