/* SPDX-License-Identifier: MIT */
/*
 * What a scenario does, as it expects, with bytes that nobody should have read: released memory, what lies
 * outside of a block, what was never set. What they hold is the engine's, and so is what comes of them.
 * Callers: expectations.c.
 */
#pragma once

#include "model/result.h"
#include "verdict/expectation.h"

/* An access, whatever it reads or writes. */
gboolean fh_kind_reads_garbage(enum fh_kind kind);

/* What compares such bytes, what was to be released by a pointer out of them, and the blocks that were left
 * behind so: each becomes a note. Findings that are expected stay. */
void fh_garbage_take(struct fh_result *result, const GArray *expectations,
                     const struct fh_visibility *visibility);
