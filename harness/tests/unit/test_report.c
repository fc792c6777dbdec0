// SPDX-License-Identifier: MIT
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <valgrind/valgrind.h>

#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "report/machine/json_timeline.h"
#include "report/shared/columns.h"
#include "report/shared/printable.h"
#include "report/shared/redact.h"
#include "report/text/stacks.h"
#include "run_suite.h"
#include "samples.h"
#include "written.h"

/* Exit status of validate.js. */
static int validate(const char *json)
{
    g_autofree char *script = data_path("../schema/validate.js");
    g_autofree char *schema = data_path("../../../reports/report.schema.json");
    g_autofree char *path = NULL;
    const int fd = g_file_open_tmp("freehold-report-XXXXXX.json", &path, NULL);
    ck_assert_int_ge(fd, 0);
    ck_assert(g_close(fd, NULL));
    ck_assert(g_file_set_contents(path, json, -1, NULL));
    char *argv[] = {(char *)"node", script, schema, path, NULL};
    g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "NODE_PATH", "/usr/share/nodejs", TRUE);
    g_autoptr(GError) error = NULL;
    g_autofree char *words = NULL;
    int status = -1;
    if (!g_spawn_sync(NULL, argv, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &words, &status,
                      &error))
        ck_abort_msg("node can't be run: %s", error->message);
    g_remove(path);
    ck_assert_msg(WIFEXITED(status), "node died");
    if (WEXITSTATUS(status) > 1)
        ck_abort_msg("%s", words);
    return WEXITSTATUS(status);
}

START_TEST(json_is_valid_by_the_schema)
{
    fh_auto(fh_report) report = samples[_i].make();
    report->is_deterministic = _i % 2 == 1;
    g_autofree char *json = written(report, "json", FALSE);
    ck_assert_int_eq(validate(json), 0);
}
END_TEST

/* Each breaks the golden in one way. */
static const struct breakage {
    const char *from, *to;
} breakages[] = {
    {"\"verdict\" : \"fail\"", "\"verdict\" : \"good\""},
    {"\"scenarios\" : ", "\"szenarios\" : "},
    {"\"cut\" : false", "\"cut\" : null"},
    {"\"kind\" : \"leak\"", "\"kind\" : \"leek\""},
    {"\"cwe\" : 401", "\"cwe\" : 402"},
    {"\"allocs\" : 4", "\"allocs\" : -4"},
    {"\"allocated_by\" : \"rust\"", "\"allocated_by\" : \"go\""},
    {"\"role\" : \"released\",", ""},
    {"\"harness\" : true", "\"harness\" : 1"},
    {"\"expected\" : true", "\"expected\" : false"},
    {"\"verdict\" : \"inconclusive\",\n   \"reason\"", "\"verdict\" : \"pass\",\n   \"reason\""},
    {"\"agreement\" : [", "\"agreements\" : ["},
    {"\"seen_by\" : [", "\"seen\" : ["},
    {"\"deed\" : \"released wrongly\"", "\"deed\" : \"mislaid\""},
    {"\"left_out\" : 0", "\"left_out\" : null"},
    {"\"libraries\" : [", "\"surprise\" : 1, \"libraries\" : ["},
};

/* The first sample that has something to break. */
static struct fh_report *broken_sample(const char *from)
{
    return strstr(from, "seen_by") ? sample_report_of_engines() : sample_report();
}

START_TEST(a_broken_report_is_not_valid)
{
    const struct breakage *row = &breakages[_i];
    fh_auto(fh_report) report = broken_sample(row->from);
    g_autofree char *json = written(report, "json", FALSE);
    ck_assert_msg(strstr(json, row->from) != NULL, "nothing to break: %s", row->from);
    g_autoptr(GString) broken = g_string_new(json);
    g_string_replace(broken, row->from, row->to, 1);
    ck_assert_msg(validate(broken->str) == 1, "valid: %s", row->to);
}
END_TEST

static JsonNode *parsed(const char *json)
{
    g_autoptr(GError) error = NULL;
    JsonNode *root = json_from_string(json, &error);
    ck_assert_msg(root != NULL, "%s", error != NULL ? error->message : "empty");
    return root;
}

static JsonObject *first_result(JsonNode *root)
{
    return json_array_get_object_element(json_object_get_array_member(json_node_get_object(root), "results"),
                                         0);
}

static gint64 steps_of(JsonArray *blocks)
{
    gint64 n = 0;
    for (guint i = 0; i < json_array_get_length(blocks); i++)
        n += json_array_get_length(
            json_object_get_array_member(json_array_get_object_element(blocks, i), "steps"));
    return n;
}

