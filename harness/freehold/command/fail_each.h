/* SPDX-License-Identifier: MIT */
/*
 * freehold run --fail-each: every allocation of every scenario fails once, in a run of its own.
 *
 * In: the session, when its scenarios have run. Steps: of each that passed, the engine knows how often each
 * side asked for memory; the scenario runs again for each of these. Out: a note on the scenario's result, a
 * result of its own for what is wrong or can't be judged, and fail-each.json. Caller: session.c.
 */
#pragma once

#include "command/session.h"

/* Before the scenarios run: they are to count, if they are to be tried. Removes what an earlier run left. */
void fh_fail_each_prepare(struct fh_session *session);

/* When they have run. Blocking; tells on standard error what became of all. */
void fh_fail_each(struct fh_session *session);
