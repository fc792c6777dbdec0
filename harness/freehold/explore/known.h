/* SPDX-License-Identifier: MIT */
/*
 * Sequences that show what is known already.
 *
 * In: sequences that were shrunk to what they show. Out: whether another one makes the same calls, so that it
 * will show that again. Caller: generator.c.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

/* `sequence` makes the calls of `known` in that order, others between them, and gives them those values that
 * are not the simplest ones. */
gboolean fh_known_is_in(const struct fh_sequence *known, const struct fh_sequence *sequence);
