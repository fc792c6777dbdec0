/* SPDX-License-Identifier: MIT */
/* The page's head, without its script: whether the gate passes, and what ran. Caller: html.c. */
#pragma once

#include <glib.h>

#include "model/report.h"

/* Does the gate pass; counts, libraries, compilers, engines, the baseline. */
void fh_html_append_head(GString *html, const struct fh_report *report);
