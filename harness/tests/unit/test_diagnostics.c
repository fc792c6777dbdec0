// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "base/diagnostics.h"
#include "base/source.h"
#include "base/source_load.h"
#include "run_suite.h"

static struct fh_source *source_of(const char *text)
{
    struct fh_source *source = fh_source_new("test.scn", text, strlen(text), NULL);
    ck_assert_ptr_nonnull(source);
    return source;
}

/* Caller owns. */
static char *text_of(const char *text, struct fh_span span, const char *help, const char *message)
{
    fh_auto(fh_source) source = source_of(text);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_diagnostics_add(diagnostics, source, span, help, "%s", message);
    return fh_diagnostics_to_text(diagnostics);
}

static const struct {
    const char *text;
    struct fh_span span;
    const char *shown; /* behind `test.scn:` */
} excerpts[] = {
    {"x = foo(1)\n", {4, 3}, "1:5: error: wrong\n    1 | x = foo(1)\n      |     ^~~\n"},
    {"x = foo(1)\r\n", {4, 3}, "1:5: error: wrong\n    1 | x = foo(1)\n      |     ^~~\n"},
    {"a\nb\n", {2, 1}, "2:1: error: wrong\n    2 | b\n      | ^\n"},
    {"abc", {3, 0}, "1:4: error: wrong\n    1 | abc\n      |    ^\n"},
    {"abc\n", {4, 0}, "1:4: error: wrong\n    1 | abc\n      |    ^\n"},
    {"", {0, 0}, "1:1: error: wrong\n    1 |\n      | ^\n"},
    /* over several lines: marked on the first */
    {"f(a,\n  b)\n", {0, 9}, "1:1: error: wrong\n    1 | f(a,\n      | ^~~~\n"},
    /* tabs become blanks, so that the caret stands right */
    {"\tx\ty", {3, 1}, "1:4: error: wrong\n    1 |     x   y\n      |         ^\n"},
    /* wide characters take two columns on the terminal, one in the position */
    {"日本 x", {7, 1}, "1:4: error: wrong\n    1 | 日本 x\n      |      ^\n"},
    {"日本 x", {0, 6}, "1:1: error: wrong\n    1 | 日本 x\n      | ^~~~\n"},
    /* what would change the terminal, or hide text from its reader */
    {"\x1b[31m x", {6, 1}, "1:7: error: wrong\n    1 | \\x1b[31m x\n      |          ^\n"},
    {"\xE2\x80\xAEx", {3, 1}, "1:2: error: wrong\n    1 | \\u{202e}x\n      |         ^\n"},
};

START_TEST(place_is_shown)
{
    g_autofree char *text = text_of(excerpts[_i].text, excerpts[_i].span, NULL, "wrong");
    ck_assert_msg(g_str_has_prefix(text, "test.scn:"), "%s", text);
    ck_assert_str_eq(text + strlen("test.scn:"), excerpts[_i].shown);
}
END_TEST

START_TEST(help_is_shown)
{
    g_autofree char *text = text_of("x", (struct fh_span){0, 1}, "write y", "wrong");
    ck_assert_str_eq(text, "test.scn:1:1: error: wrong\n    1 | x\n      | ^\n  help: write y\n");
}
END_TEST

START_TEST(message_is_one_harmless_line)
{
    g_autofree char *text = text_of("x", (struct fh_span){0, 1}, "a\nb", "c\x1b[0m\nd\xff");
    ck_assert_str_eq(text,
                     "test.scn:1:1: error: c\\x1b[0m\\x0ad\\xff\n    1 | x\n      | ^\n  help: a\\x0ab\n");
}
END_TEST

/* In a line of `before` letters, the mark, `after` letters. */
static const struct {
    guint before, after;
    gboolean cut_before, cut_after;
} long_lines[] = {
    {0, 119, FALSE, FALSE},    {119, 0, FALSE, FALSE},       {0, 500000, FALSE, TRUE},
    {40, 500000, FALSE, TRUE}, {500000, 500000, TRUE, TRUE}, {500000, 0, TRUE, FALSE},
};

START_TEST(long_line_is_cut_around_the_caret)
{
    g_autofree char *before = g_strnfill(long_lines[_i].before, 'a');
    g_autofree char *after = g_strnfill(long_lines[_i].after, 'b');
    g_autofree char *line = g_strconcat(before, "X", after, NULL);
    g_autofree char *text = text_of(line, (struct fh_span){long_lines[_i].before, 1}, NULL, "wrong");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *position = g_strdup_printf("test.scn:1:%u: ", long_lines[_i].before + 1);
    ck_assert(g_str_has_prefix(lines[0], position));
    ck_assert_uint_le(strlen(lines[1]), 140);
    ck_assert_int_eq(g_str_has_prefix(lines[1], "    1 | ..."), long_lines[_i].cut_before);
    ck_assert_int_eq(g_str_has_suffix(lines[1], "..."), long_lines[_i].cut_after);
    ck_assert_int_eq(strchr(lines[1], 'X') - lines[1], strchr(lines[2], '^') - lines[2]);
}
END_TEST

START_TEST(errors_are_bounded_for_each_file)
{
    fh_auto(fh_source) source = source_of("x");
    fh_auto(fh_source) other = fh_source_new("other.scn", "x", 1, NULL);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    for (guint i = 0; i < 1000; i++)
        fh_diagnostics_add(diagnostics, source, (struct fh_span){0, 1}, NULL, "wrong");
    ck_assert_uint_eq(diagnostics->items->len, FH_DIAGNOSTICS_MAX + 1);
    const struct fh_diagnostic *last = g_ptr_array_index(diagnostics->items, FH_DIAGNOSTICS_MAX);
    ck_assert_str_eq(last->message, "there are more errors from here on; they are not shown");
    fh_diagnostics_add(diagnostics, other, (struct fh_span){0, 1}, NULL, "wrong");
    ck_assert_uint_eq(diagnostics->items->len, FH_DIAGNOSTICS_MAX + 2);
}
END_TEST

static const struct {
    const char *name;
    const char *closest; /* NULL: none */
} names[] = {
    {"print_and_retrn", "print_and_return"},
    {"print_and_retrun", "print_and_return"},
    {"free_strng", "free_string"},
    {"FREE", "free"},
    {"fre", "free"},
    {"fere", "free"}, /* two neighbours swapped are one mistake */
    {"x", NULL},
    {"", NULL},
    {"something_else", NULL},
    {"a_name_that_is_longer_than_all_names_that_anybody_would_ever_give_to_anything", NULL},
};

START_TEST(closest_name_is_found)
{
    static const char *const candidates[] = {"free", "free_string", "print_and_return", NULL};
    const char *closest = fh_closest_name(names[_i].name, candidates);
    if (!names[_i].closest)
        ck_assert_ptr_null(closest);
    else
        ck_assert_pstr_eq(closest, names[_i].closest);
}
END_TEST

static Suite *diagnostics_suite(void)
{
    Suite *suite = suite_create("diagnostics");
    TCase *tests = tcase_create("diagnostics");
    tcase_add_loop_test(tests, place_is_shown, 0, G_N_ELEMENTS(excerpts));
    tcase_add_test(tests, help_is_shown);
    tcase_add_test(tests, message_is_one_harmless_line);
    tcase_add_loop_test(tests, long_line_is_cut_around_the_caret, 0, G_N_ELEMENTS(long_lines));
    tcase_add_test(tests, errors_are_bounded_for_each_file);
    tcase_add_loop_test(tests, closest_name_is_found, 0, G_N_ELEMENTS(names));
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return run_suite(diagnostics_suite());
}
