// SPDX-License-Identifier: MIT
/* freehold mutate: breaks scenarios of right use on purpose, and says which broken ones nobody notices. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/write_text.h"
#include "command/choice.h"
#include "command/command.h"
#include "command/mutation.h"
#include "command/results_file.h"
#include "command/suite.h"
#include "command/version.h"
#include "library/config.h"

#define RESULTS   "mutation.json"
#define SURVIVORS "survivors"

/* Not .scn: in the project's folder, `freehold run .` would take them for its scenarios. */
#define SUFFIX ".mutant"

/* The quickest first: what it catches, the others need not run. */
#define ENGINES "ledger,valgrind"

struct mutate_options {
    struct fh_suite_options suite;
    char *engines, *out;
    int min_score; /* -1: none was asked for */
};

/* Replaces the results of an earlier run, and nothing else. */
static gboolean prepare(const char *out, GError **error)
{
    g_autofree char *results = g_build_filename(out, RESULTS, NULL);
    g_autofree char *survivors = g_build_filename(out, SURVIVORS, NULL);
    g_autoptr(GDir) before = g_dir_open(survivors, 0, NULL);
    const char *name;
    if (before && !g_file_test(results, G_FILE_TEST_EXISTS)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s is there, and freehold mutate did not make it; name another folder with --out",
                    survivors);
        return FALSE;
    }
    while (before && (name = g_dir_read_name(before))) {
        g_autofree char *path = g_build_filename(survivors, name, NULL);
        if (g_str_has_suffix(name, SUFFIX))
            g_unlink(path);
    }
    if (g_mkdir_with_parents(survivors, 0777) == 0)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't make folder %s", survivors);
    return FALSE;
}

static gboolean is_shown(const struct fh_fated *fated)
{
    return fated->fate == FH_FATE_SURVIVED || fated->fate == FH_FATE_NOT_JUDGED;
}

/* Below the folder of results. Caller owns; NULL: it has none. */
static char *script_name(const struct fh_fated *fated, guint number)
{
    return is_shown(fated) ? g_strdup_printf(SURVIVORS "/%u" SUFFIX, number) : NULL;
}

static gboolean write_script(const struct fh_fated *fated, const char *out, guint number, GError **error)
{
    g_autofree char *name = script_name(fated, number);
    g_autofree char *path = name ? g_build_filename(out, name, NULL) : NULL;
    const char *library = fated->part->config->name;
    if (!path)
        return TRUE;
    g_autofree char *text = g_strdup_printf(
        "# %s:%u, \"%s\": %s: %s\n# became: %s\n%s%s%s%s", fated->file, fated->mutant->line, fated->scenario,
        fh_mutation_name(fated->mutant->mutation), fated->mutant->place, fated->mutant->change,
        library[0] ? "library " : "", library, library[0] ? "\n" : "", fated->mutant->text);
    return fh_write_text(path, text, error);
}

/* In percent, rounded down; -1: there is nothing that it could be of. */
static int score_of(const struct fh_mutation_run *run)
{
    guint total = run->fated->len - fh_mutation_count(run, FH_FATE_EQUIVALENT) -
                  fh_mutation_count(run, FH_FATE_REFUSED);
    return total > 0 ? (int)(100 * fh_mutation_count(run, FH_FATE_CAUGHT) / total) : -1;
}

static void add_fated(JsonBuilder *json, const struct fh_fated *fated, guint number)
{
    g_autofree char *script = script_name(fated, number);
    json_builder_begin_object(json);
    fh_results_add_text(json, "file", fated->file);
    fh_results_add_number(json, "line", fated->mutant->line);
    fh_results_add_text(json, "scenario", fated->scenario);
    fh_results_add_text(json, "mutation", fh_mutation_name(fated->mutant->mutation));
    fh_results_add_text(json, "was", fated->mutant->place);
    fh_results_add_text(json, "became", fated->mutant->change);
    fh_results_add_text(json, "fate", fh_fate_name(fated->fate));
    fh_results_add_text(json, "engine", fated->engine);
    fh_results_add_text(json, "reason", fated->reason);
    fh_results_add_text(json, "script", script);
    json_builder_end_object(json);
}

static JsonBuilder *to_json(const struct fh_mutation_run *run)
{
    JsonBuilder *json = json_builder_new();
    json_builder_begin_object(json);
    fh_results_add_text(json, "freehold", FH_VERSION);
    fh_results_add_number(json, "scenarios", run->n_scenarios);
    fh_results_add_number(json, "scenarios_with_marks", run->n_marked);
    if (score_of(run) >= 0)
        fh_results_add_number(json, "score", score_of(run));
    fh_results_add_texts(json, "left_out", run->unfit);
    json_builder_set_member_name(json, "mutants");
    json_builder_begin_array(json);
    for (guint i = 0; i < run->fated->len; i++)
        add_fated(json, g_ptr_array_index(run->fated, i), i + 1);
    json_builder_end_array(json);
    json_builder_end_object(json);
    return json;
}

static gboolean write_results(const struct fh_mutation_run *run, const char *out, GError **error)
{
    g_autofree char *path = g_build_filename(out, RESULTS, NULL);
    g_autoptr(JsonBuilder) json = to_json(run);
    for (guint i = 0; i < run->fated->len; i++)
        if (!write_script(g_ptr_array_index(run->fated, i), out, i + 1, error))
            return FALSE;
    return fh_results_write(json, path, error);
}

static char *config_of(const struct fh_fated *fated, const struct fh_suite_options *options)
{
    g_autofree char *folder = g_path_get_dirname(fated->file);
    return options->config_path ? g_strdup(options->config_path) : fh_config_find(folder);
}

