/* SPDX-License-Identifier: MIT */
/*
 * Words of the scenario language. Private to script/.
 *
 * In: a source text. Out: tokens, one a call, without end of trouble: what cannot be read becomes a
 * FH_TOKEN_BAD that carries its reason, and it is for the parser to report it or to skip it.
 */
#pragma once

#include <glib.h>

#include "base/source.h"

/* Punctuation of one character has that character as its kind: '(', ',', '='. */
enum fh_token_kind {
    FH_TOKEN_END = 256, /* of the text; comes again and again */
    FH_TOKEN_NEWLINE,
    FH_TOKEN_NAME,
    FH_TOKEN_INTEGER, /* a character literal too */
    FH_TOKEN_FLOAT,
    FH_TOKEN_STRING,
    FH_TOKEN_ANNOTATION, /* !kind, with the '!' */
    FH_TOKEN_EQ,
    FH_TOKEN_NE,
    FH_TOKEN_LE,
    FH_TOKEN_GE,
    FH_TOKEN_ARROW,
    FH_TOKEN_BAD,
};

/* Why a token is bad. */
struct fh_lexical_error {
    const char *message; /* NULL: "'…' is not part of the scenario language" */
    const char *help;    /* may be NULL */
};

struct fh_token {
    int kind;            /* enum fh_token_kind, or a character */
    struct fh_span span; /* BAD: the place that is bad, as little as an escape */
    union {
        guint64 integer;                      /* INTEGER */
        double number;                        /* FLOAT */
        const struct fh_lexical_error *error; /* BAD; static */
    };
};

struct fh_lexer {
    const struct fh_source *source; /* borrowed */
    guint32 offset;                 /* of the next byte to read */
    gboolean no_comment_end;        /* there is no more C comment end ahead: don't look for one again */
};

/* The next token; comments and blanks are passed over. */
struct fh_token fh_lexer_next(struct fh_lexer *lexer);

/* The bytes that the string literal at `literal`, a FH_TOKEN_STRING's span, stands for. `size` excludes the
 * NUL that is put at the end. Caller owns; free with g_free(). */
char *fh_lexer_string(const struct fh_source *source, struct fh_span literal, gsize *size);
