/* SPDX-License-Identifier: MIT */
/*
 * Objects of one process: what lay where. Of two that lay in the same place one after the other, either may
 * be meant. Callers: focus.c, host_rules.c, host_heap.c,
 * called_import.c.
 */
#pragma once

#include <glib.h>

#include "model/finding.h"

struct fh_object_place {
    guint64 start, end;
    guint64 offset;   /* what to subtract for an address in its file */
    const char *path; /* borrowed of the event */
    gboolean is_rust, is_in_focus;
};

/* struct fh_object_place, of each FH_EVENT_OBJECT; none is in a focus yet. Valid as long as the events.
 * Caller owns; free with g_array_unref(). */
GArray *fh_object_places_of(const GPtrArray *events);

/* The next after `before` (NULL: the first) that the address is in; NULL: there is none more. Borrowed. */
const struct fh_object_place *fh_object_places_at(const GArray *places, guint64 address,
                                                  const struct fh_object_place *before);

/* A stack of it has `n_callers` functions or more: there may be further ones, which the log does not show. */
gboolean fh_finding_is_cut(const struct fh_finding *finding, guint n_callers);
