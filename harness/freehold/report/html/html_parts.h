/* SPDX-License-Identifier: MIT */
/*
 * The page without its script: a head, and plain tables of what was found. It is all there is where scripts are not
 * allowed; where they are, the script puts its own views in the place of the tables. Each appends to the document's body. Callers:
 * html.c.
 */
#pragma once

#include "model/report.h"

/* Rows of a plain table; what has no room is counted. */
#define FH_HTML_ROWS 500

/* Does the gate pass; counts, libraries, compilers, engines, the baseline. */
void fh_html_append_head(GString *html, const struct fh_report *report);

/* A row for each finding, for each expectation that was not met, and for each result that could not be judged; what
 * is wrong first. */
void fh_html_append_findings(GString *html, const struct fh_report *report);

/* A row for each scenario, a column for each engine. */
void fh_html_append_scenarios(GString *html, const struct fh_report *report);

/* What the baseline holds and was not found any more; nothing when there is none such. */
void fh_html_append_fixed(GString *html, const struct fh_report *report);

/* Of each kind that was found: why that is a defect, and how to mend it. */
void fh_html_append_kinds(GString *html, const struct fh_report *report);

/* How it was built and run. */
void fh_html_append_setting(GString *html, const struct fh_report *report);

/* "<a href=…>CWE-762</a>"; nothing for 0. */
void fh_html_append_cwe(GString *html, guint cwe);
