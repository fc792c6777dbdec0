/* SPDX-License-Identifier: MIT */
/*
 * What ran under AddressSanitizer: as process.h, of processes that were not followed, but each told of
 * themselves.
 *
 * In: the files that a run left: STEM.PID.N.events, made by each program that was preloaded into;
 * STEM.log.PID; and STEM.PID.N.exec.log for what was left by execution. Out: the processes, by process id and
 * order, with the leaks that are their own. Callers: exec/.
 */
#pragma once

#include <glib.h>

#include "engine/events_file.h"
#include "log/asan.h"

struct fh_asan_process_log {
    guint pid;
    guint number; /* of this process's processes, from 0; G_MAXUINT: there is a log, and nothing else is known
                   */
    gboolean has_executed;    /* it became another program */
    char *log_path;           /* NULL: there is none */
    struct fh_asan_log *log;  /* NULL: there is none. Made ready for classify/ */
    guint n_proven;           /* leak searches that reported what was lost on purpose */
    struct fh_events *events; /* NULL: nothing was preloaded into it */
    gboolean has_events;      /* and they can be believed */
};

/* struct fh_asan_process_log *, owned by the array. */
GPtrArray *fh_asan_process_logs_find(const char *folder, const char *stem);

/* Takes out of a log's records the leaks that were made on purpose, and of the searches all but the last; in
 * a forked process, where the first one's are its parent's, what is new in the last. Returns how many
 * searches reported the former. Pure. */
guint fh_asan_take_leaks(GPtrArray *records);

/* How many of the runner's notices that begin so the log has. */
guint fh_asan_count_notices(const GPtrArray *records, const char *text);

/* The first event of that kind, or NULL. Borrowed. */
const struct fh_event *fh_asan_process_log_event(const struct fh_asan_process_log *process,
                                                 enum fh_event_kind kind);