/* What is wrong is shown, though it comes last; what is left out is counted, that of the run included. */
START_TEST(a_long_timeline_is_cut)
{
    fh_auto(fh_report) report = sample_report_of_size(1);
    struct fh_result *result = g_ptr_array_index(report->results, 0);
    add_long_timeline(result, 1000);
    result->timeline->n_left_out = 7;
    g_autofree char *json = written(report, "json", FALSE);
    ck_assert_int_eq(validate(json), 0);
    g_autoptr(JsonNode) root = parsed(json);
    JsonObject *timeline = json_object_get_object_member(first_result(root), "timeline");
    JsonArray *blocks = json_object_get_array_member(timeline, "blocks");
    guint n = json_array_get_length(blocks);
    gint64 n_steps = steps_of(blocks);
    ck_assert_uint_ge(n, 20);
    ck_assert_uint_le(n, FH_TIMELINE_BLOCKS);
    ck_assert_int_le(n_steps, FH_TIMELINE_STEPS);
    ck_assert_int_eq(json_object_get_int_member(timeline, "left_out"), 7 + 3000 - n_steps);
    JsonObject *last = json_array_get_object_element(blocks, n - 1);
    ck_assert_int_eq(json_object_get_int_member(last, "block"), 1000);
    ck_assert_int_eq(json_object_get_int_member(json_array_get_object_element(blocks, n - 2), "block"),
                     n - 1);
}
END_TEST

START_TEST(json_keeps_strings_exactly)
{
    fh_auto(fh_report) report = sample_report_of_hostile_strings();
    g_autofree char *json = written(report, "json", FALSE);
    g_autofree char *valid = g_utf8_make_valid(HOSTILE, -1);
    g_autoptr(JsonNode) root = parsed(json);
    JsonObject *result = first_result(root);
    JsonObject *finding = json_array_get_object_element(json_object_get_array_member(result, "findings"), 0);
    ck_assert_str_eq(json_object_get_string_member(result, "scenario"), valid);
    ck_assert_str_eq(json_object_get_string_member(result, "reason"), valid);
    ck_assert_str_eq(json_object_get_string_member(finding, "message"), valid);
    ck_assert_str_eq(json_object_get_string_member(finding, "record"), valid);
}
END_TEST

START_TEST(a_cut_report_is_inconclusive)
{
    fh_auto(fh_report) report = sample_report_cut();
    g_autofree char *json = written(report, "json", FALSE);
    g_autofree char *tap = written(report, "tap", FALSE);
    g_autofree char *text = written(report, "text", FALSE);
    ck_assert_ptr_nonnull(strstr(json, "\"verdict\" : \"inconclusive\""));
    ck_assert_ptr_nonnull(strstr(tap, "\nBail out! "));
    ck_assert_ptr_nonnull(strstr(text, "gate: inconclusive (exit status 3)"));
    ck_assert_ptr_nonnull(strstr(text, "not everything was run"));
}
END_TEST

START_TEST(an_empty_report_is_no_success)
{
    fh_auto(fh_report) report = sample_report_empty();
    g_autofree char *tap = written(report, "tap", FALSE);
    g_autofree char *text = written(report, "text", FALSE);
    ck_assert_str_eq(tap, "TAP version 13\n1..1\nnot ok 1 - freehold: nothing was run\n");
    ck_assert_ptr_nonnull(strstr(text, "gate: inconclusive (exit status 3)"));
}
END_TEST

/* Every line of TAP must be one that the writer meant. */
static void check_tap_line(const char *line)
{
    const gboolean is_meant = g_str_has_prefix(line, "ok ") || g_str_has_prefix(line, "not ok ") ||
                              *line == '#' || g_str_equal(line, "TAP version 13") ||
                              g_str_equal(line, "1..1") || *line == '\0';
    ck_assert_msg(is_meant, "%s", line);
}

START_TEST(tap_stays_tap)
{
    fh_auto(fh_report) report = sample_report_of_hostile_strings();
    g_autofree char *tap = written(report, "tap", FALSE);
    g_auto(GStrv) lines = g_strsplit(tap, "\n", -1);
    guint n_tests = 0;
    for (guint i = 0; lines[i]; i++) {
        check_tap_line(lines[i]);
        n_tests += g_regex_match_simple("^(not )?ok ", lines[i], 0, 0) ? 1 : 0;
    }
    ck_assert_uint_eq(n_tests, 1);
}
END_TEST

