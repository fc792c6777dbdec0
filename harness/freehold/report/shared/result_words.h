/* SPDX-License-Identifier: MIT */
/*
 * A result in a few words, and how a verdict looks. Callers: text, table, grid,
 * and the machine formats.
 */
#pragma once

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "report/shared/columns.h"

/* How a verdict looks in text. */
struct fh_verdict_look {
    const char *mark, *word;
    enum fh_style style;
};

/* Borrowed; static. */
const struct fh_verdict_look *fh_verdict_look(enum fh_verdict verdict);

/* "cross-allocator-free (CWE-762)", "known leak (CWE-401, baseline)". Caller owns; free with g_free(). */
char *fh_finding_title(const struct fh_finding *finding);

/* Why a report is not whole: it is cut, or empty. NULL when it is whole. Borrowed; static. */
const char *fh_gap_text(const struct fh_report *report);

/* "unexpected leak ×2; known leak; not asked for: leak ×3; 1 unmet", "double-free, as expected"; "" when
 * there is nothing to say. Caller owns; free with g_free(). */
char *fh_result_words(const struct fh_result *result);

/* Of that text. */
enum fh_style fh_result_words_style(const struct fh_result *result);
