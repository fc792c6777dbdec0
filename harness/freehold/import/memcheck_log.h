/* SPDX-License-Identifier: MIT */
/* Logs of Valgrind's memcheck, text or XML, as results. Caller: logs.c. */
#pragma once

#include <glib.h>

#include "import/foreign_log.h"

/* Adds to source->results and to `engines`. FALSE: it is a log of freehold's own. */
gboolean fh_log_read_memcheck(const struct fh_log_source *source, gboolean is_xml, GPtrArray *engines);
