/* SPDX-License-Identifier: MIT */
/*
 * How many blocks the malloc family gave and took, scenario by scenario.
 *
 * HEAP SUMMARY counts a whole process. In a batch, many scenarios share one, so memcheck runs with
 * --trace-malloc=yes and its trace (`--PID-- malloc(10) = 0x4A41040`) is counted between the runner's
 * notices. Rust's blocks come from the rust heap, which counts them itself. That the sum of all is what HEAP
 * SUMMARY says is checked by the caller; only then are the parts believed. In: the bytes of a log. Out:
 * counts. Pure. Caller: valgrind.c.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

struct fh_block_counts {
    guint64 allocs, frees, bytes; /* as memcheck counts: a realloc is an alloc of its new size and a free */
    guint64 live;                 /* what they did to the set of live blocks (wire/live_set.h) */
};

struct fh_malloc_trace {
    GHashTable *scenarios;        /* plan index -> struct fh_block_counts * */
    struct fh_block_counts total; /* what is outside of every scenario included */
    struct fh_block_counts start; /* before the first scenario */
};

/* Caller owns; fh_malloc_trace_free(). */
struct fh_malloc_trace *fh_malloc_trace_read(const char *bytes, gsize size);
void fh_malloc_trace_free(struct fh_malloc_trace *trace);
FH_DEFINE_AUTO(fh_malloc_trace, fh_malloc_trace_free)

/* Those of one scenario; zeros when there are none. */
struct fh_block_counts fh_malloc_trace_of(const struct fh_malloc_trace *trace, guint scenario);
