// SPDX-License-Identifier: MIT
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "report/html/html_document.h"
#include "report/html/html_tables.h"
#include "report/html/source_excerpts.h"
#include "run_suite.h"
#include "samples.h"
#include "written.h"

static char *page_of(const struct fh_report *report)
{
    return written(report, "html", FALSE);
}

/* What is between the first `begin` of `html` and the next `end`. */
static char *between(const char *html, const char *begin, const char *end)
{
    const char *at = strstr(html, begin);
    ck_assert_msg(at != NULL, "no %s", begin);
    at += strlen(begin);
    const char *until = strstr(at, end);
    ck_assert_msg(until != NULL, "no %s after %s", end, begin);
    return g_strndup(at, (gsize)(until - at));
}

static char *data_text(const char *html)
{
    return between(html, "<script type=\"application/json\" id=\"data\">", "</script>");
}

/* Caller owns; free with json_node_unref(). */
static JsonNode *data_of(const char *html)
{
    g_autofree char *text = data_text(html);
    g_autoptr(GError) error = NULL;
    JsonNode *root = json_from_string(text, &error);
    ck_assert_msg(root != NULL, "%s", error != NULL ? error->message : "empty");
    return root;
}

static guint occurrences(const char *text, const char *part)
{
    guint n = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        n++;
    return n;
}

static void check_without(const char *text, const char *const *parts)
{
    for (guint i = 0; parts[i]; i++)
        ck_assert_msg(strstr(text, parts[i]) == NULL, "there is %s", parts[i]);
}

START_TEST(text_is_never_markup)
{
    static const char *const in_body[] = {"<b> ", "<script>", "]]>",          "\033",         "\r",
                                          "\a",   "\177",     "\xe2\x80\xae", "\xe2\x80\xa8", NULL};
    static const char *const in_data[] = {"<", ">", "&", "\033", "\r", "\a", "\n", "\xe2\x80\xa8", NULL};
    fh_auto(fh_report) report = sample_report_of_hostile_strings();
    g_autofree char *html = page_of(report);
    g_autofree char *body = between(html, "<body>", "<script type=\"application/json\"");
    g_autofree char *data = data_text(html);
    check_without(body, in_body);
    check_without(data, in_data);
    ck_assert_ptr_nonnull(strstr(body, "&lt;/script&gt;&lt;b&gt; &quot;quoted&quot; &apos;single&apos;"));
    ck_assert_ptr_nonnull(strstr(body, "\\u{202e}flipped\\u{2028}"));
    ck_assert(g_utf8_validate(html, -1, NULL));
}
END_TEST

START_TEST(is_whole)
{
    fh_auto(fh_report) report = samples[_i].make();
    g_autofree char *html = page_of(report);
    ck_assert(g_str_has_prefix(html, "<!DOCTYPE html>\n"));
    ck_assert(g_str_has_suffix(html, "</body>\n</html>\n"));
    ck_assert_ptr_null(strstr(html, "{{"));
    ck_assert_uint_eq(occurrences(html, "</script>"), 2);
    ck_assert_uint_eq(occurrences(html, "</style>"), 1);
    ck_assert_uint_eq(occurrences(html, "<h1"), 1);
}
END_TEST

static char *hash_of(const char *text)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize size = sizeof digest;
    g_checksum_update(checksum, (const guchar *)text, -1);
    g_checksum_get_digest(checksum, digest, &size);
    g_autofree char *base64 = g_base64_encode(digest, size);
    return g_strdup_printf("'sha256-%s'", base64);
}

START_TEST(the_policy_names_what_is_there)
{
    fh_auto(fh_report) report = sample_report();
    g_autofree char *html = page_of(report);
    g_autofree char *style = between(html, "<style>", "</style>");
    g_autofree char *script = between(html, "<script type=\"module\">", "</script>");
    g_autofree char *style_hash = hash_of(style);
    g_autofree char *script_hash = hash_of(script);
    g_autofree char *policy =
        g_strdup_printf("default-src 'none'; style-src %s; script-src %s; ", style_hash, script_hash);
    ck_assert_ptr_nonnull(strstr(html, policy));
    ck_assert_ptr_null(strstr(script, "\nimport "));
    ck_assert_ptr_null(strstr(script, "\nexport "));
}
END_TEST

/* For documents that look the same: no data, no script. */
START_TEST(a_document_may_have_no_script)
{
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    const struct fh_html_document document = {"A <title>", "<h1>Body</h1>", NULL};
    ck_assert(fh_html_document_write(&document, out, NULL));
    ck_assert(g_output_stream_write_all(out, "", 1, NULL, NULL, NULL));
    const char *html = g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(out));
    ck_assert_ptr_null(strstr(html, "<script"));
    ck_assert_ptr_nonnull(strstr(html, "script-src 'none'"));
    ck_assert_ptr_nonnull(strstr(html, "<title>A &lt;title&gt;</title>"));
    ck_assert_ptr_nonnull(strstr(html, "<h1>Body</h1>"));
}
END_TEST

