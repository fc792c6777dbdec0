/* SPDX-License-Identifier: MIT */
/* One scenario, from its first step to nothing left of it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A frame for the largest of these scenarios. */
void fh_scenario_prepare(const uint32_t *indices, uint32_t n);

/* What constructors lost is told as the start-up's. Before the first scenario. */
void fh_scenario_search_start_up(void);

/* Runs the plan's scenario. In a batch, leaks are looked for afterwards when `is_last` of those that have one
 * search for all of them; before that only where the set of live blocks has changed, as far as the runner
 * knows it. */
void fh_scenario_run(uint32_t index, bool is_last);

/* FH_EVENT_HEAP for the whole process, of a backend that counts. */
void fh_scenario_count_heap(void);
