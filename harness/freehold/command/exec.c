// SPDX-License-Identifier: MIT
/* `freehold exec`: any program, audited as it is. How the program ends is passed on in words only: the exit
 * status is the gate's. */
#include "program/exec.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command/command.h"
#include "command/output.h"
#include "command/selftest_store.h"
#include "command/settings.h"
#include "command/version.h"
#include "engine/process.h"
#include "model/fingerprint.h"
#include "model/report.h"
#include "model/result.h"
#include "program/valgrind.h"
#include "report/shared/writer.h"
#include "report/shared/writers.h"
#include "verdict/max_findings.h"
#include "verdict/scope.h"

#define LEFTOVER_TIMEOUT 10 /* seconds */

struct options {
    char *engine, *out, *baseline, *format;
    const struct fh_writer *terminal; /* that `format` names */
    char **valgrind_arguments, **suppressions, **rust_objects, **focus, *kinds;
    int timeout, leftover_timeout; /* -1: not given */
    int max_findings;
    gboolean has_no_default_suppressions, suppresses_host, separates_allocators, looks_for_growth, is_strict,
        is_deterministic;
};

static void options_finish(struct options *options)
{
    g_free(options->engine);
    g_free(options->out);
    g_free(options->baseline);
    g_free(options->format);
    g_strfreev(options->valgrind_arguments);
    g_strfreev(options->suppressions);
    g_strfreev(options->rust_objects);
    g_strfreev(options->focus);
    g_free(options->kinds);
}

/* The program's own end is reported, and no part of the verdict. */
static void note_end(const struct fh_report *report, const struct fh_process_end *end)
{
    if (WIFEXITED(end->wait_status) && WEXITSTATUS(end->wait_status) == 0)
        return;
    g_autofree char *status = fh_wait_status_text(end->wait_status);
    fprintf(stderr, "freehold: the program ended: %s\n", status);
    for (guint i = 0; i < report->results->len; i++)
        g_ptr_array_add(((struct fh_result *)g_ptr_array_index(report->results, i))->notes,
                        g_strdup_printf("the program that was started ended: %s", status));
}

/* Who bounds the program bounds what it leaves. */
static guint leftover_timeout(const struct options *options)
{
    if (options->leftover_timeout >= 0)
        return (guint)options->leftover_timeout;
    return options->timeout >= 0 ? (guint)options->timeout : LEFTOVER_TIMEOUT;
}

static int run(const struct options *options, const struct fh_output *output, char **argv,
               struct fh_report *report)
{
    g_autoptr(GError) error = NULL;
    struct fh_process_end end = {0};
    fh_auto(fh_focus) focus = fh_focus_new(options->focus);
    fh_auto(fh_host_rules) host_rules = options->suppresses_host ? fh_host_rules_new() : NULL;
    const struct fh_exec exec = {.argv = argv,
                                 .engine = options->engine,
                                 .log_dir = output->log_dir,
                                 .out_dir = output->out_dir,
                                 .valgrind_arguments = options->valgrind_arguments,
                                 .suppressions = options->suppressions,
                                 .has_no_default_suppressions = options->has_no_default_suppressions,
                                 .rust_objects = options->rust_objects,
                                 .separates_allocators = options->separates_allocators,
                                 .focus = focus,
                                 .host_rules = host_rules,
                                 .looks_for_growth = options->looks_for_growth,
                                 .is_strict = options->is_strict,
                                 .timeout_s = (guint)MAX(options->timeout, 0),
                                 .leftover_timeout_s = leftover_timeout(options)};
    if (!fh_exec_run(&exec, report, &end, &error))
        return fh_command_fail(error);
    report->is_cut = fh_process_is_interrupted();
    report->duration_us = end.duration_us;
    fh_report_fingerprint(report);
    fh_scope_apply_kinds(report);
    note_end(report, &end);
    fh_selftest_recall(report);
    fh_settings_record(report, TRUE);
    fh_output_apply_baseline(output, report);
    fh_max_findings_apply(report, (guint)options->max_findings);
    return fh_output_write(output, report, options->terminal);
}

static int audit(const struct options *options, char **argv)
{
    g_autoptr(GError) error = NULL;
    struct fh_output output;
    fh_auto(fh_report) report = fh_report_new();
    report->version = g_strdup(FH_VERSION);
    report->is_deterministic = options->is_deterministic;
    for (guint i = 0; options->focus && options->focus[i]; i++)
        g_ptr_array_add(report->focus, g_strdup(options->focus[i]));
    fh_output_locate(report);
    fh_output_init(&output, options->out, STDERR_FILENO);
    fh_command_catch_signals();
    int status = (!options->kinds || fh_scope_read_kinds(options->kinds, &report->kinds, &error)) &&
                         fh_output_read_baseline(&output, options->baseline, &error) &&
                         fh_output_prepare(&output, &error)
                     ? run(options, &output, argv, report)
                     : fh_command_fail(error);
    fh_output_close(&output);
    return status;
}

