/* SPDX-License-Identifier: MIT */
/*
 * Numbers, texts, arrays and functions that a parameter may be given, each as the scenario has it.
 *
 * In: a parameter's role. Out: arguments, the simplest first. Callers: generator, reduce.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

/* How many there are to choose from; 0: what it is given is no plain value. `is_bold`: also such as a call
 * may refuse. */
guint fh_values_count(const struct fh_wanted *role, gboolean is_bold);

/* Number `index` of them, and its length, if another parameter wants that. */
struct fh_argument fh_values_get(const struct fh_wanted *role, guint index, guint *length);
