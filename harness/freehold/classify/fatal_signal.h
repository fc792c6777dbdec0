/* SPDX-License-Identifier: MIT */
/* Fatal signals: what they abort. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"
#include "log/record.h"

/* One record. `line`: the step that the last notice named, for stacks that name none. */
void fh_classify_signal(struct fh_classification *classification, const struct fh_record *record,
                        guint position, guint line);

/* The records (struct fh_record *, borrowed) without that signal's, which is no action of the process's. Caller owns the array. */
GPtrArray *fh_records_without_end(const GPtrArray *records);
