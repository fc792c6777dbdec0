/* SPDX-License-Identifier: MIT */
/* The three kinds of expect. Private to script/. */
#pragma once

#include <glib.h>

#include "script/script.h"
#include "script/stream.h"

/* What follows the word of the statement, which is taken. Caller owns; free with fh_statement_free(). NULL:
 * an error was reported. */
struct fh_statement *fh_parser_expect(struct fh_parser *parser);
