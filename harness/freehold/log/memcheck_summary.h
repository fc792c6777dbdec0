/* SPDX-License-Identifier: MIT */
/* The rows of memcheck's summaries. Caller: memcheck_process. */
#pragma once

#include <glib.h>

#include "log/memcheck.h"

/* A row of LEAK SUMMARY. `seen` collects a bit a row; when all are there, is_present is set. FALSE: it is no
 * row. */
gboolean fh_memcheck_leak_row(struct fh_leak_summary *leaks, guint *seen, const char *text);

/* A row of HEAP SUMMARY. `seen` as above; when both are there, is_known is set. FALSE: it is no row. */
gboolean fh_memcheck_heap_row(struct fh_heap *heap, guint *seen, const char *text);
