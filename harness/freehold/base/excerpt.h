/* SPDX-License-Identifier: MIT */
/*
 * A source line with a caret under the place that is meant:
 *
 *     3 |     output = print_and_retrn(input)
 *       |              ^~~~~~~~~~~~~~~
 *
 * In: a source and a span. Out: text that is safe on a terminal: valid UTF-8, no control characters, no more
 * than about 130 columns. Callers: diagnostics, and source for what makes a text unreadable as a whole; so
 * the text may hold NUL bytes and bytes that are not UTF-8.
 */
#pragma once

#include <glib.h>

#include "base/source.h"

/* Two lines, without a newline at the end. A span that goes on over several lines is marked on its first one.
 * Caller owns; free with g_free(). */
char *fh_excerpt_render(const struct fh_source *source, struct fh_span span);

/* Appends `size` bytes of `text` to `out`, harmless: what cannot be seen becomes `\xNN` or `\u{NNNN}`. */
void fh_excerpt_append_visible(GString *out, const char *text, gsize size);
