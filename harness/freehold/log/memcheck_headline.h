/* SPDX-License-Identifier: MIT */
/* What the first line of a record of memcheck's says. Callers: memcheck_process, xml_record,
 * unread. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* Fills type, access_size, signal and the leak's numbers from record->headline. FALSE: an unknown headline;
 * type is UNKNOWN. */
gboolean fh_memcheck_headline(struct fh_record *record);

/* The text, of a line of which no more is known, is such a first line. */
gboolean fh_memcheck_is_headline(const char *text);

/* "new/new[] failed and should throw an exception, but Valgrind": what stands behind "**PID** " where
 * Valgrind gives up, and not the program speaks. */
gboolean fh_memcheck_is_limit(const char *notice);

/* Where the line begins what Valgrind says before it ends of itself: why, and what to do about it; else NULL.
 */
const char *fh_memcheck_gave_up(const char *text);
