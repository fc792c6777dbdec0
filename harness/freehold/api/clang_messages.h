/* SPDX-License-Identifier: MIT */
/*
 * What clang finds wrong with a header, for the person who wrote the header.
 *
 * In: a parsed unit. Out: text, a message a line, with the paths that the user knows and advice for the usual
 * mistakes. Callers: translation.
 */
#pragma once

#include <clang-c/Index.h>
#include <glib.h>

#include "api/model.h"

/* The unit's own text: it exists in memory only, under this name. Its first lines include C's own headers,
 * the next one the header. */
#define FH_UNIT_NAME "/freehold-prelude.c"
#define FH_PRELUDE                                                                          \
    "#include <stddef.h>\n#include <stdint.h>\n#include <stdbool.h>\n#include <stdlib.h>\n" \
    "#include <string.h>\n#include <stdio.h>\n"
#define FH_PRELUDE_LINES 6

/* All errors with their notes, "" when there are none. `*lacks_prelude`: C's own headers were not found.
 * Caller owns; free with g_string_free(). */
GString *fh_clang_errors(const struct fh_api *api, CXTranslationUnit unit, gboolean *lacks_prelude);
