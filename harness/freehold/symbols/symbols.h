/* SPDX-License-Identifier: MIT */
/*
 * Names for addresses: which function, file and line the code at an offset of an ELF object comes from, with
 * what was inlined there.
 *
 * ASan runs with symbolize=0 and the ledger notes bare addresses, so that a run costs no reading of debug
 * information; this reads it once for each object (elfutils' libdw) and keeps it. In: an object's path and an
 * offset. Out: frames (model/stack.h). Any thread. Callers: engines, the ASan log parser through a function
 * pointer.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

struct fh_symbols;

/* Caller owns; free with fh_symbols_free(). */
struct fh_symbols *fh_symbols_new(void);
void fh_symbols_free(struct fh_symbols *symbols);
FH_DEFINE_AUTO(fh_symbols, fh_symbols_free)

/* The frames of the code at `offset` (bytes from where the object is loaded: its own virtual address for a
 * position-independent one) of the ELF object at `path`: appended to `frames` (struct fh_frame *), innermost
 * first, inlined ones marked. At least one frame, with object and address only when nothing is known. */
void fh_symbols_resolve(struct fh_symbols *symbols, const char *path, guint64 offset, GPtrArray *frames);
