/* SPDX-License-Identifier: MIT */
/* One life and its steps: what timeline.c and complete.c both work with. Structs are borrowed throughout. */
#pragma once

#include "model/timeline.h"

/* Appends a step to the life, or puts it before step `index`. The life owns it. `function` is copied; may be
 * NULL. */
struct fh_block_step *fh_life_add(struct fh_block_life *life, guint line, enum fh_block_action action,
                                  enum fh_holder holder, const char *function);
struct fh_block_step *fh_life_insert(struct fh_block_life *life, guint index, guint line,
                                     enum fh_block_action action, enum fh_holder holder,
                                     const char *function);

/* Of a life, which has at least one step. */
struct fh_block_step *fh_life_first(const struct fh_block_life *life);
struct fh_block_step *fh_life_last(const struct fh_block_life *life);

/* Nobody has released or lost it. */
gboolean fh_life_goes_on(const struct fh_block_life *life);

gboolean fh_step_is_release(const struct fh_block_step *step);
/* Handed to the library, for good or to be released. */
gboolean fh_step_gives_back(const struct fh_block_step *step);
