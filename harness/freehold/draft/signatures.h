/* SPDX-License-Identifier: MIT */
/*
 * What Rust's own signatures say of ownership: `Box<T>` and `Option<Box<T>>` own, `&T` and `Option<&T>`
 * borrow; `*mut T` may do either.
 *
 * In: a crate's sources, as text. Out: for each function of the API that one of them defines, also by a
 * macro, what its parameters and its result transfer. Callers: command/init.c, contract.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

struct fh_rust_type {
    char *text; /* as it stands there, blanks joined */
    enum fh_transfer transfer;
    enum fh_transfer filled; /* of what the function fills in there: `&mut MaybeUninit<Option<Box<T>>>` */
};

struct fh_rust_signature {
    char *place;           /* "src/lib.rs:12" */
    GPtrArray *parameters; /* struct fh_rust_type *, as many as the header's function has */
    struct fh_rust_type *result;
};

/* char * name -> struct fh_rust_signature *. Functions that are defined twice, in different ways, are left
 * out. Caller owns; g_hash_table_unref(). */
GHashTable *fh_signatures_new(void);

/* Adds those of one source. `path` is what messages call it. */
void fh_signatures_read(GHashTable *signatures, const struct fh_api *api, const char *path, const char *text);
