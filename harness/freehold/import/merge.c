// SPDX-License-Identifier: MIT
#include "import/merge.h"

#include "model/coverage.h"
#include "model/report.h"
#include "model/selftest.h"

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

static gboolean is_of_engine(gconstpointer left, gconstpointer right)
{
    return g_strcmp0(((const struct fh_selftest *)left)->engine,
                     ((const struct fh_selftest *)right)->engine) == 0;
}

static gboolean is_worse(const struct fh_selftest *a, const struct fh_selftest *b)
{
    return a->state != b->state
               ? a->state > b->state
               : fh_selftest_count(a, FH_ANSWER_MISSED) > fh_selftest_count(b, FH_ANSWER_MISSED);
}

/* Of two machines' the worse: the whole was as blind as that in a part. */
static void unite_selftests(GPtrArray *into, GPtrArray *from)
{
    while (from->len > 0) {
        struct fh_selftest *other = g_ptr_array_steal_index(from, 0);
        guint i;
        if (!g_ptr_array_find_with_equal_func(into, other, is_of_engine, &i)) {
            g_ptr_array_add(into, other);
        } else if (is_worse(other, g_ptr_array_index(into, i))) {
            fh_selftest_free(g_ptr_array_index(into, i));
            g_ptr_array_index(into, i) = other;
        } else {
            fh_selftest_free(other);
        }
    }
}

void fh_report_merge(struct fh_report *report, struct fh_report *take_other)
{
    g_ptr_array_extend_and_steal(report->results, g_ptr_array_ref(take_other->results));
    unite(report->libraries, take_other->libraries, is_same_library);
    unite(report->engines, take_other->engines, is_same_engine);
    unite_selftests(report->selftests, take_other->selftests);
    while (take_other->coverages->len > 0)
        fh_coverage_merge(report->coverages, g_ptr_array_steal_index(take_other->coverages, 0));
    unite(report->focus, take_other->focus, g_str_equal);
    report->kinds = report->kinds == 0 || take_other->kinds == 0 ? 0 : report->kinds | take_other->kinds;
    report->min_coverage = MAX(report->min_coverage, take_other->min_coverage);
    if (!report->baseline)
        report->baseline = g_steal_pointer(&take_other->baseline);
    report->is_cut = report->is_cut || take_other->is_cut;
    report->is_deterministic = report->is_deterministic && take_other->is_deterministic;
    report->duration_us += take_other->duration_us;
    fh_report_free(take_other);
}
