/* SPDX-License-Identifier: MIT */
/*
 * The ownership timeline: from what the runner told of each block to the lives of the scenario's blocks.
 *
 *     events ── build ─── lives ─── complete ── lives, with what went wrong ──► the result, report/
 *               (timeline.c)        (complete.c) ▲
 *     findings ──────────────────────────────────┘
 *
 * In: the events of one scenario (wire/events.h), which a library that writes anywhere may have damaged, and
 * its findings. Out: a `struct fh_timeline` (model/timeline.h). Pure. Callers: the engines.
 *
 * The events say what the rust heap, a watched C allocator and the contract saw. Findings complete them: the
 * release that only the engine saw, what was wrong with one that was seen, and what was lost. A life ends
 * with its block's release; the same address is another life later.
 */
#pragma once

#include <glib.h>

#include "model/timeline.h"
#include "wire/events.h"

/* `events` are const struct fh_event *, of one scenario, in order; `findings` struct fh_finding *. `symbols`:
 * names of the plan's symbols, by index. All borrowed for the call. Caller owns the result; free with
 * fh_timeline_free(). */
struct fh_timeline *fh_timeline_build(const GPtrArray *events, const GPtrArray *findings,
                                      const char *const *symbols, guint n_symbols);
