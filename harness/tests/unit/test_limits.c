// SPDX-License-Identifier: MIT
/* What GitHub and GitLab take, and no more: the most severe stays, and what is left out is said. No two
 * problems have one name. */
#include <json-glib/json-glib.h>
#include <libxml/parser.h>
#include <string.h>

#include "report/machine/junit_limits.h"
#include "report/machine/sarif_limits.h"
#include "run_suite.h"
#include "samples.h"
#include "written.h"

static struct fh_sarif_limits githubs;
static struct fh_junit_limits gitlabs;

static void note_limits(void)
{
    githubs = fh_sarif_limits;
    gitlabs = fh_junit_limits;
}

static void restore_limits(void)
{
    fh_sarif_limits = githubs;
    fh_junit_limits = gitlabs;
}

/* Of one result, `n` leaks in the order of lines; the last finding is an abort. */
static struct fh_report *report_of_leaks(guint n, const char *words)
{
    struct fh_report *report = fh_report_new();
    struct fh_result *result = add_result(report, "many", 1, FH_VERDICT_FAIL);
    for (guint i = 0; i < n; i++) {
        struct fh_finding *finding = fh_finding_new(i + 1 < n ? FH_KIND_LEAK : FH_KIND_ABORT);
        finding->line = i + 1;
        finding->message = g_strdup_printf("%s %u", words, g_str_hash(words) * i);
        finding->fingerprint = g_strdup("0123456789abcdef");
        g_ptr_array_add(result->findings, finding);
    }
    return report;
}

static JsonObject *run_of(JsonNode *root)
{
    return json_array_get_object_element(json_object_get_array_member(json_node_get_object(root), "runs"), 0);
}

static JsonArray *results_of(JsonNode *root)
{
    return json_object_get_array_member(run_of(root), "results");
}

static JsonObject *first_notification(JsonNode *root)
{
    JsonObject *invocation =
        json_array_get_object_element(json_object_get_array_member(run_of(root), "invocations"), 0);
    return json_array_get_object_element(
        json_object_get_array_member(invocation, "toolExecutionNotifications"), 0);
}

static char *message_of(JsonObject *object)
{
    return g_strdup(json_object_get_string_member(json_object_get_object_member(object, "message"), "text"));
}

START_TEST(sarif_keeps_the_most_severe)
{
    ck_assert_uint_eq(fh_sarif_limits.results, 25000);
    fh_sarif_limits.results = 250;
    fh_auto(fh_report) report = report_of_leaks(252, "lost");
    g_autofree char *text = written(report, "sarif", FALSE);
    g_autoptr(JsonNode) root = json_from_string(text, NULL);
    ck_assert_uint_eq(json_array_get_length(results_of(root)), 250);
    ck_assert_str_eq(
        json_object_get_string_member(json_array_get_object_element(results_of(root), 0), "ruleId"),
        "FH0010");
    g_autofree char *said = message_of(first_notification(root));
    ck_assert_ptr_nonnull(strstr(said, "the 2 least severe of 252 results had no room"));
}
END_TEST

START_TEST(sarif_says_nothing_when_all_is_there)
{
    fh_auto(fh_report) report = report_of_leaks(20, "lost");
    g_autofree char *text = written(report, "sarif", FALSE);
    g_autoptr(JsonNode) root = json_from_string(text, NULL);
    ck_assert_uint_eq(json_array_get_length(results_of(root)), 20);
    ck_assert_ptr_null(strstr(text, "had no room"));
}
END_TEST

/* 12,000 letters and digits that gzip can't make half as short. Caller owns. */
static char *noise(guint seed)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    GString *text = g_string_new(NULL);
    while (text->len < 12000)
        g_string_append_c(text, letters[g_rand_int_range(random, 0, 64)]);
    return g_string_free(text, FALSE);
}

static gsize zipped(const char *text)
{
    g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable();
    g_autoptr(GConverter) gzip = G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
    g_autoptr(GOutputStream) out = g_converter_output_stream_new(memory, gzip);
    ck_assert(g_output_stream_write_all(out, text, strlen(text), NULL, NULL, NULL));
    ck_assert(g_output_stream_close(out, NULL, NULL));
    return g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(memory));
}

