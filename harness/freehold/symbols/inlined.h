/* SPDX-License-Identifier: MIT */
/*
 * The functions that the code at an address is of, from the debug information: the one that stands there and
 * those that were inlined into it, each with the line it had come to.
 *
 * Callers: object.c.
 */
#pragma once

#include <glib.h>

#include "symbols/units.h"

/* Appends struct fh_frame *, innermost first; all but the last are inlined. `symbol` is the mangled name of
 * the function that stands there, as the symbol table has it, or NULL. FALSE, and nothing appended, when the
 * debug information knows no line and no function. */
gboolean fh_inlined_frames(struct fh_unit_range *unit, guint64 address, const char *symbol,
                           GPtrArray *frames);
