/* SPDX-License-Identifier: MIT */
/*
 * The table of scenarios, grouped by file. Callers: text; markdown, for the words.
 *
 * Of one engine: verdict, name, heap, what was found. Of several: the engines' verdicts side by side, what was
 * found, and below the table what an engine can't see by nature.
 */
#pragma once

#include "model/report.h"
#include "report/text/stacks.h"

/* All results of the report, a line each. */
void fh_table_show(const struct fh_text_layout *layout);

/* The names of the engines that have results, in the order of results: const char *, borrowed from the report. Caller
 * owns; free with g_ptr_array_unref(). */
GPtrArray *fh_grid_engines(const struct fh_report *report);

/* All scenarios of the report, a line each, with a column for each of `engines`. */
void fh_grid_show(const struct fh_text_layout *layout, const GPtrArray *engines);

/* "asan: unexpected leak; ledger: …": what those results of one scenario found that did not pass; without names where all say
 * the same. Caller owns; free with g_free(). */
char *fh_grid_problem_text(const GPtrArray *scenario);

/* A line with the file's name begins; of processes, which have none, "processes". The caller ends it. */
void fh_table_begin_file(const struct fh_text_layout *layout, const char *file);
