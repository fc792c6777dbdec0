// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "base/error.h"
#include "base/source.h"
#include "base/source_load.h"
#include "run_suite.h"

static struct fh_source *source_of(const char *text)
{
    struct fh_source *source = fh_source_new("test.scn", text, strlen(text), NULL);
    ck_assert_ptr_nonnull(source);
    return source;
}

static const struct {
    const char *text;
    guint32 offset;
    guint line, column;
} positions[] = {
    {"", 0, 1, 1},
    {"abc", 2, 1, 3},
    {"abc", 3, 1, 4},
    {"abc", 99, 1, 4},
    {"abc\n", 3, 1, 4},
    {"abc\n", 4, 1, 4}, /* behind the last line end there is no line */
    {"abc\ndef", 4, 2, 1},
    {"abc\r\ndef", 6, 2, 2},
    {"\n\n\nx", 3, 4, 1},
    {"\xC3\xA9\xC3\xA9x", 4, 1, 3},
    {"\xC3\xA9\xC3\xA9x", 3, 1, 2}, /* inside a character */
    {"\xEF\xBB\xBFx", 0, 1, 1},     /* a byte order mark is not there */
};

START_TEST(offset_has_this_position)
{
    fh_auto(fh_source) source = source_of(positions[_i].text);
    struct fh_position position = fh_source_position(source, positions[_i].offset);
    ck_assert_uint_eq(position.line, positions[_i].line);
    ck_assert_uint_eq(position.column, positions[_i].column);
    ck_assert_uint_eq(fh_source_line(source, positions[_i].offset), positions[_i].line);
}
END_TEST

static const struct {
    const char *text;
    gsize size;
    const char *message;
} refused[] = {
    {"ab\0c", 4,
     "test.scn:1:3: error: NUL byte in the text\n"
     "    1 | ab\\x00c\n"
     "      |   ^~~~\n"
     "  help: save the file as plain UTF-8 text"},
    {"a\n\xC3\xA9\xFF", 5,
     "test.scn:2:2: error: the text is not valid UTF-8 here\n"
     "    2 | é\\xff\n"
     "      |  ^~~~\n"
     "  help: save the file as UTF-8"},
    {"\xFF\xFE"
     "a\0",
     4,
     "test.scn:1:1: error: the text is not valid UTF-8 here\n"
     "    1 | \\xff\\xfea\\x00\n"
     "      | ^~~~\n"
     "  help: save the file as UTF-8"},
};

START_TEST(text_is_refused)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_source) source = fh_source_new("test.scn", refused[_i].text, refused[_i].size, &error);
    ck_assert_ptr_null(source);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_SCRIPT));
    ck_assert_str_eq(error->message, refused[_i].message);
}
END_TEST

START_TEST(lines_are_limited)
{
    g_autofree char *text = g_strnfill(FH_SOURCE_MAX_LINES + 1, '\n');
    g_autoptr(GError) error = NULL;
    fh_auto(fh_source) most = fh_source_new("test.scn", text, FH_SOURCE_MAX_LINES, &error);
    ck_assert_ptr_nonnull(most);
    fh_auto(fh_source) more = fh_source_new("test.scn", text, FH_SOURCE_MAX_LINES + 1, &error);
    ck_assert_ptr_null(more);
    ck_assert_msg(
        g_str_has_prefix(error->message, "test.scn:4097:1: error: the file has more than 4096 lines\n"), "%s",
        error->message);
}
END_TEST

START_TEST(size_is_limited)
{
    g_autofree char *text = g_strnfill(FH_SOURCE_MAX_SIZE + 1, ' ');
    g_autoptr(GError) error = NULL;
    fh_auto(fh_source) most = fh_source_new("test.scn", text, FH_SOURCE_MAX_SIZE, &error);
    ck_assert_ptr_nonnull(most);
    fh_auto(fh_source) more = fh_source_new("test.scn", text, FH_SOURCE_MAX_SIZE + 1, &error);
    ck_assert_ptr_null(more);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_SCRIPT));
}
END_TEST

START_TEST(file_is_loaded)
{
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), "source", "bom_crlf.scn", NULL);
    g_autoptr(GError) error = NULL;
    fh_auto(fh_source) source = fh_source_load(path, &error);
    ck_assert_msg(source != NULL, "%s", error != NULL ? error->message : "");
    ck_assert_str_eq(source->path, path);
    ck_assert_str_eq(source->text, "scenario \"a\" {\r\n}\r\n");
    ck_assert_uint_eq(source->size, strlen(source->text));
    ck_assert_uint_eq(source->line_starts->len, 2);
}
END_TEST

static const struct {
    const char *path;
    const char *message;
} unreadable[] = {
    {"/nowhere/x.scn", "/nowhere/x.scn: cannot be read: there is no such file; check the path"},
    {"/", "/: cannot be read: this is a folder; name a file in it"},
    {"/dev/zero", "/dev/zero: cannot be read: this is not a regular file; name a text file"},
};

START_TEST(file_cannot_be_loaded)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_source) source = fh_source_load(unreadable[_i].path, &error);
    ck_assert_ptr_null(source);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_SCRIPT));
    ck_assert_str_eq(error->message, unreadable[_i].message);
}
END_TEST

static Suite *source_suite(void)
{
    Suite *suite = suite_create("source");
    TCase *tests = tcase_create("source");
    tcase_add_loop_test(tests, offset_has_this_position, 0, G_N_ELEMENTS(positions));
    tcase_add_loop_test(tests, text_is_refused, 0, G_N_ELEMENTS(refused));
    tcase_add_test(tests, lines_are_limited);
    tcase_add_test(tests, size_is_limited);
    tcase_add_test(tests, file_is_loaded);
    tcase_add_loop_test(tests, file_cannot_be_loaded, 0, G_N_ELEMENTS(unreadable));
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return run_suite(source_suite());
}
