// SPDX-License-Identifier: MIT
/* An abort in the wake of what a scenario expects is no finding; every other abort is. */
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "run_suite.h"
#include "sample_timeline.h"
#include "verdict/expectation.h"
#include "verdict/verdict.h"

#define USE     FH_KIND_USE_AFTER_FREE
#define BOUNDS  FH_KIND_OUT_OF_BOUNDS
#define UNSET   FH_KIND_UNINITIALISED_USE
#define DOUBLE  FH_KIND_DOUBLE_FREE
#define PARTLY  (1u << USE | 1u << BOUNDS)
#define MADE    FH_BLOCK_ALLOCATED
#define HANDED  FH_BLOCK_HANDED_OVER
#define FREED   FH_BLOCK_RELEASED
#define WRONGLY FH_BLOCK_RELEASED_WRONGLY

/* Line 4 is expected to do something, and has to do with lines 3, 4 and 6. One block lives. The process ends
 * by an abort. */
static const struct wake {
    const char *name;
    enum fh_kind expected;
    guint ended;   /* the line of the abort */
    guint partial; /* kinds that the engine sees in some code */
    struct fh_block_step steps[2];
    gboolean is_excused;
    gboolean is_found, is_read; /* the engine found what is expected; it is a read */
    gboolean is_cut;            /* the run */
    gboolean has_no_timeline;
    guint n_left_out;  /* of the timeline */
    guint found_on;    /* another line than 4 */
    gboolean is_other; /* it ended by an invalid free */
} wakes[] = {
    {"a use on the line that ended", USE, 4, PARTLY, {{2, MADE}, {3, FREED}}, TRUE},
    {"a use whose value leads there", USE, 6, PARTLY, {{2, MADE}, {3, FREED}}, TRUE},
    {"a use that leads elsewhere", USE, 5, PARTLY, {{2, MADE}, {3, FREED}}, FALSE},
    {"an end before the use", USE, 3, PARTLY, {{1, MADE}, {2, FREED}}, FALSE},
    {"an engine that sees every use", USE, 4, 0, {{2, MADE}, {3, FREED}}, FALSE},
    {"nothing was released", USE, 4, PARTLY, {{2, MADE}}, FALSE},
    {"it was handed over", USE, 4, PARTLY, {{2, MADE}, {3, HANDED}}, FALSE},
    {"a wrong release", USE, 4, PARTLY, {{2, MADE}, {3, WRONGLY}}, TRUE},
    {"the line that ended released it", USE, 4, PARTLY, {{2, MADE}, {4, FREED}}, TRUE},
    {"a release after the end", USE, 4, PARTLY, {{2, MADE}, {5, FREED}}, FALSE},
    {"a release in no step", USE, 4, PARTLY, {{2, MADE}, {0, FREED}}, FALSE},
    {"a statement's own, and it is over", USE, 4, PARTLY, {{3, MADE}, {3, FREED}}, TRUE},
    {"a statement's own, and it ended", USE, 4, PARTLY, {{4, MADE}, {4, FREED}}, FALSE},
    {"no timeline says", USE, 4, PARTLY, {{0}}, TRUE, .has_no_timeline = TRUE},
    {"a cut timeline does not say", USE, 4, PARTLY, {{2, MADE}}, TRUE, .n_left_out = 1},
    {"a use that was found leads there", USE, 6, PARTLY, {{2, MADE}, {3, FREED}}, TRUE, .is_found = TRUE},
    {"a use that was found leads elsewhere",
     USE,
     5,
     PARTLY,
     {{2, MADE}, {3, FREED}},
     FALSE,
     .is_found = TRUE},
    {"a use that was found elsewhere", USE, 6, PARTLY, {{2, MADE}}, FALSE, .is_found = TRUE, .found_on = 5},
    {"out of bounds needs no release", BOUNDS, 4, PARTLY, {{2, MADE}}, TRUE},
    {"out of bounds leads there", BOUNDS, 6, PARTLY, {{2, MADE}}, TRUE},
    {"out of bounds leads elsewhere", BOUNDS, 5, PARTLY, {{2, MADE}}, FALSE},
    {"out of bounds, and it was found", BOUNDS, 6, PARTLY, {{2, MADE}}, FALSE, .is_found = TRUE},
    {"out of bounds, which it always sees", BOUNDS, 4, 1u << USE, {{2, MADE}}, FALSE},
    {"a second release", DOUBLE, 4, PARTLY, {{2, MADE}, {3, FREED}}, TRUE},
    {"a second release, elsewhere", DOUBLE, 6, PARTLY, {{2, MADE}, {3, FREED}}, FALSE},
    {"a second release of nothing", DOUBLE, 4, PARTLY, {{2, MADE}}, FALSE},
    {"a second release, of a statement's own", DOUBLE, 4, PARTLY, {{3, MADE}, {3, FREED}}, FALSE},
    {"a leak", FH_KIND_LEAK, 4, PARTLY, {{2, MADE}, {3, FREED}}, FALSE},
    {"a cut run", USE, 4, PARTLY, {{2, MADE}, {3, FREED}}, FALSE, .is_cut = TRUE},
    {"no line ended", USE, 0, PARTLY, {{2, MADE}, {3, FREED}}, FALSE},
    {"another kind", USE, 4, PARTLY, {{2, MADE}, {3, FREED}}, FALSE, .is_other = TRUE},
    {"garbage was read on that line", USE, 4, 0, {{2, MADE}}, TRUE, .is_found = TRUE, .is_read = TRUE},
    {"garbage was read elsewhere", USE, 6, 0, {{2, MADE}}, FALSE, .is_found = TRUE, .is_read = TRUE},
    {"garbage was read that nobody expects",
     USE,
     5,
     0,
     {{2, MADE}},
     FALSE,
     .is_found = TRUE,
     .is_read = TRUE,
     .found_on = 5},
    {"released memory was written", USE, 4, 0, {{2, MADE}}, FALSE, .is_found = TRUE},
    {"out of bounds was read", BOUNDS, 4, 0, {{2, MADE}}, TRUE, .is_found = TRUE, .is_read = TRUE},
    {"what was never set was used", UNSET, 4, 0, {{2, MADE}}, TRUE, .is_found = TRUE},
    {"a leak on that line", FH_KIND_LEAK, 4, 0, {{2, MADE}}, FALSE, .is_found = TRUE, .is_read = TRUE},
};

