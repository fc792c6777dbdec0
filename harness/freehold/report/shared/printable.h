/* SPDX-License-Identifier: MIT */
/*
 * Text that others wrote (scenario names, function names, logs), made safe to show in a terminal or a CI log:
 * no control characters, no escape sequences, no characters that reorder or hide text; and its width in
 * columns.
 */
#pragma once

#include <glib.h>

/* `text` on one line: control, format and separator characters become visible escapes (\n, \t, \x1b,
 * \u{202e}), invalid UTF-8 becomes U+FFFD. NULL gives "". Caller owns; free with g_free(). */
char *fh_printable(const char *text);

/* The same for a line of source text, where a tab is four spaces. Caller owns; free with g_free(). */
char *fh_printable_source(const char *text);

/* Columns that `printable` takes: wide characters take two, combining ones none. */
guint fh_text_width(const char *printable);

/* The bytes of the longest prefix of `printable` that takes no more than `columns`. */
gsize fh_text_prefix(const char *printable, guint columns);

/* `printable`, cut to `columns` with "…" at its end when it is wider. Caller owns; free with g_free(). */
char *fh_text_clip(const char *printable, guint columns);
