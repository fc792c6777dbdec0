/* SPDX-License-Identifier: MIT */
/*
 * Coverage: what there is in a library's API to be exercised, and what of it scenarios did exercise.
 *
 * In: the API, by check/; what was seen, by engine/. Out: points and counts. Callers: check, engine, report,
 * verdict, import.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/report.h"

enum fh_point_kind {
    FH_POINT_FUNCTION, /* it was called, and returned */
    FH_POINT_TRANSFER, /* a block changed hands there, as the contract says: (transfer full) */
    FH_POINT_OUTCOME,  /* it returned this: functions say by their result whether they worked */
    FH_POINT_KIND_COUNT,
};

/* "function", "transfer", "outcome" */
const char *fh_point_kind_name(guint kind);

struct fh_point {
    enum fh_point_kind kind;
    char *function;
    char *what; /* TRANSFER: "result", or the parameter's name; OUTCOME: "NULL", "false", …; else NULL */
    gboolean is_seen;
};

/* Of one library. */
struct fh_coverage {
    char *library;     /* its name in freehold.ini */
    GPtrArray *points; /* struct fh_point *, function by function, in header order */
};

/* Without points. Caller owns; free with fh_coverage_free(). */
struct fh_coverage *fh_coverage_new(const char *library);

/* NULL is allowed. */
void fh_coverage_free(struct fh_coverage *coverage);
FH_DEFINE_AUTO(fh_coverage, fh_coverage_free)

/* `what` may be NULL. The point is borrowed; valid as long as the coverage. */
struct fh_point *fh_coverage_add(struct fh_coverage *coverage, enum fh_point_kind kind, const char *function,
                                 const char *what);

/* Of another run of the same library, or of another one: what either saw is seen. Consumes `take_other`. */
void fh_coverage_merge(GPtrArray *coverages, struct fh_coverage *take_other);

struct fh_coverage_counts {
    guint seen[FH_POINT_KIND_COUNT], all[FH_POINT_KIND_COUNT];
};

/* Of all libraries of a report. */
struct fh_coverage_counts fh_coverage_counts(const struct fh_report *report);

/* Of all points, rounded down; 100 when there are none. */
guint fh_coverage_percent(const struct fh_report *report);

/* The report has coverage, and less than it must. */
gboolean fh_coverage_is_short(const struct fh_report *report);
