// SPDX-License-Identifier: MIT
/* What --max-findings leaves of a report, and that no verdict depends on it. */
#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/max_findings.h"
#include "verdict/verdict.h"

/* A letter for each finding: "n" counts, "e" is expected, "k" is known. */
static struct fh_result *add_result(struct fh_report *report, const char *findings)
{
    struct fh_result *result = fh_result_new("a", "a.scn", 1, "ledger");
    for (guint i = 0; findings[i] != '\0'; i++) {
        struct fh_finding *finding = fh_finding_new(FH_KIND_LEAK);
        finding->line = i;
        finding->is_expected = findings[i] == 'e';
        finding->is_known = findings[i] == 'k';
        g_ptr_array_add(result->findings, finding);
    }
    result->verdict = fh_judge_again(result);
    g_ptr_array_add(report->results, result);
    return result;
}

static const struct {
    const char *findings;
    guint max;
    const char *lines; /* of those that are kept */
    guint n_left_out;
    const char *note; /* NULL: none */
} cases[] = {
    {"nnn", 0, "012", 0, NULL},
    {"nnn", 3, "012", 0, NULL},
    {"nnn", 1, "0", 2, "2 more findings not shown (--max-findings 1)"},
    {"enk", 2, "01", 0, "1 more finding not shown (--max-findings 2)"},
    {"ekn", 1, "2", 0, "2 more findings not shown (--max-findings 1)"},
    {"eke", 1, "0", 0, "2 more findings not shown (--max-findings 1)"},
};

START_TEST(the_rest_is_counted)
{
    fh_auto(fh_report) report = fh_report_new();
    const struct fh_result *result = add_result(report, cases[_i].findings);
    const enum fh_verdict verdict = result->verdict;
    g_autoptr(GString) lines = g_string_new(NULL);
    fh_max_findings_apply(report, cases[_i].max);
    for (guint i = 0; i < result->findings->len; i++)
        g_string_append_printf(lines, "%u",
                               ((const struct fh_finding *)g_ptr_array_index(result->findings, i))->line);
    ck_assert_str_eq(lines->str, cases[_i].lines);
    ck_assert_uint_eq(result->n_left_out, cases[_i].n_left_out);
    ck_assert_uint_eq(result->notes->len, cases[_i].note ? 1 : 0);
    if (cases[_i].note)
        ck_assert_str_eq(g_ptr_array_index(result->notes, 0), cases[_i].note);
    ck_assert_int_eq(fh_result_verdict(result), verdict);
}
END_TEST

/* A baseline that comes later may know all that was kept. */
START_TEST(what_was_left_out_fails_all_the_same)
{
    fh_auto(fh_report) report = fh_report_new();
    struct fh_result *result = add_result(report, "nn");
    fh_max_findings_apply(report, 1);
    ((struct fh_finding *)g_ptr_array_index(result->findings, 0))->is_known = TRUE;
    ck_assert_int_eq(fh_judge_again(result), FH_VERDICT_FAIL);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("max_findings");
    tcase_add_loop_test(tcase, the_rest_is_counted, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tcase, what_was_left_out_fails_all_the_same);
    Suite *suite = suite_create("max_findings");
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
