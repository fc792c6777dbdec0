// SPDX-License-Identifier: MIT
/* What every writer of reports has to stand, whatever its format. */
#include <string.h>

#include "base/error.h"
#include "model/report.h"
#include "report/shared/writer.h"
#include "report/shared/writers.h"
#include "run_suite.h"
#include "samples.h"
#include "written.h"

/* Goldens: FH_UPDATE_GOLDENS=1 rewrites them. */
static const struct golden {
    const char *file, *writer;
    gboolean colour;
    struct fh_report *(*make)(void);
} goldens[] = {
    {"report/plain.txt", "text", FALSE, sample_report},
    {"report/colour.txt", "text", TRUE, sample_report},
    {"report/report.tap", "tap", FALSE, sample_report},
    {"report/report.json", "json", FALSE, sample_report},
    {"report/engines.txt", "text", FALSE, sample_report_of_engines},
    {"report/engines.tap", "tap", FALSE, sample_report_of_engines},
    {"report/engines.json", "json", FALSE, sample_report_of_engines},
    {"report/baseline.txt", "text", FALSE, sample_report_of_baseline},
    {"report/baseline.tap", "tap", FALSE, sample_report_of_baseline},
    {"report/junit.xml", "junit", FALSE, sample_report_of_baseline},
    {"report/report.sarif", "sarif", FALSE, sample_report_of_baseline},
    {"report/code-quality.json", "code-quality", FALSE, sample_report_of_baseline},
    {"report/annotations.txt", "github", FALSE, sample_report_of_baseline},
    {"report/summary.md", "markdown", FALSE, sample_report_of_baseline},
    {"report/programs.sarif", "sarif", FALSE, sample_report_of_programs},
    {"report/programs.xml", "junit", FALSE, sample_report_of_programs},
    {"report/programs.txt", "github", FALSE, sample_report_of_programs},
};

START_TEST(writes_the_golden)
{
    const struct golden *golden = &goldens[_i];
    fh_auto(fh_report) report = golden->make();
    report->is_deterministic = TRUE;
    g_autofree char *path = data_path(golden->file);
    g_autofree char *text = written(report, golden->writer, golden->colour);
    if (getenv("FH_UPDATE_GOLDENS"))
        ck_assert(g_file_set_contents(path, text, -1, NULL));
    g_autofree char *expected = NULL;
    ck_assert(g_file_get_contents(path, &expected, NULL, NULL));
    ck_assert_msg(g_str_equal(text, expected), "%s differs; git diff after FH_UPDATE_GOLDENS=1 shows where",
                  path);
}
END_TEST

START_TEST(finds_writers_by_name)
{
    ck_assert_ptr_eq(fh_writer_by_name("json"), &fh_json_writer);
    ck_assert_ptr_eq(fh_writer_by_name("text"), &fh_text_writer);
    ck_assert_ptr_eq(fh_writer_by_name("tap"), &fh_tap_writer);
    ck_assert_ptr_null(fh_writer_by_name("xml"));
    ck_assert_ptr_null(fh_writer_by_name(NULL));
    ck_assert_str_eq(fh_writer_by_name("json")->file_name, "report.json");
}
END_TEST

static const struct format {
    const char *name;
    gboolean is_printed;
} formats[] = {
    {"text", TRUE},   {"tap", TRUE},    {"github", TRUE},        {"markdown", TRUE}, {"json", FALSE},
    {"junit", FALSE}, {"sarif", FALSE}, {"code-quality", FALSE}, {"yaml", FALSE},    {"", FALSE},
};

/* What is said of a format that can't be printed: it names those of the table above that can. */
static char *unknown(const char *name)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "unknown format '%s'; there are:", name);
    const char *separator = " ";
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (formats[i].is_printed) {
            g_string_append_printf(text, "%s%s", separator, formats[i].name);
            separator = ", ";
        }
    return g_string_free(text, FALSE);
}

START_TEST(knows_what_can_be_printed)
{
    g_autoptr(GError) error = NULL;
    const struct fh_writer *writer = fh_writer_for_terminal(formats[_i].name, &error);
    ck_assert_ptr_eq(writer, formats[_i].is_printed ? fh_writer_by_name(formats[_i].name) : NULL);
    if (formats[_i].is_printed)
        return;
    g_autofree char *expected = unknown(formats[_i].name);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_str_eq(error->message, expected);
}
END_TEST

/* Formats that are lists of problems. */
static const char *const problem_writers[] = {"junit", "sarif", "code-quality", "github", "markdown"};

START_TEST(what_is_no_pass_is_told_without_a_reason_too)
{
    fh_auto(fh_report) report = sample_report_without_reasons();
    g_autofree char *text = written(report, problem_writers[_i], FALSE);
    const char *told = strstr(text, "nothing in the report says why");
    ck_assert_ptr_nonnull(told);
    ck_assert_ptr_nonnull(strstr(told + 1, "nothing in the report says why"));
}
END_TEST

/* All but JUnit, which has a test case for each. */
START_TEST(engines_of_one_mind_say_it_once)
{
    fh_auto(fh_report) report = sample_report_of_one_mind();
    g_autofree char *text = written(report, problem_writers[_i], FALSE);
    ck_assert_ptr_nonnull(strstr(text, "both see it [valgrind, asan]"));
    ck_assert_ptr_nonnull(strstr(text, "both see it [asan]"));
}
END_TEST

