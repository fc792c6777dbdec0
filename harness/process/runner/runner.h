/* SPDX-License-Identifier: MIT */
/*
 * The runner: a program of its own, linked with the library under audit, that runs scenarios inside Valgrind.
 *
 *     RUNNER PLAN EVENTS alone|alone:LINE|batch|batch:N INDEX…
 *
 * In: the plan (wire/plan.h), mapped read-only. Out: events (wire/events.h) and notices in the engine's log
 * (wire/notices.h). Exit status: 0 when it got to its end, 3 for errors of its own.
 *
 *     main ─ scenario ─ interpret ─ at_line_N ─ call ──────── the library ─ rust_heap ─ backend ─ arena
 *                           └ expect, value, owners, errors            └ callback ─ interpret …
 *
 * Laws here: no heap allocation (memory.h is what there is instead), so that HEAP SUMMARY counts the
 * scenario's blocks and nothing else; nothing of the runner's may keep a leaked block reachable (memory.h and
 * clean.h see to it); every stack of a step holds a frame at_line_N (at_line.h). libffi and libc only.
 */
#pragma once

#include <stdbool.h>

/* How the process runs: one scenario, whose leaks memcheck itself looks for at exit, or several, in a
 * batch, each with a leak check of its own, or one for several of them. */
extern bool fh_runner_is_alone;
