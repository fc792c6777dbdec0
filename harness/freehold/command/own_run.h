/* SPDX-License-Identifier: MIT */
/*
 * `freehold run` as a process of its own: what it judges can't bend what the caller does.
 *
 * In: a configuration and a folder of scenarios. Out: the report. Callers: trial, selftest, demo.
 */
#pragma once

#include <glib.h>

#include "model/report.h"

struct fh_own_run {
    const char *config; /* freehold.ini */
    const char *build_dir;
    const char *profile; /* NULL: the configuration's */
    const char *engines, *timeout;
    const char *scenarios; /* a folder */
    const char *out;
    const char *directory; /* to run in; NULL: the current one */
    gboolean is_shown;     /* what it prints is printed */
};

/* Whatever its exit status is. Caller owns; free with fh_report_free(). Fails with FH_ERROR_ENVIRONMENT, or
 * when it left no report. */
struct fh_report *fh_own_run(const struct fh_own_run *run, GError **error);

/* Makes the folder, and empties it. Fails with FH_ERROR_ENVIRONMENT. */
gboolean fh_own_folder(const char *folder, GError **error);
