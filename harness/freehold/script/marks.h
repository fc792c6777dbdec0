/* SPDX-License-Identifier: MIT */
/* Whether a scenario expects a violation. Callers: mutate, explore, command. */
#pragma once

#include <glib.h>

#include "script/script.h"

/* A statement of the scenario, or of a block in it, has a `!kind`. */
gboolean fh_scenario_has_marks(const struct fh_scenario *scenario);
