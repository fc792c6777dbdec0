/* SPDX-License-Identifier: MIT */
/* Several reports, as one. Caller: command/inputs.c. */
#pragma once

#include <glib.h>

#include "model/report.h"

/* Adds to `report` all that `other` holds: results in order; libraries and engines that it does not have yet.
 * What is cut in one is cut in all; the whole is deterministic when all are. Of the baselines, the first
 * stays. Consumes `other`. */
void fh_report_merge(struct fh_report *report, struct fh_report *take_other);
