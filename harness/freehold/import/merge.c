// SPDX-License-Identifier: MIT
#include "import/merge.h"

#include "model/coverage.h"
#include "model/report.h"

static gboolean is_same_library(gconstpointer left, gconstpointer right)
{
    const struct fh_library_info *a = left, *b = right;
    return g_strcmp0(a->name, b->name) == 0 && g_strcmp0(a->crate, b->crate) == 0 &&
           g_strcmp0(a->staticlib, b->staticlib) == 0 && g_strcmp0(a->header, b->header) == 0 &&
           g_strcmp0(a->profile, b->profile) == 0 && g_strcmp0(a->rustc, b->rustc) == 0 &&
           g_strcmp0(a->c_compiler, b->c_compiler) == 0;
}

static gboolean is_same_engine(gconstpointer left, gconstpointer right)
{
    const struct fh_engine_info *a = left, *b = right;
    return g_strcmp0(a->name, b->name) == 0 && g_strcmp0(a->version, b->version) == 0 &&
           g_strcmp0(a->command, b->command) == 0;
}

/* Moves what is not there yet; the rest stays in `from`. */
static void unite(GPtrArray *into, GPtrArray *from, GEqualFunc is_same)
{
    for (guint i = 0; i < from->len;) {
        if (g_ptr_array_find_with_equal_func(into, g_ptr_array_index(from, i), is_same, NULL))
            i++;
        else
            g_ptr_array_add(into, g_ptr_array_steal_index(from, i));
    }
}

void fh_report_merge(struct fh_report *report, struct fh_report *take_other)
{
    g_ptr_array_extend_and_steal(report->results, g_ptr_array_ref(take_other->results));
    unite(report->libraries, take_other->libraries, is_same_library);
    unite(report->engines, take_other->engines, is_same_engine);
    while (take_other->coverages->len > 0)
        fh_coverage_merge(report->coverages, g_ptr_array_steal_index(take_other->coverages, 0));
    report->min_coverage = MAX(report->min_coverage, take_other->min_coverage);
    if (!report->baseline)
        report->baseline = g_steal_pointer(&take_other->baseline);
    report->is_cut = report->is_cut || take_other->is_cut;
    report->is_deterministic = report->is_deterministic && take_other->is_deterministic;
    report->duration_us += take_other->duration_us;
    fh_report_free(take_other);
}
