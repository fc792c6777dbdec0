// SPDX-License-Identifier: MIT
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/expectation.h"
#include "verdict/verdict.h"

struct spot {
    guint line;
    enum fh_kind kind;
};

static void add_finding(struct fh_result *result, struct spot spot)
{
    struct fh_finding *finding = fh_finding_new(spot.kind);
    finding->line = spot.line;
    g_ptr_array_add(result->findings, finding);
}

/* A call that is a layout-mismatch and, says the contract, a wrong release. */
static struct fh_result *result_of_both(void)
{
    struct fh_result *result = fh_result_new("a", "a.scn", 1, "valgrind");
    struct fh_finding *finding = fh_finding_new(FH_KIND_LAYOUT_MISMATCH);
    finding->line = 4;
    finding->message = g_strdup("as one of 24 bytes");
    finding->wrong_release = g_strdup("by big_free()");
    g_ptr_array_add(finding->folded, g_strdup("out-of-bounds: read of 8 bytes"));
    g_ptr_array_add(finding->folded, g_strdup("wrong-release: by big_free()"));
    g_ptr_array_add(result->findings, finding);
    return result;
}

static const struct {
    enum fh_kind marks[2], named;
    const char *message, *folded;
    enum fh_verdict verdict;
} namings[] = {
    {{0}, FH_KIND_LAYOUT_MISMATCH, "as one of 24 bytes", "wrong-release: by big_free()", FH_VERDICT_FAIL},
    {{FH_KIND_LAYOUT_MISMATCH},
     FH_KIND_LAYOUT_MISMATCH,
     "as one of 24 bytes",
     "wrong-release: by big_free()",
     FH_VERDICT_PASS},
    {{FH_KIND_WRONG_RELEASE},
     FH_KIND_WRONG_RELEASE,
     "by big_free()",
     "layout-mismatch: as one of 24 bytes",
     FH_VERDICT_PASS},
    {{FH_KIND_WRONG_RELEASE, FH_KIND_LAYOUT_MISMATCH},
     FH_KIND_LAYOUT_MISMATCH,
     "as one of 24 bytes",
     "wrong-release: by big_free()",
     FH_VERDICT_FAIL},
    {{FH_KIND_CROSS_ALLOCATOR_FREE},
     FH_KIND_LAYOUT_MISMATCH,
     "as one of 24 bytes",
     "wrong-release: by big_free()",
     FH_VERDICT_FAIL},
};

START_TEST(what_is_both_is_named_as_it_is_expected)
{
    const struct fh_visibility visibility = {.visible_kinds = FH_KINDS_EXPECTABLE};
    fh_auto(fh_result) result = result_of_both();
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    for (guint i = 0; i < 2 && namings[_i].marks[i] != 0; i++) {
        const struct fh_expectation mark = {4, namings[_i].marks[i]};
        g_array_append_val(marks, mark);
    }
    fh_judge(result, marks, NULL, &visibility);
    const struct fh_finding *finding = g_ptr_array_index(result->findings, 0);
    ck_assert_int_eq(result->verdict, namings[_i].verdict);
    ck_assert_int_eq(finding->kind, namings[_i].named);
    ck_assert_str_eq(finding->message, namings[_i].message);
    ck_assert_uint_eq(finding->folded->len, 2);
    ck_assert(g_ptr_array_find_with_equal_func(finding->folded, namings[_i].folded, g_str_equal, NULL));
}
END_TEST

/* A use after a release on line 4, of a value that line 5 has to do with. Line 6 has nothing to do with it.
 */
static struct fh_result *result_of_garbage(guint line)
{
    struct fh_result *result = fh_result_new("a", "a.scn", 1, "asan");
    const struct spot spots[] = {
        {2, FH_KIND_LEAK}, {4, FH_KIND_USE_AFTER_FREE}, {line, FH_KIND_INVALID_FREE}};
    for (guint i = 0; i < G_N_ELEMENTS(spots); i++)
        add_finding(result, spots[i]);
    g_ptr_array_add(result->unmet, fh_unmet_new(line, "x == 3: it is 1"));
    return result;
}

static const struct {
    guint line;
    guint partial;
    guint n_findings, n_unmet;
    enum fh_verdict verdict;
} leadings[] = {
    {5, 1u << FH_KIND_USE_AFTER_FREE, 1, 0, FH_VERDICT_PASS}, /* the engine overwrote what line 4 reads */
    {6, 1u << FH_KIND_USE_AFTER_FREE, 3, 1, FH_VERDICT_FAIL}, /* no value leads there */
    {3, 1u << FH_KIND_USE_AFTER_FREE, 3, 1, FH_VERDICT_FAIL}, /* that was before */
    {5, 0, 3, 1, FH_VERDICT_FAIL},                            /* the engine keeps what was there */
    {4, 0, 3, 0, FH_VERDICT_FAIL}, /* what is compared there is what should not be read */
};

