/* SPDX-License-Identifier: MIT */
/*
 * From findings and expectations to a verdict, and from verdicts to an exit code.
 *
 * In: a result with its findings and unmet expects, and what the scenario said it must show. Out: the
 * result's verdict, `is_expected` on its findings, and a message for everything that was expected and not
 * found or found and not expected; the most severe finding first. Pure. Callers: engine/audit, command;
 * report, to show it. What several engines say of one scenario is agreement.h's.
 */
#pragma once

#include <glib.h>

#include "model/report.h"
#include "model/result.h"
#include "verdict/expectation.h"

/* Judges `result` in place. `expectations`: struct fh_expectation, by value. An expectation that is not found
 * and that `visibility` does not hold, or holds in part, goes to `not_applicable`: then the result is no pass
 * until fh_find_agreement() finds another engine that saw it. A result whose `reason` is already set is
 * inconclusive whatever was found, but unexpected findings still make it fail: a violation seen is a
 * violation. Unexpected findings and unmet expectations fail it. heap.is_known must be TRUE for a heap
 * expectation to be met. */
void fh_judge(struct fh_result *result, const GArray *expectations, const struct fh_heap_expectation *heap,
              const struct fh_visibility *visibility);

/* The verdict that the contents of a judged result speak for; for whoever changes them (fh_find_agreement(),
 * the baseline). */
enum fh_verdict fh_judge_again(const struct fh_result *result);

/* `verdict` of a judged result, but never better than its contents: a result that holds a reason, an unmet
 * expectation, one that no engine could judge, or a finding that is neither expected nor in the baseline is
 * no pass, whoever set it. Reports show this one. */
enum fh_verdict fh_result_verdict(const struct fh_result *result);
