/* SPDX-License-Identifier: MIT */
/*
 * The fewest calls and the simplest values that still show the same finding.
 *
 * In: a sequence with a finding. Out: a smaller one with the same, seen in a process of its own. Caller:
 * exploration.c.
 */
#pragma once

#include <glib.h>

#include "command/lab.h"
#include "explore/callable.h"
#include "model/finding.h"

struct fh_shrinking {
    struct fh_lab *lab;
    const struct fh_callables *callables;
    const struct fh_engine *engine; /* that saw it */
    enum fh_kind kind;
    const char *fingerprint;
};

/* The finding that is looked for; NULL: it is not there, or not what the sequence says has happened.
 * Borrowed. */
const struct fh_finding *fh_shrink_find(const struct fh_shrinking *shrinking, const struct fh_seen *seen);

/* Renumbered. NULL without an error: it does not show alone. Fails with FH_ERROR_ENVIRONMENT. `*seen`
 * receives what it showed alone. Caller owns both; free with fh_sequence_free() and g_ptr_array_unref(). */
struct fh_sequence *fh_shrink(const struct fh_shrinking *shrinking, const struct fh_sequence *sequence,
                              GPtrArray **seen, GError **error);
