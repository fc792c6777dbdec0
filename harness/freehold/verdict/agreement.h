/* SPDX-License-Identifier: MIT */
/*
 * What engines say of one scenario, side by side.
 *
 * In: judged results, of all engines. Out: the same results, where each expectation that one engine could not
 * judge is settled by another that could, or makes its result inconclusive; and where an engine that did not
 * see what another saw, though it could have, has a finding of its own for it (cross_check.h). Pure. Callers:
 * command.
 */
#pragma once

#include <glib.h>

#include "model/result.h"

/* An engine by the name that results have, and what it sees. */
struct fh_eye {
    const char *engine;
    const struct fh_visibility *visibility;
};

/* All engines there are, also those that did not run: they are named where one is needed. Borrowed. */
struct fh_engines_visibility {
    const struct fh_eye *items;
    guint n;
};

/* `results`: struct fh_result *, each judged by fh_judge() or inconclusive with a reason; in any order. To be
 * called once, when all engines have run. */
void fh_find_agreement(const GPtrArray *results, const struct fh_engines_visibility *visibilities);

/* NULL when there is no such engine. Borrowed. */
const struct fh_visibility *fh_visibility_of(const struct fh_engines_visibility *visibilities,
                                             const char *engine);

/* Wherever it is: not in some code only. */
gboolean fh_sees_fully(const struct fh_visibility *visibility, enum fh_kind kind);
