/* SPDX-License-Identifier: MIT */
/*
 * What a finding is known by from run to run, in baselines and when reports are compared.
 */
#pragma once

#include "model/finding.h"
#include "model/report.h"

/* Fills `fingerprint`: a hash of kind, domains, scenario name and the user's functions on the stacks, without
 * lines, addresses, sizes; of functions the last part of their path, without what a compiler adds: as debug
 * information names them where they were inlined. `scenario` may be NULL. */
void fh_finding_fingerprint(struct fh_finding *finding, const char *scenario);

/* Those of all findings of a report. The name of what ran is part of them only where it is a scenario's. */
void fh_report_fingerprint(struct fh_report *report);
