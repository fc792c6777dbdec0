/* SPDX-License-Identifier: MIT */
/*
 * A name for each problem of a list, the same from run to run, and never that of another one. A finding's
 * fingerprint alone will not do: a function that loses two blocks has one for both, and readers of SARIF and
 * Code Quality show what has one name once. Callers: the writers of those formats.
 */
#pragma once

#include "base/cleanup.h"
#include "report/shared/problem.h"

struct fh_problem_ids;

/* Caller owns; free with fh_problem_ids_free(). */
struct fh_problem_ids *fh_problem_ids_new(void);

/* NULL is allowed. */
void fh_problem_ids_free(struct fh_problem_ids *ids);
FH_DEFINE_AUTO(fh_problem_ids, fh_problem_ids_free)

/* The id of the problem that comes next in the list. `context`: fh_problem_context(). Caller owns; free with
 * g_free(). */
char *fh_problem_ids_next(struct fh_problem_ids *ids, const struct fh_problem *problem, const char *context);
