// SPDX-License-Identifier: MIT
#include <string.h>

#include "agreement_eyes.h"
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

#define MAX_SPOTS   3
#define MAX_ENGINES 3

struct spot {
    guint line;
    enum fh_kind kind;
};

struct seen {
    const char *engine;
    struct spot found[MAX_SPOTS];
    const char *reason;
};

/* One scenario: what it expects, what each engine saw, what comes of it. */
struct agreement {
    const char *name;
    struct spot expected[MAX_SPOTS];
    struct seen seen[MAX_ENGINES];
    const char *verdicts; /* a letter an engine: Pass, Fail, Inconclusive */
    const char *says[2];  /* parts of reasons, messages and unmet expectations */
    guint n_disagreements;
    const char *seen_by; /* of the first not applicable expectation */
};

static const struct agreement agreements[] = {
    {"nothing to see", .seen = {{"valgrind"}, {"asan"}, {"ledger"}}, .verdicts = "PPP"},
    {"all see the same",
     {{4, LEAK}},
     {{"valgrind", {{4, LEAK}}}, {"asan", {{4, LEAK}}}, {"ledger", {{4, LEAK}}}},
     "PPP"},
    {"all see the same, and nobody expects it",
     {{0}},
     {{"valgrind", {{4, LEAK}}}, {"asan", {{4, LEAK}}}},
     "FF"},
    {"a blind engine is settled by one that sees",
     {{4, USE}},
     {{"valgrind", {{4, USE}}}, {"ledger"}},
     "PP",
     .seen_by = "valgrind"},
    {"a blind engine is settled by all that see",
     {{4, USE}},
     {{"ledger"}, {"asan", {{4, USE}}}, {"valgrind", {{4, USE}}}},
     "PPP",
     .seen_by = "asan, valgrind"},
    {"a blind engine alone is inconclusive, and names the engine to add",
     {{4, USE}},
     {{"ledger"}},
     "I",
     {"ledger sees no memory accesses", "run the scenario with --engine valgrind as well"}},
    {"two blind engines are no better than one",
     {{4, UNINIT}},
     {{"ledger"}, {"asan"}},
     "II",
     {"asan does not know which bytes were set", "--engine valgrind"}},
    {"an engine that was cut settles nothing",
     {{4, USE}},
     {{"valgrind", {{4, USE}}, "timed out"}, {"ledger"}},
     "II",
     {"run the scenario with --engine asan as well"}},
    {"nor when nobody is left to ask",
     {{4, UNINIT}},
     {{"valgrind", {{4, UNINIT}}, "timed out"}, {"ledger"}},
     "II",
     {"no other engine's run was conclusive"}},
    {"the right kind on another line settles nothing",
     {{4, USE}},
     {{"valgrind", {{5, USE}}}, {"asan"}, {"ledger"}},
     "FFI",
     {"expected use-after-free here, found nothing; there is one on line 5",
      "valgrind and asan did not see it"}},
    {"what every engine that could see it did not see is not there",
     {{4, BOUNDS}},
     {{"valgrind"}, {"asan"}, {"ledger"}},
     "FFI",
     {"expected out-of-bounds here, found nothing", "valgrind and asan did not see it"}},
    {"an engine that sees some code only leaves it open",
     {{4, BOUNDS}},
     {{"asan"}},
     "I",
     {"asan may not see it in code that was not compiled with -fsanitize=address", "--engine valgrind"}},
    {"an engine that sees some code only is settled by another",
     {{4, BOUNDS}},
     {{"valgrind"}, {"asan", {{4, BOUNDS}}}},
     "PP",
     .seen_by = "asan"},
    {"what is settled does not hide what is not",
     {{4, USE}, {6, LEAK}},
     {{"valgrind", {{4, USE}, {6, LEAK}}}, {"ledger"}},
     "PF",
     {"expected leak here, found nothing", "valgrind saw leak on line 6"},
     .n_disagreements = 1,
     .seen_by = "valgrind"},
    {"one that sees more than another",
     {{0}},
     {{"valgrind", {{4, LEAK}}}, {"asan"}},
     "FF",
     {"valgrind saw leak on line 4 (a leak); asan saw nothing there"},
     1},
    {"an expected finding that another does not have",
     {{4, LEAK}},
     {{"valgrind", {{4, LEAK}}}, {"asan"}},
     "PF",
     {"valgrind saw leak on line 4 (a leak); asan saw nothing there"},
     1},
    {"two that name a line differently disagree once",
     {{0}},
     {{"valgrind", {{4, CROSS}}}, {"asan", {{4, DOUBLE}}}},
     "FF",
     {"valgrind saw cross-allocator-free on line 4 (a cross-allocator-free); asan saw double-free there"},
     1},
    {"two that see it against one",
     {{0}},
     {{"valgrind", {{4, LEAK}}}, {"asan"}, {"ledger", {{4, LEAK}}}},
     "FFF",
     {"valgrind and ledger saw leak on line 4 (a leak); asan saw nothing there"},
     1},
    {"one that sees it against two is one disagreement",
     {{0}},
     {{"valgrind"}, {"asan", {{4, LEAK}}}, {"ledger"}},
     "FFP",
     {"asan saw leak on line 4 (a leak); valgrind saw nothing there, ledger saw nothing there"},
     1},
    {"two lines are two disagreements",
     {{0}},
     {{"valgrind", {{4, LEAK}}}, {"asan", {{5, LEAK}}}},
     "FF",
     {"valgrind saw leak on line 4", "asan saw leak on line 5"},
     2},
    {"two kinds at one line are two disagreements",
     {{0}},
     {{"valgrind", {{4, LEAK}, {4, CROSS}}}, {"asan"}},
     "FF",
     .n_disagreements = 2},
    {"what an engine can't see it does not deny", {{0}}, {{"valgrind", {{4, USE}}}, {"ledger"}}, "FP"},
    {"nor what it may not see", {{0}}, {{"valgrind", {{4, USE}}}, {"asan"}}, "FP"},
    {"but what it sees must be seen by who sees all",
     {{0}},
     {{"valgrind"}, {"asan", {{4, USE}}}},
     "FF",
     {"asan saw use-after-free on line 4"},
     1},
    {"an engine that was cut denies nothing",
     {{0}},
     {{"valgrind", {{4, LEAK}}}, {"asan", {{0}}, "timed out"}},
     "FI"},
    {"nor is it denied", {{0}}, {{"valgrind", {{4, LEAK}}, "timed out"}, {"asan"}}, "FP"},
    {"nor must any see what comes after a use of released memory",
     {{0}},
     {{"valgrind", {{4, USE}}}, {"asan", {{4, USE}, {5, ABORT}}}},
     "FF"},
    {"or what it leaves behind", {{0}}, {{"valgrind", {{4, USE}}}, {"asan", {{4, USE}, {3, LEAK}}}}, "FF"},
    {"but what comes before",
     {{0}},
     {{"valgrind", {{4, USE}}}, {"asan", {{4, USE}, {3, DOUBLE}}}},
     "FF",
     {"asan saw double-free on line 3"},
     1},
    {"a finding without a line is like one with a line",
     {{0}},
     {{"valgrind", {{0, LEAK}}}, {"asan", {{4, LEAK}}}},
     "FF"},
    {"a finding without a line that another does not have",
     {{0}},
     {{"valgrind", {{0, LEAK}}}, {"asan"}},
     "FF",
     {"valgrind saw leak (a leak); asan saw nothing"},
     1},
    {"one that ended early says nothing of the rest",
     {{0}},
     {{"valgrind", {{4, LEAK}}}, {"asan", {{5, ABORT}}}},
     "FF",
     {"asan saw abort on line 5 (an abort); valgrind saw nothing there"},
     1},
    {"both ended early",
     {{5, ABORT}},
     {{"valgrind", {{5, ABORT}, {4, CROSS}}}, {"asan", {{5, ABORT}}}},
     "FF",
     {"valgrind saw cross-allocator-free on line 4"},
     1},
    {"a crash where another saw what is expected",
     {{4, DOUBLE}},
     {{"valgrind", {{4, DOUBLE}}}, {"asan", {{4, ABORT}}}},
     "PP",
     .seen_by = "valgrind"},
    {"a crash that is excused excuses nothing else on its line",
     {{4, DOUBLE}},
     {{"valgrind", {{4, DOUBLE}, {4, CROSS}}}, {"asan", {{4, ABORT}}}},
     "FF",
     {"valgrind saw cross-allocator-free on line 4"},
     1,
     "valgrind"},
    {"a crash after an access that the engine may not see",
     {{4, USE}, {6, LEAK}},
     {{"valgrind", {{4, USE}, {6, LEAK}}}, {"asan", {{5, ABORT}}}, {"ledger", {{5, ABORT}}}},
     "PPP",
     .seen_by = "valgrind"},
    {"a crash alone is no proof of what is expected",
     {{4, DOUBLE}},
     {{"asan", {{4, ABORT}}}},
     "F",
     {"under asan, the process ended on line 4", "--engine valgrind"}},
    {"nor is it on one that sees no accesses", {{4, USE}}, {{"ledger", {{4, ABORT}}}}, "F"},
    {"nor is it when the other saw nothing",
     {{4, DOUBLE}},
     {{"valgrind"}, {"asan", {{4, ABORT}}}},
     "FF",
     {"asan saw abort on line 4"},
     1},
    {"nor when the other was cut",
     {{4, USE}},
     {{"valgrind", {{4, USE}}, "timed out"}, {"asan", {{4, ABORT}}}},
     "IF"},
    {"a crash before what is expected is a finding",
     {{6, DOUBLE}},
     {{"valgrind", {{6, DOUBLE}}}, {"asan", {{4, ABORT}}}},
     "FF",
     {"expected double-free here, found nothing", "asan saw abort on line 4"},
     1},
    {"a crash in the wake of what was seen leaves it to the other",
     {{4, DOUBLE}},
     {{"valgrind", {{4, DOUBLE}}}, {"asan", {{4, DOUBLE}, {4, ABORT}}}},
     "PP"},
    {"and what was seen needs nobody else",
     {{4, DOUBLE}},
     {{"asan", {{4, DOUBLE}, {4, ABORT}}}, {"ledger"}},
     "PF",
     {"asan saw double-free on line 4"},
     1},
    {"a crash where a leak is expected is a finding", {{4, LEAK}}, {{"asan", {{4, ABORT}}}}, "F"},
    {"and is one on every engine",
     {{4, LEAK}},
     {{"valgrind", {{4, ABORT}}}, {"asan", {{4, ABORT}}}, {"ledger", {{4, ABORT}}}},
     "FFF"},
    {"a crash beside a wrong release that was seen is a finding as well",
     {{4, FH_KIND_WRONG_RELEASE}},
     {{"valgrind", {{4, FH_KIND_WRONG_RELEASE}, {4, ABORT}}},
      {"asan", {{4, FH_KIND_WRONG_RELEASE}, {4, ABORT}}}},
     "FF"},
    {"an engine that sees every access has no excuse",
     {{4, DOUBLE}},
     {{"valgrind", {{4, ABORT}}}, {"asan", {{4, DOUBLE}}}},
     "FF",
     {"valgrind saw abort on line 4 (an abort); asan saw double-free there"},
     1},
    {"rather the first of those that may see it", {{4, BOUNDS}}, {{"ledger"}}, "I", {"--engine valgrind"}},
    {"the first that is open is the reason",
     {{4, USE}, {5, USE}},
     {{"ledger"}},
     "I",
     {"use-after-free on line 4"}},
    {"an abort that names no line",
     {{0}},
     {{"valgrind", {{0, ABORT}}}, {"ledger"}},
     "FF",
     .n_disagreements = 1},
    {"a use that names no line leads nobody astray",
     {{0}},
     {{"asan", {{0, USE}, {5, DOUBLE}}}, {"ledger"}},
     "FF",
     .n_disagreements = 1},
    {"who did not see it was led astray", {{0}}, {{"asan", {{4, USE}}}, {"ledger", {{5, DOUBLE}}}}, "FF"},
    {"two that name it otherwise are one disagreement",
     {{0}},
     {{"valgrind", {{4, CROSS}, {4, LEAK}}},
      {"asan", {{4, DOUBLE}, {4, LEAK}}},
      {"ledger", {{4, DOUBLE}, {4, DOUBLE}, {4, LEAK}}}},
     "FFF",
     {"asan saw double-free, leak there, ledger saw double-free, leak there"},
     1},
    {"what names no line",
     {{0}},
     {{"valgrind", {{0, DOUBLE}}}, {"ledger", {{4, LEAK}, {5, LEAK}}}},
     "FF",
     {"valgrind saw double-free (a double-free); ledger saw leak",
      "ledger saw leak on line 4 (a leak); valgrind saw nothing there"},
     3},
    {"an unknown record is no opinion", {{0}}, {{"valgrind", {{4, FH_KIND_UNKNOWN}}}, {"asan"}}, "FP"},
};

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
    tcase_add_loop_test(tests, engines_agree_or_say_why_not, 0, (int)G_N_ELEMENTS(agreements));
    tcase_add_test(tests, a_disagreement_keeps_its_fingerprint);
    tcase_add_loop_test(tests, engines_may_differ_on_memory_that_is_no_block, 0, 3);
    tcase_add_test(tests, processes_have_nothing_to_agree_on);
    tcase_add_test(tests, scenarios_are_told_apart);
    tcase_add_test(tests, agreement_makes_no_pass_of_what_nobody_judged);
    return run_suite(suite);
}
