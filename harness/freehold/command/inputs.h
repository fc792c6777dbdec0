/* SPDX-License-Identifier: MIT */
/*
 * What `freehold report` is given: saved results and logs made elsewhere, as one report.
 *
 * In: paths. Out: a report, and where the raw logs are that its results name. All of it is read before
 * anything is written: the output may be the folder of an input. Callers: report.c.
 */
#pragma once

#include "base/bytes.h"
#include "model/report.h"

/* One file that was read. */
struct fh_input {
    char *path;                /* as the user gave it; of a folder, its report.json */
    gboolean is_saved;         /* a report.json; else a log */
    gboolean is_deterministic; /* a report.json that is */
    guint first, n;            /* its results in the report */
    guint shard, shards;       /* as in the report that it is; 0: not a part */
    char *engines;             /* of a part, all of them by name */
    struct fh_bytes bytes;     /* of a log, until the inputs are freed; nothing of a report */
    GMappedFile *file;         /* what they are in; NULL: */
    char *own;                 /* … it is no regular file, and this holds them */
};

struct fh_inputs {
    struct fh_report *report; /* judged, with fingerprints; not yet written */
    GPtrArray *items;         /* struct fh_input *, in the order in which they were given */
    GPtrArray *files;         /* char *: the paths of what was read; they are not removed */
    gboolean is_in_place;     /* the output is the folder of one of them: set by fh_inputs_check_output() */
};

struct fh_inputs_options {
    gboolean trusts_logs; /* a clean and complete log passes, though it can't show all */
    gboolean is_deterministic;
};

/* `paths`: report.json files, folders with one, logs. Fails with FH_ERROR_USAGE on what can't be read, is
 * neither, or is given twice. Caller owns; free with fh_inputs_free(). */
struct fh_inputs *fh_inputs_load(char *const *paths, const struct fh_inputs_options *options, GError **error);
void fh_inputs_free(struct fh_inputs *inputs);
FH_DEFINE_AUTO(fh_inputs, fh_inputs_free)

/* Of parts, makes the whole: in the order that one run would have given, and what each of them says once.
 * `inputs` are no longer of use for what is said of their results. */
void fh_inputs_unite_shards(struct fh_inputs *inputs);

/* Whether the report may be written to `folder`. Fails with FH_ERROR_USAGE where that would replace an input
 * by less than it holds. */
gboolean fh_inputs_check_output(struct fh_inputs *inputs, const char *folder, GError **error);
