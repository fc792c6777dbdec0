/* SPDX-License-Identifier: MIT */
/*
 * The engine's errors, step by step: how many it counted, and in a run that is there for one line, only those
 * of that line.
 *
 * memcheck shows an error once: one with the same innermost four frames counts as a repetition, though it is
 * of another step. So that none goes unseen, steps are counted; `freehold` runs the scenario once more for
 * each line of which not all was shown, with the errors of all others switched off. Callers: interpret,
 * scenario, main.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A step, while it runs. */
struct fh_step_errors_step {
    uint64_t before, attributed_before;
    bool was_silent;
};

/* Only errors of this line are reported; 0: all. Before the first step. */
void fh_step_errors_watch(uint32_t line);

/* What was counted until now is of constructors. Before the first scenario. */
void fh_step_errors_started(void);
void fh_step_errors_scenario_begin(void);
/* Tells of errors in the scenario, within steps and between them. */
void fh_step_errors_scenario_end(void);
/* What a leak check adds to the engine's count is no error outside of scenarios. After it. */
void fh_step_errors_leaks_checked(void);
/* The process ends. */
void fh_step_errors_finish(void);

struct fh_step_errors_step fh_step_errors_step_begin(uint32_t line);
void fh_step_errors_step_end(uint32_t line, const struct fh_step_errors_step *step);
