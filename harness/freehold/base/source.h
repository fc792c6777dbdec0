/* SPDX-License-Identifier: MIT */
/*
 * Source text with positions.
 *
 * In: a file. Out: `struct fh_source`, on which byte spans are resolved to lines and columns. Callers: script
 * and check (spans), diagnostics (excerpts).
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

/* A scenario file has no more lines than the runner has at_line_N functions. */
#define FH_SOURCE_MAX_LINES 4096

/* In bytes. Keeps spans in 32 bits and a hostile file from eating the memory. */
#define FH_SOURCE_MAX_SIZE (4 << 20)

/* Bytes [offset, offset + length) of a source's text. */
struct fh_span {
    guint32 offset;
    guint32 length;
};

/* 1-based; columns count characters (UTF-8), not bytes. */
struct fh_position {
    guint line;
    guint column;
};

/* A text file in memory. `text` is NUL-terminated; `size` excludes that NUL. A byte order mark is dropped;
 * line ends stay as they are (LF or CRLF). */
struct fh_source {
    char *path; /* as the user gave it */
    char *text;
    gsize size;
    /* guint32 byte offsets, one a line, at least one; a line end that ends the file starts no line */
    GArray *line_starts;
};

/* NULL is allowed. */
void fh_source_free(struct fh_source *source);
FH_DEFINE_AUTO(fh_source, fh_source_free)

/* The line of `offset`, 1-based, in logarithmic time. Past the end: the last line. */
guint fh_source_line(const struct fh_source *source, guint32 offset);

/* The line and column of `offset`; takes the length of the line. At or past the end: after the last
 * character. */
struct fh_position fh_source_position(const struct fh_source *source, guint32 offset);
