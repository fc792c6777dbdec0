/* SPDX-License-Identifier: MIT */
/*
 * A limit on how many findings a report keeps, so that what is made from it stays usable. What is beyond it
 * is counted, and fails the gate as before: no verdict depends on the limit.
 *
 * In: a report that is judged, with its baseline on it. Out: the same with fewer findings, and a note where
 * some are missing. Pure. Callers: command.
 */
#pragma once

#include <glib.h>

#include "model/report.h"

/* Of each result: those that count (neither expected nor known) before the others, of both the most severe.
 * 0: all are kept. */
void fh_max_findings_apply(struct fh_report *report, guint max);
