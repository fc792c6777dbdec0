/* SPDX-License-Identifier: MIT */
/*
 * The events file (wire/events.h) from freehold's side: made before the run, mapped while it goes on, read
 * afterwards.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "wire/events.h"

struct fh_events {
    char *path;
    int fd;                          /* while a process may still write it, else -1 */
    struct fh_events_header *header; /* the shared mapping */
    GPtrArray *events;               /* const struct fh_event *, in the mapping; filled by fh_events_read() */
    /* The same, sorted: a batch asks for those of each of its scenarios. */
    GHashTable *of_scenario;                 /* scenario → GPtrArray of its events */
    GPtrArray *of_kind[FH_EVENT_KIND_COUNT]; /* NULL: there are none */
};

/* Makes the file and maps it. Fails with FH_ERROR_ENVIRONMENT. Caller owns; free with fh_events_free(), which
 * removes the file. */
struct fh_events *fh_events_new(const char *path, GError **error);
/* Maps one that a process made itself; NULL when there is none, or it has another size or no header. As
 * above. */
struct fh_events *fh_events_open(const char *path);
void fh_events_free(struct fh_events *events);
FH_DEFINE_AUTO(fh_events, fh_events_free)

/* Lists the events once the runner has ended. FALSE when the file is damaged or events were lost: the run
 * can't be judged. */
gboolean fh_events_read(struct fh_events *events);

/* Appends one to the lists: `events` may begin as zeroes, and then ends with fh_events_forget(). */
void fh_events_add(struct fh_events *events, const struct fh_event *event);
void fh_events_forget(struct fh_events *events);

/* The events of one scenario, and of one kind: const struct fh_event *, in order. Borrowed; valid until the
 * next call of fh_events_add(). */
const GPtrArray *fh_events_of(const struct fh_events *events, guint scenario);
const GPtrArray *fh_events_of_kind(const struct fh_events *events, enum fh_event_kind kind);

/* A number that changes while the runner gets on: for time outs. `data`: struct fh_events. */
guint64 fh_events_progress(gconstpointer data);
