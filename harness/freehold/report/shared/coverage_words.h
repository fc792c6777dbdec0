/* SPDX-License-Identifier: MIT */
/* The coverage in words. Callers: the writers for people, and problem.c. */
#pragma once

#include <glib.h>

#include "model/coverage.h"

/* "3 of 4 functions, 1 of 2 transfers, 2 of 5 outcomes: 54 %"; NULL: the report has no coverage. Caller owns;
 * g_free(). */
char *fh_coverage_words(const struct fh_report *report);

/* "greet()", "greet(): transfer of result", "greet(): returns NULL". Caller owns; g_free(). */
char *fh_point_words(const struct fh_point *point);

/* Why the gate fails for it, and what was not exercised; NULL: it does not. Caller owns; g_free(). */
char *fh_coverage_shortfall(const struct fh_report *report);
