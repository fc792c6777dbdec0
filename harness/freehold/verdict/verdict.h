/* SPDX-License-Identifier: MIT */
/*
 * From findings and expectations to a verdict, and from verdicts to an exit code.
 *
 * In: a result with its findings and unmet expects, and what the scenario said it must show. Out: the
 * result's verdict, `is_expected` on its findings, and a message for everything that was expected and not
 * found or found and not expected; the most severe finding first. Pure. Callers: engine/audit, command; report, to
 * show it. What several engines say of one scenario is agreement.h's.
 */
#pragma once

#include <glib.h>

#include "model/report.h"
#include "model/result.h"

/* One `!kind`. */
struct fh_expectation {
    guint line;
    enum fh_kind kind;
};

/* `expect heap N allocs, M frees`; line 0: there is none. */
struct fh_heap_expectation {
    guint line;
    guint64 allocs, frees;
};

/* Judges `result` in place. `expectations`: struct fh_expectation, by value. An expectation that is not found and
 * that `visibility` does not hold, or holds in part, goes to `not_applicable`: then the result is no pass until
 * fh_find_agreement() finds another engine that saw it. A result whose `reason` is already set is inconclusive whatever was
 * found, but unexpected findings still make it fail: a violation seen is a violation. Unexpected findings and
 * unmet expectations fail it. heap.is_known must be TRUE for a heap expectation to be met. */
void fh_judge(struct fh_result *result, const GArray *expectations, const struct fh_heap_expectation *heap,
              const struct fh_visibility *visibility);

/* An expectation that was not met, beside what was found in its place: adds it to `unmet`. */
void fh_judge_missing(struct fh_result *result, const struct fh_expectation *expectation);

/* The verdict that the contents of a judged result speak for; for whoever changes them (fh_find_agreement(), the baseline). */
enum fh_verdict fh_judge_again(const struct fh_result *result);

/* `verdict` of a judged result, but never better than its contents: a result that holds a reason, an unmet
 * expectation, one that no engine could judge, or a finding that is neither expected nor in the baseline is no pass, whoever set it. Reports show this one. */
enum fh_verdict fh_result_verdict(const struct fh_result *result);

/* The results by scenario: lists of struct fh_result * (borrowed), in the order in which the scenarios come first. What ran again
 * on the same engine, as a process or in another run that was merged, is a scenario of its own.
 * Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_results_by_scenario(const GPtrArray *results);

/* FAIL before INCONCLUSIVE before PASS. */
enum fh_verdict fh_verdict_worse(enum fh_verdict a, enum fh_verdict b);

/* That of an engine; of several processes of one command line, the worst. NULL: there is none. */
const struct fh_result *fh_scenario_result(const GPtrArray *results, const char *engine);

/* The worst of its results, shown as fh_result_verdict() does; without one INCONCLUSIVE. */
enum fh_verdict fh_scenario_verdict(const GPtrArray *results);

/* Scenarios were audited; not the processes of a program. */
gboolean fh_report_has_scenarios(const struct fh_report *report);

/* A scenario that ran on several engines counts once, with its worst verdict. */
struct fh_counts {
    guint scenarios, pass, fail, inconclusive;
};

struct fh_counts fh_report_counts(const struct fh_report *report);

/* fail when any result failed; else inconclusive when any was, when the report is cut or has no results; else
 * pass. */
enum fh_verdict fh_report_verdict(const struct fh_report *report);

/* 0, 1, 3. */
int fh_verdict_exit_status(enum fh_verdict verdict);
