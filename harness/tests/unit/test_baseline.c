// SPDX-License-Identifier: MIT
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "baseline/apply.h"
#include "baseline/baseline.h"
#include "model/finding.h"
#include "model/fingerprint.h"
#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "run_suite.h"
#include "verdict/gate.h"
#include "verdict/verdict.h"

static struct fh_finding *add_finding(struct fh_result *result, enum fh_kind kind, const char *function)
{
    struct fh_finding *finding = fh_finding_new(kind);
    struct fh_stack *stack = fh_stack_new("allocated");
    struct fh_frame *frame = fh_frame_new();
    frame->function = g_strdup(function);
    g_ptr_array_add(stack->frames, frame);
    g_ptr_array_add(finding->stacks, stack);
    finding->message = g_strdup("of 8 bytes at 0x4a8b040");
    fh_finding_fingerprint(finding, result->file ? result->scenario : NULL);
    g_ptr_array_add(result->findings, finding);
    result->verdict = fh_judge_again(result);
    return finding;
}

static struct fh_result *add_result(struct fh_report *report, const char *scenario, const char *file)
{
    struct fh_result *result = fh_result_new(scenario, file, 3, "valgrind");
    result->verdict = FH_VERDICT_PASS;
    g_ptr_array_add(report->results, result);
    return result;
}

/* One result with one leak for each function, ended by NULL. */
static struct fh_report *report_of(const char *scenario, const char *file, const char *const *functions)
{
    struct fh_report *report = fh_report_new();
    struct fh_result *result = add_result(report, scenario, file);
    for (; *functions; functions++)
        add_finding(result, FH_KIND_LEAK, *functions);
    return report;
}

#define FUNCTIONS(...)    \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }

/* What was known on functions, put on a report with others. */
static const struct {
    const char *known[3], *found[3];
    enum fh_verdict verdict;
    guint n_known, n_fixed;
} applied[] = {
    {{"a"}, {"a"}, FH_VERDICT_PASS, 1, 0},       {{"a"}, {"b"}, FH_VERDICT_FAIL, 0, 1},
    {{"a"}, {"a", "a"}, FH_VERDICT_FAIL, 1, 0},  {{"a", "a"}, {"a"}, FH_VERDICT_PASS, 1, 1},
    {{"a", "b"}, {NULL}, FH_VERDICT_PASS, 0, 2}, {{NULL}, {"a"}, FH_VERDICT_FAIL, 0, 0},
};

START_TEST(knows_what_it_holds)
{
    fh_auto(fh_report) old = report_of("s", "dir/a.scn", applied[_i].known);
    fh_auto(fh_report) new = report_of("s", "a.scn", applied[_i].found);
    fh_auto(fh_baseline) baseline = fh_baseline_of(old, NULL);
    fh_baseline_apply(baseline, new);
    ck_assert_int_eq(fh_report_verdict(new), applied[_i].verdict);
    ck_assert_uint_eq(new->baseline->n_known, applied[_i].n_known);
    ck_assert_uint_eq(new->baseline->fixed->len, applied[_i].n_fixed);
}
END_TEST

START_TEST(another_file_is_another_finding)
{
    fh_auto(fh_report) old = report_of("s", "a.scn", FUNCTIONS("f"));
    fh_auto(fh_report) new = report_of("s", "b.scn", FUNCTIONS("f"));
    fh_auto(fh_baseline) baseline = fh_baseline_of(old, NULL);
    fh_baseline_apply(baseline, new);
    ck_assert_int_eq(fh_report_verdict(new), FH_VERDICT_FAIL);
    ck_assert_uint_eq(new->baseline->fixed->len, 0);
}
END_TEST

START_TEST(the_second_time_as_the_first)
{
    fh_auto(fh_report) report = report_of("s", "a.scn", FUNCTIONS("f"));
    fh_auto(fh_baseline) baseline = fh_baseline_of(report, NULL);
    fh_auto(fh_baseline) none = fh_baseline_of(report, NULL);
    g_ptr_array_set_size(none->entries, 0);
    fh_baseline_apply(baseline, report);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_PASS);
    fh_baseline_apply(none, report);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_FAIL);
}
END_TEST

START_TEST(what_was_not_judged_is_not_fixed)
{
    fh_auto(fh_report) old = report_of("s", "a.scn", FUNCTIONS("f"));
    fh_auto(fh_report) new = report_of("s", "a.scn", FUNCTIONS("g"));
    struct fh_result *result = g_ptr_array_index(new->results, 0);
    result->reason = g_strdup("cut");
    fh_auto(fh_baseline) baseline = fh_baseline_of(old, NULL);
    fh_baseline_apply(baseline, new);
    ck_assert_uint_eq(new->baseline->fixed->len, 0);
    ck_assert_int_eq(fh_report_verdict(new), FH_VERDICT_FAIL);
    fh_auto(fh_baseline) next = fh_baseline_of(new, baseline);
    ck_assert_uint_eq(next->entries->len, 2);
}
END_TEST