/* The report is report.json's, but for what is written once. */
START_TEST(frames_and_lines_are_written_once)
{
    fh_auto(fh_report) report = sample_report_of_size(300);
    g_autofree char *html = page_of(report);
    g_autoptr(JsonNode) root = data_of(html);
    JsonObject *data = json_node_get_object(root);
    JsonArray *frames = json_object_get_array_member(data, "frames");
    ck_assert_uint_eq(json_array_get_length(frames), 12);
    ck_assert_uint_eq(json_array_get_length(json_object_get_array_member(data, "lines")), 3);
    ck_assert_ptr_null(strstr(html, "\"address\":\"0x4a8b040\",\"group\""));
    JsonArray *results =
        json_object_get_array_member(json_object_get_object_member(data, "report"), "results");
    JsonObject *result = json_array_get_object_element(results, 0);
    JsonObject *finding = json_array_get_object_element(json_object_get_array_member(result, "findings"), 0);
    JsonObject *stack = json_array_get_object_element(json_object_get_array_member(finding, "stacks"), 0);
    const gint64 third = json_array_get_int_element(json_object_get_array_member(stack, "frames"), 2);
    JsonObject *frame = json_array_get_object_element(frames, (guint)third);
    ck_assert_str_eq(json_object_get_string_member(frame, "function"), "at_line_18");
    ck_assert_str_eq(json_object_get_string_member(frame, "group"), "step");
    ck_assert_int_eq(json_object_get_int_member(frame, "step"), 18);
}
END_TEST

static JsonObject *excerpts_of(JsonNode *root)
{
    return json_object_get_object_member(json_node_get_object(root), "excerpts");
}

START_TEST(cites_the_scenario)
{
    fh_auto(fh_report) report = sample_report();
    report->is_deterministic = TRUE;
    g_autofree char *html = page_of(report);
    g_autoptr(JsonNode) root = data_of(html);
    JsonObject *file = json_object_get_object_member(excerpts_of(root), "strings.scn");
    ck_assert_ptr_nonnull(file);
    ck_assert_str_eq(json_object_get_string_member(file, "13"),
                     "    free(output)                        !cross-allocator-free");
}
END_TEST

static void write_source(char **path, const char *folder, const char *name, const char *text)
{
    *path = g_build_filename(folder, name, NULL);
    ck_assert(g_file_set_contents(*path, text, -1, NULL));
}

static void add_frame(struct fh_report *report, const char *path, guint line)
{
    struct fh_result *result = fh_result_new("a", NULL, 0, "valgrind");
    struct fh_finding *finding = add_finding(result, FH_KIND_LEAK, 0, FALSE);
    struct fh_stack *stack = fh_stack_new("allocated");
    struct fh_frame *frame = fh_frame_new();
    frame->function = g_strdup("mine");
    frame->file = g_strdup(path);
    frame->line = line;
    g_ptr_array_add(stack->frames, frame);
    g_ptr_array_add(finding->stacks, stack);
    g_ptr_array_add(report->results, result);
}

static JsonNode *data_with_frames(const char *const *paths, gboolean is_deterministic)
{
    fh_auto(fh_report) report = fh_report_new();
    report->is_deterministic = is_deterministic;
    for (guint i = 0; paths[i]; i++)
        add_frame(report, paths[i], 5);
    g_autofree char *html = page_of(report);
    return data_of(html);
}

/* A few lines around the frame's, harmless, of files that are sources; and none where it is not clear which.
 */
START_TEST(cites_sources)
{
    g_autofree char *folder = g_dir_make_tmp("freehold-html-XXXXXX", NULL);
    g_autofree char *one = NULL, *secret = NULL, *binary = NULL, *other = NULL;
    g_autofree char *below = g_build_filename(folder, "below", NULL);
    ck_assert_int_eq(g_mkdir_with_parents(below, 0700), 0);
    write_source(&one, folder, "lib.rs", "1\n2\n3\n4\n\t</script>\xff\n6\r\n7\n8\n9\n10\n");
    write_source(&secret, folder, "secret.txt", "1\n2\n3\n4\n5\n");
    write_source(&binary, folder, "b.c", "1\n2\n3\n4\n5\n");
    ck_assert(g_file_set_contents(binary, "1\n2\n3\n4\n5\n\0\n", 12, NULL));
    write_source(&other, below, "lib.rs", "other\n");
    const char *const paths[] = {one, secret, binary, "/dev/zero", NULL};
    g_autoptr(JsonNode) root = data_with_frames(paths, FALSE);
    JsonObject *lines = json_object_get_object_member(excerpts_of(root), one);
    ck_assert_uint_eq(json_object_get_size(lines), 2 * FH_SOURCE_EXCERPTS_AROUND + 1);
    ck_assert_str_eq(json_object_get_string_member(lines, "5"), "    </script>\xef\xbf\xbd");
    ck_assert_str_eq(json_object_get_string_member(lines, "6"), "6");
    ck_assert(!json_object_has_member(lines, "1"));
    ck_assert(!json_object_has_member(excerpts_of(root), secret));
    ck_assert_uint_eq(json_object_get_size(json_object_get_object_member(excerpts_of(root), binary)), 0);
    const char *const two[] = {one, other, NULL};
    g_autoptr(JsonNode) masked = data_with_frames(two, TRUE);
    ck_assert(!json_object_has_member(excerpts_of(masked), "lib.rs"));
    const char *const alone[] = {one, NULL};
    g_autoptr(JsonNode) clear = data_with_frames(alone, TRUE);
    ck_assert(json_object_has_member(excerpts_of(clear), "lib.rs"));
    ck_assert_int_eq(g_remove(one) + g_remove(secret) + g_remove(binary) + g_remove(other) + g_rmdir(below) +
                         g_rmdir(folder),
                     0);
}
END_TEST

