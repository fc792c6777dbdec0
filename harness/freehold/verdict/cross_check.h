/* SPDX-License-Identifier: MIT */
/*
 * Where engines disagree on one scenario. Callers: agreement.c.
 */
#pragma once

#include "verdict/agreement.h"

/* `scenario`: the results of one scenario, judged, with the `reason` that their own run gave them. A finding
 * of one that another does not have, though it sees that kind wherever it is, becomes a FH_KIND_DISAGREEMENT
 * in that other's findings; once for a line and kind. Two that name one line differently disagree once. Clean
 * results whose blocks were counted differently disagree, too. Results that were not seen whole have no say;
 * nor have those of processes, which have no scenario in common. */
void fh_cross_check(const GPtrArray *scenario, const struct fh_engines_visibility *visibilities);