START_TEST(sarif_is_not_too_large_for_an_upload)
{
    ck_assert_uint_eq(fh_sarif_limits.zipped, 10000000);
    fh_sarif_limits.zipped = 200000;
    fh_auto(fh_report) report = report_of_leaks(30, "lost");
    struct fh_result *result = g_ptr_array_index(report->results, 0);
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        g_free(finding->message);
        finding->message = noise(i);
    }
    g_autofree char *text = written(report, "sarif", FALSE);
    g_autoptr(JsonNode) root = json_from_string(text, NULL);
    ck_assert_uint_lt(json_array_get_length(results_of(root)), 30);
    ck_assert_uint_gt(json_array_get_length(results_of(root)), 14);
    ck_assert_uint_lt(zipped(text), 200000);
}
END_TEST

/* Adds each value of the member `name`, wherever it is. */
static void collect(JsonNode *node, const char *name, GPtrArray *values);

static void collect_member(JsonObject *object G_GNUC_UNUSED, const char *member, JsonNode *node,
                           gpointer data)
{
    gpointer *wanted = data;
    if (g_str_equal(member, wanted[0]))
        g_ptr_array_add(wanted[1], g_strdup(json_node_get_string(node)));
    else
        collect(node, wanted[0], wanted[1]);
}

static void collect(JsonNode *node, const char *name, GPtrArray *values)
{
    gpointer wanted[] = {(gpointer)name, values};
    if (JSON_NODE_HOLDS_OBJECT(node))
        json_object_foreach_member(json_node_get_object(node), collect_member, wanted);
    else if (JSON_NODE_HOLDS_ARRAY(node))
        for (guint i = 0; i < json_array_get_length(json_node_get_array(node)); i++)
            collect(json_array_get_element(json_node_get_array(node), i), name, values);
}

/* The values of the member `name` in what `writer` writes: how many, and how many that differ. */
static void count_values(const struct fh_report *report, const char *writer, const char *name, guint n,
                         guint n_different)
{
    g_autofree char *text = written(report, writer, FALSE);
    g_autoptr(JsonNode) root = json_from_string(text, NULL);
    g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) different = g_hash_table_new(g_str_hash, g_str_equal);
    collect(root, name, values);
    for (guint i = 0; i < values->len; i++)
        g_hash_table_add(different, g_ptr_array_index(values, i));
    ck_assert_uint_eq(values->len, n);
    ck_assert_uint_eq(g_hash_table_size(different), n_different);
}

START_TEST(no_two_problems_have_one_id)
{
    fh_auto(fh_report) report = report_of_leaks(300, "lost");
    struct fh_result *result = g_ptr_array_index(report->results, 0);
    for (guint i = 100; i < 300; i++)
        ((struct fh_finding *)g_ptr_array_index(result->findings, i))->line = 7;
    count_values(report, "code-quality", "fingerprint", 300, 300);
    count_values(report, "sarif", "freehold/v1", 300, 300);
    /* Of those on line 7 GitHub names the first leak and the abort. */
    count_values(report, "sarif", "primaryLocationLineHash", 199, 199);
}
END_TEST

static guint count(const char *text, const char *word)
{
    guint n = 0;
    for (const char *p = text; (p = strstr(p, word)); p++)
        n++;
    return n;
}

START_TEST(junit_leaves_out_what_passes_first)
{
    fh_auto(fh_report) report = fh_report_new();
    g_autofree char *words = g_strnfill(4000, 'w');
    ck_assert_uint_eq(fh_junit_limits.size, 30000000);
    fh_junit_limits.size = 600000;
    for (guint i = 0; i < 200; i++) {
        g_autofree char *name = g_strdup_printf("%u %s", i, words);
        add_result(report, name, i + 1, i % 2 == 0 ? FH_VERDICT_PASS : FH_VERDICT_FAIL);
    }
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    struct fh_sink sink = {.out = out};
    ck_assert(fh_junit_writer.write(report, &sink, NULL));
    const gsize size = g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(out));
    const char *text = g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(out));
    ck_assert_uint_le(size, 600000);
    xmlDoc *document = xmlReadMemory(text, (int)size, "junit.xml", NULL, XML_PARSE_NOERROR | XML_PARSE_HUGE);
    ck_assert_ptr_nonnull(document);
    xmlFreeDoc(document);
    g_autofree char *whole = g_strndup(text, size);
    ck_assert_uint_eq(count(whole, "<failure "), 100);
    ck_assert_uint_eq(count(whole, "<testcase "), 100);
    ck_assert_ptr_nonnull(strstr(sink.left_out, "results that pass had no room"));
    g_free(sink.left_out);
}
END_TEST

