// SPDX-License-Identifier: MIT
/* `freehold run`: the options only. session.c runs, because what to do when a run is cut short is most of
 * the work. */
#include "command/command.h"
#include "command/session.h"

static void options_finish(struct fh_run_options *options)
{
    fh_suite_options_finish(&options->suite);
    g_free(options->engines);
    g_free(options->out);
    g_free(options->baseline);
    g_free(options->format);
    g_free(options->kinds);
    g_free(options->shard);
    g_strfreev(options->scenarios);
    g_strfreev(options->suppressions);
}

static int run_main(int argc, char **argv)
{
    g_auto(GStrv) paths = NULL;
    int status;
    struct fh_run_options o = {.jobs = g_get_num_processors(), .timeout = 60};
    const GOptionEntry entries[] = {
        {"engine", 0, 0, G_OPTION_ARG_STRING, &o.engines,
         "Engines to run: valgrind, asan, ledger, or all (default: valgrind,asan)", "NAME[,NAME]"},
        {"scenario", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.scenarios,
         "Run only the scenarios with this name (* and ? are wildcards); it must match at least one", "NAME"},
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &o.out,
         "Folder for the reports and logs/; replaces those of an earlier run (default: freehold-report)",
         "DIR"},
        {"baseline", 0, 0, G_OPTION_ARG_FILENAME, &o.baseline,
         "File of known findings, which don't fail the gate (see freehold report --write-baseline)", "FILE"},
        FH_KINDS_ENTRY(o.kinds),
        FH_MAX_FINDINGS_ENTRY(o.max_findings),
        {"min-coverage", 0, 0, G_OPTION_ARG_INT, &o.min_coverage,
         "Fail if the scenarios exercise less of the library's C API than this", "PERCENT"},
        FH_SUITE_ENTRIES(o.suite),
        {"instrument", 0, 0, G_OPTION_ARG_NONE, &o.suite.is_instrumented,
         "For asan: also compile the crate with AddressSanitizer", NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &o.format,
         "What to print: text (default), tap, github (annotations) or markdown", "NAME"},
        {"fail-each", 0, 0, G_OPTION_ARG_NONE, &o.fails_each,
         "Then run each scenario again for each allocation of it, which is made to fail", NULL},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &o.jobs,
         "How many processes to run at a time (default: one per processor)", "N"},
        {"shard", 0, 0, G_OPTION_ARG_STRING, &o.shard,
         "Run the I-th of N parts; freehold report makes one report of all (default: what GitLab or Bazel "
         "say, else 1/1)",
         "I/N"},
        {"suppressions", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.suppressions,
         "For valgrind: suppressions to use; Freehold reports those that suppress nothing", "FILE"},
        {"timeout", 0, 0, G_OPTION_ARG_INT, &o.timeout,
         "How long one scenario may take under one engine (default: 60)", "SECONDS"},
        {"deterministic", 0, 0, G_OPTION_ARG_NONE, &o.is_deterministic,
         "Leave out times, addresses, process ids and absolute paths", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(
            &fh_run_command,
            "Freehold runs every scenario against its library under each engine, and judges what it saw.\n"
            "Without a path it takes the current folder. freehold --help lists the exit statuses.",
            entries, &argc, &argv, &status)) {
        char *here[] = {(char *)".", NULL};
        o.out = o.out ? o.out : g_strdup("freehold-report");
        o.format = o.format ? o.format : g_strdup("text");
        status = fh_session_run(&o, paths ? paths : here);
    }
    options_finish(&o);
    return status;
}

const struct fh_command fh_run_command = {
    FH_RUN_WORDS,
    .main = run_main,
};
