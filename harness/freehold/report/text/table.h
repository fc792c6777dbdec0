/* SPDX-License-Identifier: MIT */
/*
 * The table of scenarios, grouped by file. Callers: text; markdown, for the words.
 *
 * Of one engine: verdict, name, heap, what was found. Of several: the engines' verdicts side by side, what
 * was found, and below the table what an engine can't see by nature.
 */
#pragma once

#include "model/report.h"
#include "report/text/stacks.h"

/* All results of the report, a line each. */
void fh_table_show(const struct fh_text_layout *layout);

/* A line with the file's name begins; of processes, which have none, "processes". The caller ends it. */
void fh_table_begin_file(const struct fh_text_layout *layout, const char *file);
