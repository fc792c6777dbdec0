// SPDX-License-Identifier: MIT
/* Engines that count different numbers of blocks. */
#include "agreement_eyes.h"
#include "run_suite.h"
#include "verdict/gate.h"

/* Of engines that saw nothing wrong: what each counted. Caller owns; free with fh_report_free(). */
static struct fh_report *counted(const char *const *engines, const struct fh_heap *heaps, guint n)
{
    struct fh_report *report = fh_report_new();
    for (guint i = 0; i < n; i++) {
        struct fh_result *result = fh_result_new("a scenario", "a.scn", 3, engines[i]);
        result->verdict = FH_VERDICT_PASS;
        result->heap = heaps[i];
        g_ptr_array_add(report->results, result);
    }
    return report;
}

/* Beside one that counts nothing, and one that ran in a batch. No disagreement if a thread of the library's
 * may have got further for one of them. */
START_TEST(different_counts_are_a_disagreement)
{
    static const struct fh_heap heaps[] = {
        {TRUE, 4, 4, 90, 0, 0}, {FALSE, 9, 9, 9, 0, 0}, {TRUE, 5, 4, 99, 0, 0}};
    static const char *const engines[] = {"valgrind", "asan", "ledger"};
    fh_auto(fh_report) report = counted(engines, heaps, G_N_ELEMENTS(heaps));
    for (guint i = 0; i < G_N_ELEMENTS(heaps); i++) {
        struct fh_result *result = g_ptr_array_index(report->results, i);
        result->ran_alone = i != 2 || _i != 1;
        result->has_threads = i == 0 && _i == 2;
    }
    fh_find_agreement(report->results, &visibilities);
    const struct fh_result *ledger = g_ptr_array_index(report->results, 2);
    ck_assert_uint_eq(count_disagreements(report), _i == 0 ? 1 : 0);
    ck_assert_uint_eq(ledger->findings->len, _i == 0 ? 1 : 0);
    if (_i == 0)
        ck_assert_str_eq(((struct fh_finding *)g_ptr_array_index(ledger->findings, 0))->message,
                         "ledger counted 5 allocs and 4 frees, valgrind 4 and 4");
    ck_assert_int_eq(fh_report_verdict(report), _i == 0 ? FH_VERDICT_FAIL : FH_VERDICT_PASS);
}
END_TEST

/* What one of them does not count is released, too. */
START_TEST(as_many_blocks_left_is_a_note)
{
    static const struct fh_heap heaps[] = {{TRUE, 5, 4, 90, 0, 0}, {TRUE, 4, 3, 18, 0, 0}};
    static const char *const engines[] = {"valgrind", "asan"};
    fh_auto(fh_report) report = counted(engines, heaps, G_N_ELEMENTS(heaps));
    fh_find_agreement(report->results, &visibilities);
    const struct fh_result *asan = g_ptr_array_index(report->results, 1);
    ck_assert_uint_eq(count_disagreements(report), 0);
    ck_assert_uint_eq(asan->notes->len, 1);
    ck_assert_str_eq(g_ptr_array_index(asan->notes, 0),
                     "asan counted 4 allocs and 3 frees, valgrind 5 and 4");
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_PASS);
}
END_TEST

/* What follows from the same number of allocations alone, or of releases, is no agreement. */
static const struct {
    struct fh_heap heap;
    gboolean has_threads;
    guint n_disagreements, n_notes;
} pairs[] = {
    {{TRUE, 4, 4, 90, 0, 0}, FALSE, 0, 0}, {{TRUE, 4, 3, 90, 0, 0}, FALSE, 1, 0},
    {{TRUE, 5, 4, 90, 0, 0}, FALSE, 1, 0}, {{TRUE, 5, 5, 90, 0, 0}, FALSE, 0, 1},
    {{TRUE, 4, 3, 90, 0, 0}, TRUE, 0, 1},
};

START_TEST(each_count_is_compared)
{
    const struct fh_heap heaps[] = {{TRUE, 4, 4, 90, 0, 0}, pairs[_i].heap};
    static const char *const engines[] = {"valgrind", "asan"};
    fh_auto(fh_report) report = counted(engines, heaps, G_N_ELEMENTS(heaps));
    struct fh_result *asan = g_ptr_array_index(report->results, 1);
    asan->has_threads = pairs[_i].has_threads;
    fh_find_agreement(report->results, &visibilities);
    ck_assert_uint_eq(count_disagreements(report), pairs[_i].n_disagreements);
    ck_assert_uint_eq(asan->notes->len, pairs[_i].n_notes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("counts");
    TCase *tests = tcase_create("counts");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, different_counts_are_a_disagreement, 0, 3);
    tcase_add_test(tests, as_many_blocks_left_is_a_note);
    tcase_add_loop_test(tests, each_count_is_compared, 0, (int)G_N_ELEMENTS(pairs));
    return run_suite(suite);
}
