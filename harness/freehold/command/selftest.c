// SPDX-License-Identifier: MIT
/* freehold selftest: what the engines see on this machine of faults of every kind, and that they are silent
 * about right use. */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "base/write_text.h"
#include "command/command.h"
#include "command/own_run.h"
#include "command/sample.h"
#include "library/tool.h"
#include "model/finding.h"
#include "model/result.h"
#include "selftest-resource.h"

/* Seconds for one scenario: none does much, but a machine may be busy. */
#define TIMEOUT "600"

/* From what is best to what is worst. */
enum answer {
    ANSWER_CLEAN,          /* right use, and nothing was found */
    ANSWER_SEEN,           /* all that is wrong was found, and nothing else */
    ANSWER_NOT_APPLICABLE, /* the engine says that it can't see some of it, and why */
    ANSWER_NOT_JUDGED,
    ANSWER_MISSED,
    ANSWER_FALSE_ALARM,
    ANSWER_COUNT,
};

struct selftest {
    char *folder; /* of everything that it makes */
    const char *engines;
    struct fh_report *report;
    GPtrArray *names; /* char *: of the engines, as they stand in the report */
    guint counts[ANSWER_COUNT];
};

static const char *answer_name(enum answer answer)
{
    static const char *const names[ANSWER_COUNT] = {
        [ANSWER_CLEAN] = "clean",           [ANSWER_SEEN] = "seen",     [ANSWER_NOT_APPLICABLE] = "–",
        [ANSWER_NOT_JUDGED] = "not judged", [ANSWER_MISSED] = "MISSED", [ANSWER_FALSE_ALARM] = "FALSE ALARM"};
    return names[answer];
}

static gboolean write_config(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "freehold.ini", NULL);
    return fh_write_text(path, "[library]\nstaticlib = libselftest.a\nheader = lib.h\n", error);
}

static gboolean build(const char *folder, GError **error)
{
    const char *options[] = {"--edition", "2018", "--crate-name", "selftest",      "--crate-type",
                             "staticlib", "-g",   "-o",           "libselftest.a", "lib.rs",
                             NULL};
    g_auto(GStrv) words = fh_tool_words("RUSTC", "rustc", error);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *output = NULL;
    for (char **word = words; word && *word; word++)
        g_ptr_array_add(argv, *word);
    for (guint i = 0; i < G_N_ELEMENTS(options); i++)
        g_ptr_array_add(argv, (gpointer)options[i]);
    const struct fh_tool tool = {.argv = (const char *const *)argv->pdata,
                                 .directory = folder,
                                 .failure = "rustc could not build the library of the self-test",
                                 .install = "apt-get install rustc, or https://rustup.rs"};
    return words && fh_tool_run(&tool, &output, error);
}

static gboolean run(struct selftest *selftest, GError **error)
{
    g_autofree char *config = g_build_filename(selftest->folder, "freehold.ini", NULL);
    g_autofree char *build_dir = g_build_filename(selftest->folder, "built", NULL);
    g_autofree char *out = g_build_filename(selftest->folder, "out", NULL);
    const struct fh_own_run run = {.config = config,
                                   .build_dir = build_dir,
                                   .engines = selftest->engines,
                                   .timeout = TIMEOUT,
                                   .scenarios = selftest->folder,
                                   .out = out};
    if (!fh_sample_make("selftest", selftest_get_resource(), selftest->folder, error) ||
        !write_config(selftest->folder, error) || !build(selftest->folder, error))
        return FALSE;
    selftest->report = fh_own_run(&run, error);
    return selftest->report != NULL;
}

static gboolean has_alarm(const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!finding->is_expected && finding->kind != FH_KIND_DISAGREEMENT)
            return TRUE;
    }
    return FALSE;
}

static gboolean has_disagreement(const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++)
        if (((const struct fh_finding *)g_ptr_array_index(result->findings, i))->kind == FH_KIND_DISAGREEMENT)
            return TRUE;
    return FALSE;
}

static enum answer answer_of(const struct fh_result *result)
{
    if (has_alarm(result))
        return ANSWER_FALSE_ALARM;
    if (result->unmet->len > 0 || has_disagreement(result))
        return ANSWER_MISSED;
    if (result->not_applicable->len > 0)
        return ANSWER_NOT_APPLICABLE;
    if (result->verdict != FH_VERDICT_PASS)
        return ANSWER_NOT_JUDGED;
    return result->findings->len > 0 ? ANSWER_SEEN : ANSWER_CLEAN;
}

static const struct fh_result *result_of(const struct selftest *selftest, const struct fh_result *row,
                                         const char *engine)
{
    for (guint i = 0; i < selftest->report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(selftest->report->results, i);
        if (result->line == row->line && g_str_equal(result->file, row->file) &&
            g_str_equal(result->engine, engine))
            return result;
    }
    return NULL;
}

static void name_engines(struct selftest *selftest)
{
    for (guint i = 0; i < selftest->report->results->len; i++) {
        char *engine = ((const struct fh_result *)g_ptr_array_index(selftest->report->results, i))->engine;
        if (!g_ptr_array_find_with_equal_func(selftest->names, engine, g_str_equal, NULL))
            g_ptr_array_add(selftest->names, engine);
    }
}

/* What a scenario of this file does. Caller owns. */
static char *kind_of(const char *file)
{
    g_autofree char *name = g_path_get_basename(file);
    name[strlen(name) - strlen(".scn")] = '\0';
    return g_str_equal(name, "none") ? g_strdup("right use") : g_steal_pointer(&name);
}

