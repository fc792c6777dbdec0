/* SPDX-License-Identifier: MIT */
/* The report writers that there are. Callers: command. */
#pragma once

#include <glib.h>

#include "report/shared/writer.h"

/* All writers, NULL-terminated. */
const struct fh_writer *const *fh_writers(void);

/* NULL when there is none of that name. */
const struct fh_writer *fh_writer_by_name(const char *name);

/* The writer that --format names; fails with FH_ERROR_USAGE, naming those that there are. */
const struct fh_writer *fh_writer_for_terminal(const char *name, GError **error);
