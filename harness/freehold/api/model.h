/* SPDX-License-Identifier: MIT */
/*
 * The inside of `struct fh_api`, shared by the files of this folder:
 *
 *   translation.c   the header through libclang                             -> struct fh_translation
 *   clang_messages.c  or what clang finds wrong with it
 *   declarations.c  functions, typedefs, structs, enumerators, macros       -> struct fh_api
 *   clang_types.c   libclang's types to ours, records filled in last
 *   types.c         ours: interned, named, made from each other; builtin.c: C's own
 *   constants.c     the values of macros
 *   comment.c       doc comments without their decoration
 *   contract.c      GObject-Introspection's annotations in them; c_library.c: the C library's own;
 * contract_file.c: in a file of their own lookup.c        what there is, by name api.c           all of it in
 * order
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
    /* "enum TAG", and libclang's USR of each enum -> GPtrArray of char *, both owned: names of enumerators */
    GHashTable *enums;
    GHashTable *inlines; /* char *, owned: functions whose code is in the header only */
};

/* NULL is allowed. */
void fh_function_free(struct fh_function *function);

/* NULL is allowed. */
void fh_constant_free(struct fh_constant *constant);
