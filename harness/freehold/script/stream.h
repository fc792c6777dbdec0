/* SPDX-License-Identifier: MIT */
/*
 * The parser's tokens: looked ahead at, taken, complained about, skipped. Private to script/.
 *
 *   parser.c      the file: library, scenarios
 *   block.c       blocks; repeat, thread, callback
 *   statement.c   all other statements, and what may follow one
 *   expect.c      the three kinds of expect
 *   expression.c  expressions
 *   type_name.c   types, and where a type begins
 *   stream.c      tokens ahead, errors, recovery
 *
 * A function that returns a node returns NULL when it has reported an error; its caller returns NULL too, up
 * to the statement, which calls fh_parser_recover() and goes on with the next one. So there is one error a
 * statement, and none that another error has brought about.
 */
#pragma once

#include "base/diagnostics.h"
#include "base/source.h"
#include "script/lexer.h"

struct fh_parser {
    const struct fh_source *source;     /* borrowed */
    struct fh_diagnostics *diagnostics; /* borrowed */
    struct fh_lexer lexer;
    GArray *tokens; /* struct fh_token, as far as they were looked at */
    guint next;     /* index of the token to take next */
    GArray *open;   /* struct fh_token: brackets of the current statement that are not closed yet */
    guint error_count;
    guint nesting; /* of expressions */
    guint block_nesting;
    gboolean block_follows; /* a '{' after the current expression opens a block, not a compound literal */
    /* an error left no way to tell which '}' closes what: say nothing more about them */
    gboolean braces_mismatch;
};

/* Newlines are no tokens while a bracket is open. */

/* The token at `index`, newlines included. */
struct fh_token fh_parser_token_at(struct fh_parser *parser, guint index);
struct fh_token fh_parser_peek(struct fh_parser *parser);
struct fh_token fh_parser_take(struct fh_parser *parser);
/* Takes the next token if it is of `kind`. */
gboolean fh_parser_accept(struct fh_parser *parser, int kind);
/* Takes the next token, or reports that `what` was expected. */
gboolean fh_parser_require(struct fh_parser *parser, int kind, const char *what);
/* Takes the next token, an opening bracket; newlines don't count until it is closed. */
void fh_parser_open(struct fh_parser *parser);
/* Takes the bracket that closes the innermost open one, or reports that `what` was expected. */
gboolean fh_parser_close(struct fh_parser *parser, int kind, const char *what);

/* Whether `token` is this word. */
gboolean fh_parser_is_word(const struct fh_parser *parser, struct fh_token token, const char *word);
/* Whether `token` is one of these words, NULL-terminated. */
gboolean fh_parser_is_one_of(const struct fh_parser *parser, struct fh_token token, const char *const *words);
/* Whether `token` is a name that is not a reserved word. */
gboolean fh_parser_is_identifier(const struct fh_parser *parser, struct fh_token token);
/* Takes a name that is not reserved, or reports that `what` was expected. Caller owns the text; NULL on
 * error. */
char *fh_parser_require_identifier(struct fh_parser *parser, const char *what, struct fh_span *span);
/* Takes letters, digits and `extra` characters that follow each other without a blank, as one word. Caller
 * owns the text; NULL when there are none, nothing is reported then. */
char *fh_parser_take_raw_word(struct fh_parser *parser, const char *extra, struct fh_span *span);
/* Whether the token at `index` follows the one before it without a blank. */
gboolean fh_parser_is_adjacent(struct fh_parser *parser, guint index);
/* Whether a scenario begins at `index`, at the start of a line. */
gboolean fh_parser_is_scenario_start(struct fh_parser *parser, guint index);
/* Caller owns. */
char *fh_parser_text(const struct fh_parser *parser, struct fh_span span);

void fh_parser_error(struct fh_parser *parser, struct fh_span span, const char *help, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* Reports that `what` was expected where the next token is; of a bad token, what is wrong with it. `help` may
 * be NULL. */
void fh_parser_expected(struct fh_parser *parser, const char *what, const char *help);
/* Goes to the end of the statement that began at token `start`, over its brackets. Always ends past `start`,
 * or in front of a '}' that closes a block, or at the end. */
void fh_parser_recover(struct fh_parser *parser, guint start);

/* From the start of `first` to the end of the token that was taken last. */
struct fh_span fh_parser_span_from(const struct fh_parser *parser, struct fh_span first);