START_TEST(what_another_program_did_not_show_is_not_fixed)
{
    fh_auto(fh_report) old = report_of("./one bad (process 2)", NULL, FUNCTIONS("f"));
    fh_auto(fh_report) other = report_of("./two bad", NULL, FUNCTIONS(NULL));
    fh_auto(fh_report) same = report_of("bin/one bad", NULL, FUNCTIONS(NULL));
    fh_auto(fh_report) good = report_of("./one good", NULL, FUNCTIONS(NULL));
    fh_auto(fh_baseline) baseline = fh_baseline_of(old, NULL);
    fh_baseline_apply(baseline, other);
    ck_assert_uint_eq(other->baseline->fixed->len, 0);
    fh_baseline_apply(baseline, good);
    ck_assert_uint_eq(good->baseline->fixed->len, 0);
    fh_auto(fh_baseline) next = fh_baseline_of(good, baseline);
    ck_assert_uint_eq(next->entries->len, 1);
    fh_baseline_apply(baseline, same);
    ck_assert_uint_eq(same->baseline->fixed->len, 1);
}
END_TEST

START_TEST(a_known_finding_hides_no_other_trouble)
{
    fh_auto(fh_report) report = report_of("s", "a.scn", FUNCTIONS("f"));
    struct fh_result *result = g_ptr_array_index(report->results, 0);
    g_ptr_array_add(result->unmet, fh_unmet_new(4, "expect heap"));
    fh_auto(fh_baseline) baseline = fh_baseline_of(report, NULL);
    fh_baseline_apply(baseline, report);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_FAIL);
    g_ptr_array_set_size(result->unmet, 0);
    result->reason = g_strdup("cut");
    fh_baseline_apply(baseline, report);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_INCONCLUSIVE);
}
END_TEST

START_TEST(what_was_not_looked_for_stays)
{
    fh_auto(fh_report) old = report_of("s", "a.scn", FUNCTIONS("f"));
    fh_auto(fh_report) other = report_of("t", "a.scn", FUNCTIONS("g"));
    fh_auto(fh_baseline) before = fh_baseline_of(old, NULL);
    fh_auto(fh_baseline) after = fh_baseline_of(other, before);
    ck_assert_uint_eq(after->entries->len, 2);
    fh_auto(fh_report) clean = report_of("s", "a.scn", FUNCTIONS(NULL));
    fh_auto(fh_baseline) shrunk = fh_baseline_of(clean, after);
    ck_assert_uint_eq(shrunk->entries->len, 1);
}
END_TEST

START_TEST(what_can_not_be_told_apart_is_not_held)
{
    fh_auto(fh_report) report = fh_report_new();
    struct fh_result *scenario = add_result(report, "s", "a.scn"), *process = add_result(report, "./p", NULL);
    ck_assert(!fh_baseline_can_hold(scenario, add_finding(scenario, FH_KIND_UNKNOWN, "f")));
    ck_assert(fh_baseline_can_hold(scenario, add_finding(scenario, FH_KIND_LEAK, NULL)));
    ck_assert(!fh_baseline_can_hold(process, add_finding(process, FH_KIND_LEAK, NULL)));
    ck_assert(fh_baseline_can_hold(process, add_finding(process, FH_KIND_LEAK, "f")));
    fh_auto(fh_baseline) baseline = fh_baseline_of(report, NULL);
    ck_assert_uint_eq(baseline->entries->len, 2);
    fh_baseline_apply(baseline, report);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_FAIL);
    ck_assert_uint_eq(report->baseline->n_known, 2);
}
END_TEST

START_TEST(expected_findings_are_none_of_its)
{
    fh_auto(fh_report) report = report_of("s", "a.scn", FUNCTIONS("f"));
    const struct fh_result *result = g_ptr_array_index(report->results, 0);
    ((struct fh_finding *)g_ptr_array_index(result->findings, 0))->is_expected = TRUE;
    fh_auto(fh_baseline) baseline = fh_baseline_of(report, NULL);
    ck_assert_uint_eq(baseline->entries->len, 0);
}
END_TEST

