/* SPDX-License-Identifier: MIT */
/*
 * Leak records, sorted out before they are judged: what an abort left goes into the abort, of several
 * searches one is believed, and what is only kept is told from what is lost.
 */
#pragma once

#include "classify/candidate.h"

/* A leak record and its place in the trace. */
struct fh_lost {
    const struct fh_record *record; /* borrowed */
    guint position;
    guint64 bytes, blocks; /* since the search before, when the record says so */
};

/* The records to judge, in order. Folds the others into the classification's aborts. Caller owns; free with
 * g_array_unref(). */
GArray *fh_lost_sort_out(struct fh_classification *classification);

/* Lost to the scenario, or not: reachable, glibc's for a thread, or of a kind that this trace proves nothing about. */
gboolean fh_lost_is_kept(const struct fh_trace *trace, const struct fh_lost *lost);

/* Rust's std allocated it for itself, and keeps it until the process ends. leaks_of_std.c. */
gboolean fh_lost_is_kept_by_std(const struct fh_record *record);

/* glibc's, for the variables of a thread; not lost. */
gboolean fh_lost_is_kept_by_libc(const struct fh_record *record);

/* A note for each that is kept, those of the runner's threads apart. What std keeps is one note, unless the trace `lists_std`. */
void fh_lost_add_notes(const struct fh_trace *trace, const GArray *all, GPtrArray *notes);

/* "48 bytes in 1 block" */
char *fh_lost_amount(guint64 bytes, guint64 blocks);
