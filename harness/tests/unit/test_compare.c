// SPDX-License-Identifier: MIT
#include <string.h>

#include "compare/compare.h"
#include "compare/html.h"
#include "compare/text.h"
#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/verdict.h"

#define MAX_FINDINGS 3
#define MAX_RESULTS  3

/* A result in short: findings by fingerprint ("!" before it: expected, "=": known), what is unmet, why not
 * judged. */
struct given {
    const char *scenario;
    const char *fingerprints[MAX_FINDINGS];
    const char *unmet, *reason;
};

static struct fh_finding *finding_of(const char *fingerprint)
{
    struct fh_finding *finding = fh_finding_new(FH_KIND_LEAK);
    finding->is_expected = *fingerprint == '!';
    finding->is_known = *fingerprint == '=';
    finding->message = g_strdup("lost");
    finding->fingerprint = g_strdup(fingerprint + strspn(fingerprint, "!="));
    return finding;
}

static struct fh_report *report_of(const struct given *given)
{
    struct fh_report *report = fh_report_new();
    for (guint i = 0; i < MAX_RESULTS && given[i].scenario; i++) {
        struct fh_result *result = fh_result_new(given[i].scenario, "a.scn", 1, "valgrind");
        for (guint j = 0; j < MAX_FINDINGS && given[i].fingerprints[j]; j++)
            g_ptr_array_add(result->findings, finding_of(given[i].fingerprints[j]));
        if (given[i].unmet)
            g_ptr_array_add(result->unmet, fh_unmet_new(2, "%s", given[i].unmet));
        result->reason = g_strdup(given[i].reason);
        result->verdict = fh_judge_again(result);
        g_ptr_array_add(report->results, result);
    }
    return report;
}

struct comparison {
    const char *name;
    struct given before[MAX_RESULTS], after[MAX_RESULTS];
    enum fh_change change; /* of the first pair */
    guint n_appeared, n_vanished, n_same;
    enum fh_verdict verdict;
};

static const struct comparison comparisons[] = {
    {"nothing changed", {{"a", {"f"}}}, {{"a", {"f"}}}, FH_CHANGE_NONE, 0, 0, 1, FH_VERDICT_PASS},
    {"clean stays clean", {{"a"}}, {{"a"}}, FH_CHANGE_NONE, 0, 0, 0, FH_VERDICT_PASS},
    {"a finding appears", {{"a"}}, {{"a", {"f"}}}, FH_CHANGE_WORSE, 1, 0, 0, FH_VERDICT_FAIL},
    {"beside another", {{"a", {"f"}}}, {{"a", {"f", "g"}}}, FH_CHANGE_WORSE, 1, 0, 1, FH_VERDICT_FAIL},
    {"the same once more", {{"a", {"f"}}}, {{"a", {"f", "f"}}}, FH_CHANGE_WORSE, 1, 0, 1, FH_VERDICT_FAIL},
    {"one for another", {{"a", {"f"}}}, {{"a", {"g"}}}, FH_CHANGE_WORSE, 1, 1, 0, FH_VERDICT_FAIL},
    {"that a baseline holds", {{"a"}}, {{"a", {"=f"}}}, FH_CHANGE_WORSE, 1, 0, 0, FH_VERDICT_PASS},
    {"fixed", {{"a", {"f"}}}, {{"a"}}, FH_CHANGE_BETTER, 0, 1, 0, FH_VERDICT_PASS},
    {"one of two fixed", {{"a", {"f", "f"}}}, {{"a", {"f"}}}, FH_CHANGE_BETTER, 0, 1, 1, FH_VERDICT_PASS},
    {"what is expected is not compared",
     {{"a", {"!f"}}},
     {{"a", {"!g"}}},
     FH_CHANGE_NONE,
     0,
     0,
     0,
     FH_VERDICT_PASS},
    {"no longer expected", {{"a", {"!f"}}}, {{"a", {"f"}}}, FH_CHANGE_WORSE, 1, 0, 0, FH_VERDICT_FAIL},
    {"no longer met", {{"a"}}, {{"a", .unmet = "expect"}}, FH_CHANGE_WORSE, 0, 0, 0, FH_VERDICT_FAIL},
    {"another unmet",
     {{"a", .unmet = "one"}},
     {{"a", .unmet = "other"}},
     FH_CHANGE_WORSE,
     0,
     0,
     0,
     FH_VERDICT_FAIL},
    {"still unmet",
     {{"a", .unmet = "one"}},
     {{"a", .unmet = "one"}},
     FH_CHANGE_NONE,
     0,
     0,
     0,
     FH_VERDICT_PASS},
    {"not judged any more",
     {{"a"}},
     {{"a", .reason = "cut"}},
     FH_CHANGE_WORSE,
     0,
     0,
     0,
     FH_VERDICT_INCONCLUSIVE},
    {"judged now", {{"a", .reason = "cut"}}, {{"a"}}, FH_CHANGE_BETTER, 0, 0, 0, FH_VERDICT_PASS},
    {"gone, as far as was seen",
     {{"a", {"f", "g"}}},
     {{"a", {"f"}, .reason = "cut"}},
     FH_CHANGE_NONE,
     0,
     1,
     1,
     FH_VERDICT_PASS},
    {"added and clean", {{"b"}}, {{"a"}, {"b"}}, FH_CHANGE_ADDED, 0, 0, 0, FH_VERDICT_PASS},
    {"added and wrong", {{"b"}}, {{"a", {"f"}}, {"b"}}, FH_CHANGE_ADDED, 1, 0, 0, FH_VERDICT_FAIL},
    {"added and not judged",
     {{"b"}},
     {{"a", .reason = "cut"}, {"b"}},
     FH_CHANGE_ADDED,
     0,
     0,
     0,
     FH_VERDICT_INCONCLUSIVE},
    {"two of one name",
     {{"a", {"f"}}, {"a"}},
     {{"a", {"f"}}, {"a", {"f"}}},
     FH_CHANGE_NONE,
     0,
     0,
     1,
     FH_VERDICT_FAIL},
};

