/* SPDX-License-Identifier: MIT */
/* The gate: from the verdicts of a report's scenarios to an exit status. Callers: command, report/. */
#pragma once

#include <glib.h>

#include "model/report.h"
#include "model/result.h"

/* Scenarios were audited; not the processes of a program. */
gboolean fh_report_has_scenarios(const struct fh_report *report);

/* A scenario that ran on several engines counts once, with its worst verdict. */
struct fh_counts {
    guint scenarios, pass, fail, inconclusive;
};

struct fh_counts fh_report_counts(const struct fh_report *report);

/* fail when any result failed, or less is covered than must be; else inconclusive when any was, when the
 * report is cut or has no results; else pass. */
enum fh_verdict fh_report_verdict(const struct fh_report *report);

/* 0, 1, 3. */
int fh_verdict_exit_status(enum fh_verdict verdict);
