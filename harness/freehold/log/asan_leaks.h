/* SPDX-License-Identifier: MIT */
/*
 * LeakSanitizer's searches: it reports all that is lost at every one of them, also what it reported before.
 * Callers: asan_reader.c.
 */
#pragma once

#include "log/record.h"

struct fh_asan_leaks {
    guint search;         /* how many there were */
    guint64 bytes;        /* reported by this one */
    gboolean is_checking; /* between the runner's notices "end" and "checked": it asked for this search */
    GHashTable *before;   /* what was reported last: a key -> struct fh_record * */
};

void fh_asan_leaks_init(struct fh_asan_leaks *leaks);
void fh_asan_leaks_finish(struct fh_asan_leaks *leaks);
void fh_asan_leaks_begin_search(struct fh_asan_leaks *leaks);

/* Says in a record of this search what of it is new, when the runner asked for the search. */
void fh_asan_leaks_compare(struct fh_asan_leaks *leaks, struct fh_record *record);
