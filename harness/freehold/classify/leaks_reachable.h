/* SPDX-License-Identifier: MIT */
/* What is only kept: it is no leak, but a note. Callers: leak. */
#pragma once

#include <glib.h>

#include "classify/classify.h"
#include "classify/leaks_select.h"
#include "log/memcheck.h"

/* Lost to the scenario, or not: reachable, glibc's for a thread, or of a kind that this trace proves nothing
 * about, or that it does not decide. */
gboolean fh_lost_is_kept(const struct fh_trace *trace, const struct fh_lost *lost);

/* Why nobody can tell of some whether they are kept; NULL: there are none. Caller owns; free with g_free().
 */
char *fh_lost_why_undecided(const struct fh_trace *trace, const GArray *all);

/* A note for each that is kept, those of the runner's threads apart. What std keeps is one note, unless the
 * trace `lists_std`. */
void fh_lost_add_notes(const struct fh_trace *trace, const GArray *all, GPtrArray *notes);

/* Blocks that LEAK SUMMARY counts as suppressed: a note, when there are any. */
void fh_classify_note_suppressed(const struct fh_leak_summary *leaks, GPtrArray *notes);
