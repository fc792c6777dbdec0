// SPDX-License-Identifier: MIT
/* What a log says again, word for word, is one record, counted. */
#include <string.h>

#include "log/asan.h"
#include "log/memcheck.h"
#include "log/memcheck_xml.h"
#include "log/record.h"
#include "log/repeats.h"
#include "run_suite.h"

#define PREAMBLE                                                                                       \
    "==7== Memcheck, a memory error detector\n==7== Using Valgrind-3.19.0 and LibVEX\n==7== Command: " \
    "./a\n==7== \n"
#define JUMP  "Conditional jump or move depends on uninitialised value(s)"
#define A     "==7== " JUMP "\n==7==    at 0x1090: f (a.c:5)\n==7==    by 0x10A0: main (a.c:12)\n==7== \n"
#define B     "==7== " JUMP "\n==7==    at 0x1094: f (a.c:6)\n==7==    by 0x10A0: main (a.c:12)\n==7== \n"
#define OTHER "==8== " JUMP "\n==8==    at 0x1090: f (a.c:5)\n==8==    by 0x10A0: main (a.c:12)\n==8== \n"
#define NOISY \
    "==7== " JUMP "\n==7==    at 0x1090: f (a.c:5)\nnoise==\n==7==    by 0x10A0: main (a.c:12)\n==7== \n"
#define NOTICE "**7** freehold: begin 1\n"
#define LEAK                                                                                         \
    "==7== 8 bytes in 1 blocks are definitely lost in loss record 1 of 1\n==7==    at 0x1: malloc\n" \
    "==7==    by 0x10A0: main (a.c:12)\n==7== \n"
#define SAID "a line of the program's own\n"
/* -s lists all errors again. */
#define LISTED                                                                       \
    "==7== HEAP SUMMARY:\n==7==     in use at exit: 0 bytes in 0 blocks\n"           \
    "==7==   total heap usage: 0 allocs, 0 frees, 0 bytes allocated\n==7== \n"       \
    "==7== All heap blocks were freed -- no leaks are possible\n==7== \n"            \
    "==7== ERROR SUMMARY: 1 errors from 1 contexts (suppressed: 0 from 0)\n==7== \n" \
    "==7== 1 errors in context 1 of 1:\n"

/* Of each record that is left, in order, how often it came again. */
static const struct {
    const char *log, *repeats;
} memcheck_logs[] = {
    {A A A, "2"},
    {A B A B A, "2 1"},
    {A SAID A, "1"},
    {A NOTICE A A A, "0 0 0 1"},
    {A NOISY A, "1 0"},
    {A OTHER A OTHER A OTHER, "0 0 1 1"},
    {A B A B B A B, "2 3"},
    /* The same bytes behind the same ones, and their process is in the middle of something. */
    {A OTHER A OTHER "==8== Thread 2:\n" A OTHER, "0 0 1 0 0"},
    {LEAK LEAK, "0 0"},
    {A A LISTED A, "1"},
    {"==7== Thread 2:\n" A A, "0 0"},
    {"==7== Thread 2:\n" A "==7== Thread 2:\n" A, "1"},
};

static char *repeats_of(const GPtrArray *records)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < records->len; i++)
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                               ((const struct fh_record *)g_ptr_array_index(records, i))->repeats);
    return g_string_free(text, FALSE);
}

START_TEST(memchecks_are_counted)
{
    g_autofree char *log = g_strconcat(PREAMBLE, memcheck_logs[_i].log, NULL);
    fh_auto(fh_memcheck_log) read = fh_memcheck_log_parse(log, strlen(log));
    g_autofree char *repeats = repeats_of(read->records);
    ck_assert_str_eq(repeats, memcheck_logs[_i].repeats);
}
END_TEST

#define SEPARATOR "=================================================================\n"
#define READ(ADDRESS)                                                                                   \
    SEPARATOR "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address " ADDRESS                  \
              " at pc 0x1 bp 0x2 sp 0x3\nREAD of size 4 at " ADDRESS " thread T0\n    #0 0x1090 in f "  \
              "a.c:5\n    #1 0x10a0 in main a.c:12\n\nSUMMARY: AddressSanitizer: heap-buffer-overflow " \
              "a.c:5 in f\n"

