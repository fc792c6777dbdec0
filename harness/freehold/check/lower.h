/* SPDX-License-Identifier: MIT */
/*
 * The inside of check/: one pass over a scenario's tree that checks types and writes instructions as it goes.
 *
 *   check.c        scripts → plan; scenarios; expectations
 *   lower.c        errors, variables, temporaries
 *   statement.c    statements and blocks
 *   expression.c   expressions → values in slots
 *   place.c        what can be assigned to and have its address taken
 *   initialiser.c  { … } of structs and arrays
 *   convert.c      C's conversions, made strict
 *   call.c         calls: arguments, signature
 *   contract.c     what the contract says of a call
 *   callback.c     functions of the scenario's
 *   flow.c         which lines have to do with each other
 *   piece.c        a few lines, lowered so that any plan can have them
 *   assembly.c     … and plans that are put together from such
 *   builder.c      the plan's file image
 *   by_value.c     structs and unions, as libffi passes them
 *
 * A function that reports an error returns FALSE (and its caller gives up on the statement, not on the
 * scenario).
 */
#pragma once

#include "api/api.h"
#include "base/cleanup.h"
#include "base/diagnostics.h"
#include "base/source.h"
#include "check/builder.h"
#include "script/script.h"

/* A value of an expression. Constants know their value, so that a literal that does not fit is refused. */
struct fh_value {
    const struct fh_type *type;
    fh_slot slot;
    gboolean is_constant; /* an integer known now, also in the slot */
    gboolean is_negative; /* CONSTANT: integer is the two's complement of a negative number */
    guint64 integer;
    gboolean is_null;
    gboolean is_literal_string;
};

/* Something with an address: in a frame, or in memory behind a pointer. */
struct fh_place {
    const struct fh_type *type;
    gboolean is_memory;
    fh_slot slot;                /* of the thing itself, or of the pointer */
    gint64 offset;               /* MEMORY: bytes from the pointer */
    const struct fh_field *bits; /* a bit-field, in the bytes that start there; NULL: it is none */
};

struct fh_variable {
    char *name;
    const struct fh_type *type;
    fh_slot slot;
};

struct fh_callback {
    const struct fh_statement *statement;
    const struct fh_type *type; /* FH_TYPE_FUNCTION; NULL until its first use */
    guint32 index;              /* in the plan */
};

struct fh_lowering {
    struct fh_builder *builder;
    struct fh_api *api;
    GHashTable *defined;                /* symbols of the static library; may be NULL */
    GHashTable *release_functions;      /* char *: every name that a contract calls a release function */
    GHashTable *counted;                /* const struct fh_type *: of which some function adds a reference */
    gboolean has_expiry;                /* some contract has views with a lifetime, or consumes handles */
    gboolean has_next_call;             /* … views up to the next call */
    const struct fh_coverage *coverage; /* what calls may show */
    struct fh_diagnostics *diagnostics;
    gboolean is_wrong; /* an error was reported */
    /* Of the current file and scenario: */
    const struct fh_source *source;
    GHashTable *variables;    /* char * -> struct fh_variable * */
    GHashTable *callbacks;    /* char * -> struct fh_callback * */
    GHashTable *broken;       /* char *: names whose definition was wrong; nothing more is said of them */
    GPtrArray *callback_code; /* GArray * of struct fh_plan_op, with plan callback index order */
    guint32 first_callback;
    guint frame_size;
    guint n_threads;
    gboolean is_frame_full; /* reported once */
    /* Of the current callback, if in one: */
    GHashTable *parameters; /* char * -> struct fh_variable *; NULL outside of callbacks */
    const struct fh_type *callback_result;
    guint local_size;
    gboolean in_thread; /* no `return` here */
};

/* All are borrowed, and must outlive it. Caller owns; free with fh_lowering_free(). */
struct fh_lowering *fh_lowering_new(struct fh_builder *builder, struct fh_api *api, GHashTable *defined,
                                    struct fh_diagnostics *diagnostics);
void fh_lowering_free(struct fh_lowering *l);
FH_DEFINE_AUTO(fh_lowering, fh_lowering_free)

/* What is of one scenario: fresh, and forgotten. */
void fh_lower_begin(struct fh_lowering *l);
void fh_lower_end(struct fh_lowering *l);

/* Reports an error at `span`; always FALSE. `help` may be NULL. */
gboolean fh_lower_error(struct fh_lowering *l, struct fh_span span, const char *help, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* A new slot for `size` bytes: of the callback's frame inside of one, else of the scenario's. */
fh_slot fh_lower_temporary(struct fh_lowering *l, gsize size, gsize alignment);

/* Defines a variable of the scenario. Borrowed; valid until the scenario ends. */
const struct fh_variable *fh_lower_define(struct fh_lowering *l, const char *name, const struct fh_type *type,
                                          struct fh_span span);

/* NULL when there is none. */
const struct fh_variable *fh_lower_variable(const struct fh_lowering *l, const char *name);
