/* SPDX-License-Identifier: MIT */
/*
 * Longer sequences, made of one: for what only many calls show.
 *
 * In: a sequence. Out: the same several times over; and the same with one call more, which may take back what
 * it keeps. Caller: command/rounds.c.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

/* Its steps `rounds` times, each round with values of its own. Caller owns; free with fh_sequence_free(). */
struct fh_sequence *fh_repeat(const struct fh_sequence *sequence, guint rounds);

/* Struct fh_sequence *: for each function that takes nothing but numbers and texts, the same with a call of
 * it. `followers` receives these functions, const struct fh_callable *. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_follow(const struct fh_sequence *sequence, const struct fh_callables *callables,
                     GPtrArray *followers);
