/* SPDX-License-Identifier: MIT */
/* Fatal signals: what they abort; and where the engine itself came to an end. Caller: classify. */
#pragma once

#include <glib.h>

#include "classify/candidate.h"
#include "log/record.h"

/* One record. `line`: the step that the last notice named, for stacks that name none. */
void fh_classify_signal(struct fh_classification *classification, const struct fh_record *record,
                        guint position, guint line);

/* A record that says that the engine could not go on. */
void fh_classify_limit(struct fh_classification *classification, const struct fh_record *record,
                       guint position);

/* The records (struct fh_record *, borrowed) without that signal's, which is no action of the process's.
 * Caller owns the array. */
GPtrArray *fh_records_without_end(const GPtrArray *records);

/* The number of the FATAL_SIGNAL that ended the process of this log from outside, 0 when there is none. Its
 * own are faults, abort(), what it sent to itself; never what ends programs as such (SIGTERM, …). The runner
 * says in its notices whose a signal is. Where it could not, because it had not begun, or there is no runner:
 * what somebody else sent names no fault, and nothing in its stack sends a signal. */
guint fh_signal_from_outside(const GPtrArray *records);
