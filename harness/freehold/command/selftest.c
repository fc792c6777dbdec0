// SPDX-License-Identifier: MIT
/* freehold selftest: what the engines see on this machine of faults of every kind, and that they are silent
 * about right use. */
#include <gio/gio.h>
#include <stdio.h>

#include "command/command.h"
#include "command/own_run.h"
#include "command/selftest_answers.h"
#include "command/selftest_library.h"
#include "command/selftest_store.h"
#include "model/kinds.h"
#include "model/result.h"
#include "model/selftest.h"

/* Seconds for one scenario: none does much, but a machine may be busy. */
#define TIMEOUT "600"

struct selftest {
    char *folder; /* of everything that it makes */
    const char *engines;
    struct fh_report *report;
    GPtrArray *measured; /* struct fh_selftest * */
    guint counts[FH_ANSWER_COUNT];
};

/* What calls for a look is in capitals. */
static const char *shown_answer(enum fh_answer answer)
{
    if (answer == FH_ANSWER_NOT_APPLICABLE)
        return "–";
    if (answer == FH_ANSWER_MISSED)
        return "MISSED";
    return answer == FH_ANSWER_FALSE_ALARM ? "FALSE ALARM" : fh_answer_name(answer);
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
    if (!fh_selftest_library_make(selftest->folder, error))
        return FALSE;
    selftest->report = fh_own_run(&run, error);
    return selftest->report != NULL;
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

static void print_row(struct selftest *selftest, const struct fh_selftest_row *row)
{
    g_autoptr(GString) line = g_string_new(row->kind ? row->kind : "right use");
    append_cell(line, 22, row->direction);
    for (guint i = 0; i < selftest->measured->len; i++) {
        enum fh_answer answer = FH_ANSWER_NOT_JUDGED;
        fh_selftest_answer(g_ptr_array_index(selftest->measured, i), row, &answer);
        selftest->counts[answer]++;
        append_cell(line, engine_column(i), shown_answer(answer));
    }
    printf("%s\n", line->str);
}

static void print_table(struct selftest *selftest)
{
    const struct fh_selftest *first = g_ptr_array_index(selftest->measured, 0);
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < selftest->measured->len; i++)
        append_cell(line, engine_column(i),
                    ((const struct fh_selftest *)g_ptr_array_index(selftest->measured, i))->engine);
    printf("%s\n", line->str);
    for (guint i = 0; i < first->rows->len; i++)
        print_row(selftest, g_ptr_array_index(first->rows, i));
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
        enum fh_answer answer = fh_answer_of(result);
        if (answer >= FH_ANSWER_NOT_JUDGED)
            printf("%s  %s: %s:%u: %s: %s\n", shown_answer(answer), result->engine, result->file,
                   result->line, result->scenario, result->reason ? result->reason : "see the report");
    }
}

/* Reports say what was measured, and miss nothing else where it could not be kept. */
static void keep(const struct selftest *selftest)
{
    for (guint i = 0; i < selftest->measured->len; i++) {
        const struct fh_selftest *one = g_ptr_array_index(selftest->measured, i);
        g_autoptr(GError) error = NULL;
        if (one->state == FH_SELFTEST_MEASURED && !fh_selftest_keep(one, &error))
            fprintf(stderr, "freehold selftest: %s\n", error->message);
    }
}

static int report(struct selftest *selftest)
{
    selftest->measured = fh_selftests_of(selftest->report);
    if (selftest->measured->len == 0) {
        fprintf(stderr, "freehold selftest: no scenario ran\n");
        return FH_EXIT_NOT_JUDGED;
    }
    print_table(selftest);
    print_blindness(selftest);
    print_problems(selftest);
    keep(selftest);
    const guint *counts = selftest->counts;
    printf(
        "%u seen, %u clean, %u not applicable, %u not judged, %u missed, %u false alarms; report: %s/out\n",
        counts[FH_ANSWER_SEEN], counts[FH_ANSWER_CLEAN], counts[FH_ANSWER_NOT_APPLICABLE],
        counts[FH_ANSWER_NOT_JUDGED], counts[FH_ANSWER_MISSED], counts[FH_ANSWER_FALSE_ALARM],
        selftest->folder);
    if (counts[FH_ANSWER_MISSED] + counts[FH_ANSWER_FALSE_ALARM] > 0)
        return FH_EXIT_VIOLATIONS;
    return counts[FH_ANSWER_NOT_JUDGED] > 0 ? FH_EXIT_NOT_JUDGED : FH_EXIT_PASS;
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
            "engine saw; later reports of this user have it, too. Exit status: 0 all is as it must be; 1 a "
            "fault was missed, or right use was blamed.",
            entries, &argc, &argv, &status))
        return status;
    if (argc > 1) {
        fprintf(stderr, "freehold selftest: takes no arguments, and got '%s'\n", argv[1]);
        return FH_EXIT_USAGE;
    }
    struct selftest selftest = {
        .folder = g_canonicalize_filename(build_dir ? build_dir : "freehold-selftest", NULL),
        .engines = engines ? engines : "all"};
    status = run(&selftest, &error) ? report(&selftest) : fh_command_fail(error);
    fh_report_free(selftest.report);
    g_clear_pointer(&selftest.measured, g_ptr_array_unref);
    g_free(selftest.folder);
    return status;
}

const struct fh_command fh_selftest_command = {FH_SELFTEST_WORDS, .main = selftest_main};