static void print_fated(const struct fh_fated *fated, const struct mutate_options *options, guint number)
{
    g_autofree char *script = script_name(fated, number);
    printf("%s  %s:%u: %s: %s\n", fh_fate_name(fated->fate), fated->file, fated->mutant->line,
           fh_mutation_name(fated->mutant->mutation), fated->mutant->place);
    printf("  became: %s\n", fated->mutant->change);
    if (fated->reason)
        printf("  reason: %s\n", fated->reason);
    g_autofree char *config = config_of(fated, &options->suite);
    g_autofree char *option = fh_config_option(config, options->out);
    printf("  run it: freehold run %s%s/%s\n", option, options->out, script);
}

/* A row a mutation: how many of each fate. */
static void print_table(const struct fh_mutation_run *run)
{
    static const enum fh_fate shown[] = {FH_FATE_CAUGHT, FH_FATE_SURVIVED, FH_FATE_NOT_JUDGED,
                                         FH_FATE_EQUIVALENT};
    printf("%-20s", "");
    for (guint i = 0; i < G_N_ELEMENTS(shown); i++)
        printf(" %11s", fh_fate_name(shown[i]));
    for (int mutation = 0; mutation < FH_MUTATION_COUNT; mutation++) {
        guint counts[FH_FATE_COUNT] = {0};
        for (guint i = 0; i < run->fated->len; i++) {
            const struct fh_fated *fated = g_ptr_array_index(run->fated, i);
            counts[fated->fate] += (int)fated->mutant->mutation == mutation;
        }
        printf("\n%-20s", fh_mutation_name((enum fh_mutation)mutation));
        for (guint i = 0; i < G_N_ELEMENTS(shown); i++)
            printf(" %11u", counts[shown[i]]);
    }
    printf("\n");
}

static int report(const struct fh_mutation_run *run, const struct mutate_options *options)
{
    int score = score_of(run);
    for (guint i = 0; i < run->fated->len; i++)
        if (is_shown(g_ptr_array_index(run->fated, i)))
            print_fated(g_ptr_array_index(run->fated, i), options, i + 1);
    print_table(run);
    for (guint i = 0; i < run->unfit->len; i++)
        printf("left out, does not pass as it is: %s\n", (const char *)g_ptr_array_index(run->unfit, i));
    printf("%u of %u scenarios have marks, and were not broken further\n", run->n_marked, run->n_scenarios);
    if (score < 0) {
        fprintf(stderr, "freehold mutate: there is nothing to break: no scenario without marks releases "
                        "a block and passes\n");
        return FH_EXIT_NOT_JUDGED;
    }
    printf("score: %d %% of the broken scenarios are caught; details: %s/%s\n", score, options->out, RESULTS);
    return score < options->min_score ? FH_EXIT_VIOLATIONS : FH_EXIT_PASS;
}

static int mutate_suite(const struct fh_suite *suite, const struct mutate_options *options,
                        const GPtrArray *engines)
{
    g_autoptr(GError) error = NULL;
    struct fh_mutation_run run = {.suite = suite,
                                  .options = &options->suite,
                                  .engines = engines,
                                  .shows_progress = isatty(STDERR_FILENO)};
    gboolean ok = prepare(options->out, &error) && fh_mutation_run(&run, &error) &&
                  write_results(&run, options->out, &error);
    int status = ok ? report(&run, options) : fh_command_fail(error);
    fh_mutation_run_finish(&run);
    return status;
}

static int mutate(char **paths, const struct mutate_options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) engines = g_ptr_array_new();
    if (options->min_score > 100) {
        fprintf(stderr, "freehold mutate: --min-score is a percentage, and %d is more than 100\n",
                options->min_score);
        return FH_EXIT_USAGE;
    }
    if (!fh_choose_named_engines(options->engines, engines, &error))
        return fh_command_fail(error);
    fh_auto(fh_suite) suite = NULL;
    int status;
    if (!fh_suite_open(paths, &options->suite, &suite, &status))
        return status;
    return mutate_suite(suite, options, engines);
}

static int mutate_main(int argc, char **argv)
{
    g_autofree char *engines = NULL, *out = NULL;
    g_auto(GStrv) paths = NULL;
    struct mutate_options options = {.min_score = -1};
    int status;
    const GOptionEntry entries[] = {
        {"engine", 0, 0, G_OPTION_ARG_STRING, &engines,
         "Engines, in order: each runs what those before it did not catch (default: " ENGINES ")",
         "NAME[,NAME]"},
        {"min-score", 0, 0, G_OPTION_ARG_INT, &options.min_score,
         "Fail (exit status 1) if fewer of the broken scenarios are caught", "PERCENT"},
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &out,
         "Folder for " RESULTS " and " SURVIVORS "/ (default: freehold-mutants)", "DIR"},
        FH_SUITE_ENTRIES(options.suite),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(
            &fh_mutate_command,
            "Freehold breaks each scenario of right use in one place: a release left out or done twice, by\n"
            "another function, of a shifted pointer; a use after it. Your scenarios and contract must catch\n"
            "each of these. Freehold keeps those that they don't, as scripts. Without a path it takes the\n"
            "current folder.",
            entries, &argc, &argv, &status)) {
        char *here[] = {(char *)".", NULL};
        options.engines = engines = engines ? engines : g_strdup(ENGINES);
        options.out = out = out ? out : g_strdup("freehold-mutants");
        status = mutate(paths ? paths : here, &options);
    }
    fh_suite_options_finish(&options.suite);
    return status;
}

const struct fh_command fh_mutate_command = {FH_MUTATE_WORDS, .main = mutate_main};
