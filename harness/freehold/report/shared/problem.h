/* SPDX-License-Identifier: MIT */
/*
 * What a report has to tell, as a flat list: an entry for each finding that no scenario expects, each
 * expectation that was not met, and all that could not be judged. Formats that are such a list (SARIF, Code
 * Quality, annotations) are written from it, so that none of them can leave anything out.
 *
 * Callers: the writers of those formats.
 */
#pragma once

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"

enum fh_problem_sort {
    FH_PROBLEM_FINDING,    /* fails the gate */
    FH_PROBLEM_KNOWN,      /* a finding that the baseline holds */
    FH_PROBLEM_OUTSIDE,    /* a finding that nobody asked for (--focus, --kinds) */
    FH_PROBLEM_UNMET,      /* an expectation; fails the gate */
    FH_PROBLEM_NOT_JUDGED, /* no pass: why it could not be told, or what the whole run lacks */
};

struct fh_problem {
    enum fh_problem_sort sort;
    const struct fh_result *result;   /* borrowed; NULL when it is about the whole run */
    const struct fh_finding *finding; /* borrowed; NULL when it is no finding */
    const char *rule;                 /* "cross-allocator-free", "unmet-expectation", "not-judged"; static */
    char *title;                      /* "cross-allocator-free (CWE-762)" */
    char *message;                    /* what happened; one line, printable.h */
    char *engines;                    /* "valgrind, asan": who says so; NULL when it is about the whole run */
    char *path;                       /* project_path.h; NULL when it is about the whole run */
    guint line;                       /* 1 when nothing names one */
};

/* The rules that are not kinds of finding. */
#define FH_RULE_UNMET      "unmet-expectation"
#define FH_RULE_NOT_JUDGED "not-judged"
#define FH_RULE_COVERAGE   "coverage" /* of the whole run: less than it must be */

/* Empty only when the gate passes and every finding counts: struct fh_problem *, the weightiest first, of
 * equals in the order of the report. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_problems(const struct fh_report *report);

/* The same, where what several engines say of one line of one scenario is one entry, with what the first says
 * of it. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_problems_merged(const struct fh_report *report);

/* A finding by its severity, then what was expected, then a reason, then what is known: 0. */
guint fh_problem_weight(const struct fh_problem *problem);

/* "strings.scn: C frees a Rust string [valgrind, asan]"; printable.h. Of the whole run "freehold". Caller
 * owns; free with g_free(). */
char *fh_problem_context(const struct fh_report *report, const struct fh_problem *problem);

/* How bad a kind is, as CVSS counts, in tenths: 0 to 100. 0: it says nothing about the library. */
guint fh_kind_severity(enum fh_kind kind);
