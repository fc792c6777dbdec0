// SPDX-License-Identifier: MIT
/* sample-page NAME [N]: the page of a sample report, to standard output; for the page tests and their benchmark. */
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

#include "report/writer.h"
#include "unit/sample_report.h"

static struct fh_report *empty_report(void)
{
    struct fh_report *report = fh_report_new();
    report->version = g_strdup("0.1.0");
    return report;
}

static struct fh_report *passing_report(void)
{
    struct fh_report *report = fh_report_new();
    describe(report);
    add_passing(report);
    return report;
}

/* More blocks than a timeline has room for. */
static struct fh_report *long_report(void)
{
    struct fh_report *report = sample_report_of_size(1);
    add_long_timeline(g_ptr_array_index(report->results, 0), 100);
    return report;
}

/* One finding is known, another one is fixed. */
static struct fh_report *baseline_report(void)
{
    struct fh_report *report = sample_report();
    struct fh_result *result = g_ptr_array_index(report->results, 2);
    ((struct fh_finding *)g_ptr_array_index(result->findings, 0))->is_known = TRUE;
    result->verdict = FH_VERDICT_PASS;
    report->baseline = fh_baseline_use_new("known.json");
    report->baseline->n_known = 1;
    struct fh_known *fixed = fh_known_new(FH_KIND_DOUBLE_FREE);
    fixed->scenario = g_strdup("it was twice");
    fixed->message = g_strdup("released twice");
    fixed->count = 1;
    g_ptr_array_add(report->baseline->fixed, fixed);
    return report;
}

/* A program that Freehold did not make: its own functions, no scenario. */
static struct fh_report *process_report(void)
{
    struct fh_report *report = fh_report_new();
    struct fh_result *result = fh_result_new("./main bad", NULL, 0, "valgrind");
    result->verdict = FH_VERDICT_FAIL;
    add_cross_free(result, 0, FALSE);
    g_ptr_array_add(report->results, result);
    return report;
}

static const struct sample {
    const char *name;
    struct fh_report *(*make)(void);
} samples[] = {
    {"mixed", sample_report},
    {"engines", sample_report_of_engines},
    {"kinds", sample_report_of_all_kinds},
    {"hostile", sample_report_of_hostile_strings},
    {"empty", empty_report},
    {"passing", passing_report},
    {"long", long_report},
    {"baseline", baseline_report},
    {"process", process_report},
};

static struct fh_report *report_of(const char *name, const char *n)
{
    if (n != NULL)
        return sample_report_of_size((guint)g_ascii_strtoull(n, NULL, 10));
    for (guint i = 0; i < G_N_ELEMENTS(samples); i++)
        if (g_str_equal(samples[i].name, name))
            return samples[i].make();
    return NULL;
}

int main(int argc, char **argv)
{
    fh_auto(fh_report) report = argc > 1 ? report_of(argv[1], argc > 2 ? argv[2] : NULL) : NULL;
    if (report == NULL) {
        fputs("usage: sample-page mixed|engines|kinds|hostile|empty|passing|long | sample-page large N\n",
              stderr);
        return 2;
    }
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    g_autoptr(GError) error = NULL;
    if (fh_html_writer.write(report, out, FALSE, &error))
        return 0;
    fprintf(stderr, "sample-page: %s\n", error->message);
    return 1;
}
