/* SPDX-License-Identifier: MIT */
/* Wrong accesses to memory. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"
#include "log/record.h"

/* One record. `line`: the step that the last notice named, for stacks that name none. */
void fh_classify_access(struct fh_classification *classification, const struct fh_record *record,
                        guint position, guint line);
