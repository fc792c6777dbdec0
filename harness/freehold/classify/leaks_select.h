/* SPDX-License-Identifier: MIT */
/*
 * Leak records, sorted out before they are judged: what an abort left goes into the abort, of several
 * searches one is believed, and what is only kept is told from what is lost.
 */
#pragma once

#include "classify/candidate.h"
#include "log/record.h"

/* A leak record and its place in the trace. */
struct fh_lost {
    const struct fh_record *record; /* borrowed */
    guint position;
    guint64 bytes, blocks; /* since the search before, when the record says so */
    gboolean is_held;      /* each of its blocks by a pointer to its inside, though it is large */
};

/* The records to judge, in order. Folds the others into the classification's aborts. Caller owns; free with
 * g_array_unref(). */
GArray *fh_lost_sort_out(struct fh_classification *classification);

/* "48 bytes in 1 block" */
char *fh_lost_amount(guint64 bytes, guint64 blocks);

/* So large that a number may point into its blocks by chance. */
gboolean fh_lost_is_large(const struct fh_record *record);
