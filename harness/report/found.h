/* SPDX-License-Identifier: MIT */
/*
 * A result in a few words, and how a verdict looks. Callers: text, table, grid.
 */
#pragma once

#include "report/page.h"
#include "verdict/verdict.h"

/* How a verdict looks in text. */
struct fh_verdict_look {
    const char *mark, *word;
    enum fh_style style;
};

/* Borrowed; static. */
const struct fh_verdict_look *fh_verdict_look(enum fh_verdict verdict);

/* "unexpected leak ×2; 1 unmet", "double-free, as expected"; "" when there is nothing to say. Caller owns; free with
 * g_free(). */
char *fh_found_text(const struct fh_result *result);

/* Of that text. */
enum fh_style fh_found_style(const struct fh_result *result);