/* One column after the other; the last has no blanks behind it. */
static void append_cell(GString *line, guint column, const char *text)
{
    while ((guint)g_utf8_strlen(line->str, -1) < column)
        g_string_append_c(line, ' ');
    g_string_append(line, text);
}

static guint engine_column(guint engine)
{
    return 78 + engine * 13;
}

static void print_row(struct selftest *selftest, const struct fh_result *row)
{
    g_autofree char *kind = kind_of(row->file);
    g_autoptr(GString) line = g_string_new(kind);
    append_cell(line, 22, row->scenario);
    for (guint i = 0; i < selftest->names->len; i++) {
        const struct fh_result *result = result_of(selftest, row, g_ptr_array_index(selftest->names, i));
        enum answer answer = result ? answer_of(result) : ANSWER_NOT_JUDGED;
        selftest->counts[answer]++;
        append_cell(line, engine_column(i), answer_name(answer));
    }
    printf("%s\n", line->str);
}

static void print_table(struct selftest *selftest)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < selftest->names->len; i++)
        append_cell(line, engine_column(i), g_ptr_array_index(selftest->names, i));
    printf("%s\n", line->str);
    for (guint i = 0; i < selftest->report->results->len; i++) {
        const struct fh_result *row = g_ptr_array_index(selftest->report->results, i);
        if (g_str_equal(row->engine, g_ptr_array_index(selftest->names, 0)))
            print_row(selftest, row);
    }
}

/* Each kind and reason once. */
static void print_blindness(const struct selftest *selftest)
{
    g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < selftest->report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(selftest->report->results, i);
        for (guint j = 0; j < result->not_applicable->len; j++) {
            const struct fh_not_applicable *blind = g_ptr_array_index(result->not_applicable, j);
            char *text =
                g_strdup_printf("%s: %s: %s", result->engine, fh_kind_info(blind->kind)->name, blind->reason);
            if (!g_hash_table_contains(said, text))
                printf("not applicable  %s\n", text);
            g_hash_table_add(said, text);
        }
    }
}

/* Why, for what is not as it must be. */
static void print_problems(const struct selftest *selftest)
{
    for (guint i = 0; i < selftest->report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(selftest->report->results, i);
        enum answer answer = answer_of(result);
        if (answer >= ANSWER_NOT_JUDGED)
            printf("%s  %s: %s:%u: %s: %s\n", answer_name(answer), result->engine, result->file, result->line,
                   result->scenario, result->reason ? result->reason : "see the report");
    }
}

static int report(struct selftest *selftest)
{
    name_engines(selftest);
    if (selftest->names->len == 0) {
        fprintf(stderr, "freehold selftest: no scenario ran\n");
        return FH_EXIT_NOT_JUDGED;
    }
    print_table(selftest);
    print_blindness(selftest);
    print_problems(selftest);
    const guint *counts = selftest->counts;
    printf(
        "%u seen, %u clean, %u not applicable, %u not judged, %u missed, %u false alarms; report: %s/out\n",
        counts[ANSWER_SEEN], counts[ANSWER_CLEAN], counts[ANSWER_NOT_APPLICABLE], counts[ANSWER_NOT_JUDGED],
        counts[ANSWER_MISSED], counts[ANSWER_FALSE_ALARM], selftest->folder);
    if (counts[ANSWER_MISSED] + counts[ANSWER_FALSE_ALARM] > 0)
        return FH_EXIT_VIOLATIONS;
    return counts[ANSWER_NOT_JUDGED] > 0 ? FH_EXIT_NOT_JUDGED : FH_EXIT_PASS;
}

static int selftest_main(int argc, char **argv)
{
    g_autofree char *engines = NULL, *build_dir = NULL;
    g_autoptr(GError) error = NULL;
    int status;
    const GOptionEntry entries[] = {
        {"engine", 0, 0, G_OPTION_ARG_STRING, &engines,
         "Engines to test: valgrind, asan, ledger (default: all)", "NAME[,NAME]"},
        {"build-dir", 0, 0, G_OPTION_ARG_FILENAME, &build_dir,
         "Folder for what Freehold builds, and for the report (default: freehold-selftest)", "DIR"},
        G_OPTION_ENTRY_NULL,
    };
    if (!fh_command_parse(
            &fh_selftest_command,
            "Freehold builds a small library with this machine's compilers and runs scenarios with a fault\n"
            "of every kind, in every direction, and of right use, under each engine. The table says what "
            "each\n"
            "engine saw. Exit status: 0 all is as it must be; 1 a fault was missed, or right use was blamed.",
            entries, &argc, &argv, &status))
        return status;
    if (argc > 1) {
        fprintf(stderr, "freehold selftest: takes no arguments, and got '%s'\n", argv[1]);
        return FH_EXIT_USAGE;
    }
    struct selftest selftest = {
        .folder = g_canonicalize_filename(build_dir ? build_dir : "freehold-selftest", NULL),
        .engines = engines ? engines : "all",
        .names = g_ptr_array_new()};
    status = run(&selftest, &error) ? report(&selftest) : fh_command_fail(error);
    fh_report_free(selftest.report);
    g_ptr_array_unref(selftest.names);
    g_free(selftest.folder);
    return status;
}

const struct fh_command fh_selftest_command = {FH_SELFTEST_WORDS, .main = selftest_main};
