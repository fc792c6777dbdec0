/* SPDX-License-Identifier: MIT */
/*
 * Puts a plan together (wire/plan.h): interned strings, symbols, types and signatures, code, then one file
 * image.
 *
 * Code is written to the current code buffer; a callback's body is written to a buffer of its own in the
 * middle of another statement (fh_builder_swap_code). All jumps are relative counts, so buffers are appended
 * as they are.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "wire/plan.h"

struct fh_builder {
    GArray *symbols, *types, *elements, *signatures, *callbacks, *scenarios, *code, *arguments, *ownership;
    GByteArray *bytes;
    GHashTable *strings;        /* char * -> offset in bytes + 1 */
    GHashTable *symbol_indices; /* char * -> index + 1 */
    GHashTable *type_indices;   /* const struct fh_type * -> index + 1 */
    GPtrArray *symbol_names;    /* char *, by index */
};

struct fh_builder *fh_builder_new(void);
void fh_builder_free(struct fh_builder *builder);
FH_DEFINE_AUTO(fh_builder, fh_builder_free)

/* Offsets in `bytes`; fh_builder_finish() makes them offsets in the plan, in ops too. */
guint32 fh_builder_string(struct fh_builder *builder, const char *text);
guint32 fh_builder_bytes(struct fh_builder *builder, const void *data, gsize size, gsize alignment);

guint32 fh_builder_symbol(struct fh_builder *builder, const char *name, gboolean is_library);

/* The type as libffi needs it, or FH_PLAN_NONE when it can't be passed by value (a union, a bit-field …
 * within). */
guint32 fh_builder_type(struct fh_builder *builder, const struct fh_type *type);

/* The scalar kind of a number, bool or pointer type. */
enum fh_plan_type_kind fh_plan_scalar_kind(const struct fh_type *type);

/* `arguments`: guint32 type indices. */
guint32 fh_builder_signature(struct fh_builder *builder, guint32 result, const GArray *arguments,
                             guint n_fixed, gboolean is_variadic);

/* Appends an op to the current code; returns its index there, for patching. */
guint fh_builder_emit(struct fh_builder *builder, struct fh_plan_op op);
struct fh_plan_op *fh_builder_op(struct fh_builder *builder, guint index);

/* Makes `code` the current buffer and returns the one before. */
GArray *fh_builder_swap_code(struct fh_builder *builder, GArray *code);

/* The file image. Caller owns; g_byte_array_unref(). */
GByteArray *fh_builder_finish(struct fh_builder *builder);
