/* SPDX-License-Identifier: MIT */
/* Releases that were wrong. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"
#include "log/record.h"

/* The release by the other side is no finding: a library that is watched through its imports released its own
 * block by a function that it does not import, and whether Rust or C code had made it can't be told. The
 * result's reason says so. */
gboolean fh_release_is_undecided(struct fh_classification *classification, const struct fh_stack *allocated,
                                 const struct fh_stack *released);

/* One record. `line`: the step that the last notice named, for stacks that name none. */
void fh_classify_release(struct fh_classification *classification, const struct fh_record *record,
                         guint position, guint line);
