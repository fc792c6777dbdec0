/* SPDX-License-Identifier: MIT */
/*
 * What ran: a process, as long as it was one program. A process that executes another program is two
 * processes, with a log each.
 *
 * In: the files that a run left: STEM.PID.log, STEM.PID.N.exec.log for what was left by execution,
 * STEM.PID.N.events. Out: the processes, by process id and order. Callers: exec/.
 */
#pragma once

#include <glib.h>

#include "engine/events_file.h"
#include "log/memcheck.h"

struct fh_process_log {
    guint pid;
    guint number;          /* of this process's processes, from 0 */
    gboolean has_executed; /* it became the next one */
    char *log_path;
    char *bytes; /* of the log, without what `-s` adds to its end */
    struct fh_memcheck_log *log;
    struct fh_events *events; /* NULL: nothing was preloaded into it */
    gboolean has_events;      /* and they can be believed */
};

/* struct fh_process_log *, owned by the array; the processes of one process in their order, processes by id.
 */
GPtrArray *fh_process_logs_find(const char *folder, const char *stem);
