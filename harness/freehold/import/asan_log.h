/* SPDX-License-Identifier: MIT */
/* Logs of AddressSanitizer, LeakSanitizer and UBSan, as results. Caller: logs.c. */
#pragma once

#include <glib.h>

#include "import/foreign_log.h"

/* Adds to the report what the source's text holds. FALSE: it is a log of freehold's own. */
gboolean fh_log_read_sanitizer(const struct fh_log_source *source);
