/* SPDX-License-Identifier: MIT */
/*
 * Which compilation unit the code at an address belongs to, read from the units themselves: clang writes no
 * .debug_aranges, without which libdw 0.188 finds none.
 *
 * In: a module of libdwfl. Callers: object.c.
 */
#pragma once

#include <elfutils/libdwfl.h>
#include <glib.h>

struct fh_unit_range {
    guint64 start, end; /* addresses of the module */
    Dwarf_Die die;
    guint64 bias; /* of the module's addresses to the debug information's */
};

/* struct fh_unit_range, sorted by start; empty when there is no debug information. Valid as long as the
 * module. Caller owns; g_array_unref(). */
GArray *fh_unit_ranges_new(Dwfl_Module *module);

/* The narrowest range that `address` is in, or NULL. Borrowed. */
struct fh_unit_range *fh_unit_ranges_find(const GArray *ranges, guint64 address);