START_TEST(compares)
{
    const struct comparison *c = &comparisons[_i];
    fh_auto(fh_report) before = report_of(c->before);
    fh_auto(fh_report) after = report_of(c->after);
    fh_auto(fh_comparison) comparison = fh_compare(before, after);
    const struct fh_pair *pair = g_ptr_array_index(comparison->pairs, 0);
    ck_assert_msg(fh_pair_change(pair) == c->change, "%s: %s", c->name, fh_change_name(fh_pair_change(pair)));
    ck_assert_msg(pair->appeared->len == c->n_appeared, "%s: %u appeared", c->name, pair->appeared->len);
    ck_assert_msg(pair->vanished->len == c->n_vanished, "%s: %u vanished", c->name, pair->vanished->len);
    ck_assert_msg(pair->n_same == c->n_same, "%s: %u are the same", c->name, pair->n_same);
    ck_assert_msg(fh_comparison_verdict(comparison) == c->verdict, "%s: %s", c->name,
                  fh_verdict_name(fh_comparison_verdict(comparison)));
}
END_TEST

START_TEST(shows_what_was_removed_and_judges_it_not)
{
    const struct given two[MAX_RESULTS] = {{"a"}, {"b", {"f"}}}, one[MAX_RESULTS] = {{"a"}};
    fh_auto(fh_report) before = report_of(two);
    fh_auto(fh_report) after = report_of(one);
    fh_auto(fh_comparison) comparison = fh_compare(before, after);
    ck_assert_uint_eq(comparison->pairs->len, 2);
    ck_assert_int_eq(fh_pair_change(g_ptr_array_index(comparison->pairs, 1)), FH_CHANGE_REMOVED);
    ck_assert_int_eq(fh_comparison_verdict(comparison), FH_VERDICT_PASS);
}
END_TEST

START_TEST(nothing_to_compare_is_no_pass)
{
    const struct given none[MAX_RESULTS] = {{0}}, one[MAX_RESULTS] = {{"a"}};
    fh_auto(fh_report) empty = report_of(none);
    fh_auto(fh_report) full = report_of(one);
    fh_auto(fh_report) cut = report_of(one);
    cut->is_cut = TRUE;
    struct fh_report *const reports[][2] = {{empty, full}, {full, empty}, {empty, empty}, {full, cut}};
    for (guint i = 0; i < G_N_ELEMENTS(reports); i++) {
        fh_auto(fh_comparison) comparison = fh_compare(reports[i][0], reports[i][1]);
        ck_assert_int_eq(fh_comparison_verdict(comparison), FH_VERDICT_INCONCLUSIVE);
    }
}
END_TEST

