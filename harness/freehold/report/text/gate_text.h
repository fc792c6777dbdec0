/* SPDX-License-Identifier: MIT */
/* How a run ended, in text: the counts and the gate. Callers: text, github, tap, compare. */
#pragma once

#include "model/report.h"
#include "model/result.h"
#include "report/shared/columns.h"

/* "12 scenarios: 10 pass, 1 fail, 1 inconclusive", after an empty line. */
void fh_gate_text_show_counts(struct fh_columns *page, const struct fh_report *report);

/* "coverage: 3 of 4 functions, …", and why the gate fails for it; nothing of a report without coverage. */
void fh_gate_text_show_coverage(struct fh_columns *page, const struct fh_report *report);

/* What was asked for, and how much is outside of that (verdict/scope.h); nothing, as a rule. */
void fh_gate_text_show_scope(struct fh_columns *page, const struct fh_report *report);

/* "gate: fail (exit status 1)"; the line stays open. */
void fh_gate_text_show_verdict(struct fh_columns *page, enum fh_verdict verdict);

/* What was not looked for in how many processes, a line each; nothing, as a rule. */
void fh_gate_text_show_not_looked_for(struct fh_columns *page, const struct fh_report *report);

/* "gate: fail (exit status 1), in 1.2 s", why the report is not whole, if it is not, and what was not looked
 * for. */
void fh_gate_text_show(struct fh_columns *page, const struct fh_report *report);
