/* SPDX-License-Identifier: MIT */
/* Blocks, and the statements that have one. Private to script/. */
#pragma once

#include <glib.h>

#include "base/source.h"
#include "script/script.h"
#include "script/stream.h"

/* What follows the word of the statement, which is taken. Caller owns; free with fh_statement_free(). NULL:
 * an error was reported. */
struct fh_statement *fh_parser_repeat(struct fh_parser *parser);
struct fh_statement *fh_parser_thread(struct fh_parser *parser);
struct fh_statement *fh_parser_callback(struct fh_parser *parser);

/* The statements after the '{' at `opening`, to its '}', which is taken. */
void fh_parser_block(struct fh_parser *parser, struct fh_span opening, GPtrArray *body);
/* The '{' of a block, after its header. When it is not on this line, guesses where the block starts, so that
 * it is read all the same; says so when the header is right, else that was said. `header` names the statement
 * for the message. FALSE when there is nothing that could be the block. */
gboolean fh_parser_block_start(struct fh_parser *parser, const char *header, gboolean is_header_right,
                               struct fh_span *opening);
