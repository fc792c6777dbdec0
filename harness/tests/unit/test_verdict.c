// SPDX-License-Identifier: MIT
#include <string.h>

#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/expectation.h"
#include "verdict/gate.h"
#include "verdict/verdict.h"

#define MAX_ITEMS 3
#define MAX_TEXTS 3

struct spot {
    guint line;
    enum fh_kind kind;
};

/* What goes into fh_judge(), and what must come out of it. Lists end at a kind or a text of 0. */
struct judgement {
    const char *name;
    struct spot expected[MAX_ITEMS];
    struct spot found[MAX_ITEMS];
    guint invisible; /* kinds that the engine can't see */
    guint partial;   /* kinds that it sees in some code */
    const char *reason;
    const char *unmet; /* an expect that did not hold, from the run */
    struct fh_heap heap;
    struct fh_heap_expectation heap_expected;
    const char *note; /* from the run */
    enum fh_verdict verdict;
    guint marked;                      /* bits: which findings are as expected */
    const char *says_unmet[MAX_TEXTS]; /* whole messages, in order, after `unmet` */
    const char *says_reason;           /* part of it */
    const char *says_note;             /* part of one */
    const char *says_not_applicable;   /* part of the one reason */
};

#define LEAK    FH_KIND_LEAK
#define CROSS   FH_KIND_CROSS_ALLOCATOR_FREE
#define DOUBLE  FH_KIND_DOUBLE_FREE
#define UNKNOWN FH_KIND_UNKNOWN
#define UNINIT  FH_KIND_UNINITIALISED_USE