START_TEST(writes_what_can_be_kept)
{
    fh_auto(fh_report) report = report_of("s", "/home/someone/a.scn", FUNCTIONS("f"));
    fh_auto(fh_baseline) baseline = fh_baseline_of(report, NULL);
    const struct fh_known *entry = g_ptr_array_index(baseline->entries, 0);
    g_autofree char *text = fh_baseline_text(baseline);
    g_autofree char *wanted = g_strdup_printf("{\n"
                                              "  \"freehold-baseline\" : 1,\n"
                                              "  \"findings\" : [\n"
                                              "    {\n"
                                              "      \"kind\" : \"leak\",\n"
                                              "      \"fingerprint\" : \"%s\",\n"
                                              "      \"file\" : \"a.scn\",\n"
                                              "      \"scenario\" : \"s\",\n"
                                              "      \"engine\" : \"valgrind\",\n"
                                              "      \"message\" : \"of 8 bytes at 0x…\",\n"
                                              "      \"count\" : 1\n"
                                              "    }\n"
                                              "  ]\n"
                                              "}\n",
                                              entry->fingerprint);
    ck_assert_str_eq(text, wanted);
}
END_TEST

static struct fh_baseline *read_text(const char *text, GError **error)
{
    g_autofree char *path = NULL;
    close(g_file_open_tmp(NULL, &path, NULL));
    ck_assert(g_file_set_contents(path, text, -1, NULL));
    struct fh_baseline *baseline = fh_baseline_read(path, error);
    unlink(path);
    return baseline;
}

START_TEST(reads_what_it_writes)
{
    fh_auto(fh_report) report = report_of("s", "a.scn", FUNCTIONS("f", "f", "g"));
    struct fh_result *process = add_result(report, "./p", NULL);
    add_finding(process, FH_KIND_DOUBLE_FREE, "f");
    fh_auto(fh_baseline) written = fh_baseline_of(report, NULL);
    g_autofree char *text = fh_baseline_text(written);
    g_autoptr(GError) error = NULL;
    fh_auto(fh_baseline) read = read_text(text, &error);
    ck_assert_msg(read != NULL, "%s", error != NULL ? error->message : "");
    ck_assert_uint_eq(read->entries->len, 3);
    g_autofree char *again = fh_baseline_text(read);
    ck_assert_str_eq(text, again);
}
END_TEST

#define ENTRY(MORE)                                                                                       \
    "{\"freehold-baseline\": 1, \"findings\": [{\"kind\": \"leak\", \"file\": null, \"scenario\": null, " \
    "\"engine\": null, \"message\": null, " MORE "}]}"

/* A file, and what is said of it. */
static const char *const damaged[][2] = {
    {"", "empty"},
    {"leak", "begin"},
    {"{}", "no baseline"},
    {"{\"freehold\": \"0.1.0\"}", "no baseline"},
    {"{\"freehold-baseline\": 2, \"findings\": []}", "newer"},
    {"{\"freehold-baseline\": 1}", "findings"},
    {"{\"freehold-baseline\": 1, \"findings\": [], \"more\": 1}", "more"},
    {ENTRY("\"fingerprint\": \"f\", \"count\": 0"), "findings[0]"},
    {ENTRY("\"fingerprint\": \"\", \"count\": 1"), "findings[0]"},
    {ENTRY("\"fingerprint\": \"f\""), "findings[0].count"},
    {ENTRY("\"fingerprint\": \"f\", \"count\": 1, \"kind\": \"leak\""), "twice"},
};

START_TEST(says_what_is_wrong_with_a_file)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(read_text(damaged[_i][0], &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_msg(strstr(error->message, damaged[_i][1]) != NULL, "%s", error->message);
}
END_TEST

START_TEST(a_file_that_is_not_there)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(fh_baseline_read("/no/such/file", &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert(strstr(error->message, "--write-baseline") != NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("baseline");
    TCase *tcase = tcase_create("baseline");
    tcase_add_loop_test(tcase, knows_what_it_holds, 0, G_N_ELEMENTS(applied));
    tcase_add_test(tcase, another_file_is_another_finding);
    tcase_add_test(tcase, the_second_time_as_the_first);
    tcase_add_test(tcase, what_was_not_judged_is_not_fixed);
    tcase_add_test(tcase, what_another_program_did_not_show_is_not_fixed);
    tcase_add_test(tcase, a_known_finding_hides_no_other_trouble);
    tcase_add_test(tcase, what_was_not_looked_for_stays);
    tcase_add_test(tcase, what_can_not_be_told_apart_is_not_held);
    tcase_add_test(tcase, expected_findings_are_none_of_its);
    tcase_add_test(tcase, writes_what_can_be_kept);
    tcase_add_test(tcase, reads_what_it_writes);
    tcase_add_loop_test(tcase, says_what_is_wrong_with_a_file, 0, G_N_ELEMENTS(damaged));
    tcase_add_test(tcase, a_file_that_is_not_there);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
