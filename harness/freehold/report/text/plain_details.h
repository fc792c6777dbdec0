/* SPDX-License-Identifier: MIT */
/*
 * Details (details.h) as a string without colours: lines of printable text without a line end at their end,
 * for formats that hold a text in something else. Callers: the writers of such formats.
 */
#pragma once

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "report/text/excerpts.h"

/* All about a result. Caller owns; free with g_free(). */
char *fh_plain_details_of_result(const struct fh_report *report, struct fh_excerpts *excerpts,
                                 const struct fh_result *result);

/* What speaks for one of its findings: the line, stacks, what came in its wake; cut when it is long. Caller
 * owns; free with g_free(). */
char *fh_plain_details_of_evidence(const struct fh_report *report, struct fh_excerpts *excerpts,
                                   const struct fh_result *result, const struct fh_finding *finding);
