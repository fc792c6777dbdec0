// SPDX-License-Identifier: MIT
#include "command/command.h"
#include "command/session.h"

static void options_finish(struct fh_run_options *options)
{
    g_free((char *)options->suite.config_path);
    g_free((char *)options->suite.build_dir);
    g_free((char *)options->suite.profile);
    g_free(options->engines);
    g_free(options->out);
    g_free(options->baseline);
    g_free(options->format);
    g_strfreev(options->scenarios);
}

static int run_main(int argc, char **argv)
{
    g_auto(GStrv) paths = NULL;
    int status;
    struct fh_run_options o = {.jobs = g_get_num_processors(), .timeout = 60};
    const GOptionEntry entries[] = {
        {"engine", 0, 0, G_OPTION_ARG_STRING, &o.engines,
         "What watches: valgrind, asan, ledger, or all (default: valgrind,asan)", "NAME[,NAME]"},
        {"scenario", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.scenarios,
         "Only scenarios of that name; * and ? match; each must match one", "NAME"},
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &o.out,
         "For the reports and logs/; an earlier run's are removed (default: freehold-report)", "DIR"},
        {"baseline", 0, 0, G_OPTION_ARG_FILENAME, &o.baseline,
         "Known findings, which don't fail (see freehold report --write-baseline)", "FILE"},
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &o.suite.config_path,
         "Where the library is (default: the nearest freehold.ini)", "FILE"},
        {"build-dir", 0, 0, G_OPTION_ARG_FILENAME, &o.suite.build_dir,
         "For what is built (default: .freehold beside freehold.ini)", "DIR"},
        {"profile", 0, 0, G_OPTION_ARG_STRING, &o.suite.profile, "Build the crate as debug or release",
         "NAME"},
        {"instrument", 0, 0, G_OPTION_ARG_NONE, &o.suite.is_instrumented,
         "For asan: compile the crate once more, with AddressSanitizer", NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &o.format,
         "On the terminal: text (default), tap, github (annotations) or markdown", "NAME"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &o.jobs, "Processes at a time (default: one a processor)", "N"},
        {"timeout", 0, 0, G_OPTION_ARG_INT, &o.timeout, "For one scenario under one engine (default: 60)",
         "SECONDS"},
        {"deterministic", 0, 0, G_OPTION_ARG_NONE, &o.is_deterministic,
         "No times, addresses, process ids or absolute paths", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(
            &fh_run_command,
            "Runs every scenario against its library, under each engine, and judges what was seen.\n"
            "Without a path: the current folder. Exit status: freehold --help.",
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
    .name = "run",
    .synopsis = "run [SCENARIO.scn|DIR …]",
    .summary = "audit the library under audit with scenarios",
    .main = run_main,
};
