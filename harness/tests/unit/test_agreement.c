// SPDX-License-Identifier: MIT
#include <string.h>

#include "agreement_rows.h"
#include "model/finding.h"
#include "model/fingerprint.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/agreement.h"
#include "verdict/expectation.h"
#include "verdict/gate.h"
#include "verdict/scenarios.h"
#include "verdict/verdict.h"

static void add_finding(struct fh_result *result, struct spot spot)
{
    struct fh_finding *finding = fh_finding_new(spot.kind);
    const char *name = fh_kind_info(spot.kind)->name;
    finding->file = g_strdup(result->file);
    finding->line = spot.line;
    finding->block.is_known = TRUE;
    finding->message = g_strdup_printf("%s %s", strchr("aeiou", *name) ? "an" : "a", name);
    g_ptr_array_add(result->findings, finding);
}

static void judge(struct fh_result *result, const struct spot *expected)
{
    g_autoptr(GArray) expectations = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    for (guint i = 0; i < MAX_SPOTS && expected[i].kind != 0; i++) {
        const struct fh_expectation expectation = {expected[i].line, expected[i].kind};
        g_array_append_val(expectations, expectation);
    }
    fh_judge(result, expectations, NULL, fh_visibility_of(&visibilities, result->engine));
}

static void add_seen(struct fh_report *report, const struct seen *seen, const struct spot *expected)
{
    struct fh_result *result = fh_result_new("a scenario", "a.scn", 3, seen->engine);
    result->reason = g_strdup(seen->reason);
    for (guint i = 0; i < MAX_SPOTS && seen->found[i].kind != 0; i++)
        add_finding(result, seen->found[i]);
    judge(result, expected);
    g_ptr_array_add(report->results, result);
}

static struct fh_report *agreed(const struct agreement *row)
{
    struct fh_report *report = fh_report_new();
    for (guint i = 0; i < MAX_ENGINES && row->seen[i].engine; i++)
        add_seen(report, &row->seen[i], row->expected);
    fh_find_agreement(report->results, &visibilities);
    return report;
}

/* All that a reader is told, a line each. */
static char *told(const struct fh_report *report)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        g_string_append_printf(text, "%s: %s\n", result->engine, result->reason ? result->reason : "");
        for (guint j = 0; j < result->findings->len; j++)
            g_string_append_printf(text, "%s\n",
                                   ((struct fh_finding *)g_ptr_array_index(result->findings, j))->message);
        for (guint j = 0; j < result->unmet->len; j++)
            g_string_append_printf(text, "%s\n",
                                   ((struct fh_unmet *)g_ptr_array_index(result->unmet, j))->message);
    }
    return g_string_free(text, FALSE);
}

static const char *first_seen_by(const struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        if (result->not_applicable->len > 0)
            return ((struct fh_not_applicable *)g_ptr_array_index(result->not_applicable, 0))->seen_by;
    }
    return NULL;
}

static void check_verdicts(const struct fh_report *report, const struct agreement *row, const char *text)
{
    static const char letters[] = {
        [FH_VERDICT_PASS] = 'P', [FH_VERDICT_FAIL] = 'F', [FH_VERDICT_INCONCLUSIVE] = 'I'};
    ck_assert_uint_eq(strlen(row->verdicts), report->results->len);
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        ck_assert_msg(letters[result->verdict] == row->verdicts[i], "%s: %s is %s\n%s", row->name,
                      result->engine, fh_verdict_name(result->verdict), text);
        ck_assert(fh_result_verdict(result) == result->verdict);
        ck_assert_msg((result->verdict == FH_VERDICT_INCONCLUSIVE) <= (result->reason != NULL), "%s",
                      row->name);
    }
}

/* The second comes after the first: an engine that is there again begins another scenario. */
START_TEST(each_scenario_is_settled)
{
    const struct spot expected[MAX_SPOTS] = {{4, USE}};
    const struct seen seen[] = {{"valgrind", {{4, USE}}}, {"ledger"}, {"valgrind", {{4, USE}}}, {"ledger"}};
    fh_auto(fh_report) report = fh_report_new();
    for (guint i = 0; i < G_N_ELEMENTS(seen); i++)
        add_seen(report, &seen[i], expected);
    fh_find_agreement(report->results, &visibilities);
    for (guint i = 0; i < report->results->len; i++)
        ck_assert_int_eq(((struct fh_result *)g_ptr_array_index(report->results, i))->verdict,
                         FH_VERDICT_PASS);
}
END_TEST

START_TEST(an_excuse_that_is_taken_back_takes_no_other_note)
{
    const struct spot expected[MAX_SPOTS] = {{4, DOUBLE}};
    const struct seen seen[] = {{"valgrind"}, {"asan", {{4, ABORT}}}};
    fh_auto(fh_report) report = fh_report_new();
    for (guint i = 0; i < G_N_ELEMENTS(seen); i++)
        add_seen(report, &seen[i], expected);
    struct fh_result *asan = g_ptr_array_index(report->results, 1);
    ck_assert_uint_eq(asan->notes->len, 1);
    g_ptr_array_add(asan->notes, g_strdup("another"));
    fh_find_agreement(report->results, &visibilities);
    ck_assert_uint_eq(asan->notes->len, 1);
    ck_assert_str_eq(g_ptr_array_index(asan->notes, 0), "another");
}
END_TEST

