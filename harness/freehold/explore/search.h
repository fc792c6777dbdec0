/* SPDX-License-Identifier: MIT */
/*
 * The fewest calls and the simplest values that still show something: delta debugging.
 *
 * In: a sequence that shows it, and what tells which of many do. Out: a smaller one that does. hegeltest-c
 * was looked at for this: docs/explore.md says why not. Caller: command/shrink.c.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

/* Appends to `shown` the indices (guint) of `candidates` (struct fh_sequence *, the shortest first) that show
 * it; it may stop at the first. FALSE: it could not be told. */
typedef gboolean (*fh_search_try)(gpointer data, const GPtrArray *candidates, GArray *shown, GError **error);

/* `*sequence` is replaced by a smaller one, if there is one; also on failure, which is `try`'s. */
gboolean fh_search(struct fh_sequence **sequence, const struct fh_callables *callables, fh_search_try try,
                   gpointer data, GError **error);
