/* SPDX-License-Identifier: MIT */
/*
 * The inside of check/: one pass over a scenario's tree that checks types and writes instructions as it goes.
 *
 *   check.c        scripts → plan; scenarios; expectations
 *   statement.c    statements and blocks
 *   expression.c   expressions → values in slots
 *   place.c        what can be assigned to and have its address taken
 *   initialiser.c  { … } of structs and arrays
 *   convert.c      C's conversions, made strict
 *   call.c         calls: arguments, signature, contract
 *   callback.c     functions of the scenario's
 *   builder.c      the plan's file image
 *
 * A function that reports an error returns FALSE (and its caller gives up on the statement, not on the
 * scenario).
 */
#pragma once

#include "check/builder.h"
#include "check/check.h"

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
    fh_slot slot;  /* of the thing itself, or of the pointer */
    gint64 offset; /* MEMORY: bytes from the pointer */
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
    GHashTable *defined;           /* symbols of the static library; may be NULL */
    GHashTable *release_functions; /* char *: every name that a contract calls a release function */
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

/* The type that is written; reports. NULL when unknown. */
const struct fh_type *fh_lower_type_name(struct fh_lowering *l, const struct fh_type_name *name);

/* Expressions. `_value` with arrays decayed to pointers; `_to` converted to `type` (which knows what a
 * callback or a braced list means). */
gboolean fh_lower_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out);
gboolean fh_lower_to(struct fh_lowering *l, const struct fh_expr *expr, const struct fh_type *type,
                     fh_slot *out);

/* An integer known at check time, 0 … maximum. */
gboolean fh_lower_count(struct fh_lowering *l, const struct fh_expr *expr, guint64 maximum, guint64 *out);

void fh_lower_integer(struct fh_lowering *l, guint64 integer, gboolean is_negative,
                      const struct fh_type *type, struct fh_value *out);

/* Places. An undefined name is reported. */
gboolean fh_lower_place(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *out);
void fh_lower_load(struct fh_lowering *l, const struct fh_place *place, struct fh_value *out);
void fh_lower_store(struct fh_lowering *l, const struct fh_place *place, fh_slot value);
void fh_lower_address(struct fh_lowering *l, const struct fh_place *place, struct fh_value *out);

/* slot + offset bytes, into a new slot. */
fh_slot fh_lower_add_offset(struct fh_lowering *l, fh_slot pointer, gint64 offset);

/* Initialises the zeroed `slot` of `type` from `{ list }`. */
gboolean fh_lower_initialise(struct fh_lowering *l, const struct fh_type *type, const GPtrArray *list,
                             struct fh_span span, fh_slot slot);

/* A value to another type, as C does it without a cast, or with one. */
gboolean fh_lower_convert(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type,
                          struct fh_span span, fh_slot *out);
gboolean fh_lower_cast(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type,
                       struct fh_span span, struct fh_value *out);
gboolean fh_type_is_number(const struct fh_type *type);
gboolean fh_type_is_integer(const struct fh_type *type);

/* C's usual arithmetic conversions. */
const struct fh_type *fh_lower_common_type(struct fh_lowering *l, const struct fh_type *a,
                                           const struct fh_type *b);

/* A call; `out` may be NULL (the result is dropped), and its type is void for a function that returns
 * nothing. */
gboolean fh_lower_call(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out);

/* The callback as a value of `type`, a pointer to function; its body is checked at its first use. */
gboolean fh_lower_callback(struct fh_lowering *l, struct fh_callback *callback, const struct fh_type *type,
                           struct fh_span span, fh_slot *out);

/* The signature of a function type for libffi; reports what can't be passed. `arguments`: const struct
 * fh_type * of a variadic call's further arguments; may be NULL. */
gboolean fh_lower_signature(struct fh_lowering *l, const struct fh_type *function, const GPtrArray *further,
                            struct fh_span span, guint32 *out);

/* Checks and lowers all statements of a block; FALSE when any was wrong. */
gboolean fh_lower_block(struct fh_lowering *l, const GPtrArray *statements);