static char *text_of(const struct fh_comparison *comparison)
{
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    ck_assert(fh_comparison_write_text(comparison, out, FALSE, NULL));
    gsize size = g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(out));
    return g_strndup(g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(out)), size);
}

typedef gboolean (*writer)(const struct fh_comparison *comparison, GOutputStream *out, gboolean colour,
                           GError **error);

static gboolean write_html(const struct fh_comparison *comparison, GOutputStream *out,
                           gboolean colour G_GNUC_UNUSED, GError **error)
{
    return fh_comparison_write_html(comparison, out, error);
}

/* Whatever anybody said is text, in the page as on the terminal. */
START_TEST(shows_hostile_text_as_text)
{
    const writer writers[] = {fh_comparison_write_text, write_html};
    const struct given old[MAX_RESULTS] = {{"a", {"f"}}};
    const struct given new[MAX_RESULTS] = {
        {"a", {"g"}, "</td><script>x</script>\033[1m", "</script>\033[2J"}};
    fh_auto(fh_report) before = report_of(old);
    fh_auto(fh_report) after = report_of(new);
    struct fh_result *result = g_ptr_array_index(after->results, 0);
    struct fh_finding *finding = g_ptr_array_index(result->findings, 0);
    g_free(finding->message);
    finding->message = g_strdup("<img src=x onerror=y> \xff \033]0;title\a");
    fh_auto(fh_comparison) comparison = fh_compare(before, after);
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    ck_assert(writers[_i](comparison, out, FALSE, NULL));
    const gsize size = g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(out));
    g_autofree char *text = g_strndup(g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(out)), size);
    ck_assert(g_utf8_validate(text, (gssize)size, NULL));
    ck_assert_ptr_null(strchr(text, '\033'));
    ck_assert_ptr_null(strchr(text, '\a'));
    if (writers[_i] == write_html) {
        ck_assert_ptr_null(strstr(text, "<script"));
        ck_assert_ptr_null(strstr(text, "<img"));
        ck_assert_ptr_nonnull(strstr(text, "&lt;img src=x"));
    }
}
END_TEST

START_TEST(tells_what_changed)
{
    const struct given old[MAX_RESULTS] = {{"worse"}, {"better", {"g"}}, {"gone"}};
    const struct given new[MAX_RESULTS] = {{"worse", {"f"}}, {"better"}, {"added"}};
    fh_auto(fh_report) before = report_of(old);
    fh_auto(fh_report) after = report_of(new);
    fh_auto(fh_comparison) comparison = fh_compare(before, after);
    g_autofree char *text = text_of(comparison);
    ck_assert_str_eq(text, "3 results before, 3 now\n"
                           "\n"
                           "worse\n"
                           "  a.scn:1: worse [valgrind]: pass → fail\n"
                           "    + leak: lost\n"
                           "\n"
                           "better\n"
                           "  a.scn:1: better [valgrind]: fail → pass\n"
                           "    - leak: lost\n"
                           "\n"
                           "added\n"
                           "  a.scn:1: added [valgrind]: pass\n"
                           "\n"
                           "removed\n"
                           "  a.scn:1: gone [valgrind]: pass\n"
                           "\n"
                           "1 worse, 1 better, 1 added, 1 removed, 0 unchanged\n"
                           "gate: fail (exit status 1)\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compare");
    TCase *tcase = tcase_create("compare");
    tcase_add_loop_test(tcase, compares, 0, G_N_ELEMENTS(comparisons));
    tcase_add_test(tcase, shows_what_was_removed_and_judges_it_not);
    tcase_add_test(tcase, nothing_to_compare_is_no_pass);
    tcase_add_test(tcase, tells_what_changed);
    tcase_add_loop_test(tcase, shows_hostile_text_as_text, 0, 2);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
