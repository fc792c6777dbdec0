/* SPDX-License-Identifier: MIT */
/*
 * What a scenario says that it must show, against what one engine found. Callers: verdict.c.
 */
#pragma once

#include "model/finding.h"
#include "model/result.h"
#include "verdict/expectation.h"

/* Marks the findings that are expected; what is expected and was not found goes to `unmet`, to
 * `not_applicable` or, when the run was not whole, to `notes`.
 *
 * What goes wrong can end the process before an engine sees it, where its own instrumentation changes
 * released memory or code that it does not watch reads it. Such an abort, on the line of an expectation or
 * after an access that this engine can't see, is no finding: it becomes a note, and neither what that line
 * shows nor what was not found is for this engine to judge. If no other engine saw what is expected, nothing
 * explains the abort: fh_find_agreement() makes it a finding again. TRUE when the run ended so. */
gboolean fh_expectations_judge(struct fh_result *result, const GArray *expectations,
                               const struct fh_visibility *visibility, gboolean is_whole);

/* The note in place of an abort that is excused. Caller owns; free with g_free(). */
char *fh_excuse_words(const struct fh_finding *ending);

/* An expectation that was not met, beside what was found in its place: adds it to `unmet`. */
void fh_judge_missing(struct fh_result *result, const struct fh_expectation *expectation);