static struct fh_finding *add_found(struct fh_result *result, guint line, enum fh_kind kind)
{
    struct fh_finding *finding = fh_finding_new(kind);
    finding->line = line;
    finding->message = g_strdup("it was found");
    finding->block.is_known = TRUE;
    g_ptr_array_add(result->findings, finding);
    return finding;
}

static void add_life(struct fh_result *result, const struct wake *wake)
{
    if (wake->has_no_timeline)
        return;
    struct fh_block_life *life = sample_life(result, FH_DOMAIN_RUST, 8);
    for (guint i = 0; i < 2 && (i == 0 || wake->steps[i].action != MADE); i++)
        sample_step(life, wake->steps[i].line, wake->steps[i].action, FH_HELD_BY_NOBODY, "step");
    result->timeline->n_left_out = wake->n_left_out;
}

static struct fh_result *result_of(const struct wake *wake)
{
    struct fh_result *result = fh_result_new("a", "a.scn", 1, "asan");
    add_life(result, wake);
    result->reason = wake->is_cut ? g_strdup("timed out") : NULL;
    if (wake->is_found)
        add_found(result, wake->found_on ? wake->found_on : 4, wake->expected)->is_read = wake->is_read;
    add_found(result, wake->ended, wake->is_other ? FH_KIND_INVALID_FREE : FH_KIND_ABORT);
    return result;
}

static GArray *expectation_of(enum fh_kind kind)
{
    GArray *expectations = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    const guint lines[] = {3, 4, 6};
    struct fh_expectation expectation = {4, kind, g_array_new(FALSE, FALSE, sizeof(guint))};
    g_array_append_vals(expectation.linked, lines, G_N_ELEMENTS(lines));
    g_array_append_val(expectations, expectation);
    g_array_set_clear_func(expectations, fh_expectation_clear);
    return expectations;
}

static guint count_of(const struct fh_result *result, guint line, enum fh_kind kind)
{
    guint n = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        n += finding->line == line && finding->kind == kind;
    }
    return n;
}

START_TEST(only_what_is_expected_excuses_an_abort)
{
    const struct wake *wake = &wakes[_i];
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE, wake->partial, "in some code"};
    const struct fh_heap_expectation heap = {9, 1, 1};
    fh_auto(fh_result) result = result_of(wake);
    g_autoptr(GArray) expectations = expectation_of(wake->expected);
    fh_judge(result, expectations, &heap, &visibility);
    const guint n_left = count_of(result, wake->ended, wake->is_other ? FH_KIND_INVALID_FREE : FH_KIND_ABORT);
    ck_assert_msg(n_left == !wake->is_excused, "%s: %u aborts are left", wake->name, n_left);
    ck_assert_msg((result->excused != NULL) == wake->is_excused, "%s: excused %d", wake->name,
                  result->excused != NULL);
    ck_assert_msg((result->verdict == FH_VERDICT_FAIL) == !wake->is_excused, "%s", wake->name);
    /* The heap was not counted: of a process that ended early nobody asks. */
    ck_assert_msg((result->reason != NULL) == !wake->is_excused, "%s: %s", wake->name, result->reason);
}
END_TEST

