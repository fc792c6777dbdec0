/* SPDX-License-Identifier: MIT */
/* The environment of a run, in its report. Callers: session, exec. */
#pragma once

#include <glib.h>

#include "model/report.h"

/* Puts the variables that bend what a program does before the command of each engine, as a shell has them.
 * `has_all`: the program runs as it is, and got them all. A deterministic report gets nothing. */
void fh_settings_record(struct fh_report *report, gboolean has_all);
