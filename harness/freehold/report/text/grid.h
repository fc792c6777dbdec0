/* SPDX-License-Identifier: MIT */
/* The table of scenarios where several engines ran: their verdicts side by side. Callers: table; markdown,
 * for the words. */
#pragma once

#include <glib.h>

#include "report/text/stacks.h"

/* The names of the engines that have results, in the order of results: const char *, borrowed from the
 * report. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_grid_engines(const struct fh_report *report);

/* All scenarios of the report, a line each, with a column for each of `engines`. */
void fh_grid_show(const struct fh_text_layout *layout, const GPtrArray *engines);

/* "asan: unexpected leak; ledger: …": what those results of one scenario found that did not pass; without
 * names where all say the same. Caller owns; free with g_free(). */
char *fh_grid_problem_text(const GPtrArray *scenario);
