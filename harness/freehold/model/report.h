/* SPDX-License-Identifier: MIT */
/*
 * All results of a run, what they were made with, and what a baseline did to them.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/kinds.h"

/* A finding as a baseline remembers it. */
struct fh_known {
    char *fingerprint;
    enum fh_kind kind;
    char *scenario; /* of the result that it was seen in; of a process, its command line */
    char *file;     /* NULL: a process */
    char *engine;
    char *message;
    guint count; /* so many of that fingerprint in one result */
};

/* What a baseline did to a report. */
struct fh_baseline_use {
    char *path;
    guint n_known;    /* findings that it covers */
    GPtrArray *fixed; /* struct fh_known *: not found any more, though it was looked for */
};

/* The whole. */
struct fh_report {
    char *version; /* Freehold's */
    GPtrArray
        *results; /* struct fh_result *, in order of files and lines, engines in order within a scenario */
    GPtrArray *libraries;             /* struct fh_library_info * */
    GPtrArray *engines;               /* struct fh_engine_info * */
    GPtrArray *coverages;             /* struct fh_coverage *, of each library that scenarios audited */
    GPtrArray *selftests;             /* struct fh_selftest *, of each engine; none: nobody asked */
    guint min_coverage;               /* percent of it that the gate wants; 0: none */
    struct fh_baseline_use *baseline; /* NULL: none was given */
    char *directory;                  /* absolute: what its paths are relative to; NULL: not known */
    char *root;                       /* absolute: the project's, which CI systems show paths from; or NULL */
    gboolean is_cut;                  /* interrupted: not everything was run */
    gboolean is_deterministic;        /* leave out times, pids and absolute paths */
    GPtrArray *focus;                 /* char *: the objects that were asked for (exec --focus); empty: all */
    guint kinds;                      /* 1 << enum fh_kind that were asked for (--kinds); 0: all */
    guint shard, shards;              /* it is the `shard`-th of as many parts; 0: the whole */
    guint64 duration_us;
};

struct fh_library_info {
    char *name, *crate, *staticlib, *header, *profile;
    char *rustc; /* "rustc 1.63.0"; NULL when unknown */
    char *c_compiler;
};

struct fh_engine_info {
    char *name;    /* "valgrind" */
    char *version; /* "3.19.0" */
    char *command; /* as it was run, without the paths of one run */
};

/* Without results. Caller owns; free with fh_report_free(). */
struct fh_report *fh_report_new(void);

/* NULL is allowed. */
void fh_report_free(struct fh_report *report);
FH_DEFINE_AUTO(fh_report, fh_report_free)

/* Caller owns; free with fh_known_free(). */
struct fh_known *fh_known_new(enum fh_kind kind);

/* NULL is allowed. */
void fh_known_free(struct fh_known *known);

/* `path` is copied. Caller owns; free with fh_baseline_use_free(). */
struct fh_baseline_use *fh_baseline_use_new(const char *path);

/* NULL is allowed. */
void fh_baseline_use_free(struct fh_baseline_use *use);

/* NULL is allowed. */
void fh_engine_info_free(struct fh_engine_info *info);
