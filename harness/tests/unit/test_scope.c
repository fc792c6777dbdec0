// SPDX-License-Identifier: MIT
/* What the user asked for (--kinds, --focus): which words name kinds, what then counts, and how the rest is
 * told. */
#include <string.h>

#include "base/error.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/scope.h"
#include "verdict/verdict.h"

#define BIT(kind) (1u << (kind))

static const struct {
    const char *words;
    guint kinds;
    const char *error; /* part of it */
} readings[] = {
    {"leak", BIT(FH_KIND_LEAK), NULL},
    {"leak,double-free", BIT(FH_KIND_LEAK) | BIT(FH_KIND_DOUBLE_FREE), NULL},
    {" double-free , leak ", BIT(FH_KIND_LEAK) | BIT(FH_KIND_DOUBLE_FREE), NULL},
    {"leak,leak", BIT(FH_KIND_LEAK), NULL},
    {"leak,abort", BIT(FH_KIND_LEAK) | BIT(FH_KIND_ABORT), NULL},
    {"laek", 0, "unknown kind 'laek'; did you mean 'leak'?"},
    {"leak,zzzzzzzz", 0, "unknown kind 'zzzzzzzz'; kinds are: leak, "},
    {"LEAK", 0, "unknown kind 'LEAK'"},
    {"", 0, "name at least one kind"},
    {"leak,", 0, "unknown kind ''"},
    {"abort", 0, "name at least one kind"},
    {"abort,unknown,disagreement", 0, "name at least one kind"},
};

START_TEST(reads_kinds)
{
    guint kinds = 42;
    g_autoptr(GError) error = NULL;
    const gboolean is_read = fh_scope_read_kinds(readings[_i].words, &kinds, &error);
    ck_assert_int_eq(is_read, readings[_i].error == NULL);
    if (!readings[_i].error) {
        ck_assert_uint_eq(kinds, readings[_i].kinds);
        return;
    }
    ck_assert_uint_eq(kinds, 42);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_msg(strstr(error->message, readings[_i].error) != NULL, "%s", error->message);
}
END_TEST

START_TEST(words_are_read_again)
{
    guint kinds = 0;
    g_autofree char *words = fh_scope_kinds_words(BIT(FH_KIND_LEAK) | BIT(FH_KIND_GROWTH));
    ck_assert_str_eq(words, "leak, growth");
    ck_assert(fh_scope_read_kinds(words, &kinds, NULL));
    ck_assert_uint_eq(kinds, BIT(FH_KIND_LEAK) | BIT(FH_KIND_GROWTH));
}
END_TEST

static struct fh_finding *add(struct fh_report *report, enum fh_kind kind)
{
    struct fh_result *result = g_ptr_array_index(report->results, 0);
    struct fh_finding *finding = fh_finding_new(kind);
    g_ptr_array_add(result->findings, finding);
    return finding;
}

static struct fh_report *empty_report(void)
{
    struct fh_report *report = fh_report_new();
    g_ptr_array_add(report->results, fh_result_new("./program", NULL, 0, "valgrind"));
    return report;
}

static enum fh_verdict verdict_of(const struct fh_report *report)
{
    return ((const struct fh_result *)g_ptr_array_index(report->results, 0))->verdict;
}

static const struct {
    const char *name;
    struct fh_finding finding;
    enum fh_outside outside; /* when leaks are asked for */
} scoped[] = {
    {"asked for", {.kind = FH_KIND_LEAK}, FH_OUTSIDE_NOTHING},
    {"another", {.kind = FH_KIND_DOUBLE_FREE}, FH_OUTSIDE_KINDS},
    {"aborts count always", {.kind = FH_KIND_ABORT}, FH_OUTSIDE_NOTHING},
    {"unknown ones, too", {.kind = FH_KIND_UNKNOWN}, FH_OUTSIDE_NOTHING},
    {"a dispute of a kind that was asked for",
     {.kind = FH_KIND_DISAGREEMENT, .disputed = FH_KIND_LEAK},
     FH_OUTSIDE_NOTHING},
    {"a dispute of another",
     {.kind = FH_KIND_DISAGREEMENT, .disputed = FH_KIND_DOUBLE_FREE},
     FH_OUTSIDE_KINDS},
    {"a scenario expects it", {.kind = FH_KIND_DOUBLE_FREE, .is_expected = TRUE}, FH_OUTSIDE_NOTHING},
    {"outside the focus already",
     {.kind = FH_KIND_DOUBLE_FREE, .outside = FH_OUTSIDE_FOCUS},
     FH_OUTSIDE_FOCUS},
    {"growth that is not Rust's", {.kind = FH_KIND_GROWTH, .outside = FH_OUTSIDE_RUST}, FH_OUTSIDE_RUST},
    {"outside of what was asked for before",
     {.kind = FH_KIND_LEAK, .outside = FH_OUTSIDE_KINDS},
     FH_OUTSIDE_NOTHING},
};

