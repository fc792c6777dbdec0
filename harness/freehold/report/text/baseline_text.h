/* SPDX-License-Identifier: MIT */
/* What a baseline did to a report, in text. Callers: text, tap; markdown, for the words. */
#pragma once

#include "model/report.h"
#include "report/text/stacks.h"

/* "leak ×2 in strings.scn: the string is forgotten [valgrind]". Caller owns; free with g_free(). */
char *fh_baseline_fixed_words(const struct fh_report *report, const struct fh_known *known);

/* The number of known findings, then what is fixed, a line each; nothing without a baseline. */
void fh_baseline_text_show(const struct fh_text_layout *layout);
