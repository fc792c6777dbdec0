/* SPDX-License-Identifier: MIT */
/*
 * exec --growth: what grows from mark to mark. At some marks memcheck reports all that has changed
 * (preload/growth.h); blocks of one place are followed over all states (reachable, lost) as one.
 *
 * A place grows if it has more blocks, or more bytes, at each of the last five searches than at the one
 * before. They span the last three quarters of all marks: a cache that is full by then does not grow.
 */
#pragma once

#include <glib.h>

struct fh_finding;
struct fh_record;

/* The searches of one process. */
struct fh_growth {
    guint n_searches;
    guint first, last;   /* marks of the last five searches; 0: there are not as many */
    GPtrArray *findings; /* struct fh_finding *, FH_KIND_GROWTH */
};

/* `records`: struct fh_record *, the whole log of a process. Caller owns; free with fh_growth_free(). */
struct fh_growth *fh_growth_find(const GPtrArray *records);
void fh_growth_free(struct fh_growth *growth);

/* What the record says of blocks that are left, whatever there was before. Its message only names them,
 * "blocks allocated by Rust (__rust_alloc)". Caller owns; free with fh_finding_free(). */
struct fh_finding *fh_growth_finding(const struct fh_record *record);
