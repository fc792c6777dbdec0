// SPDX-License-Identifier: MIT
#include "verdict/max_findings.h"

#include "model/finding.h"
#include "model/result.h"

/* Removes from the end, which is the least severe, as many as may go. Returns how many did. */
static guint remove_last(GPtrArray *findings, gboolean is_new, guint max_removed)
{
    guint n_removed = 0;
    for (guint i = findings->len; i > 0 && n_removed < max_removed; i--) {
        if (fh_finding_is_new(g_ptr_array_index(findings, i - 1)) != is_new)
            continue;
        g_ptr_array_remove_index(findings, i - 1);
        n_removed++;
    }
    return n_removed;
}

static void limit(struct fh_result *result, guint max)
{
    if (result->findings->len <= max)
        return;
    const guint n_known = remove_last(result->findings, FALSE, result->findings->len - max);
    const guint n_new =
        remove_last(result->findings, TRUE, result->findings->len > max ? result->findings->len - max : 0);
    result->n_left_out += n_new;
    g_ptr_array_add(result->notes, g_strdup_printf("%u more finding%s not shown (--max-findings %u)",
                                                   n_known + n_new, n_known + n_new == 1 ? "" : "s", max));
}

void fh_max_findings_apply(struct fh_report *report, guint max)
{
    for (guint i = 0; max > 0 && i < report->results->len; i++)
        limit(g_ptr_array_index(report->results, i), max);
}
