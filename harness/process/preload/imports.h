/* SPDX-License-Identifier: MIT */
/*
 * Rust shared libraries whose allocator has no symbols (stripped, LTO): the places through which such an
 * object calls the malloc family (its global offset table) lead to the rust heap instead.
 *
 * This is exact for Rust's default allocator, also where a release build ends in `jmp free`. It can't tell
 * that allocator from Rust code that calls libc's malloc itself, and it has no Layout to check. What the
 * object gets from libc to be released goes back there (givers.h). Callers: objects.c.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "heap/loaded_objects.h"

/* Nothing but std's default allocator calls what the object imports as its code does (import_proof.h). */
bool fh_imports_are_of_std(const struct fh_loaded_object *loaded);

/* Rewrites the imports of a loaded object. FALSE: it has none of them, its memory can't be changed, or there
 * are too many. */
bool fh_imports_rewrite(const struct fh_loaded_object *loaded);

/* One whose imports are rewritten. */
struct fh_import_object {
    uintptr_t start, end;
    unsigned allocator;          /* its number (rust_allocators.h) */
    bool has_come, has_not_come; /* a block of Rust's through them (import_seen.h) */
    void *near_page;             /* what C code in it calls (import_c_code.h); NULL: nothing but stubs */
    bool has_pointers;           /* C code in it may call by pointers that look like Rust's calls */
};

/* The same, with the functions that `find` names in their place; NULL: it leaves that one. */
bool fh_imports_lead_to(const struct fh_loaded_object *loaded, void (*(*find)(const char *name))(void));

/* The object that calls through the slot; FH_IMPORT_SLOTS (import_slots.h): all of it is 0. */
struct fh_import_object *fh_import_object(unsigned slot);

/* Says again what was told of such pointers, in a new events file. */
void fh_imports_tell_again(void);

/* The one that the address is in; NULL: none is. */
struct fh_import_object *fh_import_object_at(uintptr_t address);
