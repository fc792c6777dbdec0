/* SPDX-License-Identifier: MIT */
/*
 * libclang's types to ours.
 *
 * In: CXType. Out: interned types. Records are entered by declaration, without fields, and wait for
 * fh_clang_types_finish(): they may hold pointers to themselves. Callers: declarations.
 */
#pragma once

#include <clang-c/Index.h>
#include <glib.h>

#include "api/api.h"
#include "api/model.h"

struct fh_clang_types {
    struct fh_api *api;
    GArray *records; /* struct fh_type * with its CXType, still without fields */
};

void fh_clang_types_init(struct fh_clang_types *types, struct fh_api *api);

/* Gives all records their fields, and those they lead to. */
void fh_clang_types_finish(struct fh_clang_types *types);

const struct fh_type *fh_clang_type(struct fh_clang_types *types, CXType type);