START_TEST(an_empty_or_cut_report_is_a_problem)
{
    fh_auto(fh_report) empty = sample_report_empty();
    fh_auto(fh_report) cut = sample_report_cut();
    g_autofree char *of_empty = written(empty, problem_writers[_i], FALSE);
    g_autofree char *of_cut = written(cut, problem_writers[_i], FALSE);
    ck_assert_ptr_nonnull(strstr(of_empty, "Nothing was run: no scenario, no verdict."));
    ck_assert_ptr_nonnull(strstr(of_cut, "The run was interrupted: not everything was run."));
}
END_TEST

/* Only what a line may not show is in no list. */
START_TEST(expected_findings_are_no_problems)
{
    fh_auto(fh_report) report = sample_report_clean();
    g_autofree char *text = written(report, problem_writers[_i], FALSE);
    ck_assert_ptr_null(strstr(text, "a block of 29 bytes"));
}
END_TEST

START_TEST(a_deterministic_report_names_no_machine)
{
    static const char *const forbidden[] = {"/home/", "/usr/",    "0x4a8b040", "0x483F0A7",
                                            "4711",   "duration", "/abs/",     "time=\""};
    const struct fh_writer *writer = fh_writers()[_i];
    g_autofree char *data = data_path("");
    for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
        fh_auto(fh_report) report = samples[i].make();
        if (g_str_has_prefix(samples[i].name, "hostile"))
            continue;
        report->is_deterministic = TRUE;
        g_autofree char *text = written(report, writer->name, FALSE);
        for (guint j = 0; j < G_N_ELEMENTS(forbidden); j++)
            ck_assert_msg(strstr(text, forbidden[j]) == NULL, "%s of %s: %s", writer->name, samples[i].name,
                          forbidden[j]);
        ck_assert_ptr_null(strstr(text, data));
    }
}
END_TEST

START_TEST(says_when_it_cannot_write)
{
    static char room[16]; /* less than any format needs */
    fh_auto(fh_report) report = sample_report();
    g_autoptr(GOutputStream) out = g_memory_output_stream_new(room, sizeof room, NULL, NULL);
    g_autoptr(GError) error = NULL;
    ck_assert(!fh_writers()[_i]->write(report, &(struct fh_sink){.out = out}, &error));
    ck_assert(g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE));
}
END_TEST

/* Wherever the stream ends. */
START_TEST(says_where_it_cannot_write)
{
    static char room[200000];
    fh_auto(fh_report) report = sample_report();
    const struct fh_writer *writer = fh_writers()[_i];
    g_autofree char *whole = written(report, writer->name, FALSE);
    const gsize size = strlen(whole);
    ck_assert_uint_lt(size, sizeof room);
    for (gsize n = 0; n < size; n += MAX(size / 64, 1)) {
        g_autoptr(GOutputStream) out = g_memory_output_stream_new(room, n, NULL, NULL);
        g_autoptr(GError) error = NULL;
        ck_assert(!writer->write(report, &(struct fh_sink){.out = out}, &error));
        ck_assert_ptr_nonnull(error);
    }
}
END_TEST

/* Twice the same, byte for byte. */
START_TEST(says_the_same_again)
{
    for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
        fh_auto(fh_report) first = samples[i].make();
        fh_auto(fh_report) second = samples[i].make();
        first->is_deterministic = second->is_deterministic = TRUE;
        first->duration_us = 1;
        second->duration_us = 2000000;
        g_autofree char *one = written(first, fh_writers()[_i]->name, FALSE);
        g_autofree char *other = written(second, fh_writers()[_i]->name, FALSE);
        ck_assert_msg(g_str_equal(one, other), "%s of %s", fh_writers()[_i]->name, samples[i].name);
    }
}
END_TEST

/* Of 10,000 findings the summary says as many as GitHub shows, and how many it leaves out. */
START_TEST(a_summary_stays_within_its_limit)
{
    fh_auto(fh_report) report = sample_report_large();
    g_autofree char *text = written(report, "markdown", FALSE);
    ck_assert_uint_lt(strlen(text), 65536);
    ck_assert_ptr_nonnull(strstr(text, " more that did not pass\n"));
    ck_assert_ptr_nonnull(strstr(text, " more problems left out: "));
}
END_TEST

static int n_writers(void)
{
    int n = 0;
    while (fh_writers()[n])
        n++;
    return n;
}

int main(void)
{
    Suite *suite = suite_create("writers");
    TCase *tests = tcase_create("writers");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, writes_the_golden, 0, (int)G_N_ELEMENTS(goldens));
    tcase_add_test(tests, finds_writers_by_name);
    tcase_add_loop_test(tests, knows_what_can_be_printed, 0, (int)G_N_ELEMENTS(formats));
    const int n_problem_writers = (int)G_N_ELEMENTS(problem_writers);
    tcase_add_loop_test(tests, what_is_no_pass_is_told_without_a_reason_too, 0, n_problem_writers);
    tcase_add_loop_test(tests, engines_of_one_mind_say_it_once, 1, n_problem_writers);
    tcase_add_loop_test(tests, an_empty_or_cut_report_is_a_problem, 0, n_problem_writers);
    tcase_add_loop_test(tests, expected_findings_are_no_problems, 0, n_problem_writers);
    tcase_add_loop_test(tests, a_deterministic_report_names_no_machine, 0, n_writers());
    tcase_add_loop_test(tests, says_when_it_cannot_write, 0, n_writers());
    tcase_add_loop_test(tests, says_where_it_cannot_write, 0, n_writers());
    tcase_add_loop_test(tests, says_the_same_again, 0, n_writers());
    tcase_add_test(tests, a_summary_stays_within_its_limit);
    return run_suite(suite);
}
