/* SPDX-License-Identifier: MIT */
/*
 * A sequence as a C program of its own, for whoever has no Freehold: plain Valgrind and AddressSanitizer show
 * there what they can.
 *
 * In: a sequence. Out: text. Caller: command.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

/* `header`: as it is included. `comment`: lines for its top, without comment signs. `rounds`: how often it
 * makes the calls. Appends to `text`. */
void fh_program_write(const struct fh_sequence *sequence, const char *header, const char *comment,
                      guint rounds, GString *text);