/* An abort that the scenario expects is what it expects, whatever else it does. */
START_TEST(an_expected_abort_stays)
{
    const struct wake *wake = &wakes[0];
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE, PARTLY, "in some code"};
    const struct fh_expectation abort_expected = {4, FH_KIND_ABORT};
    fh_auto(fh_result) result = result_of(wake);
    g_autoptr(GArray) expectations = expectation_of(wake->expected);
    g_array_append_val(expectations, abort_expected);
    fh_judge(result, expectations, NULL, &visibility);
    ck_assert_uint_eq(count_of(result, 4, FH_KIND_ABORT), 1);
    ck_assert_ptr_null(result->excused);
    ck_assert(((struct fh_finding *)g_ptr_array_index(result->findings, 0))->is_expected);
}
END_TEST

/* What the engine can see, and did not: the abort came first. */
START_TEST(what_an_abort_cut_off_is_not_applicable)
{
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE, 0, NULL};
    const struct fh_expectation later = {7, FH_KIND_CROSS_ALLOCATOR_FREE};
    struct wake wake = {"", USE, 4, 0, {{2, MADE}}, TRUE, .is_found = TRUE, .is_read = TRUE};
    fh_auto(fh_result) result = result_of(&wake);
    g_autoptr(GArray) expectations = expectation_of(USE);
    g_array_append_val(expectations, later);
    fh_judge(result, expectations, NULL, &visibility);
    ck_assert_int_eq(result->verdict, FH_VERDICT_INCONCLUSIVE);
    ck_assert_uint_eq(result->unmet->len, 0);
    ck_assert_uint_eq(result->not_applicable->len, 1);
    const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, 0);
    ck_assert_uint_eq(entry->line, 7);
    ck_assert_str_eq(entry->reason,
                     "under asan, the process ended on line 4, before this was seen or in its wake");
    ck_assert_str_eq(g_ptr_array_index(result->notes, 0),
                     "abort on line 4, in the wake of what is expected: it was found");
}
END_TEST

/* A read of released memory that this engine overwrites; what the scenario expects, and where. */
static const struct {
    guint found, expected, partial;
    gboolean is_read;
    enum fh_verdict verdict;
} overwritten[] = {
    {4, 5, 1u << USE, TRUE, FH_VERDICT_INCONCLUSIVE},
    {5, 5, 1u << USE, TRUE, FH_VERDICT_INCONCLUSIVE},
    {6, 5, 1u << USE, TRUE, FH_VERDICT_FAIL},  /* after it */
    {0, 5, 1u << USE, TRUE, FH_VERDICT_FAIL},  /* nobody knows where */
    {4, 5, 1u << USE, FALSE, FH_VERDICT_FAIL}, /* it was written */
    {4, 5, 0, TRUE, FH_VERDICT_FAIL},          /* the engine keeps what was there */
};

START_TEST(what_overwritten_memory_hides_is_not_applicable)
{
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE, overwritten[_i].partial, "in some code"};
    const struct fh_expectation expectations[] = {{overwritten[_i].found, USE},
                                                  {overwritten[_i].expected, DOUBLE}};
    g_autoptr(GArray) both = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    fh_auto(fh_result) result = fh_result_new("a", "a.scn", 1, "asan");
    add_found(result, overwritten[_i].found, USE)->is_read = overwritten[_i].is_read;
    g_array_append_vals(both, expectations, 2);
    fh_judge(result, both, NULL, &visibility);
    ck_assert_int_eq(result->verdict, overwritten[_i].verdict);
    ck_assert_uint_eq(result->not_applicable->len, overwritten[_i].verdict == FH_VERDICT_INCONCLUSIVE);
}
END_TEST

START_TEST(what_is_linked_to_nothing_leads_nowhere)
{
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(guint));
    const struct fh_expectation linked_to_none = {4, USE, none}, any = {4, USE};
    ck_assert(!fh_expectation_is_linked(&linked_to_none, 4));
    ck_assert(fh_expectation_is_linked(&any, 4));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wake");
    TCase *tests = tcase_create("wake");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, only_what_is_expected_excuses_an_abort, 0, (int)G_N_ELEMENTS(wakes));
    tcase_add_test(tests, an_expected_abort_stays);
    tcase_add_test(tests, what_an_abort_cut_off_is_not_applicable);
    tcase_add_loop_test(tests, what_overwritten_memory_hides_is_not_applicable, 0,
                        (int)G_N_ELEMENTS(overwritten));
    tcase_add_test(tests, what_is_linked_to_nothing_leads_nowhere);
    return run_suite(suite);
}
