// SPDX-License-Identifier: MIT
#include "model/report.h"

#include "model/coverage.h"
#include "model/result.h"
#include "model/selftest.h"

struct fh_known *fh_known_new(enum fh_kind kind)
{
    struct fh_known *known = g_new0(struct fh_known, 1);

    known->kind = kind;
    return known;
}

void fh_known_free(struct fh_known *known)
{
    if (!known)
        return;
    g_free(known->fingerprint);
    g_free(known->scenario);
    g_free(known->file);
    g_free(known->engine);
    g_free(known->message);
    g_free(known);
}

static void free_known(gpointer known)
{
    fh_known_free(known);
}

struct fh_baseline_use *fh_baseline_use_new(const char *path)
{
    struct fh_baseline_use *use = g_new0(struct fh_baseline_use, 1);

    use->path = g_strdup(path);
    use->fixed = g_ptr_array_new_with_free_func(free_known);
    return use;
}

void fh_baseline_use_free(struct fh_baseline_use *use)
{
    if (!use)
        return;
    g_free(use->path);
    g_ptr_array_unref(use->fixed);
    g_free(use);
}

static void free_library(gpointer data)
{
    struct fh_library_info *info = data;
    g_free(info->name);
    g_free(info->crate);
    g_free(info->staticlib);
    g_free(info->header);
    g_free(info->profile);
    g_free(info->rustc);
    g_free(info->c_compiler);
    g_free(info);
}

void fh_engine_info_free(struct fh_engine_info *info)
{
    if (!info)
        return;
    g_free(info->name);
    g_free(info->version);
    g_free(info->command);
    g_free(info);
}

static void free_result(gpointer result)
{
    fh_result_free(result);
}

static void free_engine(gpointer info)
{
    fh_engine_info_free(info);
}

static void free_coverage(gpointer coverage)
{
    fh_coverage_free(coverage);
}

static void free_selftest(gpointer selftest)
{
    fh_selftest_free(selftest);
}

struct fh_report *fh_report_new(void)
{
    struct fh_report *report = g_new0(struct fh_report, 1);

    report->results = g_ptr_array_new_with_free_func(free_result);
    report->libraries = g_ptr_array_new_with_free_func(free_library);
    report->engines = g_ptr_array_new_with_free_func(free_engine);
    report->coverages = g_ptr_array_new_with_free_func(free_coverage);
    report->selftests = g_ptr_array_new_with_free_func(free_selftest);
    report->focus = g_ptr_array_new_with_free_func(g_free);
    return report;
}

void fh_report_free(struct fh_report *report)
{
    if (!report)
        return;
    g_free(report->version);
    g_ptr_array_unref(report->results);
    g_ptr_array_unref(report->libraries);
    g_ptr_array_unref(report->engines);
    g_ptr_array_unref(report->coverages);
    g_ptr_array_unref(report->selftests);
    g_ptr_array_unref(report->focus);
    fh_baseline_use_free(report->baseline);
    g_free(report->directory);
    g_free(report->root);
    g_free(report);
}
