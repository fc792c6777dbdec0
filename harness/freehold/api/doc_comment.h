/* SPDX-License-Identifier: MIT */
/*
 * The comment above a declaration.
 *
 * In: libclang's cursor of it. Out: the comment as it is written, and where it begins. libclang leaves out
 * what stands before a declaration whose name a macro makes (`char *PREFIXED(text_new)(void);`): that is read
 * here.
 */
#pragma once

#include <clang-c/Index.h>
#include <glib.h>

/* NULL: there is none. Caller owns; free with g_free(). `path` and `line` are set with it, the path as
 * fh_clang_position() gives it. */
char *fh_doc_comment(CXCursor cursor, char **path, guint *line);
