/* SPDX-License-Identifier: MIT */
/*
 * A page of text: lines of at most FH_COLUMNS_WIDTH columns, each after the same prefix ("# " in TAP), in
 * colours or without.
 *
 * In: pieces of text with a style. Out: bytes to a stream, written as they come. Pieces pass fh_printable(),
 * so nothing that a library or a log says can break a line or reach the terminal as an escape sequence. Lines
 * have no trailing spaces. Callers: text, tap, github; body.
 */
#pragma once

#include <gio/gio.h>

#include "base/cleanup.h"

#define FH_COLUMNS_WIDTH 100

enum fh_style {
    FH_STYLE_PLAIN,
    FH_STYLE_BOLD,
    FH_STYLE_DIM,
    FH_STYLE_GOOD,
    FH_STYLE_BAD,
    FH_STYLE_UNSURE,
    FH_STYLE_COUNT,
};

struct fh_columns {
    GOutputStream *out; /* borrowed */
    GError *error;      /* the first that `out` gave; nothing is written after it */
    GString *text;      /* what is not yet written */
    const char *prefix; /* of every line; borrowed. Callers may change it between lines */
    gboolean colour;
    gboolean is_begun;     /* the current line has its prefix */
    gboolean is_blank_due; /* an empty line goes before the next one */
    guint column;          /* where the current line ends, prefix included */
    guint blanks;          /* columns that are due before the next piece */
};

/* `out` and `prefix` are borrowed for the page's life. Caller owns; free with fh_columns_free(). */
struct fh_columns *fh_columns_new(GOutputStream *out, const char *prefix, gboolean colour);

/* NULL is allowed. */
void fh_columns_free(struct fh_columns *page);
FH_DEFINE_AUTO(fh_columns, fh_columns_free)

/* Adds `text` to the current line; what is over the line's end is cut, with "…". */
void fh_columns_add(struct fh_columns *page, enum fh_style style, const char *text);
void fh_columns_printf(struct fh_columns *page, enum fh_style style, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The next piece starts at `column`, counted after the prefix, or two columns on when the line is longer
 * already. */
void fh_columns_tab(struct fh_columns *page, guint column);

/* Ends the line. */
void fh_columns_end(struct fh_columns *page);

/* One empty line before what follows, if anything does. */
void fh_columns_blank(struct fh_columns *page);

/* A paragraph at `indent`, broken at spaces; `first` is put before its first line, the others are indented as
 * much. Longer paragraphs than a screen are cut. */
void fh_columns_wrap(struct fh_columns *page, guint indent, enum fh_style style, const char *first,
                     const char *text);

/* A line that is `text` and nothing else: no prefix, no style, not cut. */
void fh_columns_whole_line(struct fh_columns *page, const char *text);

/* Writes what is left. FALSE, with the stream's error, when anything of the page could not be written. */
gboolean fh_columns_finish(struct fh_columns *page, GError **error);
