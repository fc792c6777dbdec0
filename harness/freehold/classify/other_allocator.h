/* SPDX-License-Identifier: MIT */
/*
 * A process can hold several of Rust's allocators, each in an object of its own. What follows from one's
 * releasing a block of another's (FH_EVENT_OTHER_ALLOCATOR)? In: what is known of the two (FH_EVENT_OBJECT).
 * Out: an answer, words. Pure. Caller: event.c.
 */
#pragma once

#include <glib.h>

#include "wire/events.h"

enum fh_crossing {
    FH_CROSSING_IS_SHARED, /* both are std's: their blocks are libc's, whoever releases them */
    FH_CROSSING_IS_WRONG,  /* one is the program's own */
    FH_CROSSING_IS_OPEN,   /* of one it is not known what it is */
};

/* The two objects, by name; "another object", if nobody told of it. */
struct fh_crossing_sides {
    enum fh_crossing crossing;
    char *owner, *other; /* who allocated, who releases */
};

/* Caller owns what `sides` holds: fh_crossing_sides_finish(). */
void fh_crossing_sides_init(struct fh_crossing_sides *sides, const struct fh_event *event,
                            const GPtrArray *events);
/* The same of what is loaded at two addresses. FALSE, and nothing done: one of them is no object with Rust
 * code. */
gboolean fh_crossing_sides_init_at(struct fh_crossing_sides *sides, guint64 owner, guint64 other,
                                   const GPtrArray *events);
void fh_crossing_sides_finish(struct fh_crossing_sides *sides);

/* For a result: its note, or its reason. Caller owns. */
char *fh_crossing_note(const struct fh_crossing_sides *sides);
char *fh_crossing_reason(const struct fh_crossing_sides *sides);
