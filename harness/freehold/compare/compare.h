/* SPDX-License-Identifier: MIT */
/*
 * Two reports, an old one and a new one: what changed.
 *
 * In: two judged reports with fingerprints. Out: which scenarios (or processes) are new, gone, or judged
 * otherwise; which findings appeared and which are gone. A finding that a scenario expects is what it is
 * there to show, and is not compared. Results are the same when file, scenario and engine are; findings when
 * their fingerprints are, and as many of them. Pure. Callers: command/compare.c.
 *
 *   compare.c  two reports → a comparison
 *   text.c     a comparison, for the terminal
 *   html.c     a comparison, as a page of its own
 */
#pragma once

#include <gio/gio.h>

#include "base/cleanup.h"
#include "model/report.h"
#include "model/result.h"

/* A scenario on one engine, in both reports. */
struct fh_pair {
    const struct fh_result *before; /* NULL: only in the new report */
    const struct fh_result *after;  /* NULL: only in the old one */
    GPtrArray *appeared;            /* const struct fh_finding *, of `after` */
    GPtrArray
        *vanished; /* const struct fh_finding *, of `before`; fixed only where `after` was judged whole */
    GPtrArray
        *unmet;   /* const struct fh_unmet *, of `after`: expectations that were met before, or not there */
    guint n_same; /* findings that were there and still are */
};

struct fh_comparison {
    const struct fh_report *before, *after;
    GPtrArray *pairs; /* struct fh_pair *, in the order of the new report; what is gone at the end */
};

/* What a pair comes to. */
enum fh_change {
    FH_CHANGE_NONE,
    FH_CHANGE_WORSE, /* a finding appeared, an expectation is not met any more, or it can't be judged any more
                      */
    FH_CHANGE_BETTER,  /* something is fixed, and nothing appeared; it can be judged now */
    FH_CHANGE_ADDED,   /* there was none */
    FH_CHANGE_REMOVED, /* there is none */
    FH_CHANGE_COUNT,
};

/* Both reports are borrowed, and must outlive it. Caller owns; free with fh_comparison_free(). */
struct fh_comparison *fh_compare(const struct fh_report *before, const struct fh_report *after);
void fh_comparison_free(struct fh_comparison *comparison);
FH_DEFINE_AUTO(fh_comparison, fh_comparison_free)

enum fh_change fh_pair_change(const struct fh_pair *pair);
const char *fh_change_name(enum fh_change change); /* "worse" */

/* How many pairs of each, by enum fh_change. */
void fh_comparison_count(const struct fh_comparison *comparison, guint counts[FH_CHANGE_COUNT]);

/* FAIL: a finding appeared that no baseline holds, an expectation is not met that was, or a result fails that
 * did not, an added one among them. Else INCONCLUSIVE: a result can't be judged and could be before, the new
 * report is cut, or one of them is empty. Else PASS. What was removed is shown, and judges nothing. */
enum fh_verdict fh_comparison_verdict(const struct fh_comparison *comparison);
