/* SPDX-License-Identifier: MIT */
/*
 * Doc comments without their decoration.
 *
 * In: a comment as clang gives it, in any of C's styles, several line comments in a row included. Out: its
 * text, a string for each line of the header, so that line numbers hold. Callers: contract.
 */
#pragma once

#include <glib.h>

/* Takes comment signs, a leading column of stars and white space at both ends of each line away. Caller owns;
 * free with g_strfreev(). */
char **fh_comment_lines(const char *raw);
