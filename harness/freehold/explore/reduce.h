/* SPDX-License-Identifier: MIT */
/*
 * Sequences that are a little less than another: without a call, or with a simpler value.
 *
 * In: a sequence. Out: sequences, settled. Whether they still show what they must, a run tells. Caller:
 * search.c.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

/* Without the `count` steps from `first` on, and without what can't be called without them. Caller owns; free
 * with fh_sequence_free(). */
struct fh_sequence *fh_reduce_without(const struct fh_sequence *sequence, guint first, guint count,
                                      const struct fh_callables *callables);

/* With the simplest value in one place, or with a block that was made before in the place of a later one:
 * struct fh_sequence *. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_reduce_values(const struct fh_sequence *sequence, const struct fh_callables *callables);
