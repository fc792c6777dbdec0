/* SPDX-License-Identifier: MIT */
/*
 * Where a scenario's values may go: what is read wrongly on one line can only end the process on a line that
 * has to do with it.
 *
 * In: a scenario's tree, and the names in it that are variables. Out: lines. Knows no order and no direction:
 * a statement may do anything to all that it names. Callers: check.c.
 */
#pragma once

#include <glib.h>

/* The lines of the statements of `body` (struct fh_statement *) that share a variable with those of `line`,
 * or share one with such a statement; guint, with `line`. NULL when no statement of that line names a
 * variable. `names`: a set of char *. Caller owns; free with g_array_unref(). */
GArray *fh_flow_linked(const GPtrArray *body, guint line, GHashTable *names);
