/* SPDX-License-Identifier: MIT */
/*
 * An object's functions by address, from its symbol tables (.symtab, or .dynsym where that is stripped).
 *
 * In: a module of libdwfl. Out: the name that people know an address by. Several names have one address:
 * "__libc_free", "free" and "cfree" are one function. Callers: object.c.
 */
#pragma once

#include <elfutils/libdwfl.h>
#include <glib.h>

struct fh_symbol {
    guint64 start, end;
    const char *name; /* mangled; borrowed from the module */
    guint rank;       /* of names for one address: the lower, the better known */
};

/* struct fh_symbol, sorted by start, one an address; valid as long as the module. Caller owns;
 * g_array_unref(). */
GArray *fh_symbol_table_new(Dwfl_Module *module);

/* The function that `address` is in, or NULL. Borrowed from the table. */
const struct fh_symbol *fh_symbol_table_find(const GArray *table, guint64 address);
