/* SPDX-License-Identifier: MIT */
/* Leaks, and blocks that are lost with others. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"

/* All leak records at once; those in the wake of an abort go into it. After fh_classify_signal(). */
void fh_classify_leaks(struct fh_classification *classification);