START_TEST(engines_agree_or_say_why_not)
{
    const struct agreement *row = &agreements[_i];
    fh_auto(fh_report) report = agreed(row);
    g_autofree char *text = told(report);
    check_verdicts(report, row, text);
    for (guint i = 0; i < G_N_ELEMENTS(row->says) && row->says[i]; i++)
        ck_assert_msg(strstr(text, row->says[i]) != NULL, "%s: no '%s' in:\n%s", row->name, row->says[i],
                      text);
    ck_assert_msg(count_disagreements(report) == row->n_disagreements, "%s:\n%s", row->name, text);
    ck_assert_msg(g_strcmp0(first_seen_by(report), row->seen_by) == 0, "%s: %s", row->name,
                  first_seen_by(report));
}
END_TEST

static struct fh_finding *disagreement_about(enum fh_kind kind, guint line)
{
    const struct agreement row = {"", {{0}}, {{"valgrind", {{line, kind}}}, {"asan"}}};
    fh_auto(fh_report) report = agreed(&row);
    struct fh_result *result = g_ptr_array_index(report->results, 1);
    struct fh_finding *finding = g_ptr_array_steal_index(result->findings, 0);
    fh_finding_fingerprint(finding, "a scenario");
    return finding;
}

START_TEST(a_disagreement_keeps_its_fingerprint)
{
    fh_auto(fh_finding) finding = disagreement_about(LEAK, 4);
    fh_auto(fh_finding) moved = disagreement_about(LEAK, 5);
    fh_auto(fh_finding) other = disagreement_about(DOUBLE, 4);
    ck_assert_str_eq(finding->fingerprint, moved->fingerprint);
    ck_assert_str_ne(finding->fingerprint, other->fingerprint);
    ck_assert_uint_eq(finding->line, 4);
    ck_assert_int_eq(finding->disputed, LEAK);
}
END_TEST

/* One engine's overrun of the stack is what another can't know. */
START_TEST(engines_may_differ_on_memory_that_is_no_block)
{
    fh_auto(fh_report) report = fh_report_new();
    const struct spot nothing[MAX_SPOTS] = {{0}};
    const enum fh_kind kinds[] = {USE, BOUNDS, LEAK};
    const struct seen saw = {"asan", {{4, kinds[_i]}}}, blind = {"valgrind"};
    add_seen(report, &saw, nothing);
    add_seen(report, &blind, nothing);
    struct fh_result *result = g_ptr_array_index(report->results, 0);
    ((struct fh_finding *)g_ptr_array_index(result->findings, 0))->block.is_known = FALSE;
    fh_find_agreement(report->results, &visibilities);
    ck_assert_uint_eq(count_disagreements(report), kinds[_i] == LEAK ? 1 : 0);
}
END_TEST

/* Forks of one command line are no scenario that runs twice. */
START_TEST(processes_have_nothing_to_agree_on)
{
    fh_auto(fh_report) report = fh_report_new();
    const struct spot leak = {0, LEAK};
    g_ptr_array_add(report->results, fh_result_new("./program", NULL, 0, "valgrind"));
    g_ptr_array_add(report->results, fh_result_new("./program", NULL, 0, "asan"));
    add_finding(g_ptr_array_index(report->results, 0), leak);
    fh_find_agreement(report->results, &visibilities);
    ck_assert_uint_eq(count_disagreements(report), 0);
}
END_TEST

START_TEST(scenarios_are_told_apart)
{
    static const char *const files[] = {"a.scn", "b.scn", "a.scn"};
    fh_auto(fh_report) report = fh_report_new();
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        g_ptr_array_add(report->results, fh_result_new("same", files[i], i == 2 ? 9 : 1, "valgrind"));
    g_ptr_array_add(report->results, fh_result_new("same", "a.scn", 1, "asan"));
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(report->results);
    ck_assert_uint_eq(scenarios->len, 3);
    ck_assert_uint_eq(((GPtrArray *)g_ptr_array_index(scenarios, 0))->len, 2);
    ck_assert_int_eq(fh_scenario_verdict(g_ptr_array_index(scenarios, 0)), FH_VERDICT_INCONCLUSIVE);
}
END_TEST

/* What nobody judged, and what agrees with nothing, stays as it was. */
START_TEST(agreement_makes_no_pass_of_what_nobody_judged)
{
    fh_auto(fh_report) report = fh_report_new();
    g_ptr_array_add(report->results, fh_result_new("a", "a.scn", 1, "valgrind"));
    fh_find_agreement(report->results, &visibilities);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_INCONCLUSIVE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("agree");
    TCase *tests = tcase_create("agree");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, each_scenario_is_settled);
    tcase_add_test(tests, an_excuse_that_is_taken_back_takes_no_other_note);
    tcase_add_loop_test(tests, engines_agree_or_say_why_not, 0, (int)G_N_ELEMENTS(agreements));
    tcase_add_test(tests, a_disagreement_keeps_its_fingerprint);
    tcase_add_loop_test(tests, engines_may_differ_on_memory_that_is_no_block, 0, 3);
    tcase_add_test(tests, processes_have_nothing_to_agree_on);
    tcase_add_test(tests, scenarios_are_told_apart);
    tcase_add_test(tests, agreement_makes_no_pass_of_what_nobody_judged);
    return run_suite(suite);
}