static const struct judgement judgements[] = {
    {"a clean run", .verdict = FH_VERDICT_PASS},
    {"exactly what was expected", {{4, CROSS}}, {{4, CROSS}}, .marked = 1, .verdict = FH_VERDICT_PASS},
    {"several findings under one expectation",
     {{4, LEAK}},
     {{4, LEAK}, {4, LEAK}, {4, LEAK}},
     .marked = 7,
     .verdict = FH_VERDICT_PASS},
    {"two kinds on one line",
     {{4, LEAK}, {4, CROSS}},
     {{4, CROSS}, {4, LEAK}},
     .marked = 3,
     .verdict = FH_VERDICT_PASS},
    {"an expectation written twice counts once",
     {{4, LEAK}, {4, LEAK}},
     {{0}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected leak here, found nothing"}},
    {"an unexpected finding", {{0}}, {{4, LEAK}}, .verdict = FH_VERDICT_FAIL},
    {"one finding too many", {{4, LEAK}}, {{4, LEAK}, {5, LEAK}}, .marked = 1, .verdict = FH_VERDICT_FAIL},
    {"nothing found",
     {{4, CROSS}},
     {{0}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected cross-allocator-free here, found nothing"}},
    {"another kind on the line",
     {{4, CROSS}},
     {{4, DOUBLE}, {4, LEAK}, {4, DOUBLE}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected cross-allocator-free here, found double-free, leak"}},
    {"the right kind on the wrong line",
     {{4, LEAK}},
     {{5, LEAK}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected leak here, found nothing; there is one on line 5"}},
    {"a finding elsewhere that is as expected is no hint",
     {{4, LEAK}, {6, LEAK}},
     {{6, LEAK}},
     .marked = 1,
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected leak here, found nothing"}},
    {"a finding without a line never matches",
     {{0, LEAK}},
     {{0, LEAK}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"'leak' can't be expected here"}},
    {"a finding without a line is named",
     {{4, LEAK}},
     {{0, LEAK}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected leak here, found nothing; there is one that names no line"}},
    {"unknown can't be expected",
     {{4, UNKNOWN}},
     {{4, UNKNOWN}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"'unknown' can't be expected here"}},
    {"unknown fails", {{0}}, {{4, UNKNOWN}}, .verdict = FH_VERDICT_FAIL},
    {"a kind out of range can't be expected",
     {{4, FH_KIND_COUNT}},
     {{0}},
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"'unknown' can't be expected here"}},
    {"an invisible kind is not applicable",
     {{4, UNINIT}},
     {{0}},
     1u << UNINIT,
     .verdict = FH_VERDICT_INCONCLUSIVE,
     .says_not_applicable = "valgrind does not know which bytes were set"},
    {"a kind that is seen in part is not applicable when it is not found",
     {{4, UNINIT}},
     {{0}},
     .partial = 1u << UNINIT,
     .verdict = FH_VERDICT_INCONCLUSIVE,
     .says_not_applicable = "valgrind may not see it in some code"},
    {"a kind that is seen in part is as expected when it is found",
     {{4, UNINIT}},
     {{4, UNINIT}},
     .partial = 1u << UNINIT,
     .marked = 1,
     .verdict = FH_VERDICT_PASS},
    {"a kind that is found is visible",
     {{4, UNINIT}},
     {{4, UNINIT}},
     1u << UNINIT,
     .marked = 1,
     .verdict = FH_VERDICT_PASS},
    {"an invisible kind does not hide a finding",
     {{4, UNINIT}},
     {{5, LEAK}},
     1u << UNINIT,
     .verdict = FH_VERDICT_FAIL,
     .says_not_applicable = "valgrind does not know which bytes were set"},
    {"an expect that did not hold", .unmet = "expect a == b", .verdict = FH_VERDICT_FAIL},
    {"a cut run is inconclusive", .reason = "timed out", .verdict = FH_VERDICT_INCONCLUSIVE,
     .says_reason = "timed out"},
    {"an empty reason is a reason", .reason = "", .verdict = FH_VERDICT_INCONCLUSIVE,
     .says_reason = "could not be seen whole"},
    {"a cut run with what was expected is inconclusive",
     {{4, LEAK}},
     {{4, LEAK}},
     .reason = "timed out",
     .marked = 1,
     .verdict = FH_VERDICT_INCONCLUSIVE},
    {"a cut run is not blamed for what was not seen",
     {{4, LEAK}},
     {{0}},
     .reason = "timed out",
     .verdict = FH_VERDICT_INCONCLUSIVE,
     .says_note = "!leak on line 4 was not seen"},
    {"a violation seen in a cut run fails",
     {{0}},
     {{4, LEAK}},
     .reason = "timed out",
     .verdict = FH_VERDICT_FAIL},
    {"an expect that did not hold in a cut run fails", .unmet = "expect a == b", .reason = "timed out",
     .verdict = FH_VERDICT_FAIL},
    {"bytes that are left without a block", .heap = {TRUE, 4, 4, 90, 5, 0},
     .verdict = FH_VERDICT_INCONCLUSIVE, .says_reason = "its log has no record of them"},
    {"the heap as expected", .heap = {TRUE, 4, 4, 90, 0, 0}, .heap_expected = {9, 4, 4},
     .verdict = FH_VERDICT_PASS},
    {"too few allocations", .heap = {TRUE, 3, 3, 90, 0, 0}, .heap_expected = {9, 4, 4},
     .verdict = FH_VERDICT_FAIL, .says_unmet = {"expected 4 allocs, 4 frees, found 3 allocs, 3 frees"}},
    {"too few frees",
     {{4, LEAK}},
     {{4, LEAK}},
     .heap = {TRUE, 1, 0, 9, 9, 1},
     .heap_expected = {9, 1, 1},
     .marked = 1,
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected 1 alloc, 1 free, found 1 alloc, 0 frees"}},
    {"too many allocations",
     {{4, LEAK}},
     {{4, LEAK}},
     .heap = {TRUE, 2, 1, 9, 9, 1},
     .heap_expected = {9, 1, 1},
     .marked = 1,
     .verdict = FH_VERDICT_FAIL,
     .says_unmet = {"expected 1 alloc, 1 free, found 2 allocs, 1 free"}},
    {"an unknown heap is not the expected one", .heap = {FALSE, 4, 4, 90, 0, 0}, .heap_expected = {9, 4, 4},
     .verdict = FH_VERDICT_INCONCLUSIVE, .says_reason = "heap expectation on line 9 can't be judged"},
    {"an unknown heap of a cut run: the first reason stays", .heap = {FALSE, 4, 4, 90, 0, 0},
     .heap_expected = {9, 4, 4}, .reason = "timed out", .verdict = FH_VERDICT_INCONCLUSIVE,
     .says_reason = "timed out", .says_note = "heap expectation on line 9 can't be judged"},
    {"the heap of a cut run is not judged", .heap = {TRUE, 2, 1, 90, 9, 1}, .heap_expected = {9, 4, 4},
     .reason = "killed", .verdict = FH_VERDICT_INCONCLUSIVE, .says_note = "2 allocs, 1 free so far"},
    {"no heap expectation", .heap = {TRUE, 7, 7, 90, 0, 0}, .verdict = FH_VERDICT_PASS},
    {"blocks left that no record names", .heap = {TRUE, 7, 6, 90, 9, 1}, .verdict = FH_VERDICT_INCONCLUSIVE,
     .says_reason = "no record"},
    {"a balance that hides a double free beside a leak", .heap = {TRUE, 7, 7, 90, 9, 1},
     .verdict = FH_VERDICT_INCONCLUSIVE, .says_reason = "no record"},
    {"a release of nothing that no record names", .heap = {TRUE, 7, 8, 90, 0, 0},
     .verdict = FH_VERDICT_INCONCLUSIVE, .says_reason = "no record"},
    {"blocks left that a note names", .heap = {TRUE, 7, 6, 90, 9, 1}, .note = "9 bytes kept by Rust's std",
     .verdict = FH_VERDICT_PASS},
};

static void add_finding(struct fh_result *result, struct spot spot)
{
    struct fh_finding *finding = fh_finding_new(spot.kind);
    finding->line = spot.line;
    finding->is_expected = TRUE; /* whoever made it has no say */
    g_ptr_array_add(result->findings, finding);
}

static struct fh_result *result_of(const struct judgement *row)
{
    struct fh_result *result = fh_result_new("a scenario", "a.scn", 3, "valgrind");
    result->verdict = FH_VERDICT_PASS;
    result->reason = g_strdup(row->reason);
    result->heap = row->heap;
    for (guint i = 0; i < MAX_ITEMS && row->found[i].kind != 0; i++)
        add_finding(result, row->found[i]);
    if (row->unmet)
        g_ptr_array_add(result->unmet, fh_unmet_new(5, "%s", row->unmet));
    if (row->note)
        g_ptr_array_add(result->notes, g_strdup(row->note));
    return result;
}

static void judge(struct fh_result *result, const struct judgement *row)
{
    g_autoptr(GArray) expectations = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    for (guint i = 0; i < MAX_ITEMS && row->expected[i].kind != 0; i++) {
        const struct fh_expectation expectation = {row->expected[i].line, row->expected[i].kind};
        g_array_append_val(expectations, expectation);
    }
    const struct fh_visibility visibility = {FH_KINDS_EXPECTABLE & ~row->invisible, row->partial,
                                             "in some code"};
    fh_judge(result, expectations, &row->heap_expected, &visibility);
}

static guint marked(const struct fh_result *result)
{
    guint bits = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        bits |= finding->is_expected ? 1u << i : 0;
    }
    return bits;
}

static void check_unmet(const struct fh_result *result, const struct judgement *row)
{
    guint i = row->unmet ? 1 : 0;
    for (guint k = 0; k < MAX_TEXTS && row->says_unmet[k]; k++, i++) {
        ck_assert_msg(i < result->unmet->len, "%s: no '%s'", row->name, row->says_unmet[k]);
        const struct fh_unmet *unmet = g_ptr_array_index(result->unmet, i);
        ck_assert_msg(strcmp(unmet->message, row->says_unmet[k]) == 0, "%s: %s", row->name, unmet->message);
    }
    ck_assert_msg(i == result->unmet->len, "%s: %u unmet", row->name, result->unmet->len);
}

static void check_note(const struct fh_result *result, const struct judgement *row)
{
    gboolean is_there = !row->says_note;
    for (guint i = 0; i < result->notes->len && !is_there; i++)
        is_there = strstr(g_ptr_array_index(result->notes, i), row->says_note) != NULL;
    ck_assert_msg(is_there, "%s: no note '%s'", row->name, row->says_note);
}

static void check_not_applicable(const struct fh_result *result, const struct judgement *row)
{
    ck_assert_msg(result->not_applicable->len == (row->says_not_applicable ? 1 : 0), "%s", row->name);
    if (!row->says_not_applicable)
        return;
    const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, 0);
    ck_assert_msg(strcmp(entry->reason, row->says_not_applicable) == 0, "%s: %s", row->name, entry->reason);
    ck_assert_uint_eq(entry->line, row->expected[0].line);
    ck_assert_int_eq(entry->kind, row->expected[0].kind);
    ck_assert_ptr_null(entry->seen_by);
}

START_TEST(judges)
{
    const struct judgement *row = &judgements[_i];
    fh_auto(fh_result) result = result_of(row);
    judge(result, row);
    ck_assert_msg(result->verdict == row->verdict, "%s: %s", row->name, fh_verdict_name(result->verdict));
    ck_assert_msg(fh_result_verdict(result) == row->verdict, "%s", row->name);
    ck_assert_msg(marked(result) == row->marked, "%s: marked %x", row->name, marked(result));
    check_unmet(result, row);
    check_note(result, row);
    check_not_applicable(result, row);
    if (row->says_reason)
        ck_assert_msg(result->reason != NULL && strstr(result->reason, row->says_reason) != NULL, "%s: %s",
                      row->name, result->reason);
    ck_assert_msg((result->verdict == FH_VERDICT_INCONCLUSIVE) <=
                      (result->reason != NULL || result->not_applicable->len > 0),
                  "%s", row->name);
}
END_TEST

START_TEST(names_the_line_of_what_is_missing)
{
    const struct judgement row = {
        "", {{7, CROSS}}, {{0}}, .heap = {TRUE, 1, 1, 1, 0, 0}, .heap_expected = {9, 2, 2}};
    fh_auto(fh_result) result = result_of(&row);
    judge(result, &row);
    ck_assert_uint_eq(result->unmet->len, 2);
    ck_assert_uint_eq(((struct fh_unmet *)g_ptr_array_index(result->unmet, 0))->line, 7);
    ck_assert_uint_eq(((struct fh_unmet *)g_ptr_array_index(result->unmet, 1))->line, 9);
}
END_TEST

START_TEST(a_heap_expectation_can_be_left_out)
{
    fh_auto(fh_result) result = fh_result_new("a", "a.scn", 1, "valgrind");
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    const struct fh_visibility visibility = {.visible_kinds = FH_KINDS_EXPECTABLE};
    fh_judge(result, none, NULL, &visibility);
    ck_assert_int_eq(result->verdict, FH_VERDICT_PASS);
}
END_TEST

START_TEST(a_result_that_nobody_judged_is_no_pass)
{
    fh_auto(fh_report) report = fh_report_new();
    g_ptr_array_add(report->results, fh_result_new("a", "a.scn", 1, "valgrind"));
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_INCONCLUSIVE);
}
END_TEST

START_TEST(a_pass_that_its_contents_deny_is_no_pass)
{
    fh_auto(fh_result) result = fh_result_new("a", "a.scn", 1, "valgrind");
    result->verdict = FH_VERDICT_PASS;
    ck_assert_int_eq(fh_result_verdict(result), FH_VERDICT_PASS);
    result->reason = g_strdup("the log is cut");
    ck_assert_int_eq(fh_result_verdict(result), FH_VERDICT_INCONCLUSIVE);
    g_ptr_array_add(result->findings, fh_finding_new(FH_KIND_LEAK));
    ck_assert_int_eq(fh_result_verdict(result), FH_VERDICT_FAIL);
    result->verdict = (enum fh_verdict)77;
    ck_assert_int_eq(fh_result_verdict(result), FH_VERDICT_INCONCLUSIVE);
}
END_TEST

/* Each digit a result: 0 pass, 1 fail, 2 inconclusive, as in the enum. */
static const struct whole {
    const char *verdicts;
    gboolean is_cut;
    enum fh_verdict verdict;
    int status;
} wholes[] = {
    {"0", FALSE, FH_VERDICT_PASS, 0},           {"000", FALSE, FH_VERDICT_PASS, 0},
    {"", FALSE, FH_VERDICT_INCONCLUSIVE, 3},    {"00", TRUE, FH_VERDICT_INCONCLUSIVE, 3},
    {"020", FALSE, FH_VERDICT_INCONCLUSIVE, 3}, {"201", FALSE, FH_VERDICT_FAIL, 1},
    {"120", FALSE, FH_VERDICT_FAIL, 1},         {"01", TRUE, FH_VERDICT_FAIL, 1},
    {"9", FALSE, FH_VERDICT_INCONCLUSIVE, 3},
};

static void add_result(struct fh_report *report, const char *name, const char *file, const char *engine,
                       char verdict)
{
    struct fh_result *result = fh_result_new(name, file, 1, engine);
    result->verdict = (enum fh_verdict)(verdict - '0');
    g_ptr_array_add(report->results, result);
}

START_TEST(the_worst_result_is_the_report)
{
    const struct whole *row = &wholes[_i];
    fh_auto(fh_report) report = fh_report_new();
    report->is_cut = row->is_cut;
    for (const char *v = row->verdicts; *v != '\0'; v++)
        add_result(report, "a", "a.scn", "valgrind", *v);
    ck_assert_int_eq(fh_report_verdict(report), row->verdict);
    ck_assert_int_eq(fh_verdict_exit_status(fh_report_verdict(report)), row->status);
}
END_TEST

START_TEST(a_verdict_out_of_range_is_no_success)
{
    ck_assert_int_eq(fh_verdict_exit_status((enum fh_verdict)77), 3);
}
END_TEST

START_TEST(a_scenario_counts_once)
{
    fh_auto(fh_report) report = fh_report_new();
    add_result(report, "same", "a.scn", "valgrind", '0');
    add_result(report, "same", "a.scn", "asan", '1');
    add_result(report, "same", "a.scn", "ledger", '2');
    add_result(report, "same", "b.scn", "valgrind", '0');
    add_result(report, "other", "a.scn", "asan", '2');
    add_result(report, "other", "a.scn", "valgrind", '0');
    add_result(report, "./program", NULL, "valgrind", '0');
    const struct fh_counts counts = fh_report_counts(report);
    ck_assert_uint_eq(counts.scenarios, 4);
    ck_assert_uint_eq(counts.pass, 2);
    ck_assert_uint_eq(counts.fail, 1);
    ck_assert_uint_eq(counts.inconclusive, 1);
}
END_TEST

/* Two whose hashes are equal by chance: of names, of files, and of a name and a line. */
static const struct {
    const char *name, *file;
    guint line;
    const char *other_name, *other_file;
    guint other_line;
} chances[] = {
    {"aB", "a.scn", 1, "b!", "a.scn", 1},
    {"a", "aB.scn", 1, "a", "b!.scn", 1},
    {"b", "a.scn", 10, "a", "a.scn", 41},
};

START_TEST(equal_hashes_are_not_one_scenario)
{
    fh_auto(fh_report) report = fh_report_new();
    g_ptr_array_add(report->results,
                    fh_result_new(chances[_i].name, chances[_i].file, chances[_i].line, "asan"));
    g_ptr_array_add(report->results, fh_result_new(chances[_i].other_name, chances[_i].other_file,
                                                   chances[_i].other_line, "valgrind"));
    ck_assert_uint_eq(fh_report_counts(report).scenarios, 2);
}
END_TEST

START_TEST(the_gravest_finding_comes_first)
{
    const struct fh_visibility visibility = {.visible_kinds = FH_KINDS_EXPECTABLE};
    const enum fh_kind before[] = {UNINIT, LEAK, UNINIT, CROSS, DOUBLE},
                       after[] = {CROSS, DOUBLE, UNINIT, UNINIT, LEAK};
    const guint line[] = {4, 5, 1, 3, 2}; /* its place before: equals keep their order */
    fh_auto(fh_result) result = fh_result_new("./program", NULL, 0, "valgrind");
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
        struct fh_finding *finding = fh_finding_new(before[i]);
        finding->line = i + 1;
        g_ptr_array_add(result->findings, finding);
    }
    fh_judge(result, none, NULL, &visibility);
    for (guint i = 0; i < G_N_ELEMENTS(after); i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        ck_assert_int_eq(finding->kind, after[i]);
        ck_assert_uint_eq(finding->line, line[i]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict");
    TCase *tests = tcase_create("verdict");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, judges, 0, (int)G_N_ELEMENTS(judgements));
    tcase_add_test(tests, names_the_line_of_what_is_missing);
    tcase_add_test(tests, a_heap_expectation_can_be_left_out);
    tcase_add_test(tests, a_result_that_nobody_judged_is_no_pass);
    tcase_add_test(tests, a_pass_that_its_contents_deny_is_no_pass);
    tcase_add_loop_test(tests, the_worst_result_is_the_report, 0, (int)G_N_ELEMENTS(wholes));
    tcase_add_test(tests, a_verdict_out_of_range_is_no_success);
    tcase_add_test(tests, a_scenario_counts_once);
    tcase_add_loop_test(tests, equal_hashes_are_not_one_scenario, 0, (int)G_N_ELEMENTS(chances));
    tcase_add_test(tests, the_gravest_finding_comes_first);
    return run_suite(suite);
}
