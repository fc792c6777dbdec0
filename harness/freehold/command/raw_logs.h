/* SPDX-License-Identifier: MIT */
/* The raw logs that saved results name, copied beside the new report. Caller: report.c. */
#pragma once

#include <glib.h>

#include "command/inputs.h"
#include "command/output.h"

/* Copies the raw logs into the prepared output, and has the results name the copies. What is already there
 * stays as it is; what is missing is a note of the result, and a warning. Fails when one can't be written. */
gboolean fh_inputs_save_logs(struct fh_inputs *inputs, const struct fh_output *output, GError **error);
