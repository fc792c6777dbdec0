// SPDX-License-Identifier: MIT
/* Releases by pointers out of released memory, and the blocks that they were meant to release, are no
 * findings; all others are. */
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/expectation.h"
#include "verdict/verdict.h"

#define USE    FH_KIND_USE_AFTER_FREE
#define ASTRAY FH_KIND_INVALID_FREE
#define PARTLY (1u << USE)
#define NONE   99 /* no line */

/* Line 4 is expected to use released memory; its value leads to lines 3, 4 and 6. */
static const struct garbage {
    const char *name;
    guint release; /* the line of an invalid free */
    guint leaks[2];
    guint partial;             /* kinds that the engine sees in some code */
    guint n_releases, n_leaks; /* that are left as findings */
    guint n_folded;            /* astray releases that are folded into the use on line 4 */
    enum fh_kind marked;       /* expected too, on line 6 */
    gboolean is_known;         /* the block of the release */
} garbages[] = {
    {"the value leads there", 6, {2, NONE}, PARTLY, 0, 0},
    {"one release leaves one block", 6, {2, 3}, PARTLY, 0, 1},
    {"a block of the releasing line", 6, {6, NONE}, PARTLY, 0, 0},
    {"a later block", 6, {7, NONE}, PARTLY, 0, 1},
    {"a block of no line", 6, {0, NONE}, PARTLY, 0, 1},
    {"the line of the use", 4, {2, NONE}, PARTLY, 0, 0},
    {"the value leads elsewhere", 5, {2, NONE}, PARTLY, 1, 1},
    {"a release before the use", 3, {2, NONE}, PARTLY, 1, 1},
    {"a release of no line", 0, {2, NONE}, PARTLY, 1, 1},
    {"a block that is known", 6, {2, NONE}, PARTLY, 1, 1, .is_known = TRUE},
    {"an engine that sees every use", 6, {2, NONE}, 0, 1, 1},
    {"a release that is expected", 6, {2, NONE}, PARTLY, 1, 1, .marked = ASTRAY},
    {"a leak that is expected", 6, {6, NONE}, PARTLY, 0, 1, .marked = FH_KIND_LEAK},
    {"folded into the use", NONE, {2, 3}, PARTLY, 0, 0, 2},
    {"one is folded, two are lost", NONE, {2, 3}, PARTLY, 0, 1, 1},
    {"folded, and a later block", NONE, {5, NONE}, PARTLY, 0, 1, 1},
    {"folded, and one beside it", 6, {2, 5}, PARTLY, 0, 0, 1},
};

static struct fh_finding *add_found(struct fh_result *result, guint line, enum fh_kind kind)
{
    struct fh_finding *finding = fh_finding_new(kind);
    finding->line = line;
    if (line == NONE)
        fh_finding_free(g_steal_pointer(&finding));
    else
        g_ptr_array_add(result->findings, finding);
    return finding;
}

static struct fh_result *result_of(const struct garbage *garbage)
{
    struct fh_result *result = fh_result_new("a", "a.scn", 1, "asan");
    add_found(result, 4, USE)->n_astray = garbage->n_folded;
    struct fh_finding *release = add_found(result, garbage->release, ASTRAY);
    if (release)
        release->block.is_known = garbage->is_known;
    for (guint i = 0; i < 2; i++)
        add_found(result, garbage->leaks[i], FH_KIND_LEAK);
    return result;
}

static GArray *expectations_of(const struct garbage *garbage)
{
    GArray *expectations = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    const guint lines[] = {3, 4, 6};
    struct fh_expectation use = {4, USE, g_array_new(FALSE, FALSE, sizeof(guint))};
    const struct fh_expectation marked = {6, garbage->marked};
    g_array_append_vals(use.linked, lines, G_N_ELEMENTS(lines));
    g_array_append_val(expectations, use);
    if (garbage->marked != 0)
        g_array_append_val(expectations, marked);
    g_array_set_clear_func(expectations, fh_expectation_clear);
    return expectations;
}

static guint count_of(const struct fh_result *result, enum fh_kind kind)
{
    guint n = 0;
    for (guint i = 0; i < result->findings->len; i++)
        n += ((const struct fh_finding *)g_ptr_array_index(result->findings, i))->kind == kind;
    return n;
}

START_TEST(only_what_went_astray_is_left_out)
{
    const struct garbage *garbage = &garbages[_i];
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE, garbage->partial, "in some code"};
    fh_auto(fh_result) result = result_of(garbage);
    g_autoptr(GArray) expectations = expectations_of(garbage);
    fh_judge(result, expectations, NULL, &visibility);
    ck_assert_msg(count_of(result, ASTRAY) == garbage->n_releases, "%s: %u releases", garbage->name,
                  count_of(result, ASTRAY));
    ck_assert_msg(count_of(result, FH_KIND_LEAK) == garbage->n_leaks, "%s: %u leaks", garbage->name,
                  count_of(result, FH_KIND_LEAK));
    const gboolean is_clean = garbage->n_releases + garbage->n_leaks == (garbage->marked == FH_KIND_LEAK);
    ck_assert_msg((result->verdict == FH_VERDICT_PASS) == is_clean, "%s", garbage->name);
}
END_TEST

/* What the value of a comparison is made of, on a line or on none. */
static const struct {
    guint expected, compared;
    enum fh_kind kind;
    guint n_unmet;
} comparisons[] = {
    {4, 4, FH_KIND_OUT_OF_BOUNDS, 0}, {4, 5, FH_KIND_OUT_OF_BOUNDS, 1}, {4, 4, FH_KIND_UNINITIALISED_USE, 0},
    {4, 4, FH_KIND_DOUBLE_FREE, 1},   {4, 0, FH_KIND_OUT_OF_BOUNDS, 1},
};

START_TEST(only_a_comparison_of_garbage_is_left_out)
{
    const struct fh_visibility visibility = {.visible_kinds = FH_KINDS_EXPECTABLE};
    const struct fh_expectation expectation = {comparisons[_i].expected, comparisons[_i].kind};
    fh_auto(fh_result) result = fh_result_new("a", "a.scn", 1, "valgrind");
    g_autoptr(GArray) expectations = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    g_array_append_val(expectations, expectation);
    add_found(result, comparisons[_i].expected, comparisons[_i].kind);
    g_ptr_array_add(result->unmet, fh_unmet_new(comparisons[_i].compared, "x == 3: it is 1"));
    fh_judge(result, expectations, NULL, &visibility);
    ck_assert_uint_eq(result->unmet->len, comparisons[_i].n_unmet);
    ck_assert_uint_eq(result->notes->len, 1 - comparisons[_i].n_unmet);
    ck_assert_int_eq(result->verdict, comparisons[_i].n_unmet ? FH_VERDICT_FAIL : FH_VERDICT_PASS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("garbage");
    TCase *tests = tcase_create("garbage");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, only_what_went_astray_is_left_out, 0, (int)G_N_ELEMENTS(garbages));
    tcase_add_loop_test(tests, only_a_comparison_of_garbage_is_left_out, 0, (int)G_N_ELEMENTS(comparisons));
    return run_suite(suite);
}