/* A reader that compares them takes a file with other counts for damaged. */
START_TEST(junit_counts_the_cases_that_it_writes)
{
    fh_auto(fh_report) report = fh_report_new();
    fh_junit_limits.elements = 500;
    for (guint i = 0; i < 400; i++)
        add_result(report, "a scenario", i + 1, FH_VERDICT_FAIL);
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    struct fh_sink sink = {.out = out};
    ck_assert(fh_junit_writer.write(report, &sink, NULL));
    g_autofree char *text = g_strndup(g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(out)),
                                      g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(out)));
    const guint n_cases = count(text, "<testcase ");
    g_autofree char *counts = g_strdup_printf(
        "<testsuites name=\"freehold\" tests=\"%u\" failures=\"%u\" errors=\"1\"", n_cases, n_cases - 1);
    ck_assert_uint_lt(n_cases, 400);
    ck_assert_msg(strstr(text, counts) != NULL, "%s in %.200s", counts, text);
    g_free(sink.left_out);
}
END_TEST

START_TEST(junit_shrinks_step_by_step)
{
    struct fh_junit_share share = fh_junit_share_all();
    ck_assert(!fh_junit_share_shrink(&share, 30000000, 250000, 100000));
    ck_assert(fh_junit_share_shrink(&share, 30000001, 10, 10));
    ck_assert(share.passed && share.max_text < 1000000);
    ck_assert(fh_junit_share_shrink(&share, 10, 250001, 125000));
    ck_assert(!share.passed && share.max_cases == G_MAXUINT);
    ck_assert(fh_junit_share_shrink(&share, 10, 250001, 125000));
    ck_assert(!share.passed && share.max_cases == G_MAXUINT);
    ck_assert(fh_junit_share_shrink(&share, 10, 250001, 125000));
    ck_assert_uint_lt(share.max_cases, 125000);
    ck_assert_uint_gt(share.max_cases, 100000);
}
END_TEST

START_TEST(junit_cuts_long_details_at_the_end_of_a_line)
{
    const struct fh_junit_share share = {.max_text = 20};
    g_autofree char *cut =
        fh_junit_share_take_text(&share, g_strdup("first line\nsecond line\nthird\nfourth"));
    ck_assert_str_eq(cut, "first line\n… 3 more lines: report.json has them all");
    g_autofree char *whole = fh_junit_share_take_text(&share, g_strdup("first line\nsecond"));
    ck_assert_str_eq(whole, "first line\nsecond");
}
END_TEST

/* By the class and the name, whatever scenarios and files are called. */
START_TEST(no_two_cases_have_one_name)
{
    static const char *const names[] = {"same", "same", "same [valgrind] (2)", "same"};
    static const char *const files[] = {"a.b.scn", "a_b.scn", "a_b.scn", "a_b.scn"};
    fh_auto(fh_report) report = fh_report_new();
    g_autoptr(GHashTable) different = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        struct fh_result *result = fh_result_new(names[i], files[i], i + 1, "valgrind");
        result->verdict = FH_VERDICT_PASS;
        g_ptr_array_add(report->results, result);
    }
    g_autofree char *text = written(report, "junit", FALSE);
    for (const char *p = text; (p = strstr(p, "<testcase ")); p++)
        g_hash_table_add(different, g_strndup(p, (gsize)(strstr(p, " file=") - p)));
    ck_assert_uint_eq(g_hash_table_size(different), G_N_ELEMENTS(names));
}
END_TEST

