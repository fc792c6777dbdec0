/* SPDX-License-Identifier: MIT */
/*
 * The output directory: report.json and what other writers make, the raw logs in logs/. Callers: session.c, exec.c.
 */
#pragma once

#include <glib.h>

#include "report/writer.h"

struct fh_output {
    const char *name;        /* as the user gave it; borrowed */
    char *out_dir, *log_dir; /* absolute */
    int lock;                /* of log_dir; a file descriptor, or -1 */
    int terminal;            /* the file descriptor that people read */
};

/* `name` is borrowed until fh_output_close(). */
void fh_output_init(struct fh_output *output, const char *name, int terminal);

/* Makes the folders, locks them until fh_output_close(), and removes logs and reports of an earlier run: they
 * must not be taken for this one's. Nothing of the user's is removed: fails with FH_ERROR_USAGE when there are
 * files in the place of ours without the marker that an earlier run leaves, and when another freehold holds the
 * lock. */
gboolean fh_output_prepare(struct fh_output *output, GError **error);

/* Writes every report that is a file, then `terminal`'s. Returns the exit status of the report's verdict, or
 * FH_EXIT_NOT_JUDGED, with a message, when it can't be written. */
int fh_output_write(const struct fh_output *output, const struct fh_report *report,
                    const struct fh_writer *terminal);

/* Says where the report's paths begin: here, and at the project's root, the nearest folder above that holds a .git. */
void fh_output_locate(struct fh_report *report);

void fh_output_close(struct fh_output *output);