START_TEST(the_plain_tables_end)
{
    fh_auto(fh_report) report = sample_report_of_size(3000);
    g_autofree char *html = page_of(report);
    g_autofree char *findings = between(html, "<div id=\"findings-view\">", "</section>");
    g_autofree char *scenarios = between(html, "<div id=\"scenarios-view\">", "</section>");
    ck_assert_uint_eq(occurrences(findings, "<tr><td>"), FH_HTML_ROWS);
    ck_assert_uint_eq(occurrences(scenarios, "<tr><th scope=\"row\">"), FH_HTML_ROWS);
    ck_assert_ptr_nonnull(strstr(findings, "<p>1100 more have no room here"));
    ck_assert_ptr_nonnull(strstr(scenarios, "<p>2500 more have no room here"));
}
END_TEST

START_TEST(the_gravest_finding_comes_first)
{
    fh_auto(fh_report) report = sample_report();
    g_autofree char *html = page_of(report);
    g_autofree char *findings = between(html, "<div id=\"findings-view\">", "</section>");
    const char *cross = g_strrstr(findings, "<td>wrong</td><td>cross-allocator-free");
    const char *leak = strstr(findings, "<td>wrong</td><td>leak");
    ck_assert(cross && leak && cross < leak);
}
END_TEST

/* With a verdict that says why. */
static const struct head {
    struct fh_report *(*make)(void);
    const char *says;
} heads[] = {
    {sample_report, "The gate fails <small>(exit status 1)</small>"},
    {sample_report_empty, "The gate could not judge <small>(exit status 3)</small>"},
    {sample_report_empty, "<p class=\"cut\">Nothing was run: no scenario, no verdict.</p>"},
    {sample_report_of_all_kinds, "<p class=\"cut\">The run was interrupted: not everything was run.</p>"},
    {sample_report_of_all_kinds, "<b>19</b> scenarios"},
    {sample_report, "<span class=\"inconclusive\"><b>1</b> could not be judged</span>"},
};

START_TEST(the_head_says_it)
{
    fh_auto(fh_report) report = heads[_i].make();
    g_autofree char *html = page_of(report);
    g_autofree char *head = between(html, "<header>", "</header>");
    ck_assert_msg(strstr(head, heads[_i].says) != NULL, "%s is not in %s", heads[_i].says, head);
}
END_TEST

START_TEST(tells_of_the_baseline)
{
    fh_auto(fh_report) report = sample_report_of_baseline();
    struct fh_known *fixed = g_ptr_array_index(report->baseline->fixed, 1);
    g_free(fixed->scenario);
    fixed->scenario = g_strdup("it was <twice>");
    g_autofree char *html = page_of(report);
    g_autofree char *head = between(html, "<header>", "</header>");
    g_autofree char *list = between(html, "<section id=\"fixed\"", "</section>");
    ck_assert_ptr_nonnull(
        strstr(head, "<b>2</b> known, <b>2</b> fixed<br><small>/abs/freehold-baseline.json"));
    ck_assert_ptr_nonnull(strstr(list, "<b>double-free</b> ×2: released twice <small>it was &lt;twice&gt;"));
    ck_assert_ptr_nonnull(strstr(html, "<tr><td>known</td><td>cross-allocator-free"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("html");
    TCase *tests = tcase_create("html");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, text_is_never_markup);
    tcase_add_loop_test(tests, is_whole, 0, (int)G_N_ELEMENTS(samples));
    tcase_add_test(tests, the_policy_names_what_is_there);
    tcase_add_test(tests, a_document_may_have_no_script);
    tcase_add_test(tests, frames_and_lines_are_written_once);
    tcase_add_test(tests, cites_the_scenario);
    tcase_add_test(tests, cites_sources);
    tcase_add_test(tests, the_plain_tables_end);
    tcase_add_test(tests, the_gravest_finding_comes_first);
    tcase_add_loop_test(tests, the_head_says_it, 0, (int)G_N_ELEMENTS(heads));
    tcase_add_test(tests, tells_of_the_baseline);
    return run_suite(suite);
}
