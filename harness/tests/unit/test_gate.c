// SPDX-License-Identifier: MIT
/* From results to the verdict of a scenario, and of the report. */
#include "model/coverage.h"
#include "model/report.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/gate.h"
#include "verdict/not_looked_for.h"
#include "verdict/scenarios.h"

static struct fh_result *add_result(struct fh_report *report, const char *name, guint line,
                                    const char *engine, enum fh_verdict verdict)
{
    struct fh_result *result = fh_result_new(name, "a.scn", line, engine);
    result->verdict = verdict;
    g_ptr_array_add(report->results, result);
    return result;
}

START_TEST(too_little_coverage_fails)
{
    fh_auto(fh_report) report = fh_report_new();
    struct fh_coverage *coverage = fh_coverage_new("a");
    add_result(report, "s", 1, "valgrind", FH_VERDICT_PASS);
    fh_coverage_add(coverage, FH_POINT_FUNCTION, "used", NULL)->is_seen = TRUE;
    fh_coverage_add(coverage, FH_POINT_FUNCTION, "unused", NULL);
    g_ptr_array_add(report->coverages, coverage);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_PASS);
    report->min_coverage = 50;
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_PASS);
    report->min_coverage = 51;
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_FAIL);
    report->is_cut = TRUE;
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_FAIL);
}
END_TEST

START_TEST(each_run_on_an_engine_is_a_scenario)
{
    fh_auto(fh_report) report = fh_report_new();
    add_result(report, "s", 1, "valgrind", FH_VERDICT_PASS);
    add_result(report, "s", 1, "asan", FH_VERDICT_PASS);
    add_result(report, "s", 1, "valgrind", FH_VERDICT_FAIL); /* again */
    add_result(report, "s", 1, "asan", FH_VERDICT_PASS);
    add_result(report, "s", 9, "valgrind", FH_VERDICT_PASS); /* of the same name, elsewhere */
    add_result(report, NULL, 1, "valgrind", FH_VERDICT_PASS);
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(report->results);
    ck_assert_uint_eq(scenarios->len, 4);
    const guint sizes[] = {2, 2, 1, 1};
    for (guint i = 0; i < scenarios->len; i++)
        ck_assert_uint_eq(((const GPtrArray *)g_ptr_array_index(scenarios, i))->len, sizes[i]);
    ck_assert_int_eq(fh_scenario_verdict(g_ptr_array_index(scenarios, 0)), FH_VERDICT_PASS);
    ck_assert_int_eq(fh_scenario_verdict(g_ptr_array_index(scenarios, 1)), FH_VERDICT_FAIL);
}
END_TEST

START_TEST(the_worst_result_of_an_engine_speaks_for_it)
{
    fh_auto(fh_report) report = fh_report_new();
    add_result(report, "s", 1, "asan", FH_VERDICT_FAIL);
    add_result(report, "s", 1, "valgrind", FH_VERDICT_PASS);
    const struct fh_result *open = add_result(report, "s", 1, "valgrind", FH_VERDICT_INCONCLUSIVE);
    add_result(report, "s", 1, "valgrind", FH_VERDICT_PASS);
    ck_assert_ptr_eq(fh_scenario_result(report->results, "valgrind"), open);
    const struct fh_result *failed = add_result(report, "s", 1, "valgrind", FH_VERDICT_FAIL);
    add_result(report, "s", 1, "valgrind", FH_VERDICT_FAIL);
    ck_assert_ptr_eq(fh_scenario_result(report->results, "valgrind"), failed);
    ck_assert_ptr_null(fh_scenario_result(report->results, "ledger"));
}
END_TEST

/* Rows and columns: pass, fail, inconclusive. */
START_TEST(the_worse_verdict_wins)
{
    static const enum fh_verdict worse[3][3] = {
        {FH_VERDICT_PASS, FH_VERDICT_FAIL, FH_VERDICT_INCONCLUSIVE},
        {FH_VERDICT_FAIL, FH_VERDICT_FAIL, FH_VERDICT_FAIL},
        {FH_VERDICT_INCONCLUSIVE, FH_VERDICT_FAIL, FH_VERDICT_INCONCLUSIVE},
    };
    for (guint a = 0; a < 3; a++)
        for (guint b = 0; b < 3; b++)
            ck_assert_int_eq(fh_verdict_worse(a, b), worse[a][b]);
}
END_TEST

START_TEST(what_nobody_looked_for_is_counted)
{
    const char *const notes[] = {FH_NOT_LOOKED_FOR "wrong accesses in Rust code (a.so has no symbols)",
                                 FH_NOT_LOOKED_FOR "leaks", "9 bytes kept by Rust's std",
                                 FH_NOT_LOOKED_FOR "wrong accesses in Rust code (b.so has none)"};
    fh_auto(fh_report) report = fh_report_new();
    for (guint i = 0; i < G_N_ELEMENTS(notes); i++)
        g_ptr_array_add(add_result(report, "s", i, "asan", FH_VERDICT_PASS)->notes, g_strdup(notes[i]));
    g_autoptr(GPtrArray) entries = fh_report_not_looked_for(report);
    ck_assert_uint_eq(entries->len, 2);
    g_autofree char *first = fh_not_looked_for_words(g_ptr_array_index(entries, 0));
    g_autofree char *second = fh_not_looked_for_words(g_ptr_array_index(entries, 1));
    ck_assert_str_eq(first, "not looked for: wrong accesses in Rust code in 2 processes; --strict makes that "
                            "inconclusive");
    ck_assert_str_eq(second, "not looked for: leaks in 1 process; --strict makes that inconclusive");
}
END_TEST

START_TEST(a_report_of_programs_has_no_scenarios)
{
    fh_auto(fh_report) report = fh_report_new();
    ck_assert(fh_report_has_scenarios(report));
    g_ptr_array_add(report->results, fh_result_new("./program", NULL, 0, "valgrind"));
    ck_assert(!fh_report_has_scenarios(report));
    g_ptr_array_insert(report->results, 0, fh_result_new("s", "a.scn", 1, "valgrind"));
    ck_assert(fh_report_has_scenarios(report));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate");
    TCase *tests = tcase_create("gate");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, too_little_coverage_fails);
    tcase_add_test(tests, each_run_on_an_engine_is_a_scenario);
    tcase_add_test(tests, the_worst_result_of_an_engine_speaks_for_it);
    tcase_add_test(tests, the_worse_verdict_wins);
    tcase_add_test(tests, what_nobody_looked_for_is_counted);
    tcase_add_test(tests, a_report_of_programs_has_no_scenarios);
    return run_suite(suite);
}
