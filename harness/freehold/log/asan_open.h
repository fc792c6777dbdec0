/* SPDX-License-Identifier: MIT */
/*
 * The record that is being read: its text, and which of its stacks the next frame belongs to. Callers:
 * asan_reader.c.
 */
#pragma once

#include "log/record.h"
#include "model/stack.h"

/* Where a stack belongs that begins now. */
enum fh_asan_slot {
    FH_ASAN_SLOT_NONE,
    FH_ASAN_SLOT_OWN,
    FH_ASAN_SLOT_BLOCK,
    FH_ASAN_SLOT_BLOCK_ALLOC,
    FH_ASAN_SLOT_ORIGIN
};

struct fh_asan_open {
    struct fh_record *record; /* NULL: none is open */
    GString *text;
    enum fh_asan_slot slot;
    struct fh_stack *stack; /* where frames go; borrowed from the record; NULL: they are only text */
};

void fh_asan_open_init(struct fh_asan_open *open);
void fh_asan_open_finish(struct fh_asan_open *open);

/* Nothing is open before. */
void fh_asan_open_begin(struct fh_asan_open *open, enum fh_record_type type, const char *headline,
                        const char *text);

/* The record, complete; NULL when none is open. Caller owns; free with fh_record_free(). */
struct fh_record *fh_asan_open_close(struct fh_asan_open *open);

/* One more line. */
void fh_asan_open_add_text(struct fh_asan_open *open, const char *text);

/* What one line names: frames (struct fh_frame *, taken out of the array), as number `number` of their stack.
 * `text`: the line; `is_resolved`: it names none of them, and is written anew. */
void fh_asan_open_take_frames(struct fh_asan_open *open, GPtrArray *frames, guint64 number, const char *text,
                              gboolean is_resolved);
