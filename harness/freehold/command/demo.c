// SPDX-License-Identifier: MIT
/* freehold demo: a library with a bug that plain Valgrind passes, what Freehold says of it, and what to type
 * next. Nothing is taken for granted: both tools run here, now, and what they print is printed. */
#include <stdio.h>

#include "base/error.h"
#include "command/command.h"
#include "command/own_run.h"
#include "command/sample.h"
#include "demo-resource.h"
#include "engine/engine.h"
#include "library/config.h"
#include "library/library.h"
#include "library/runner.h"
#include "library/tool.h"
#include "model/finding.h"
#include "model/result.h"

/* Seconds: it does next to nothing, but a machine may be busy. */
#define TIMEOUT "600"

/* The program that uses the library, and plain Valgrind's word on it. */
#define PROGRAM "use-greeting"
#define LOG     "valgrind.log"

static struct fh_library *build_library(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "freehold.ini", NULL);
    g_autofree char *build_dir = g_build_filename(folder, ".freehold", NULL);
    fh_auto(fh_config) config = fh_config_load(path, error);
    const struct fh_library_config *library = config ? fh_config_library(config, NULL, error) : NULL;
    return library ? fh_library_build(library, build_dir, NULL, error) : NULL;
}

static void add_words(GPtrArray *argv, const char *const *words)
{
    for (; *words; words++)
        g_ptr_array_add(argv, (gpointer)*words);
}

static gboolean link_program(const char *folder, const struct fh_library *library, GError **error)
{
    const char *sources[] = {"-g", "-o", PROGRAM, "main.c", library->staticlib, NULL};
    g_auto(GStrv) compiler = fh_tool_words("CC", "cc", error);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *output = NULL;
    if (!compiler)
        return FALSE;
    add_words(argv, (const char *const *)compiler);
    add_words(argv, sources);
    add_words(argv, (const char *const *)library->link);
    add_words(argv, fh_runner_std_link);
    g_ptr_array_add(argv, NULL);
    const struct fh_tool tool = {.argv = (const char *const *)argv->pdata,
                                 .directory = folder,
                                 .failure = "the C compiler could not build the demo's program",
                                 .install = "apt-get install gcc, or set $CC"};
    return fh_tool_run(&tool, &output, error);
}

/* With its own words, whatever they are: an error of its is an error here. */
static gboolean show_valgrind(const char *folder, GError **error)
{
    static const char *const argv[] = {"valgrind",        "--leak-check=full", "--error-exitcode=1",
                                       "--log-file=" LOG, "./" PROGRAM,        NULL};
    const struct fh_tool tool = {.argv = argv,
                                 .directory = folder,
                                 .failure =
                                     "plain Valgrind did not pass the demo's program; its " LOG " says why",
                                 .install = "apt-get install valgrind"};
    g_autofree char *log = g_build_filename(folder, LOG, NULL);
    g_autofree char *output = NULL, *text = NULL;
    if (!fh_tool_run(&tool, &output, error) || !g_file_get_contents(log, &text, NULL, error))
        return FALSE;
    printf("$ valgrind --leak-check=full ./" PROGRAM "\n%s%s\n", output, text);
    return TRUE;
}

static gboolean has_found_it(const struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; j < result->findings->len; j++)
            if (((const struct fh_finding *)g_ptr_array_index(result->findings, j))->kind ==
                FH_KIND_CROSS_ALLOCATOR_FREE)
                return TRUE;
    }
    return FALSE;
}

static gboolean show_freehold(const char *folder, GError **error)
{
    g_autofree char *out = g_build_filename(folder, "freehold-report", NULL);
    const struct fh_own_run run = {.config = "freehold.ini",
                                   .build_dir = ".freehold",
                                   .engines = "valgrind",
                                   .timeout = TIMEOUT,
                                   .scenarios = "demo.scn",
                                   .out = out,
                                   .directory = folder,
                                   .is_shown = TRUE};
    printf("Freehold runs the same calls, under the same Valgrind:\n\n$ freehold run --engine valgrind\n");
    fflush(stdout);
    fh_auto(fh_report) report = fh_own_run(&run, error);
    if (report && !has_found_it(report))
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                    "Freehold did not find the demo's bug on this machine; freehold doctor and freehold "
                    "selftest tell more");
    return report && has_found_it(report);
}

static void print_next(const char *name)
{
    printf("\nPlain Valgrind passed the program, because Rust's allocator takes its blocks from the same "
           "malloc.\n"
           "Freehold found the bug without a change to the library. Next:\n"
           "\n"
           "  xdg-open %s/freehold-report/index.html\n"
           "                                  the page: the finding, its stacks and the life of the block\n"
           "  cd %s && freehold run\n"
           "                                  again, when you have mended greeting_free() in greeting.rs\n"
           "  freehold init ../my-crate       in an empty folder: a first audit of your own library\n"
           "  freehold exec -- ./my_tests     watch a program or a test suite that you have\n"
           "  freehold doctor                 what this machine lacks\n",
           name, name);
}

/* `name` is the folder, as the user has it. */
static gboolean demonstrate(const char *name, const char *folder, GError **error)
{
    struct fh_engine_info *info = NULL;
    if (!fh_valgrind_engine.probe(&info, error))
        return FALSE;
    fh_engine_info_free(info);
    if (!fh_sample_make("demo", demo_get_resource(), folder, error))
        return FALSE;
    printf(
        "Freehold builds a small Rust library, and a C program that uses it as its header says, in %s.\n\n",
        name);
    fflush(stdout);
    fh_auto(fh_library) library = build_library(folder, error);
    if (!library || !link_program(folder, library, error) || !show_valgrind(folder, error) ||
        !show_freehold(folder, error))
        return FALSE;
    print_next(name);
    return TRUE;
}

static int demo_main(int argc, char **argv)
{
    g_autofree char *build_dir = NULL;
    g_autoptr(GError) error = NULL;
    int status;
    const GOptionEntry entries[] = {
        {"build-dir", 0, 0, G_OPTION_ARG_FILENAME, &build_dir,
         "Folder for the library, the program and the report (default: freehold-demo)", "DIR"},
        G_OPTION_ENTRY_NULL,
    };
    if (!fh_command_parse(
            &fh_demo_command,
            "Freehold builds a small Rust library with a bug, and a C program that uses it. Plain Valgrind\n"
            "runs the program and finds nothing; then Freehold runs the same calls. The exit status is 0 if\n"
            "both did as they should, else 3.",
            entries, &argc, &argv, &status))
        return status;
    if (argc > 1) {
        fprintf(stderr, "freehold demo: takes no arguments, and got '%s'\n", argv[1]);
        return FH_EXIT_USAGE;
    }
    const char *name = build_dir ? build_dir : "freehold-demo";
    g_autofree char *folder = g_canonicalize_filename(name, NULL);
    return demonstrate(name, folder, &error) ? FH_EXIT_PASS : fh_command_fail(error);
}

const struct fh_command fh_demo_command = {FH_DEMO_WORDS, .main = demo_main};