/* Prints what is wrong. */
static gboolean check_options(struct options *options, char **program)
{
    g_autoptr(GError) error = NULL;
    options->terminal = fh_writer_for_terminal(options->format ? options->format : "text", &error);
    gboolean are_known =
        options->terminal && fh_exec_check_valgrind_arguments(options->valgrind_arguments, &error);
    if (!are_known)
        fh_command_fail(error);
    else if (!program)
        fprintf(stderr, "freehold exec: name a program: freehold exec -- PROGRAM [ARG …]\n");
    else if (options->timeout < -1 || options->leftover_timeout < -1)
        fprintf(stderr, "freehold exec: --timeout and --leftover-timeout must not be negative\n");
    else if (options->max_findings < 0)
        fprintf(stderr, "freehold exec: --max-findings must not be negative\n");
    return are_known && program && options->timeout >= -1 && options->leftover_timeout >= -1 &&
           options->max_findings >= 0;
}

static int exec_main(int argc, char **argv)
{
    g_auto(GStrv) program = NULL;
    int status;
    struct options o = {.timeout = -1, .leftover_timeout = -1};
    const GOptionEntry entries[] = {
        {"engine", 0, 0, G_OPTION_ARG_STRING, &o.engine,
         "Fail if the program is not one for this engine: asan if it is built with AddressSanitizer, or "
         "valgrind",
         "NAME"},
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &o.out,
         "Folder for the reports and logs/; replaces those of an earlier run (default: freehold-report)",
         "DIR"},
        {"baseline", 0, 0, G_OPTION_ARG_FILENAME, &o.baseline,
         "File of known findings, which don't fail the gate (see freehold report --write-baseline)", "FILE"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &o.format,
         "What to print on standard error: text (default), tap, github (annotations) or markdown", "NAME"},
        {"suppressions", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.suppressions,
         "Valgrind suppressions to use; Freehold reports those that suppress nothing", "FILE"},
        {"no-default-suppressions", 0, 0, G_OPTION_ARG_NONE, &o.has_no_default_suppressions,
         "List each block that Rust's std keeps until the end, not just their sum", NULL},
        {"host-suppressions", 0, 0, G_OPTION_ARG_NONE, &o.suppresses_host,
         "Don't count what this version of Python, Ruby, node or Java is known to do by itself", NULL},
        {"valgrind-arg", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.valgrind_arguments,
         "Pass one more option to Valgrind", "ARG"},
        {"rust-object", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.rust_objects,
         "Treat the shared library NAME as Rust code, even if nothing in it says so", "NAME"},
        {"focus", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.focus,
         "Let only findings fail that this library (a glob on its file name or soname) has to do with",
         "OBJECT"},
        FH_KINDS_ENTRY(o.kinds),
        FH_MAX_FINDINGS_ENTRY(o.max_findings),
        {"growth", 0, 0, G_OPTION_ARG_NONE, &o.looks_for_growth,
         "Report what grows from one freehold_mark() of the program to the next", NULL},
        {"separate-allocators", 0, 0, G_OPTION_ARG_NONE, &o.separates_allocators,
         "Report what one Rust library releases of another's, even if both use std's allocator", NULL},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &o.is_strict,
         "Exit with 3 if a process is clean, but Freehold could not look for everything in it", NULL},
        {"timeout", 0, 0, G_OPTION_ARG_INT, &o.timeout,
         "Stop the program after so many seconds; the result is inconclusive (default: never)", "SECONDS"},
        {"leftover-timeout", 0, 0, G_OPTION_ARG_INT, &o.leftover_timeout,
         "How long to wait for child processes after the program exits (default: as --timeout, or 10)",
         "SECONDS"},
        {"deterministic", 0, 0, G_OPTION_ARG_NONE, &o.is_deterministic,
         "Leave out times, addresses, process ids and absolute paths", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &program, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(
            &fh_exec_command,
            "Freehold runs the program under Valgrind, or natively if it is built with AddressSanitizer "
            "(see\n"
            "freehold flags), tells Rust's heap from C's, and judges every process. The program keeps its\n"
            "input and output; the report goes to standard error. freehold --help lists the exit statuses.",
            entries, &argc, &argv, &status)) {
        o.out = o.out ? o.out : g_strdup("freehold-report");
        status = check_options(&o, program) ? audit(&o, program) : FH_EXIT_USAGE;
    }
    options_finish(&o);
    return status;
}

const struct fh_command fh_exec_command = {
    .name = "exec",
    .synopsis = "exec -- PROGRAM [ARG …]",
    .summary = "audit any existing program",
    .has_program = TRUE,
    .main = exec_main,
};
