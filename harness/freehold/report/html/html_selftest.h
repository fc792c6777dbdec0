/* SPDX-License-Identifier: MIT */
/* The page's section on what freehold selftest measured. Caller: html.c. */
#pragma once

#include "model/report.h"

/* A line for each engine, then a table: a row for each fault, a column for each engine. Nothing when the
 * report has none of it. */
void fh_html_append_selftest(GString *html, const struct fh_report *report);
