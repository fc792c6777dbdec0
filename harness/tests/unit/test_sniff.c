// SPDX-License-Identifier: MIT
#include "log/sniff.h"

#include "memcheck_versions.h"
#include "run_suite.h"

static const struct {
    const char *text;
    enum fh_log_type type;
} texts[] = {
    {"", FH_LOG_UNKNOWN},
    {"TAP version 13\nok 1\n", FH_LOG_UNKNOWN},
    {"== a heading ==\n", FH_LOG_UNKNOWN},
    {"hello\n==7== Memcheck, a memory error detector\n", FH_LOG_MEMCHECK_TEXT},
    {"==7== Invalid read of size 1\n", FH_LOG_MEMCHECK_TEXT},
    {"==00:00:00:01.234 7== Invalid read of size 1\n", FH_LOG_MEMCHECK_TEXT},
    {"==7== Helgrind, a thread error detector\n==7== Possible data race\n", FH_LOG_UNKNOWN},
    {"==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n", FH_LOG_SANITIZER},
    {"hello\n=====\n==7==ERROR: LeakSanitizer: detected memory leaks\n", FH_LOG_SANITIZER},
    {"==7==LeakSanitizer has encountered a fatal error.\n", FH_LOG_SANITIZER},
    {"a.c:1:2: runtime error: signed integer overflow\n", FH_LOG_SANITIZER},
    {"SUMMARY: AddressSanitizer: 2 byte(s) leaked in 1 allocation(s).\n", FH_LOG_SANITIZER},
    {"we use AddressSanitizer\n", FH_LOG_UNKNOWN},
    {"  \n<?xml version=\"1.0\"?>\n<valgrindoutput>\n", FH_LOG_MEMCHECK_XML},
    {"<valgrindoutput>\n<protocoltool>memcheck</protocoltool>", FH_LOG_MEMCHECK_XML},
    {"<valgrindoutput>\n<protocoltool>helgrind</protocoltool>", FH_LOG_UNKNOWN},
    {"<?xml version=\"1.0\"?>\n<testsuites/>\n==7== Invalid read\n", FH_LOG_UNKNOWN},
};

START_TEST(a_text_tells_its_parser)
{
    ck_assert_int_eq(fh_log_sniff(texts[_i].text, strlen(texts[_i].text)), texts[_i].type);
}
END_TEST

START_TEST(a_real_log_tells_its_parser)
{
    g_autofree char *name = memcheck_fixture_name(&memcheck_fixtures[_i]);
    g_autofree char *bytes = memcheck_bytes(name);

    ck_assert_int_eq(fh_log_sniff(bytes, strlen(bytes)), FH_LOG_MEMCHECK_TEXT);
    if (memcheck_fixtures[_i].xml) {
        g_autofree char *file = g_strconcat(name, ".xml", NULL);
        gsize size;
        g_autofree char *xml = memcheck_file(file, &size);

        ck_assert_int_eq(fh_log_sniff(xml, size), FH_LOG_MEMCHECK_XML);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sniff");
    TCase *tcase = tcase_create("all");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_text_tells_its_parser, 0, G_N_ELEMENTS(texts));
    tcase_add_loop_test(tcase, a_real_log_tells_its_parser, 0, G_N_ELEMENTS(memcheck_fixtures));
    return run_suite(suite);
}
