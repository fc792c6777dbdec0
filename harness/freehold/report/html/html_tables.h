/* SPDX-License-Identifier: MIT */
/*
 * The page without its script: plain tables of what was found, below a head (html_head.h). It is all there is
 * where scripts are not allowed; where they are, the script puts its own views in the place of the tables.
 * Each appends to the document's body. Caller: html.c.
 */
#pragma once

#include "model/report.h"

/* Rows of a plain table; what has no room is counted. */
#define FH_HTML_ROWS 500

/* A row for each finding, for each expectation that was not met, and for each result that could not be
 * judged; what is wrong first. */
void fh_html_append_findings(GString *html, const struct fh_report *report);

/* A row for each scenario, a column for each engine. */
void fh_html_append_scenarios(GString *html, const struct fh_report *report);
