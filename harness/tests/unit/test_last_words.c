// SPDX-License-Identifier: MIT
/* What processes said of their ends, as std's versions write it. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "log/last_words.h"
#include "run_suite.h"

#define NOTE "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n"

static const struct said {
    const char *said, *text;
    gboolean is_panic;
} all[] = {
    {"", NULL, FALSE},
    {"a panicked at b\nno thread panicked here\n", NULL, FALSE},
    {"thread 'main' panicked at 'range end index 32 out of range', src/lib.rs:735:20\n" NOTE,
     "panicked at src/lib.rs:735:20: range end index 32 out of range", TRUE},
    {"thread '<unnamed>' panicked at 'assertion failed: `(left == right)`\n  left: `1`,\n right: `2`', "
     "b.rs:3:5\n",
     "panicked at b.rs:3:5: assertion failed: `(left == right)` left: `1`, right: `2`", TRUE},
    {"\nthread 'main' panicked at src/lib.rs:735:20:\nrange end index 32 out of range\n" NOTE,
     "panicked at src/lib.rs:735:20: range end index 32 out of range", TRUE},
    {"\nthread 'main' (4711) panicked at src/lib.rs:7:2:\nassertion `left == right` failed\n  left: 1\n "
     "right: 2\n"
     "stack backtrace:\n   0: a\n",
     "panicked at src/lib.rs:7:2: assertion `left == right` failed left: 1 right: 2", TRUE},
    {"thread 'main' panicked at src/lib.rs:7:2:\nfirst\n" NOTE
     "\nthread 'main' panicked at library/core/src/panicking.rs:225:5:\npanic in a function that cannot "
     "unwind\n"
     "stack backtrace:\n   0: a\nthread caused non-unwinding panic. aborting.\n",
     "panicked at src/lib.rs:7:2: first", TRUE},
    {"thread 'main' panicked at src/lib.rs:7:2:\nfirst\n" NOTE
     "fatal runtime error: failed to initiate panic, error 5\n",
     "panicked at src/lib.rs:7:2: first", TRUE},
    {"thread 'main' panicked at a.rs:1:1:\nit was caught\nthread 'main' panicked at b.rs:2:2:\nit was not\n",
     "panicked at b.rs:2:2: it was not", TRUE},
    {"thread 'main' panicked at library/core/src/panicking.rs:230:5:\nunsafe precondition(s) violated: "
     "slice::from_raw_parts requires the pointer to be aligned\nthread caused non-unwinding panic. "
     "aborting.\n",
     "panicked at library/core/src/panicking.rs:230:5: unsafe precondition(s) violated: "
     "slice::from_raw_parts "
     "requires the pointer to be aligned",
     TRUE},
    {"memory allocation of 1024 bytes failed\n", "memory allocation of 1024 bytes failed", FALSE},
    {"\nthread 'main' has overflowed its stack\nfatal runtime error: stack overflow\n",
     "fatal runtime error: stack overflow", FALSE},
    {"thread 'main' panicked at \xff\xfe.rs:1:1:\n\xff\n",
     "panicked at \xef\xbf\xbd\xef\xbf\xbd.rs:1:1: \xef\xbf\xbd", TRUE},
};

START_TEST(finds_what_was_said)
{
    struct fh_last_words words = fh_last_words_find(all[_i].said);
    if (!all[_i].text)
        ck_assert_ptr_null(words.text);
    else
        ck_assert_str_eq(words.text, all[_i].text);
    ck_assert_int_eq(words.is_panic, all[_i].is_panic);
    fh_last_words_clear(&words);
}
END_TEST

START_TEST(quotes_no_more_than_a_few_lines)
{
    g_autofree char *long_message = g_strnfill(100000, 'x');
    g_autofree char *said = g_strconcat("thread 'main' panicked at a.rs:1:1:\n", long_message, NULL);
    struct fh_last_words words = fh_last_words_find(said);
    ck_assert_uint_eq(g_utf8_strlen(words.text, -1), FH_LAST_WORDS_MAX + 1);
    ck_assert(g_str_has_suffix(words.text, "…"));
    fh_last_words_clear(&words);
}
END_TEST

/* What is not std's, up to what std adds when the panic can't go on. */
static const struct {
    const char *said, *tail;
} hooks[] = {
    {"", NULL},
    {"\n\nthread caused non-unwinding panic. aborting.\n", NULL},
    {"keygen: index 32 out of range (src/lib.rs:7)\n", "keygen: index 32 out of range (src/lib.rs:7)"},
    {"keygen: first\nkeygen: panic in a function that cannot unwind\nthread caused non-unwinding panic. "
     "aborting.\n",
     "keygen: first"},
    {"keygen: first\nAddressSanitizer:DEADLYSIGNAL\n", "keygen: first"},
    {"1\n2\n3\n4\n5\n6\n7\n8\n  9 \n\nfatal runtime error: failed to initiate panic, error 5\n",
     "2 3 4 5 6 7 8 9"},
    {"thread 'main' panicked at src/lib.rs:7:2:\nfirst\n" NOTE, NULL},
};

START_TEST(finds_what_a_hook_said)
{
    struct fh_last_words words = fh_last_words_find(hooks[_i].said);
    ck_assert_pstr_eq(words.tail, hooks[_i].tail);
    fh_last_words_clear(&words);
}
END_TEST

START_TEST(quotes_the_end_of_what_a_hook_said)
{
    g_autofree char *before = g_strnfill(100000, 'x');
    g_autofree char *said = g_strconcat(before, " it broke\n", NULL);
    struct fh_last_words words = fh_last_words_find(said);
    ck_assert_uint_eq(g_utf8_strlen(words.tail, -1), FH_LAST_WORDS_MAX + 1);
    ck_assert(g_str_has_prefix(words.tail, "…") && g_str_has_suffix(words.tail, " it broke"));
    fh_last_words_clear(&words);
}
END_TEST

START_TEST(takes_the_end_of_a_file)
{
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(folder, "said", NULL);
    g_autofree char *before = g_strnfill(1 << 20, 'x');
    g_autofree char *said = g_strconcat(before, "\nthread 'main' panicked at a.rs:1:1:\nhere\n", NULL);
    ck_assert(g_file_set_contents(path, said, -1, NULL));
    struct fh_last_words words = fh_last_words_in_file(path), none = fh_last_words_in_file(folder);
    ck_assert_str_eq(words.text, "panicked at a.rs:1:1: here");
    ck_assert_ptr_null(none.text);
    fh_last_words_clear(&words);
    remove(path);
    remove(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("last_words");
    TCase *tests = tcase_create("last_words");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, finds_what_was_said, 0, (int)G_N_ELEMENTS(all));
    tcase_add_test(tests, quotes_no_more_than_a_few_lines);
    tcase_add_loop_test(tests, finds_what_a_hook_said, 0, (int)G_N_ELEMENTS(hooks));
    tcase_add_test(tests, quotes_the_end_of_what_a_hook_said);
    tcase_add_test(tests, takes_the_end_of_a_file);
    return run_suite(suite);
}
