/* SPDX-License-Identifier: MIT */
/*
 * Which names an enum has. Types don't tell: to them, an enum is the integer that it is stored in.
 *
 * In: libclang's declaration of an enum, or a type. Out: names. Caller: declarations.
 */
#pragma once

#include <clang-c/Index.h>

#include "api/api.h"

void fh_enumerators_read(struct fh_api *api, CXCursor declaration);

/* Of the enum that `type` is or points to, or that it is the name of, as cbindgen writes enums of a size:
 * char *. NULL when it is none. Borrowed from `api`. */
const GPtrArray *fh_enumerators_of(const struct fh_api *api, CXType type);
