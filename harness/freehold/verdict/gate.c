// SPDX-License-Identifier: MIT
#include "verdict/gate.h"

#include "model/coverage.h"
#include "model/report.h"
#include "model/result.h"
#include "verdict/scenarios.h"

gboolean fh_report_has_scenarios(const struct fh_report *report)
{
    return report->results->len == 0 ||
           ((const struct fh_result *)g_ptr_array_index(report->results, 0))->file;
}

struct fh_counts fh_report_counts(const struct fh_report *report)
{
    struct fh_counts counts = {0};
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(report->results);
    for (guint i = 0; i < scenarios->len; i++) {
        const enum fh_verdict verdict = fh_scenario_verdict(g_ptr_array_index(scenarios, i));
        counts.scenarios++;
        counts.pass += verdict == FH_VERDICT_PASS;
        counts.fail += verdict == FH_VERDICT_FAIL;
        counts.inconclusive += verdict == FH_VERDICT_INCONCLUSIVE;
    }
    return counts;
}

enum fh_verdict fh_report_verdict(const struct fh_report *report)
{
    const enum fh_verdict verdict = fh_scenario_verdict(report->results);
    if (fh_coverage_is_short(report))
        return FH_VERDICT_FAIL;
    return report->is_cut ? fh_verdict_worse(verdict, FH_VERDICT_INCONCLUSIVE) : verdict;
}

int fh_verdict_exit_status(enum fh_verdict verdict)
{
    switch (verdict) {
    case FH_VERDICT_PASS:
        return 0;
    case FH_VERDICT_FAIL:
        return 1;
    case FH_VERDICT_INCONCLUSIVE:
        break;
    }
    return 3;
}
