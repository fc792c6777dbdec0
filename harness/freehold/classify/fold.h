/* SPDX-License-Identifier: MIT */
/* What one cause brought about, folded into one finding. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"

/* One cause, one finding. */
void fh_fold(struct fh_classification *classification);
