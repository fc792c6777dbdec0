/* SPDX-License-Identifier: MIT */
/*
 * The limits of the process (setrlimit). A scenario that changes them changes what those after it in its
 * batch see: where malloc() gives nothing, nothing is lost, which would be clean. Callers: main, scenario.
 */
#pragma once

#include <stdbool.h>

/* Before the first scenario. */
void fh_process_limits_note(void);

bool fh_process_limits_are_changed(void);
