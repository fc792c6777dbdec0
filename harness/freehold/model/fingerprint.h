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

/* The same without a scenario, and without where a block was allocated that was then misused: whoever made
 * it, what was done with it is one fault. Of a leak, that is all there is. */
void fh_finding_fingerprint_cause(struct fh_finding *finding);

/* Those of all findings of a report. The name of what ran is part of them only where it is a scenario's. */
void fh_report_fingerprint(struct fh_report *report);
