/* SPDX-License-Identifier: MIT */
/* Logs of Valgrind's memcheck, text or XML, as results. Caller: logs.c. */
#pragma once

#include <glib.h>

#include "import/foreign_log.h"

/* Adds to the report what the source's text holds. FALSE: it is a log of freehold's own. */
gboolean fh_log_read_memcheck(const struct fh_log_source *source);

/* The same of a document of the source. */
gboolean fh_log_read_memcheck_xml(const struct fh_log_source *source, const char *document);
