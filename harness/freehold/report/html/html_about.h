/* SPDX-License-Identifier: MIT */
/* What the page says below its tables: what is fixed, what the kinds mean, how it was run. Callers: html.c,
 * html_tables.c. */
#pragma once

#include <glib.h>

#include "model/report.h"

/* What the baseline holds and was not found any more; nothing when there is none such. */
void fh_html_append_fixed(GString *html, const struct fh_report *report);

/* What scenarios exercised of the API, and what they did not; nothing of a report without coverage. */
void fh_html_append_coverage(GString *html, const struct fh_report *report);

/* Of each kind that was found: why that is a defect, and how to mend it. */
void fh_html_append_kinds(GString *html, const struct fh_report *report);

/* How it was built and run. */
void fh_html_append_setting(GString *html, const struct fh_report *report);

/* "<a href=…>CWE-762</a>"; nothing for 0. */
void fh_html_append_cwe(GString *html, guint cwe);
