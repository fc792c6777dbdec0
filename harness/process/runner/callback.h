/* SPDX-License-Identifier: MIT */
/*
 * Callbacks: functions of the scenario's that the library calls, on any thread.
 *
 * In: the plan's callbacks. Out: one machine function for each, made once by libffi in memory of the
 * runner's, whose body is the callback's instructions.
 */
#pragma once

#include <stdint.h>

#include "interpret.h"

/* Makes them all. */
void fh_callback_prepare(void);

/* Ends the process when the plan has no such callback or libffi can't do its signature. */
void *fh_callback_address(uint32_t callback);

/* The callbacks of this scenario may run now, on its frame; with NULL none may. */
void fh_callback_set_scenario(const struct fh_plan_scenario *scenario, struct fh_slot_frame frame);
