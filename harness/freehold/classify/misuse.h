/* SPDX-License-Identifier: MIT */
/* What is about no block: arguments, descriptors, what the language leaves undefined. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"
#include "log/record.h"

/* One record. `line`: the step that the last notice named, for stacks that name none. */
void fh_classify_misuse(struct fh_classification *classification, const struct fh_record *record,
                        guint position, guint line);
