/* SPDX-License-Identifier: MIT */
/*
 * The output directory: report.json and what other writers make, the raw logs in logs/. Callers: session.c,
 * exec.c, report.c.
 */
#pragma once

#include <glib.h>

#include "baseline/baseline.h"
#include "model/report.h"
#include "report/shared/writer.h"

/* What `freehold report --compare` leaves beside the reports. */
#define FH_OUTPUT_COMPARISON "comparison.html"

struct fh_output {
    const char *name;             /* as the user gave it; borrowed */
    char *out_dir, *log_dir;      /* absolute */
    int lock;                     /* of log_dir; a file descriptor, or -1 */
    struct fh_baseline *baseline; /* NULL: none was given */
    int terminal;                 /* the file descriptor that people read */
};

/* `name` is borrowed until fh_output_close(). */
void fh_output_init(struct fh_output *output, const char *name, int terminal);

/* Makes the folders, locks them until fh_output_close(), and removes logs and reports of an earlier run: they
 * must not be taken for this one's. Nothing of the user's is removed: fails with FH_ERROR_USAGE when there
 * are files in the place of ours without the marker that an earlier run leaves, and when another freehold
 * holds the lock. */
gboolean fh_output_prepare(struct fh_output *output, GError **error);

/* The same, but removes none of `files` (char *: paths), which were read for this report. */
gboolean fh_output_prepare_beside(struct fh_output *output, const GPtrArray *files, GError **error);

/* The same, for a folder whose report.json was read for this report: nothing is removed, all belongs to this
 * report, too. */
gboolean fh_output_prepare_in_place(struct fh_output *output, GError **error);

/* `path` is a file in the output's folder. */
gboolean fh_output_is_folder_of(const struct fh_output *output, const char *path);

/* The name is one that freehold gives to raw files: a later run removes them from logs/. */
gboolean fh_output_is_raw_file(const char *name);

/* Reads the baseline that fh_output_apply_baseline() puts on the report; early, since a wrong one is a usage
 * error. `path` may be NULL. */
gboolean fh_output_read_baseline(struct fh_output *output, const char *path, GError **error);

/* Puts the baseline, if there is one, on the report; when all its results are there. */
void fh_output_apply_baseline(const struct fh_output *output, struct fh_report *report);

/* Writes every report that is a file, then `terminal`'s. Returns the exit status of the report's verdict, or
 * FH_EXIT_NOT_JUDGED, with a message, when it can't be written. */
int fh_output_write(const struct fh_output *output, const struct fh_report *report,
                    const struct fh_writer *terminal);

/* Says where the report's paths begin: here, and at the project's root, the nearest folder above that holds a
 * .git. */
void fh_output_locate(struct fh_report *report);

typedef gboolean (*fh_output_content)(gconstpointer what, GOutputStream *out, GError **error);

/* Writes a file anew, whole or not at all. */
gboolean fh_output_write_file(const char *folder, const char *name, fh_output_content write,
                              gconstpointer what, GError **error);

/* It is a terminal, and nothing in the environment is against it. */
gboolean fh_output_wants_colour(int terminal);

void fh_output_close(struct fh_output *output);