START_TEST(what_comes_of_released_memory_is_no_evidence)
{
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE, leadings[_i].partial, "in some code"};
    fh_auto(fh_result) result = result_of_garbage(leadings[_i].line);
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    struct fh_expectation mark = {4, FH_KIND_USE_AFTER_FREE, g_array_new(FALSE, FALSE, sizeof(guint))};
    const guint lines[] = {3, 4, 5};
    g_array_append_vals(mark.linked, lines, G_N_ELEMENTS(lines));
    g_array_append_val(marks, mark);
    fh_judge(result, marks, NULL, &visibility);
    ck_assert_uint_eq(result->findings->len, leadings[_i].n_findings);
    ck_assert_uint_eq(result->unmet->len, leadings[_i].n_unmet);
    ck_assert_int_eq(result->verdict, leadings[_i].verdict);
    fh_expectation_clear(&mark);
}
END_TEST

static void add_mark(GArray *marks, guint line, enum fh_kind kind)
{
    const struct fh_expectation mark = {line, kind};
    g_array_append_val(marks, mark);
}

/* What was lent was released on line 4, and by its owner on line 6. */
START_TEST(a_second_release_is_the_owners)
{
    const struct fh_visibility visibility = {.visible_kinds = FH_KINDS_EXPECTABLE};
    fh_auto(fh_result) result = fh_result_new("a", "a.scn", 1, "valgrind");
    const struct spot spot = {4, FH_KIND_WRONG_RELEASE};
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    add_finding(result, spot);
    struct fh_finding *finding = g_ptr_array_index(result->findings, 0);
    finding->message = g_strdup("it is only lent");
    finding->owners_line = 6;
    add_mark(marks, 6, FH_KIND_DOUBLE_FREE);
    fh_judge(result, marks, NULL, &visibility);
    ck_assert_int_eq(result->verdict, FH_VERDICT_PASS);
    ck_assert_int_eq(finding->kind, FH_KIND_DOUBLE_FREE);
    ck_assert_uint_eq(finding->line, 6);
    ck_assert_str_eq(g_ptr_array_index(finding->folded, 0), "wrong-release: it is only lent");
}
END_TEST

/* The other name need not have been folded in. */
START_TEST(what_it_is_named_after_is_no_longer_folded_in)
{
    const struct fh_visibility visibility = {.visible_kinds = FH_KINDS_EXPECTABLE};
    fh_auto(fh_result) result = result_of_both();
    struct fh_finding *finding = g_ptr_array_index(result->findings, 0);
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    g_ptr_array_set_size(finding->folded, 0);
    add_mark(marks, 4, FH_KIND_WRONG_RELEASE);
    fh_judge(result, marks, NULL, &visibility);
    ck_assert_int_eq(result->verdict, FH_VERDICT_PASS);
    ck_assert_uint_eq(finding->folded->len, 1);
}
END_TEST

static const struct {
    struct spot mark;
    enum fh_verdict verdict;
    const char *unmet;
} impossible[] = {
    {{4, FH_KIND_COUNT}, FH_VERDICT_FAIL, "'unknown' can't be expected here"},
    {{4, 0}, FH_VERDICT_FAIL, "'unknown' can't be expected here"},
    {{4, FH_KIND_ABORT + 1}, FH_VERDICT_FAIL, "'unknown' can't be expected here"},
    {{0, FH_KIND_LEAK}, FH_VERDICT_FAIL, "'leak' can't be expected here"},
    {{0, FH_KIND_USE_AFTER_FREE}, FH_VERDICT_FAIL, "'use-after-free' can't be expected here"},
};

/* Nor does it explain that the process ended. */
START_TEST(what_nobody_can_expect_is_never_met)
{
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE, 1u << FH_KIND_USE_AFTER_FREE,
                                             "in some code"};
    fh_auto(fh_result) result = fh_result_new("a", "a.scn", 1, "asan");
    const struct spot ended = {4, FH_KIND_ABORT};
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    add_finding(result, ended);
    add_mark(marks, impossible[_i].mark.line, impossible[_i].mark.kind);
    fh_judge(result, marks, NULL, &visibility);
    ck_assert_int_eq(result->verdict, impossible[_i].verdict);
    ck_assert_uint_eq(result->findings->len, 1);
    ck_assert_str_eq(((struct fh_unmet *)g_ptr_array_index(result->unmet, 0))->message, impossible[_i].unmet);
}
END_TEST

START_TEST(an_engine_may_be_blind_for_any_kind)
{
    const struct fh_visibility visibility = {.visible_kinds = 0};
    fh_auto(fh_result) result = fh_result_new("a", "a.scn", 1, "asan");
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    add_mark(marks, 4, FH_KIND_LEAK);
    fh_judge(result, marks, NULL, &visibility);
    ck_assert_int_eq(result->verdict, FH_VERDICT_INCONCLUSIVE);
    const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, 0);
    ck_assert_str_eq(entry->reason, "asan does not see this kind");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expectations");
    TCase *tests = tcase_create("expectations");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, what_is_both_is_named_as_it_is_expected, 0, (int)G_N_ELEMENTS(namings));
    tcase_add_loop_test(tests, what_comes_of_released_memory_is_no_evidence, 0, (int)G_N_ELEMENTS(leadings));
    tcase_add_test(tests, a_second_release_is_the_owners);
    tcase_add_test(tests, what_it_is_named_after_is_no_longer_folded_in);
    tcase_add_loop_test(tests, what_nobody_can_expect_is_never_met, 0, (int)G_N_ELEMENTS(impossible));
    tcase_add_test(tests, an_engine_may_be_blind_for_any_kind);
    return run_suite(suite);
}
