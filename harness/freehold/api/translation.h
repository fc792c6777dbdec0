/* SPDX-License-Identifier: MIT */
/*
 * A header through libclang: prelude and header as one translation unit that exists in memory only.
 *
 * In: the header's path and include folders. Out: the unit, without errors in it, or clang's messages as an
 * error. A header that is not self-contained is read behind more of C's headers, and one that is C++ as C++.
 * Callers: api, declarations.
 */
#pragma once

#include <clang-c/Index.h>
#include <glib.h>

#include "api/model.h"
#include "base/cleanup.h"

struct fh_translation {
    CXIndex index;
    CXTranslationUnit unit;
    gboolean is_cxx; /* read as C++: only what is extern "C" counts */
};

/* `is_c_only`: C++ won't do. Fails with FH_ERROR_SCRIPT when `api->header` does not compile, with
 * FH_ERROR_ENVIRONMENT when C's own headers are not there. Caller owns; free with fh_translation_free(). */
struct fh_translation *fh_translation_new(const struct fh_api *api, const char *const *include_dirs,
                                          gboolean is_c_only, GError **error);

/* NULL is allowed. */
void fh_translation_free(struct fh_translation *translation);
FH_DEFINE_AUTO(fh_translation, fh_translation_free)

/* A copy in the usual kind of string, "" for none; disposes of `string`. Caller owns; free with g_free(). */
char *fh_clang_text(CXString string);

/* Its symbol is its name, as in C. */
gboolean fh_clang_is_extern_c(CXCursor function);

/* Where macros are expanded, not where they are defined. `*path` (may be NULL) is NULL when it is in no file,
 * such as compiler's own definitions; caller owns it. */
void fh_clang_position(CXSourceLocation location, char **path, guint *line, guint *column);
