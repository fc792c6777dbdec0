/* SPDX-License-Identifier: MIT */
/* `freehold report --write-baseline`. Callers: report.c. */
#pragma once

#include "command/output.h"
#include "model/report.h"

/* Writes all findings of the report that no scenario expects to `path`, with those of the output's baseline
 * that the report did not look for; says how many; and has the output use it. Fails with FH_ERROR_USAGE when
 * it can't be written. */
gboolean fh_known_write(struct fh_output *output, const struct fh_report *report, const char *path,
                        GError **error);
