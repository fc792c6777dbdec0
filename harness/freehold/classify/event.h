/* SPDX-License-Identifier: MIT */
/* What the runner saw itself: layouts, owners, wrong release functions. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"

/* All events; those that have a notice in the log take stacks and block from there. After
 * fh_classify_signal(). */
void fh_classify_events(struct fh_classification *classification);