START_TEST(what_counts)
{
    struct fh_report *report = empty_report();
    struct fh_finding *finding = add(report, scoped[_i].finding.kind);
    finding->disputed = scoped[_i].finding.disputed;
    finding->is_expected = scoped[_i].finding.is_expected;
    finding->outside = scoped[_i].finding.outside;
    report->kinds = BIT(FH_KIND_LEAK);
    fh_scope_apply_kinds(report);
    ck_assert_msg(finding->outside == scoped[_i].outside, "%s: %d", scoped[_i].name, finding->outside);
    const gboolean counts = scoped[_i].outside == FH_OUTSIDE_NOTHING && !finding->is_expected;
    ck_assert_int_eq(verdict_of(report), counts ? FH_VERDICT_FAIL : FH_VERDICT_PASS);
    fh_report_free(report);
}
END_TEST

/* Without kinds, all count again. */
START_TEST(no_kinds)
{
    struct fh_report *report = empty_report();
    struct fh_finding *finding = add(report, FH_KIND_DOUBLE_FREE);
    report->kinds = BIT(FH_KIND_LEAK);
    fh_scope_apply_kinds(report);
    ck_assert_uint_eq(fh_scope_count(report, FH_OUTSIDE_KINDS), 1);
    report->kinds = 0;
    fh_scope_apply_kinds(report);
    ck_assert_int_eq(finding->outside, FH_OUTSIDE_NOTHING);
    ck_assert_uint_eq(fh_scope_count(report, FH_OUTSIDE_KINDS), 0);
    ck_assert_int_eq(verdict_of(report), FH_VERDICT_FAIL);
    fh_report_free(report);
}
END_TEST

/* What could not be judged stays so, whatever is outside. */
START_TEST(inconclusive_stays)
{
    struct fh_report *report = empty_report();
    ((struct fh_result *)g_ptr_array_index(report->results, 0))->reason = g_strdup("killed");
    add(report, FH_KIND_DOUBLE_FREE);
    report->kinds = BIT(FH_KIND_LEAK);
    fh_scope_apply_kinds(report);
    ck_assert_int_eq(verdict_of(report), FH_VERDICT_INCONCLUSIVE);
    fh_report_free(report);
}
END_TEST

static char *all_words(const struct fh_report *report)
{
    g_autoptr(GPtrArray) lines = fh_scope_words(report);
    g_ptr_array_add(lines, NULL);
    return g_strjoinv("\n", (char **)lines->pdata);
}

START_TEST(what_is_told)
{
    struct fh_report *report = empty_report();
    g_autofree char *nothing = all_words(report);
    ck_assert_str_eq(nothing, "");
    g_ptr_array_add(report->focus, g_strdup("libguest*"));
    g_ptr_array_add(report->focus, g_strdup("libother.so"));
    g_autofree char *asked = all_words(report);
    ck_assert_str_eq(asked, "0 findings outside the focus (libguest*, libother.so) don't count");
    for (guint i = 0; i < 3; i++)
        add(report, i == 0 ? FH_KIND_DOUBLE_FREE : FH_KIND_LEAK)->outside = FH_OUTSIDE_FOCUS;
    struct fh_finding *expected = add(report, FH_KIND_LEAK);
    expected->outside = FH_OUTSIDE_FOCUS;
    expected->is_expected = TRUE;
    add(report, FH_KIND_UNINITIALISED_USE);
    add(report, FH_KIND_GROWTH)->outside = FH_OUTSIDE_RUST;
    add(report, FH_KIND_LEAK);
    report->kinds = BIT(FH_KIND_LEAK);
    fh_scope_apply_kinds(report);
    g_autofree char *told = all_words(report);
    ck_assert_str_eq(
        told, "3 findings outside the focus (libguest*, libother.so) don't count: leak ×2, double-free\n"
              "1 finding outside the kinds asked for (leak) does not count: uninitialised-use\n"
              "1 finding that no Rust code has to do with does not count: growth");
    fh_report_free(report);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scope");
    TCase *tests = tcase_create("scope");
    tcase_add_loop_test(tests, reads_kinds, 0, (int)G_N_ELEMENTS(readings));
    tcase_add_test(tests, words_are_read_again);
    tcase_add_loop_test(tests, what_counts, 0, (int)G_N_ELEMENTS(scoped));
    tcase_add_test(tests, no_kinds);
    tcase_add_test(tests, inconclusive_stays);
    tcase_add_test(tests, what_is_told);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
