// SPDX-License-Identifier: MIT
/* `freehold report`: results and logs that are there already, judged and written again. It writes where it
 * read only if it was asked to, and keeps what it read: another run may not be possible. */
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "command/command.h"
#include "command/compare.h"
#include "command/inputs.h"
#include "command/known.h"
#include "command/output.h"
#include "command/raw_logs.h"
#include "report/shared/writer.h"
#include "report/shared/writers.h"
#include "verdict/max_findings.h"
#include "verdict/scope.h"

struct options {
    struct fh_inputs_options inputs;
    char *out, *format, *baseline, *new_baseline, *kinds;
    gboolean is_comparison;
    int min_coverage; /* percent; 0: that of the reports */
    int max_findings;
};

static void options_finish(struct options *options)
{
    g_free(options->out);
    g_free(options->format);
    g_free(options->baseline);
    g_free(options->new_baseline);
    g_free(options->kinds);
}

static gboolean prepare(struct fh_inputs *inputs, struct fh_output *output, GError **error)
{
    if (!fh_inputs_check_output(inputs, output->name, error))
        return FALSE;
    return inputs->is_in_place ? fh_output_prepare_in_place(output, error)
                               : fh_output_prepare_beside(output, inputs->files, error);
}

/* Another than that of the reports, which are parts of one run as a rule. */
static gboolean set_min_coverage(const struct options *options, struct fh_report *report, GError **error)
{
    if (options->min_coverage == 0)
        return TRUE;
    if (options->min_coverage < 0 || options->min_coverage > 100)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--min-coverage is a percentage, from 0 to 100");
    else if (report->coverages->len == 0)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "--min-coverage wants the coverage of freehold run, and these results have none");
    else
        report->min_coverage = (guint)options->min_coverage;
    return report->min_coverage > 0 && !*error;
}

static int write_report(const struct options *options, struct fh_inputs *inputs, struct fh_output *output,
                        const struct fh_writer *terminal)
{
    g_autoptr(GError) error = NULL;
    if ((options->kinds && !fh_scope_read_kinds(options->kinds, &inputs->report->kinds, &error)) ||
        !set_min_coverage(options, inputs->report, &error) ||
        !fh_output_read_baseline(output, options->baseline, &error) || !prepare(inputs, output, &error) ||
        !fh_inputs_save_logs(inputs, output, &error) ||
        (options->new_baseline && !fh_known_write(output, inputs->report, options->new_baseline, &error)))
        return fh_command_fail(error);
    if (options->kinds)
        fh_scope_apply_kinds(inputs->report);
    fh_inputs_unite_shards(inputs);
    fh_output_apply_baseline(output, inputs->report);
    fh_max_findings_apply(inputs->report, (guint)options->max_findings);
    return fh_output_write(output, inputs->report, terminal);
}

static int report_on(const struct options *options, char **paths)
{
    g_autoptr(GError) error = NULL;
    struct fh_output output;
    const struct fh_writer *terminal = fh_writer_for_terminal(options->format, &error);
    if (!terminal)
        return fh_command_fail(error);
    fh_auto(fh_inputs) inputs = fh_inputs_load(paths, &options->inputs, &error);
    if (!inputs)
        return fh_command_fail(error);
    fh_output_init(&output, options->out, STDOUT_FILENO);
    int status = write_report(options, inputs, &output, terminal);
    fh_output_close(&output);
    return status;
}

static int report_main(int argc, char **argv)
{
    g_auto(GStrv) paths = NULL;
    int status;
    struct options o = {0};
    const GOptionEntry entries[] = {
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &o.out,
         "Folder for the reports and logs/; replaces those of an earlier run, unless they are read (default: "
         "freehold-report)",
         "DIR"},
        {"trust-logs", 0, 0, G_OPTION_ARG_NONE, &o.inputs.trusts_logs,
         "Let a clean and complete Valgrind log pass, though plain Valgrind can't see everything", NULL},
        {"baseline", 0, 0, G_OPTION_ARG_FILENAME, &o.baseline,
         "File of known findings, which don't fail the gate", "FILE"},
        {"write-baseline", 0, 0, G_OPTION_ARG_FILENAME, &o.new_baseline,
         "Write all findings to FILE as the new baseline; with --baseline, keep old entries that these "
         "results did not check",
         "FILE"},
        FH_KINDS_ENTRY(o.kinds),
        FH_MAX_FINDINGS_ENTRY(o.max_findings),
        {"min-coverage", 0, 0, G_OPTION_ARG_INT, &o.min_coverage,
         "Fail if the scenarios of all reports exercise less of the library's C API than this", "PERCENT"},
        {"compare", 0, 0, G_OPTION_ARG_NONE, &o.is_comparison,
         "Show what changed between two reports: report --compare OLD NEW", NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &o.format,
         "What to print: text (default), tap, github (annotations) or markdown", "NAME"},
        {"deterministic", 0, 0, G_OPTION_ARG_NONE, &o.inputs.is_deterministic,
         "Leave out times, addresses, process ids and absolute paths", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(&fh_report_command,
                         "RESULTS is a report.json, or a folder with one. LOG is a log of Valgrind's "
                         "memcheck (text or XML),\n"
                         "AddressSanitizer, LeakSanitizer or UBSan. Freehold makes one report of several, "
                         "and keeps their\n"
                         "raw logs. freehold --help lists the exit statuses.",
                         entries, &argc, &argv, &status)) {
        o.out = o.out ? o.out : g_strdup("freehold-report");
        o.format = o.format ? o.format : g_strdup("text");
        if (o.max_findings < 0) {
            fprintf(stderr, "freehold report: --max-findings must not be negative\n");
            status = FH_EXIT_USAGE;
        } else if (o.is_comparison) {
            status = fh_compare_inputs(paths, o.out, &o.inputs);
        } else if (paths) {
            status = report_on(&o, paths);
        } else {
            fprintf(stderr, "freehold report: name a report or a log: freehold report RESULTS|LOG …\n");
            status = FH_EXIT_USAGE;
        }
    }
    options_finish(&o);
    return status;
}

const struct fh_command fh_report_command = {
    .name = "report",
    .synopsis = "report RESULTS|LOG …",
    .summary = "write reports from saved results, or from logs made elsewhere",
    .main = report_main,
};
