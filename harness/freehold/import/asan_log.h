/* SPDX-License-Identifier: MIT */
/* Logs of AddressSanitizer, LeakSanitizer and UBSan, as results. Caller: logs.c. */
#pragma once

#include <glib.h>

#include "import/foreign_log.h"

/* Adds to source->results and to `engines`. FALSE: it is a log of freehold's own. */
gboolean fh_log_read_sanitizer(const struct fh_log_source *source, GPtrArray *engines);
