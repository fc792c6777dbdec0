/* SPDX-License-Identifier: MIT */
/*
 * From the ledger's events to records (log/record.h), in the words of the others' logs. Pure, but for the
 * reading of debug information. Caller: ledger.c.
 */
#pragma once

#include <glib.h>

#include "engine/events_file.h"
#include "symbols/symbols.h"

/* The records of one scenario (FH_PLAN_NONE: of none), in order: struct fh_record *, owned by the array.
 * `*is_damaged` is set when an event can't be read. */
GPtrArray *fh_ledger_records(const struct fh_events *events, guint scenario, struct fh_symbols *symbols,
                             gboolean *is_damaged);
