/* SPDX-License-Identifier: MIT */
/* Expressions. Private to script/. */
#pragma once

#include <glib.h>

#include "script/script.h"
#include "script/stream.h"

/* The expression that begins here. Caller owns; free with fh_expr_free(). NULL: an error was reported. */
struct fh_expr *fh_parser_expression(struct fh_parser *parser);
/* What stands after a declaration's '=': an expression, or `{ … }`. */
struct fh_expr *fh_parser_initialiser(struct fh_parser *parser);
