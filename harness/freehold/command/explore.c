// SPDX-License-Identifier: MIT
/* freehold explore: makes sequences of calls that keep the contract, and says what they show. */
#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "command/choice.h"
#include "command/command.h"
#include "command/exploration.h"
#include "command/explored.h"
#include "command/suite.h"
#include "engine/engines.h"
#include "library/config.h"
#include "library/linked_files.h"

#define CONFIG  "freehold.ini"
#define PROJECT "project"
#define OUTPUT  "freehold-explore"

/* Beside the ledger. */
#define ENGINES "valgrind,asan"

/* Seconds, when neither --time nor --runs says how long. */
#define SECONDS 60

struct explore_options {
    struct fh_suite_options suite;
    char *library, *engines, *out;
    int seed, seconds;
    gint64 runs;
};

/* The folder of a crate that nobody has set up, or one of the registry. */
static gboolean is_crate(const char *word)
{
    g_autofree char *manifest = g_build_filename(word, "Cargo.toml", NULL);
    g_autofree char *config = g_build_filename(word, CONFIG, NULL);
    return (strchr(word, '@') && !g_file_test(word, G_FILE_TEST_EXISTS)) ||
           (g_file_test(manifest, G_FILE_TEST_EXISTS) && !g_file_test(config, G_FILE_TEST_EXISTS));
}

/* `freehold init` there, as the user would. */
static gboolean run_init(const char *folder, const char *crate, GError **error)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *where = strchr(crate, '@') ? g_strdup(crate) : g_canonicalize_filename(crate, NULL);
    const char *const argv[] = {program, "init", where, NULL};
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_NONE);
    g_autoptr(GError) cause = NULL;
    g_subprocess_launcher_set_cwd(launcher, folder);
    g_autoptr(GSubprocess) process = g_subprocess_launcher_spawnv(launcher, argv, &cause);
    if (process && g_subprocess_wait(process, NULL, &cause) && g_subprocess_get_successful(process))
        return TRUE;
    g_set_error(
        error, FH_ERROR, FH_ERROR_ENVIRONMENT,
        "freehold init %s failed (above is why); set the project up by hand, and run freehold explore there",
        crate);
    return FALSE;
}

/* The configuration of a crate, drafted unless it is there from an earlier run. Caller owns. */
static char *draft_config(const char *crate, const char *out, GError **error)
{
    g_autofree char *folder = g_build_filename(out, PROJECT, NULL);
    g_autofree char *config = g_build_filename(folder, CONFIG, NULL);
    if (g_file_test(config, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&config);
    if (g_mkdir_with_parents(folder, 0777)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't make folder %s: %s", folder, g_strerror(errno));
        return NULL;
    }
    return run_init(folder, crate, error) ? g_steal_pointer(&config) : NULL;
}

/* `word`: freehold.ini, a folder at or below one, or a crate. Caller owns. */
static char *find_config(const char *word, const struct explore_options *options, GError **error)
{
    if (options->suite.config_path)
        return g_strdup(options->suite.config_path);
    if (is_crate(word))
        return draft_config(word, options->out, error);
    if (!g_file_test(word, G_FILE_TEST_IS_DIR))
        return g_strdup(word);
    g_autofree char *folder = g_canonicalize_filename(word, NULL);
    char *path = fh_config_find(folder);
    if (!path)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "no " CONFIG " in %s, nor above; name a crate, or run freehold init", word);
    return path;
}

static GPtrArray *read_examples(const struct fh_suite_part *part)
{
    GPtrArray *examples = fh_examples_new();
    for (guint i = 0; i < part->scripts->len; i++)
        fh_examples_read(examples, g_ptr_array_index(part->scripts, i));
    return examples;
}

static int status_of(const struct fh_exploration *exploration)
{
    if (exploration->finds->len > 0)
        return FH_EXIT_VIOLATIONS;
    if (!fh_callables_any(exploration->callables)) {
        fprintf(stderr,
                "freehold explore: no function can be called by what the contract says; write it (docs: "
                "contract.md), or a scenario that calls them\n");
        return FH_EXIT_NOT_JUDGED;
    }
    return exploration->n_not_judged > 0 || exploration->n_not_sampled > 0 ? FH_EXIT_NOT_JUDGED
                                                                           : FH_EXIT_PASS;
}