static const struct tap_name {
    const char *name, *escaped;
} tap_names[] = {
    {"plain", "plain"},
    {"issue #12", "issue \\#12"},
    {"a\\b", "a\\\\b"},
    {"x # TODO later", "x \\#_TODO later"},
    {"x # skip", "x \\#_skip"},
    {"x #Skipped", "x \\#_Skipped"},
    {"x #\xc2\xa0\tTodo", "x \\#\xc2\xa0\\\\tTodo"},
    {"x #\xc2\xa0 todo", "x \\#_todo"},
    {"two\nlines", "two\\\\nlines"},
};

START_TEST(tap_escapes_names)
{
    fh_auto(fh_report) report = fh_report_new();
    add_result(report, tap_names[_i].name, 1, FH_VERDICT_PASS);
    g_autofree char *tap = written(report, "tap", FALSE);
    g_autofree char *expected =
        g_strdup_printf("TAP version 13\n1..1\nok 1 - strings.scn: %s [valgrind]\n", tap_names[_i].escaped);
    ck_assert_str_eq(tap, expected);
}
END_TEST

static void check_text_line(const char *line)
{
    ck_assert_msg(g_utf8_validate(line, -1, NULL), "not UTF-8");
    ck_assert_msg(!g_str_has_suffix(line, " "), "trailing space: %s", line);
    ck_assert_msg(fh_text_width(line) <= FH_COLUMNS_WIDTH, "too wide: %s", line);
    g_autofree char *printable = fh_printable(line);
    ck_assert_msg(g_str_equal(line, printable), "unprintable: %s", printable);
}

START_TEST(text_is_harmless_and_fits)
{
    fh_auto(fh_report) report = samples[_i].make();
    g_autofree char *text = written(report, "text", FALSE);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        check_text_line(lines[i]);
}
END_TEST

/* Without its colours, the text is the plain one. */
START_TEST(colours_add_nothing_else)
{
    fh_auto(fh_report) report = samples[_i].make();
    g_autofree char *plain = written(report, "text", FALSE);
    g_autofree char *coloured = written(report, "text", TRUE);
    g_autoptr(GRegex) escapes = g_regex_new("\033\\[[0-9;]*m", 0, 0, NULL);
    g_autofree char *stripped = g_regex_replace_literal(escapes, coloured, -1, 0, "", 0, NULL);
    ck_assert_str_ne(plain, coloured);
    ck_assert_str_eq(plain, stripped);
}
END_TEST

START_TEST(names_processes_and_engines)
{
    fh_auto(fh_report) report = sample_report_of_all_kinds();
    g_autofree char *text = written(report, "text", FALSE);
    g_autofree char *tap = written(report, "tap", FALSE);
    ck_assert_ptr_nonnull(strstr(text, "\nprocesses  "));
    ck_assert_ptr_nonnull(strstr(text, " /abs/bin/program --all "));
    ck_assert_ptr_nonnull(strstr(text, "valgrind  asan\n"));
    ck_assert_ptr_nonnull(strstr(text, "\nINCONCLUSIVE  /abs/bin/program --all [asan]\n"));
    ck_assert_ptr_nonnull(strstr(tap, "\nnot ok 19 - /abs/bin/program --all [asan]\n"));
}
END_TEST

static const struct std_name {
    const char *function, *file;
    gboolean is_std;
} std_names[] = {
    {"alloc::alloc::alloc", NULL, TRUE},
    {"core::ptr::drop_in_place<mine::Thing>", NULL, TRUE},
    {"std[1a2b]::thread::spawn", NULL, TRUE},
    {"<alloc::vec::Vec<mine::T> as core::ops::drop::Drop>::drop", NULL, TRUE},
    {"<T as core::convert::Into<U>>::into", NULL, TRUE},
    {"<[T] as alloc::slice::SpecToVec>::to_vec", NULL, TRUE},
    {"<mine::Thing as core::ops::drop::Drop>::drop", NULL, FALSE},
    {"<mine::Thing>::new", NULL, FALSE},
    {"<T as mine::Trait>::go", NULL, FALSE},
    {"__rust_dealloc", NULL, TRUE},
    {"__rustc::__rust_dealloc", NULL, TRUE},
    {"_RNvCs1234_7___rustc12___rust_alloc", NULL, TRUE},
    {"rust_begin_unwind", NULL, TRUE},
    {"mine::std::thing", NULL, FALSE},
    {"stdlib_free", NULL, FALSE},
    {"allocate", NULL, FALSE},
    {"print_and_return", "/rustc/abc/library/core/src/ops/function.rs", TRUE},
    {"print_and_return", "src/lib.rs", FALSE},
    {"std::vector<int, std::allocator<int> >::push_back(int&&)", NULL, FALSE},
    {"std::function<void ()>::operator()() const", NULL, FALSE},
    {"std::thread::join()", "thread.cc", FALSE},
    {"std::thread::join", "thread.rs", TRUE},
    {NULL, NULL, FALSE},
};

