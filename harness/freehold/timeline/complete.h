/* SPDX-License-Identifier: MIT */
/* What findings add to the lives of blocks: what was wrong, and what was lost. Caller: timeline.c. */
#pragma once

#include <glib.h>

#include "model/timeline.h"

/* Marks timeline->lives with what findings say. `findings`: struct fh_finding *. */
void fh_timeline_complete(struct fh_timeline *timeline, const GPtrArray *findings);