static int explore_part(struct fh_suite_part *part, const struct explore_options *options,
                        const GPtrArray *engines)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_build_filename(part->build_dir, "explore", NULL);
    g_autoptr(GPtrArray) examples = read_examples(part);
    g_autoptr(GHashTable) defined = fh_linked_symbols(part->library, &error);
    fh_auto(fh_lab) lab = defined ? fh_lab_new(part, defined, folder, &error) : NULL;
    if (!lab || !fh_explored_prepare(options->out, &error))
        return fh_command_fail(error);
    fh_auto(fh_callables) callables = fh_callables_new(part->api, defined, examples);
    struct fh_exploration exploration = {.lab = lab,
                                         .callables = callables,
                                         .engines = engines,
                                         .seed = (guint32)options->seed,
                                         .runs = (guint64)options->runs,
                                         .seconds = (guint)options->seconds,
                                         .shows_progress = isatty(STDERR_FILENO)};
    gboolean ok = fh_explore(&exploration, &error) && fh_explored_write(&exploration, options->out, &error);
    if (ok)
        fh_explored_print(&exploration, options->out);
    int status = ok ? status_of(&exploration) : fh_command_fail(error);
    fh_exploration_finish(&exploration);
    return status;
}

static int explore(const char *word, const struct explore_options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) engines = g_ptr_array_new();
    if (!fh_choose_named_engines(options->engines, engines, &error))
        return fh_command_fail(error);
    g_ptr_array_remove(engines, (gpointer)&fh_ledger_engine); /* it always runs */
    g_autofree char *but = g_canonicalize_filename(options->out, NULL);
    g_autofree char *config = find_config(word, options, &error);
    fh_auto(fh_suite) suite =
        config ? fh_suite_of_library(config, options->library, but, &options->suite, &error) : NULL;
    if (!suite)
        return fh_command_fail(error);
    if (suite->diagnostics->items->len > 0)
        return fh_command_print_diagnostics(suite->diagnostics);
    return explore_part(g_ptr_array_index(suite->parts, 0), options, engines);
}

static gboolean are_right(const struct explore_options *options, char **words)
{
    if (words && words[0] && words[1])
        fprintf(stderr, "freehold explore: name one project or crate\n");
    else if (options->seconds < 0 || options->runs < 0 || options->seed < 0)
        fprintf(stderr, "freehold explore: --time, --runs and --seed can't be negative\n");
    else
        return TRUE;
    return FALSE;
}

static int explore_main(int argc, char **argv)
{
    g_auto(GStrv) words = NULL;
    struct explore_options options = {.seed = 1};
    int status;
    const GOptionEntry entries[] = {
        {"seed", 0, 0, G_OPTION_ARG_INT, &options.seed,
         "Start of the random choices: the same seed and --runs give the same result (default: 1)", "NUMBER"},
        {"time", 0, 0, G_OPTION_ARG_INT, &options.seconds,
         "Stop after so many seconds (default: 60, unless --runs is given)", "SECONDS"},
        {"runs", 0, 0, G_OPTION_ARG_INT64, &options.runs, "Stop after so many sequences", "NUMBER"},
        {"output", 0, 0, G_OPTION_ARG_FILENAME, &options.out,
         "Folder for " FH_EXPLORED_RESULTS ", " FH_EXPLORED_FINDS "/ and " FH_EXPLORED_CORPUS
         "/ (default: " OUTPUT ")",
         "DIR"},
        {"engine", 0, 0, G_OPTION_ARG_STRING, &options.engines,
         "Engines, beside the ledger, for a sample and for each find (default: " ENGINES ")", "NAME[,NAME]"},
        {"library", 0, 0, G_OPTION_ARG_STRING, &options.library, "Which of several libraries in freehold.ini",
         "NAME"},
        FH_SUITE_ENTRIES(options.suite),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(
            &fh_explore_command,
            "Freehold makes sequences of calls that keep the contract, runs them, and shrinks what shows a\n"
            "fault to few calls. PROJECT is a folder with freehold.ini, or that file (default: the current\n"
            "folder); CRATE is a crate's folder, or NAME@VERSION of the registry, for which freehold init\n"
            "drafts a project first. Freehold leaves out functions whose contract is not clear, and says "
            "why.",
            entries, &argc, &argv, &status)) {
        options.out = options.out ? options.out : g_strdup(OUTPUT);
        options.engines = options.engines ? options.engines : g_strdup(ENGINES);
        if (options.seconds == 0 && options.runs == 0)
            options.seconds = SECONDS;
        fh_command_catch_signals();
        status = are_right(&options, words) ? explore(words && words[0] ? words[0] : ".", &options)
                                            : FH_EXIT_USAGE;
    }
    g_free(options.library);
    g_free(options.engines);
    g_free(options.out);
    fh_suite_options_finish(&options.suite);
    return status;
}

const struct fh_command fh_explore_command = {FH_EXPLORE_WORDS, .main = explore_main};
