/* SPDX-License-Identifier: MIT */
/* A baseline on a report: which findings are known, which are fixed. Callers: command. */
#pragma once

#include <glib.h>

#include "baseline/baseline.h"

/* All findings of the report that no scenario expects and that count, and of `before` (NULL: none) what the
 * report did not look for, or was not asked for. Caller owns; free with fh_baseline_free(). */
struct fh_baseline *fh_baseline_of(const struct fh_report *report, const struct fh_baseline *before);

/* Marks what is known, judges again, and sets report->baseline. */
void fh_baseline_apply(const struct fh_baseline *baseline, struct fh_report *report);

/* Can this finding be told from others? Not an unknown record, and not what a process did in functions
 * without names: a baseline can't hold these. */
gboolean fh_baseline_can_hold(const struct fh_result *result, const struct fh_finding *finding);