static const struct {
    const char *log, *repeats;
    guint errors;
} asan_logs[] = {
    {READ("0x602000000018") READ("0x602000000018") READ("0x602000000018") READ("0x602000000018"), "3", 4},
    {READ("0x602000000018") READ("0x602000000028") READ("0x602000000018") SEPARATOR, "1 0", 3},
    {READ("0x602000000018") READ("0x602000000028") READ("0x602000000018") READ("0x602000000028"), "1 1", 4},
    {READ("0x602000000018") READ("0x602000000028") READ("0x602000000018") READ("0x602000000028") "more\n",
     "1 0 0", 4},
    {READ("0x602000000018") "freehold: begin 1\n" READ("0x602000000018"), "0 0 0", 2},
};

START_TEST(sanitizers_are_counted)
{
    const char *log = asan_logs[_i].log;
    fh_auto(fh_asan_log) read = fh_asan_log_parse(log, strlen(log), NULL, NULL);
    g_autofree char *repeats = repeats_of(read->records);
    ck_assert_str_eq(repeats, asan_logs[_i].repeats);
    ck_assert_uint_eq(read->errors, asan_logs[_i].errors);
}
END_TEST

#define ERROR(NUMBER, KIND, LINE)                                                                     \
    "<error><unique>" NUMBER "</unique><tid>1</tid><kind>" KIND "</kind><what>" JUMP "</what><stack>" \
    "<frame><ip>0x1090</ip><fn>f</fn><file>a.c</file><line>" LINE "</line></frame></stack></error>\n"
#define MESSAGE "<clientmsg><tid>1</tid><text>said\n</text></clientmsg>\n"

static const struct {
    const char *log, *repeats;
} xml_logs[] = {
    {ERROR("0x1", "UninitCondition", "5") ERROR("0x2", "UninitCondition", "6")
         ERROR("0x3", "UninitCondition", "5"),
     "1 0"},
    {ERROR("0x1", "UninitCondition", "5") ERROR("0x2", "UninitCondition", "6")
         ERROR("0x3", "UninitCondition", "5") ERROR("0x4", "UninitCondition", "6"),
     "1 1"},
    /* What the program wrote in the middle of an error is not lost with it. */
    {ERROR("0x1", "UninitCondition", "5</line>\nsaid\n<line>")
         ERROR("0x2", "UninitCondition", "5</line>\nsaid\n<line>"),
     "0 0"},
    {ERROR("0x1", "UninitCondition", "5") MESSAGE ERROR("0x2", "UninitCondition", "5"), "0 0 0"},
    {ERROR("0x1", "Leak_DefinitelyLost", "5") ERROR("0x2", "Leak_DefinitelyLost", "5"), "0 0"},
};

START_TEST(those_in_xml_are_counted)
{
    g_autofree char *log =
        g_strconcat("<?xml version=\"1.0\"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion>\n",
                    xml_logs[_i].log, "</valgrindoutput>\n", NULL);
    fh_auto(fh_memcheck_log) read = fh_memcheck_xml_parse(log, strlen(log));
    g_autofree char *repeats = repeats_of(read->records);
    ck_assert_str_eq(repeats, xml_logs[_i].repeats);
}
END_TEST

/* What stands alone: an end, a search for leaks, what the runner says. */
START_TEST(errors_may_come_again)
{
    const guint alone = 1u << FH_RECORD_INVALID_JUMP | 1u << FH_RECORD_LEAK | 1u << FH_RECORD_FATAL_SIGNAL |
                        1u << FH_RECORD_NOTICE | 1u << FH_RECORD_DESCRIPTION |
                        1u << FH_RECORD_DESCRIPTOR_LEAK | 1u << FH_RECORD_DESCRIPTOR_MISUSE |
                        1u << FH_RECORD_LIMIT | 1u << FH_RECORD_UNKNOWN;
    const struct fh_record record = {.type = (enum fh_record_type)_i};
    ck_assert_int_eq(fh_log_repeats_may_count(&record), !(alone >> _i & 1));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("repeats");
    tcase_add_loop_test(tcase, memchecks_are_counted, 0, G_N_ELEMENTS(memcheck_logs));
    tcase_add_loop_test(tcase, sanitizers_are_counted, 0, G_N_ELEMENTS(asan_logs));
    tcase_add_loop_test(tcase, those_in_xml_are_counted, 0, G_N_ELEMENTS(xml_logs));
    tcase_add_loop_test(tcase, errors_may_come_again, FH_RECORD_MISMATCHED_FREE, FH_RECORD_UNKNOWN + 1);
    Suite *suite = suite_create("repeats");
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
