/* SPDX-License-Identifier: MIT */
/*
 * Numbers, characters and strings as they are written, and what they stand for. Private to script/; called by
 * the lexer. All text is NUL-terminated.
 */
#pragma once

#include "base/source.h"
#include "script/lexer.h"

struct fh_number {
    gsize length; /* bytes of text, also when it is wrong */
    gboolean is_float;
    guint64 integer;
    double real;
    const struct fh_lexical_error *error; /* NULL: it is good; static */
};

/* The number at `text`, which starts with a digit or with '.' and a digit. */
struct fh_number fh_literal_number(const char *text);

struct fh_quoted {
    gsize length;       /* with the quotes; of an unterminated one: to the end of its line */
    guchar character;   /* of a character literal */
    struct fh_span bad; /* in bytes from the opening quote */
    const struct fh_lexical_error *error; /* NULL: it is good; static */
};

/* The string or character literal at `text`, which starts with its quote. */
struct fh_quoted fh_literal_quoted(const char *text);

/* `size` bytes without their quotes, known to be good, as the bytes they stand for. Caller owns; free with
 * g_free(). */
char *fh_literal_unescape(const char *text, gsize size, gsize *unescaped_size);
