// SPDX-License-Identifier: MIT
/* Results that were not made here: by an engine that nobody knows, with findings that say little. */
#include <string.h>

#include "agreement_eyes.h"
#include "model/stack.h"
#include "run_suite.h"
#include "verdict/scenarios.h"

static struct fh_result *add_result(struct fh_report *report, const char *engine)
{
    struct fh_result *result = fh_result_new("a scenario", "a.scn", 3, engine);
    result->verdict = FH_VERDICT_PASS;
    g_ptr_array_add(report->results, result);
    return result;
}

static struct fh_finding *add_finding(struct fh_result *result, enum fh_kind kind, guint line)
{
    struct fh_finding *finding = fh_finding_new(kind);
    finding->line = line;
    finding->block.is_known = TRUE;
    g_ptr_array_add(result->findings, finding);
    return finding;
}

static void add_not_applicable(struct fh_result *result, enum fh_kind kind, guint line)
{
    struct fh_not_applicable *entry = g_new0(struct fh_not_applicable, 1);
    *entry = (struct fh_not_applicable){.line = line, .kind = kind, .reason = g_strdup("it is blind")};
    g_ptr_array_add(result->not_applicable, entry);
}

/* It need not have seen what another saw; what it saw, another should have. */
START_TEST(an_engine_that_nobody_knows)
{
    fh_auto(fh_report) report = fh_report_new();
    struct fh_result *known = add_result(report, "valgrind"), *other = add_result(report, "other");
    if (_i == 0)
        add_finding(known, LEAK, 4);
    else
        add_finding(other, LEAK, 4);
    fh_find_agreement(report->results, &visibilities);
    ck_assert_uint_eq(count_disagreements(report), _i == 0 ? 0 : 1);
}
END_TEST

/* What was found, and not expected there, settles nothing. */
START_TEST(only_what_is_expected_settles_it)
{
    fh_auto(fh_report) report = fh_report_new();
    struct fh_result *known = add_result(report, "valgrind"), *other = add_result(report, "other");
    add_finding(known, USE, 4)->is_expected = _i == 1;
    add_not_applicable(other, USE, 4);
    fh_find_agreement(report->results, &visibilities);
    ck_assert_int_eq(other->verdict, _i == 1 ? FH_VERDICT_PASS : FH_VERDICT_INCONCLUSIVE);
    if (_i == 0)
        ck_assert_str_eq(other->reason, "!use-after-free on line 4 could not be judged: it is blind; run the "
                                        "scenario with --engine asan as well");
}
END_TEST

START_TEST(where_no_engine_sees_the_kind_none_can_help)
{
    static const struct fh_engines_visibility blind = {&eye_items[2], 1};
    fh_auto(fh_report) report = fh_report_new();
    struct fh_result *ledger = add_result(report, "ledger");
    add_not_applicable(ledger, USE, 4);
    fh_find_agreement(report->results, &blind);
    ck_assert_pstr_eq(ledger->reason,
                      "!use-after-free on line 4 could not be judged: it is blind, and no other "
                      "engine's run was conclusive");
}
END_TEST

/* Without words, and with stacks that have no role. */
START_TEST(a_disagreement_has_the_evidence)
{
    fh_auto(fh_report) report = fh_report_new();
    struct fh_finding *finding = add_finding(add_result(report, "valgrind"), LEAK, 4);
    struct fh_result *asan = add_result(report, "asan");
    g_ptr_array_add(finding->stacks, fh_stack_new("allocated"));
    g_ptr_array_add(finding->stacks, fh_stack_new(NULL));
    fh_find_agreement(report->results, &visibilities);
    ck_assert_uint_eq(asan->findings->len, 1);
    const struct fh_finding *disagreement = g_ptr_array_index(asan->findings, 0);
    ck_assert_str_eq(disagreement->message, "valgrind saw leak on line 4; asan saw nothing there");
    ck_assert_uint_eq(disagreement->stacks->len, 2);
    ck_assert_str_eq(((struct fh_stack *)g_ptr_array_index(disagreement->stacks, 0))->role,
                     "allocated, as valgrind saw it");
    ck_assert_str_eq(((struct fh_stack *)g_ptr_array_index(disagreement->stacks, 1))->role,
                     "at, as valgrind saw it");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("disagreement");
    TCase *tests = tcase_create("disagreement");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, an_engine_that_nobody_knows, 0, 2);
    tcase_add_loop_test(tests, only_what_is_expected_settles_it, 0, 2);
    tcase_add_test(tests, where_no_engine_sees_the_kind_none_can_help);
    tcase_add_test(tests, a_disagreement_has_the_evidence);
    return run_suite(suite);
}