START_TEST(says_how_many_annotations_github_shows)
{
    fh_auto(fh_report) few = report_of_leaks(10, "lost");
    fh_auto(fh_report) many = report_of_leaks(11, "lost");
    const struct fh_report *reports[] = {few, many};
    for (guint i = 0; i < G_N_ELEMENTS(reports); i++) {
        g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
        struct fh_sink sink = {.out = out};
        ck_assert(fh_github_writer.write(reports[i], &sink, NULL));
        ck_assert_int_eq(sink.left_out != NULL, reports[i] == many);
        ck_assert(sink.left_out == NULL || strstr(sink.left_out, "here are 11 and 0") != NULL);
        g_free(sink.left_out);
    }
}
END_TEST

/* Five leaks of one line, and one of another. */
static struct fh_report *report_of_the_same(void)
{
    static const char *const messages[] = {"first", "second", "third", "fourth", "fifth", "of another line"};
    struct fh_report *report = fh_report_new();
    struct fh_result *result = add_result(report, "again and again", 1, FH_VERDICT_FAIL);
    for (guint i = 0; i < G_N_ELEMENTS(messages); i++) {
        struct fh_finding *finding = add_finding(result, FH_KIND_LEAK, i == 5 ? 7 : 2, FALSE);
        finding->message = g_strdup(messages[i]);
    }
    return report;
}

static const char *const for_people[] = {"text", "tap", "junit", "github", "markdown"};

START_TEST(what_is_alike_is_shown_three_times)
{
    fh_auto(fh_report) report = report_of_the_same();
    g_autofree char *text = written(report, for_people[_i], FALSE);
    ck_assert_ptr_nonnull(strstr(text, "third"));
    ck_assert_ptr_null(strstr(text, "fourth"));
    ck_assert_ptr_null(strstr(text, "fifth"));
    ck_assert_ptr_nonnull(strstr(text, "… 2 more of this kind"));
    ck_assert_ptr_nonnull(strstr(text, "of another line"));
}
END_TEST

START_TEST(what_was_not_looked_for_is_counted)
{
    static const char *const writers[] = {"text", "tap", "junit", "github", "markdown", "html"};
    fh_auto(fh_report) report = fh_report_new();
    for (guint i = 0; i < 2; i++) {
        struct fh_result *result = fh_result_new("./program", NULL, 0, "valgrind");
        result->verdict = FH_VERDICT_PASS;
        g_ptr_array_add(result->notes, g_strdup(FH_NOT_LOOKED_FOR "wrong layouts (imports alone)"));
        g_ptr_array_add(report->results, result);
    }
    for (guint i = 0; i < G_N_ELEMENTS(writers); i++) {
        g_autofree char *text = written(report, writers[i], FALSE);
        ck_assert_msg(strstr(text, "not looked for: wrong layouts in 2 processes") != NULL, "%s", writers[i]);
    }
    g_autofree char *json = written(report, "json", FALSE);
    ck_assert_ptr_nonnull(strstr(json, "\"what\" : \"wrong layouts\",\n   \"results\" : 2"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("limits");
    TCase *tests = tcase_create("limits");
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, note_limits, restore_limits);
    tcase_add_test(tests, sarif_keeps_the_most_severe);
    tcase_add_test(tests, sarif_says_nothing_when_all_is_there);
    tcase_add_test(tests, sarif_is_not_too_large_for_an_upload);
    tcase_add_test(tests, no_two_problems_have_one_id);
    tcase_add_test(tests, junit_leaves_out_what_passes_first);
    tcase_add_test(tests, junit_counts_the_cases_that_it_writes);
    tcase_add_test(tests, junit_shrinks_step_by_step);
    tcase_add_test(tests, junit_cuts_long_details_at_the_end_of_a_line);
    tcase_add_test(tests, no_two_cases_have_one_name);
    tcase_add_test(tests, says_how_many_annotations_github_shows);
    tcase_add_loop_test(tests, what_is_alike_is_shown_three_times, 0, (int)G_N_ELEMENTS(for_people));
    tcase_add_test(tests, what_was_not_looked_for_is_counted);
    return run_suite(suite);
}
