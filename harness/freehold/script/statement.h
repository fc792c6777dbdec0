/* SPDX-License-Identifier: MIT */
/* Statements, one at a time. Private to script/. */
#pragma once

#include <glib.h>

#include "script/stream.h"

/* Reads a statement into `body`; after an error, goes to where the next one may start. */
void fh_parser_statement(struct fh_parser *parser, GPtrArray *body);
