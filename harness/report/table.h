/* SPDX-License-Identifier: MIT */
/*
 * The table of scenarios, grouped by file: verdict, name, heap, what was found. A line a result. Callers:
 * text.
 */
#pragma once

#include "report/stacks.h"
#include "verdict/verdict.h"

/* How a verdict looks in text. */
struct fh_verdict_look {
    const char *mark, *word;
    enum fh_style style;
};

/* Borrowed; static. */
const struct fh_verdict_look *fh_verdict_look(enum fh_verdict verdict);

void fh_table_show(const struct fh_layout *layout);
