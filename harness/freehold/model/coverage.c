// SPDX-License-Identifier: MIT
#include "model/coverage.h"

const char *fh_point_kind_name(guint kind)
{
    static const char *const names[FH_POINT_KIND_COUNT] = {"function", "transfer", "outcome"};
    return names[kind];
}

static void free_point(gpointer data)
{
    struct fh_point *point = data;
    g_free(point->function);
    g_free(point->what);
    g_free(point);
}

struct fh_coverage *fh_coverage_new(const char *library)
{
    struct fh_coverage *coverage = g_new0(struct fh_coverage, 1);
    coverage->library = g_strdup(library);
    coverage->points = g_ptr_array_new_with_free_func(free_point);
    return coverage;
}

void fh_coverage_free(struct fh_coverage *coverage)
{
    if (!coverage)
        return;
    g_free(coverage->library);
    g_ptr_array_unref(coverage->points);
    g_free(coverage);
}

struct fh_point *fh_coverage_add(struct fh_coverage *coverage, enum fh_point_kind kind, const char *function,
                                 const char *what)
{
    struct fh_point *point = g_new0(struct fh_point, 1);
    point->kind = kind;
    point->function = g_strdup(function);
    point->what = g_strdup(what);
    g_ptr_array_add(coverage->points, point);
    return point;
}

static guint hash_point(gconstpointer key)
{
    const struct fh_point *point = key;
    return g_str_hash(point->function) + (point->what ? g_str_hash(point->what) : 0) + point->kind;
}

static gboolean is_same_point(gconstpointer left, gconstpointer right)
{
    const struct fh_point *a = left, *b = right;
    return a->kind == b->kind && g_strcmp0(a->function, b->function) == 0 && g_strcmp0(a->what, b->what) == 0;
}

static struct fh_coverage *find(const GPtrArray *coverages, const char *library)
{
    for (guint i = 0; i < coverages->len; i++) {
        struct fh_coverage *coverage = g_ptr_array_index(coverages, i);
        if (g_strcmp0(coverage->library, library) == 0)
            return coverage;
    }
    return NULL;
}

static void merge_points(struct fh_coverage *into, const struct fh_coverage *from)
{
    g_autoptr(GHashTable) known = g_hash_table_new(hash_point, is_same_point);
    for (guint i = 0; i < into->points->len; i++)
        g_hash_table_add(known, g_ptr_array_index(into->points, i));
    for (guint i = 0; i < from->points->len; i++) {
        const struct fh_point *point = g_ptr_array_index(from->points, i);
        struct fh_point *same = g_hash_table_lookup(known, point);
        if (!same)
            same = fh_coverage_add(into, point->kind, point->function, point->what);
        same->is_seen = same->is_seen || point->is_seen;
    }
}

void fh_coverage_merge(GPtrArray *coverages, struct fh_coverage *take_other)
{
    struct fh_coverage *into = find(coverages, take_other->library);
    if (!into) {
        g_ptr_array_add(coverages, take_other);
        return;
    }
    merge_points(into, take_other);
    fh_coverage_free(take_other);
}

struct fh_coverage_counts fh_coverage_counts(const struct fh_report *report)
{
    struct fh_coverage_counts counts = {0};
    for (guint i = 0; i < report->coverages->len; i++) {
        const struct fh_coverage *coverage = g_ptr_array_index(report->coverages, i);
        for (guint j = 0; j < coverage->points->len; j++) {
            const struct fh_point *point = g_ptr_array_index(coverage->points, j);
            counts.all[point->kind]++;
            counts.seen[point->kind] += point->is_seen;
        }
    }
    return counts;
}

guint fh_coverage_percent(const struct fh_report *report)
{
    const struct fh_coverage_counts counts = fh_coverage_counts(report);
    guint64 seen = 0, all = 0;
    for (guint kind = 0; kind < FH_POINT_KIND_COUNT; kind++) {
        seen += counts.seen[kind];
        all += counts.all[kind];
    }
    return all == 0 ? 100 : (guint)(100 * seen / all);
}

gboolean fh_coverage_is_short(const struct fh_report *report)
{
    return report->coverages->len > 0 && fh_coverage_percent(report) < report->min_coverage;
}
