/* SPDX-License-Identifier: MIT */
/*
 * The inside of `struct fh_api`, shared by the files of this folder:
 *
 *   translation.c   the header through libclang                             -> struct fh_translation
 *   clang_messages.c  or what clang finds wrong with it
 *   declarations.c  functions, typedefs, structs, enumerators, macros       -> struct fh_api
 *   clang_types.c   libclang's types to ours, records filled in last
 *   types.c         ours: interned, named, made from each other
 *   constants.c     the values of macros
 *   comment.c       doc comments without their decoration
 *   contract.c      GObject-Introspection's annotations in them; c_library.c: the C library's own
 *   api.c           all of it in order, and the look-ups
 */
#pragma once

#include "api/api.h"

struct fh_api {
    char *header;      /* as the caller gave it */
    char *folder;      /* its folder: absolute, with '/' at the end */
    GHashTable *types; /* char * key of the structure -> struct fh_type *, owned */
    /* char * as C writes it -> const struct fh_type *, borrowed from `types` */
    GHashTable *names;
    GHashTable *functions;        /* char * -> struct fh_function *, owned */
    GPtrArray *library_functions; /* struct fh_function *, borrowed, header order */
    GPtrArray *function_names;    /* const char *, borrowed, NULL-terminated when the header is read */
    GHashTable *constants;        /* char * -> struct fh_constant *, owned */
    GHashTable *inlines;          /* char *, owned: functions whose code is in the header only */
};

/* types.c */

/* Enters C's own types by name. Once, before anything else. */
void fh_types_init(struct fh_api *api);

const struct fh_type *fh_type_void(struct fh_api *api);

/* BOOL, SIGNED, UNSIGNED and FLOAT. */
const struct fh_type *fh_type_scalar(struct fh_api *api, enum fh_type_kind kind, gsize size,
                                     gboolean is_char);

/* Consumes `parameters`. */
const struct fh_type *fh_type_function(struct fh_api *api, const struct fh_type *result,
                                       GPtrArray *parameters, gboolean is_variadic);

/* A STRUCT or OTHER, equal only to those with the same `identity`. A STRUCT comes without fields: `*is_new`
 * says that they are still to be added. */
struct fh_type *fh_type_declared(struct fh_api *api, enum fh_type_kind kind, const char *identity,
                                 const char *name, gsize size, gsize alignment, gboolean *is_new);

/* Consumes `name`. */
void fh_type_add_field(struct fh_type *record, char *name, const struct fh_type *type, gsize offset);

/* When all fields are known: structs that can't be passed by value, because of what they hold or of how it is
 * laid out, become OTHER. */
void fh_types_settle(struct fh_api *api);

void fh_type_free(struct fh_type *type);

/* contract.c */

/* A doc comment as the header has it. */
struct fh_doc {
    struct fh_function *function; /* borrowed */
    char *text;                   /* with its comment signs */
    char *path;
    guint line; /* of the first line of `text` */
};

void fh_doc_free(struct fh_doc *doc);

/* Fills in the ownership of the function and of its parameters. Every mistake is one line "path:line: error:
 * … (what to do)" at the end of `problems`. All functions must be known. */
void fh_contract_read(const struct fh_api *api, const struct fh_doc *doc, GString *problems);

/* The contracts of malloc(), free() and their kin. */
void fh_contract_add_c_library(struct fh_api *api);

/* api.c */
void fh_function_free(struct fh_function *function);
void fh_constant_free(struct fh_constant *constant);

/* `path` as the user would write it, who gave the header's path. Caller owns. */
char *fh_api_display_path(const struct fh_api *api, const char *path);
