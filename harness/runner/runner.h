/* SPDX-License-Identifier: MIT */
/*
 * The runner: a program of its own, linked with the library under audit, that runs scenarios inside Valgrind.
 *
 *     RUNNER PLAN EVENTS alone|alone:LINE|batch INDEX…
 *
 * In: the plan (plan/plan.h), mapped read-only. Out: events (plan/events.h) and notices in the engine's log
 * (plan/notices.h). Exit status: 0 when it got to its end, 3 for errors of its own.
 *
 *     main ─ scenario ─ interpret ─ at_line_N ─ call ──────── the library ─ rust_heap ─ backend ─ arena
 *                           └ expect, value, ownership, errors            └ callback ─ interpret …
 *
 * Laws here: no heap allocation (memory.h is what there is instead), so that HEAP SUMMARY counts the
 * scenario's blocks and nothing else; nothing of the runner's may keep a leaked block reachable (memory.h and
 * clean.h see to it); every stack of a step holds a frame at_line_N (at_line.h). libffi and libc only.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define FH_RUNNER_EXIT_ERROR 3

/* How the process runs: one scenario, whose leaks memcheck itself looks for at exit, or several, each with a
 * leak check of its own. */
extern bool fh_runner_is_alone;

/* The function reads what may be invalid, and what is reported already: AddressSanitizer must not see it. */
#define FH_UNCHECKED __attribute__((no_sanitize_address))

/* The runner can't go on: message to stderr and to the events file, then the process ends with status 3.
 * printf's format. Safe in any state but a signal handler. */
_Noreturn void fh_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
