/* SPDX-License-Identifier: MIT */
/* Samples of all sorts of reports, by name: for tests that every writer has to stand. Callers own what they
 * get; free with fh_report_free(). */
#pragma once

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "sample_report.h"

/* What means something to Markdown, to GitHub's workflow commands and to SARIF's messages. */
#define HOSTILE_MARKUP                                                                                 \
    "\n::set-output name=a::b\n##[error]c | d \\| e ` f `` g\n```\n</details>\n# h @everyone #1 "      \
    "[i](https://example.org/?j=%0A%25) https://example.org www.example.org k@example.org <!-- l --> " \
    "![m](n) **o** _p_ ~~q~~ &lt; :tada: {0} [[ATTACHMENT|/etc/passwd]] \\`"

static struct fh_report *sample_report_of_hostile_markup(void)
{
    return sample_report_of_hostile_text(HOSTILE_MARKUP);
}

/* What a baseline holds: a finding beside a new one, one alone, two that are fixed. */
static struct fh_report *sample_report_of_baseline(void)
{
    struct fh_report *report = sample_report();
    struct fh_result *result = g_ptr_array_index(report->results, 3);
    add_cross_free(result, 23, FALSE);
    ((struct fh_finding *)g_ptr_array_index(result->findings, 1))->is_known = TRUE;
    struct fh_result *passing = add_result(report, "all is known", 21, FH_VERDICT_PASS);
    add_leak(passing, 22);
    ((struct fh_finding *)g_ptr_array_index(passing->findings, 0))->is_known = TRUE;
    report->baseline = fh_baseline_use_new("/abs/freehold-baseline.json");
    report->baseline->n_known = 2;
    for (guint i = 0; i < 2; i++) {
        struct fh_known *known = fh_known_new(FH_KIND_DOUBLE_FREE);
        known->fingerprint = g_strdup("fedcba9876543210");
        known->scenario = g_strdup(i == 0 ? "it was freed twice" : "/abs/bin/program --all");
        known->file = i == 0 ? g_strdup("strings.scn") : NULL;
        known->engine = g_strdup("valgrind");
        known->message = g_strdup("released twice");
        known->count = i + 1;
        g_ptr_array_add(report->baseline->fixed, known);
    }
    return report;
}

/* Two engines say the same, and one of them once more. */
static struct fh_report *sample_report_of_one_mind(void)
{
    static const char *const engines[] = {"valgrind", "asan"};
    struct fh_report *report = fh_report_new();
    describe(report);
    for (guint i = 0; i < G_N_ELEMENTS(engines); i++) {
        struct fh_result *result = add_engine_result(report, "both see it", 16, engines[i], FH_VERDICT_FAIL);
        add_cross_free(result, 18, FALSE);
        add_unmet(result, 19, i == 0 ? "it is \"ho\"" : "it is \"hi\"");
        add_unmet(result, 20, "it is 1");
        for (guint j = 0; j <= i; j++)
            add_leak(result, 17);
    }
    return report;
}

static const struct sample_frame program_release[] = {
    {"free", "vg_replace_malloc.c", 872, NULL, TRUE},
    {"main", "/home/someone/project/src/my main.c", 13, NULL, FALSE},
    {0},
};

static const struct sample_frame program_allocation[] = {
    {"library_new", "/home/someone/elsewhere/lib.rs", 7, NULL, FALSE},
    {"main", "/home/someone/project/src/my main.c", 12, NULL, FALSE},
    {0},
};

/* Not scenarios: what `exec` ran, twice by the same command line. */
static struct fh_report *sample_report_of_programs(void)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    report->directory = g_strdup("/home/someone/project/build");
    report->root = g_strdup("/home/someone/project");
    for (guint i = 0; i < 3; i++) {
        struct fh_result *result =
            fh_result_new(i == 2 ? "../bin/other" : "./program --all", NULL, 0, "valgrind");
        result->verdict = i == 1 ? FH_VERDICT_FAIL : FH_VERDICT_PASS;
        g_ptr_array_add(report->results, result);
    }
    struct fh_result *failing = g_ptr_array_index(report->results, 1);
    add_cross_free(failing, 0, FALSE);
    struct fh_finding *finding = g_ptr_array_index(failing->findings, 0);
    finding->releasing_host = g_strdup("CPython");
    g_ptr_array_set_size(finding->stacks, 0);
    g_ptr_array_add(finding->stacks, stack_of("released", program_release, 0));
    g_ptr_array_add(finding->stacks, stack_of("allocated", program_allocation, 0));
    return report;
}

static struct fh_report *sample_report_empty(void)
{
    struct fh_report *report = fh_report_new();
    report->version = g_strdup("0.1.0");
    return report;
}

static struct fh_report *sample_report_cut(void)
{
    struct fh_report *report = sample_report_empty();
    add_result(report, "a", 1, FH_VERDICT_PASS);
    report->is_cut = TRUE;
    return report;
}

/* Results that are no pass, without a word. */
static G_GNUC_UNUSED struct fh_report *sample_report_without_reasons(void)
{
    struct fh_report *report = sample_report_empty();
    add_result(report, "a", 1, FH_VERDICT_FAIL);
    add_result(report, "b", 2, FH_VERDICT_INCONCLUSIVE);
    return report;
}

static struct fh_report *sample_report_clean(void)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    add_passing(report);
    return report;
}

/* Ten thousand findings, all in all. */
static G_GNUC_UNUSED struct fh_report *sample_report_large(void)
{
    return sample_report_of_size(30000);
}

/* More blocks than a timeline has room for. */
static struct fh_report *sample_report_long(void)
{
    struct fh_report *report = sample_report_of_size(1);
    add_long_timeline(g_ptr_array_index(report->results, 0), 100);
    return report;
}

static struct fh_report *sample_report_small(void)
{
    return sample_report_of_size(16);
}

/* Every sample by its name. */
static const struct sample {
    const char *name;
    struct fh_report *(*make)(void);
} samples[] = {
    {"sample", sample_report},
    {"all-kinds", sample_report_of_all_kinds},
    {"hostile-strings", sample_report_of_hostile_strings},
    {"hostile-markup", sample_report_of_hostile_markup},
    {"empty", sample_report_empty},
    {"cut", sample_report_cut},
    {"clean", sample_report_clean},
    {"small", sample_report_small},
    {"long", sample_report_long},
    {"engines", sample_report_of_engines},
    {"one-mind", sample_report_of_one_mind},
    {"baseline", sample_report_of_baseline},
    {"programs", sample_report_of_programs},
};