START_TEST(tells_std_from_users)
{
    struct fh_frame frame = {.function = (char *)std_names[_i].function, .file = (char *)std_names[_i].file};
    ck_assert_msg(fh_frame_is_rust_std(&frame) == std_names[_i].is_std, "%s", frame.function);
}
END_TEST

static const struct text_shape {
    const char *text, *printable, *clipped; /* to 6 columns */
    guint width;
} text_shapes[] = {
    {"abc", "abc", "abc", 3},
    {"abcdef", "abcdef", "abcdef", 6},
    {"abcdefg", "abcdefg", "abcde…", 7},
    {"漢字漢字", "漢字漢字", "漢字…", 8},
    {"e\xcc\x81tude", "e\xcc\x81tude", "e\xcc\x81tude", 5},
    {"a\tb", "a\\tb", "a\\tb", 4},
    {"\033[1m", "\\x1b[1m", "\\x1b[…", 7},
    {"\xc2\x9b", "\\x9b", "\\x9b", 4},
    {"\xe2\x80\xae", "\\u{202e}", "\\u{20…", 8},
    {"\xe2\x80\xa8", "\\u{2028}", "\\u{20…", 8},
    {"\xff", "\xef\xbf\xbd", "\xef\xbf\xbd", 1},
    {"", "", "", 0},
    {NULL, "", "", 0},
};

START_TEST(makes_text_harmless)
{
    const struct text_shape *row = &text_shapes[_i];
    g_autofree char *printable = fh_printable(row->text);
    g_autofree char *clipped = fh_text_clip(printable, 6);
    ck_assert_str_eq(printable, row->printable);
    ck_assert_uint_eq(fh_text_width(printable), row->width);
    ck_assert_str_eq(clipped, row->clipped);
}
END_TEST

static const struct masked {
    const char *text, *shown;
} masked[] = {
    {"==1234== a --99-- **7** b", "==PID== a --PID-- **PID** b"},
    {"at 0x483F0A7: free", "at 0x…: free"},
    {"size 0x40", "size 0x40"},
    {"in (/usr/lib/x/libc.so.6)", "in (libc.so.6)"},
    {"a/b and src/lib.rs", "a/b and src/lib.rs"},
    {"https://example.org/a/b", "https://example.org/a/b"},
    {"process 12, pid 34", "process PID, pid PID"},
    {"\xff", "\xef\xbf\xbd"},
};

START_TEST(masks_what_changes)
{
    struct fh_report report = {.is_deterministic = TRUE};
    g_autofree char *shown = fh_redact_text(&report, masked[_i].text);
    ck_assert_str_eq(shown, masked[_i].shown);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("report");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, json_is_valid_by_the_schema, 0, (int)G_N_ELEMENTS(samples));
    tcase_add_loop_test(tests, a_broken_report_is_not_valid, 0, (int)G_N_ELEMENTS(breakages));
    tcase_add_test(tests, a_long_timeline_is_cut);
    tcase_add_test(tests, json_keeps_strings_exactly);
    tcase_add_test(tests, a_cut_report_is_inconclusive);
    tcase_add_test(tests, an_empty_report_is_no_success);
    tcase_add_test(tests, tap_stays_tap);
    tcase_add_loop_test(tests, tap_escapes_names, 0, (int)G_N_ELEMENTS(tap_names));
    tcase_add_loop_test(tests, text_is_harmless_and_fits, 0, (int)G_N_ELEMENTS(samples));
    tcase_add_loop_test(tests, colours_add_nothing_else, 0, (int)G_N_ELEMENTS(samples));
    tcase_add_test(tests, names_processes_and_engines);
    tcase_add_loop_test(tests, tells_std_from_users, 0, (int)G_N_ELEMENTS(std_names));
    tcase_add_loop_test(tests, makes_text_harmless, 0, (int)G_N_ELEMENTS(text_shapes));
    tcase_add_loop_test(tests, masks_what_changes, 0, (int)G_N_ELEMENTS(masked));
    return run_suite(suite);
}
