/* SPDX-License-Identifier: MIT */
/* Types as they are written, and where one begins. Private to script/. */
#pragma once

#include <glib.h>

#include "script/script.h"
#include "script/stream.h"

/* The type that begins here. Caller owns; free with fh_type_name_free(). NULL: an error was reported. */
struct fh_type_name *fh_parser_type_name(struct fh_parser *parser);
/* Whether the '(' that was just taken opens a cast or a compound literal. */
gboolean fh_parser_cast_ahead(struct fh_parser *parser);
/* Whether the statement that starts here is a declaration. */
gboolean fh_parser_declaration_ahead(struct fh_parser *parser);
