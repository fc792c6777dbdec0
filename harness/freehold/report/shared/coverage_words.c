// SPDX-License-Identifier: MIT
#include "report/shared/coverage_words.h"

/* More of them would hide the rest of a report; report.json has them all. */
#define NAMED_MAX 40

char *fh_coverage_words(const struct fh_report *report)
{
    static const char *const plurals[FH_POINT_KIND_COUNT] = {"functions", "transfers", "outcomes"};
    const struct fh_coverage_counts counts = fh_coverage_counts(report);
    if (report->coverages->len == 0)
        return NULL;
    GString *text = g_string_new(NULL);
    for (guint kind = 0; kind < FH_POINT_KIND_COUNT; kind++)
        g_string_append_printf(text, "%s%u of %u %s", kind > 0 ? ", " : "", counts.seen[kind],
                               counts.all[kind],
                               counts.all[kind] == 1 ? fh_point_kind_name(kind) : plurals[kind]);
    g_string_append_printf(text, ": %u %%", fh_coverage_percent(report));
    return g_string_free(text, FALSE);
}

char *fh_point_words(const struct fh_point *point)
{
    switch (point->kind) {
    case FH_POINT_TRANSFER:
        return g_strdup_printf("%s(): transfer of %s", point->function, point->what);
    case FH_POINT_OUTCOME:
        return g_strdup_printf("%s(): returns %s", point->function, point->what);
    case FH_POINT_FUNCTION:
    case FH_POINT_KIND_COUNT:
        break;
    }
    return g_strdup_printf("%s()", point->function);
}

/* A function that was never called: its transfers and outcomes go without saying. */
static gboolean is_worth_naming(const struct fh_point *point, const struct fh_point *function)
{
    return !point->is_seen && (point == function || function->is_seen);
}

static void append_unseen(GString *text, const struct fh_coverage *coverage, guint *n_named, guint *n_left)
{
    const struct fh_point *function = NULL;
    for (guint i = 0; i < coverage->points->len; i++) {
        const struct fh_point *point = g_ptr_array_index(coverage->points, i);
        function = point->kind == FH_POINT_FUNCTION || !function ? point : function;
        if (!is_worth_naming(point, function))
            continue;
        if (*n_named == NAMED_MAX) {
            (*n_left)++;
            continue;
        }
        g_autofree char *words = fh_point_words(point);
        g_string_append_printf(text, "%s%s", (*n_named)++ > 0 ? ", " : " ", words);
    }
}

char *fh_coverage_shortfall(const struct fh_report *report)
{
    guint n_named = 0, n_left = 0;
    if (!fh_coverage_is_short(report))
        return NULL;
    GString *text = g_string_new(NULL);
    g_string_append_printf(text,
                           "coverage of %u %% is below the %u %% that --min-coverage wants; never seen:",
                           fh_coverage_percent(report), report->min_coverage);
    for (guint i = 0; i < report->coverages->len; i++)
        append_unseen(text, g_ptr_array_index(report->coverages, i), &n_named, &n_left);
    if (n_left > 0)
        g_string_append_printf(text, ", and %u more", n_left);
    return g_string_free(text, FALSE);
}
