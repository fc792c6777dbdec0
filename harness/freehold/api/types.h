/* SPDX-License-Identifier: MIT */
/*
 * Types: interned, named as C names them, made from each other.
 *
 * In: what a header declares. Out: `struct fh_type`, borrowed from the fh_api. Callers: clang_types, builtin;
 * check, for the types of expressions; draft, explore.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

const struct fh_type *fh_type_void(struct fh_api *api);

/* BOOL, SIGNED, UNSIGNED and FLOAT. */
const struct fh_type *fh_type_scalar(struct fh_api *api, enum fh_type_kind kind, gsize size,
                                     gboolean is_char);

/* Consumes `parameters`. */
const struct fh_type *fh_type_function(struct fh_api *api, const struct fh_type *result,
                                       GPtrArray *parameters, gboolean is_variadic);

/* A STRUCT or OTHER, equal only to those with the same `identity`. A STRUCT comes without fields: `*is_new`
 * says that they are still to be added, before anything reads them. */
struct fh_type *fh_type_declared(struct fh_api *api, enum fh_type_kind kind, const char *identity,
                                 const char *name, gsize size, gsize alignment, gboolean *is_new);

/* Consumes `field->name`. */
void fh_type_add_field(struct fh_type *record, const struct fh_field *field);

/* The field `path` of a struct or union, "name" or "name.text"; `*offset` (may be NULL) is where it lies in
 * the whole. NULL when there is none. Borrowed. */
const struct fh_field *fh_type_field(const struct fh_type *record, const char *path, gsize *offset);

/* Of whatever size; no bool, no enum of its own. */
gboolean fh_type_is_plain_integer(const struct fh_type *type);

/* Or a bool. */
gboolean fh_type_is_integer(const struct fh_type *type);

/* Or of floating point. */
gboolean fh_type_is_number(const struct fh_type *type);

void fh_type_free(struct fh_type *type);

/* Types made from types. Interned in `api`, which is changed by it in no way that a caller could see. */
const struct fh_type *fh_api_pointer_to(struct fh_api *api, const struct fh_type *target);
const struct fh_type *fh_api_const(struct fh_api *api, const struct fh_type *type);
const struct fh_type *fh_api_array_of(struct fh_api *api, const struct fh_type *element, gsize count);
