// SPDX-License-Identifier: MIT
#include "command/known.h"

#include <stdio.h>

#include "base/error.h"
#include "baseline/apply.h"
#include "baseline/baseline.h"
#include "model/finding.h"
#include "model/result.h"

static guint count_left_out(const struct fh_report *report)
{
    guint n = 0;
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; j < result->findings->len; j++) {
            const struct fh_finding *finding = g_ptr_array_index(result->findings, j);
            n += !finding->is_expected && !fh_baseline_can_hold(result, finding) ? 1 : 0;
        }
    }
    return n;
}

static void tell(const struct fh_baseline *baseline, guint n_left_out)
{
    guint n = 0;
    for (guint i = 0; i < baseline->entries->len; i++)
        n += ((const struct fh_known *)g_ptr_array_index(baseline->entries, i))->count;
    fprintf(stderr, "freehold: baseline %s holds %u finding%s\n", baseline->path, n, n == 1 ? "" : "s");
    if (n_left_out > 0)
        fprintf(
            stderr,
            "freehold: %u more can't be told from others (no function of yours is named on their stacks, or "
            "their record is unknown): they still fail\n",
            n_left_out);
}

gboolean fh_known_write(struct fh_output *output, const struct fh_report *report, const char *path,
                        GError **error)
{
    g_autoptr(GError) inner = NULL;
    fh_auto(fh_baseline) baseline = fh_baseline_of(report, output->baseline);
    g_autofree char *text = fh_baseline_text(baseline);
    if (!g_file_set_contents(path, text, -1, &inner)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't write the baseline: %s", inner->message);
        return FALSE;
    }
    baseline->path = g_strdup(path);
    tell(baseline, count_left_out(report));
    fh_baseline_free(output->baseline);
    output->baseline = g_steal_pointer(&baseline);
    return TRUE;
}
