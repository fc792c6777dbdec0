/* SPDX-License-Identifier: MIT */
/*
 * A piece of a scenario: a few lines, checked and lowered once, so that they can be put into any plan.
 *
 * In: lines, and the variables that they are given. Out: instructions and what belongs to them, and which
 * words of that change with the place. That is not looked up for each instruction: the piece is lowered
 * twice, in two places that are apart by another distance for each sort of thing. A word that differs by that
 * distance is of that sort; one that does not differ stays as it is. Caller: assembly.c.
 */
#pragma once

#include <glib.h>

#include "check/lower.h"

/* Of the start of a piece's slots, and of its constants: nothing in it wants more. */
#define FH_PIECE_ALIGNMENT 64

/* A variable that a piece takes from those before it. */
struct fh_taken {
    const char *name;
    const struct fh_type *type;
};

/* What a word is relative to. */
enum fh_piece_sort {
    FH_PIECE_GIVEN, /* the slot of a variable that it takes */
    FH_PIECE_OWN,   /* its own slots */
    FH_PIECE_ARGUMENT,
    FH_PIECE_OWNERSHIP,
    FH_PIECE_CALLBACK,
    FH_PIECE_LINE, /* of an instruction: the upper half of its first word */
    FH_PIECE_SORT_COUNT,
};

/* Arrays of words. */
enum fh_piece_section {
    FH_PIECE_CODE,
    FH_PIECE_ARGUMENTS,
    FH_PIECE_OWNERSHIPS,
    FH_PIECE_CALLBACKS,
    FH_PIECE_BODIES, /* the code of all callbacks */
    FH_PIECE_SECTION_COUNT,
};

struct fh_piece_patch {
    guint8 section, sort;
    guint16 given; /* FH_PIECE_GIVEN: which variable */
    guint32 at;    /* word in the section */
};

struct fh_piece {
    GArray *words[FH_PIECE_SECTION_COUNT]; /* guint32 */
    GArray *patches;                       /* struct fh_piece_patch */
    GArray *body_sizes;                    /* guint: instructions of each callback */
    GArray *wanted; /* fh_slot, from where its own begin, of each variable that was wanted; FH_PLAN_NONE:
                       there is none */
    guint size;     /* bytes of its own slots */
    guint n_lines;
};

/* Of `text`, whole lines. `given`: struct fh_taken. `wanted`: char *, names of variables that others may
 * take. What it refers to by index besides (bytes, symbols, types, signatures) is in the lowering's builder.
 * NULL: it is wrong, with FH_ERROR_ENVIRONMENT. Caller owns; free with fh_piece_free(). */
struct fh_piece *fh_piece_new(struct fh_lowering *lowering, const char *text, const GArray *given,
                              const GPtrArray *wanted, GError **error);
void fh_piece_free(struct fh_piece *piece);
