/* SPDX-License-Identifier: MIT */
/* What a scenario says that it must show. Set by check/, judged here. */
#pragma once

#include <glib.h>

#include "model/kinds.h"

/* One `!kind`. */
struct fh_expectation {
    guint line;
    enum fh_kind kind;
    GArray *linked; /* guint: the lines that have to do with what this line names; NULL: any may */
};

/* Clears one that is in an array. */
void fh_expectation_clear(gpointer expectation);

/* Whether the values of `line` may come from what this expectation's line names, or lead there. */
gboolean fh_expectation_is_linked(const struct fh_expectation *expectation, guint line);

/* `expect heap N allocs, M frees`; line 0: there is none. */
struct fh_heap_expectation {
    guint line;
    guint64 allocs, frees;
};
