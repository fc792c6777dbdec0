/* SPDX-License-Identifier: MIT */
/*
 * Errors that memcheck counted and did not show. It shows an error once, and takes one for a repetition when
 * kind and innermost four frames (two, after a hundred errors) are those of another: two lines that free() a
 * Rust block each would be one.
 *
 * In: the errors that the runner counted for each line (wire/events.h), and the records of the log. Out: the
 * lines to look at again. Pure. Caller: valgrind.c.
 */
#pragma once

#include <glib.h>

#include "log/record.h"
#include "wire/events.h"

/* An error, as memcheck counts them: neither a leak, nor what only says how the process ended. */
gboolean fh_hidden_is_error(const struct fh_record *record);

/* The lines (guint, ascending) that have more errors than `records` shows, and may have some that it does not
 * show at all. Caller owns. */
GArray *fh_hidden_lines(const struct fh_events_header *header, const GPtrArray *records);

/* Some error is shown after the scenario's last step: of exit handlers. */
gboolean fh_hidden_is_shown_after_end(const GPtrArray *records);

/* Puts the errors of `line` among `again` (a run that was there for this line only) into `records`, in place
 * of those that are there. The records are borrowed. FALSE when there are none. */
gboolean fh_hidden_show(guint line, GPtrArray *records, const GPtrArray *again);
