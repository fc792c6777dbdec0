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
