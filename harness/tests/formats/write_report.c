// SPDX-License-Identifier: MIT
/*
 * Writes a sample report, for tests that read it with other programs:
 *   write-report FORMAT SAMPLE [--deterministic]     to standard output
 *   write-report --list                              the samples' names; also: size:N, with N results
 *   write-report --formats                           the formats' names
 */
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

#include "model/report.h"
#include "report/shared/writer.h"
#include "report/shared/writers.h"
#include "unit/samples.h"

static const struct sample more_samples[] = {
    {"without-reasons", sample_report_without_reasons},
    {"large", sample_report_large},
};

static int list(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(samples); i++)
        puts(samples[i].name);
    for (guint i = 0; i < G_N_ELEMENTS(more_samples); i++)
        puts(more_samples[i].name);
    return 0;
}

static int list_formats(void)
{
    for (guint i = 0; fh_writers()[i]; i++)
        puts(fh_writers()[i]->name);
    return 0;
}

static struct fh_report *make(const char *name)
{
    if (g_str_has_prefix(name, "size:"))
        return sample_report_of_size((guint)g_ascii_strtoull(name + strlen("size:"), NULL, 10));
    for (guint i = 0; i < G_N_ELEMENTS(samples); i++)
        if (g_str_equal(samples[i].name, name))
            return samples[i].make();
    for (guint i = 0; i < G_N_ELEMENTS(more_samples); i++)
        if (g_str_equal(more_samples[i].name, name))
            return more_samples[i].make();
    return NULL;
}

static int write_report(const char *format, const char *name, gboolean is_deterministic)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_report) report = make(name);
    const struct fh_writer *writer = fh_writer_by_name(format);
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    if (!report || !writer) {
        fprintf(stderr, "write-report: there is no such sample or format\n");
        return 2;
    }
    report->is_deterministic = is_deterministic;
    if (!report->root)
        report->root = g_strdup(g_getenv("FH_TEST_DATA"));
    if (writer->write(report, &(struct fh_sink){.out = out}, &error))
        return 0;
    fprintf(stderr, "write-report: %s\n", error->message);
    return 2;
}

int main(int argc, char **argv)
{
    if (argc == 2 && g_str_equal(argv[1], "--list"))
        return list();
    if (argc == 2 && g_str_equal(argv[1], "--formats"))
        return list_formats();
    if (argc < 3) {
        fprintf(stderr, "usage: write-report FORMAT SAMPLE [--deterministic] | --list | --formats\n");
        return 2;
    }
    return write_report(argv[1], argv[2], argc > 3 && g_str_equal(argv[3], "--deterministic"));
}
