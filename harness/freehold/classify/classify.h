/* SPDX-License-Identifier: MIT */
/*
 * From an engine's records to findings: who allocated, who released, which kind, which scenario line; then
 * folding, so that one cause gives one finding.
 *
 * In: the records of one scenario (log/record.h), from whichever engine, and its events (wire/events.h). Out:
 * `struct fh_finding`s. Pure. Callers: the engines.
 */
#pragma once

#include <glib.h>

#include "log/last_words.h"
#include "model/result.h"
#include "model/stack.h"
#include "wire/events.h"

/* What one scenario left behind, from its "begin" to its last leak check. All borrowed for the call. */
struct fh_trace {
    const char *engine;       /* its name for people ("Valgrind") */
    const char *tool_version; /* the engine's, as its log says it ("3.19.0"); NULL: what it is mistaken about
                                 is not looked up */
    const char *file;         /* the scenario's */
    const GPtrArray *records; /* struct fh_record *, this scenario's, in log order */
    const GPtrArray *events;  /* const struct fh_event *, this scenario's */
    const char *const *symbols; /* plan symbol names, by index, for wrong-release events */
    guint n_symbols;
    gboolean lists_std;            /* what Rust's std keeps is a note a block, not one for all */
    gboolean separates_allocators; /* of Rust's: one that releases a block of another's is wrong, though both
                                      are std's */
    /* Rust's allocator is not hooked, so that nobody knows whose a block is: what depends on that is a note,
     * and no finding. */
    gboolean is_unhooked;
    /* The engine looks for pointers in the C library's heap, in statics and on stacks, but not in memory that
     * a program maps itself. */
    gboolean searches_heap_only;
    /* Made elsewhere: nobody noted which large blocks are kept by a pointer to their inside (FH_EVENT_HELD).
     */
    gboolean is_foreign;
    const struct fh_last_words *last_words; /* what the process said of its end; NULL: nobody listened */
};

/* What classification made of it. */
struct fh_classified {
    GPtrArray *findings; /* struct fh_finding *, folded, in order of occurrence */
    GPtrArray *unmet;    /* struct fh_unmet *: expect and owner expectations that did not hold */
    GPtrArray *notes;    /* char *: blocks still reachable, what Rust's std keeps */
    /* Why the engine could not see all of it, and what to do; NULL: the records don't speak of that. */
    char *reason;
    gboolean has_known_mistakes; /* errors that the engine counted are none: known_mistakes.h */
};

/* Caller owns; free with fh_classified_free(). */
struct fh_classified *fh_classify(const struct fh_trace *trace);

/* Moves all of it to the result, which keeps its reason if it has one. */
void fh_classified_give(struct fh_classified *classified, struct fh_result *result);
void fh_classified_free(struct fh_classified *classified);
FH_DEFINE_AUTO(fh_classified, fh_classified_free)
