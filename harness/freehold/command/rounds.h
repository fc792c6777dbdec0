/* SPDX-License-Identifier: MIT */
/*
 * Growth: sequences that leave a block behind each time that they run, though nothing is lost.
 *
 * In: sequences. The calls of each are made again and again, in the ledger. Out: what was left of nearly
 * every round in the end: what a cache or a static holds from the first rounds on does not count. Callers:
 * exploration, shrink.
 */
#pragma once

#include <glib.h>

#include "command/lab.h"

#define FH_ROUNDS 64

/* Struct fh_seen *, one for each of `sequences` (struct fh_sequence *), which must outlive them: its findings
 * are of FH_KIND_GROWTH, one or none. NULL: it failed, with FH_ERROR_ENVIRONMENT. Caller owns;
 * g_ptr_array_unref(). */
GPtrArray *fh_rounds_run(struct fh_lab *lab, const GPtrArray *sequences, GError **error);

/* The sequence grows. Sets `*out` to a function that takes back what it keeps, when it is called in each
 * round; NULL: none is known. FALSE: it failed, with FH_ERROR_ENVIRONMENT. Borrowed. */
gboolean fh_rounds_undone_by(struct fh_lab *lab, const struct fh_sequence *sequence,
                             const struct fh_callables *callables, const struct fh_callable **out,
                             GError **error);
