/* SPDX-License-Identifier: MIT */
/*
 * What rewritten imports lead to: for each function of import_heap.h as many entries as there are slots, each
 * of which puts its number behind the caller's arguments and jumps on. So the heap knows which object called,
 * whatever the stack looks like: a release build ends in `jmp free`, and a jump leaves no return address.
 *
 * Callers: imports.c.
 */
#pragma once

#include <stdbool.h>

#define FH_IMPORT_SLOTS \
    64 /* objects that are watched through their imports, at one time or after each other */

/* Set in a slot's number: C code of the object calls (import_c_code.h). */
#define FH_IMPORT_BY_C 128u

/* The entry of `slot` for the function `name` of the malloc family; NULL: it is none of those. */
void (*fh_import_slot(const char *name, unsigned slot))(void);
