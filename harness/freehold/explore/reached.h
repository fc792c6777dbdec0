/* SPDX-License-Identifier: MIT */
/*
 * What sequences have reached so far.
 *
 * In: sequences, as they were seen. Out: whether one reached something first. Reached is: that a call worked,
 * or failed; one call after another, in a sequence and on one value; who takes what whom made; how often a
 * call came to one value; what was read. Caller: generator.c.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

struct fh_reached;

/* Caller owns; free with fh_reached_free(). */
struct fh_reached *fh_reached_new(void);
void fh_reached_free(struct fh_reached *reached);

/* Whether anything of it was new. */
gboolean fh_reached_add(struct fh_reached *reached, const struct fh_sequence *sequence);

gboolean fh_reached_has_outcome(const struct fh_reached *reached, const struct fh_callable *callable,
                                gboolean has_failed);

/* `callable` came right after `before`. */
gboolean fh_reached_has_pair(const struct fh_reached *reached, const struct fh_callable *before,
                             const struct fh_callable *callable);
