// SPDX-License-Identifier: MIT
/* Lines that are nearly what an engine writes: nobody may take them for it. */
#include "log/asan.h"
#include "log/asan_reader.h"
#include "log/contents.h"
#include "log/ends.h"
#include "log/memcheck_address.h"
#include "log/memcheck_frame.h"
#include "log/memcheck_headline.h"
#include "log/memcheck_process.h"
#include "log/memcheck_summary.h"
#include "log/repeats.h"
#include "log/scan.h"
#include "log/xml_tree.h"
#include "memcheck_data.h"
#include "run_suite.h"

START_TEST(destructors_take_null)
{
    fh_asan_log_free(NULL);
    fh_asan_reader_free(NULL);
    fh_log_contents_free(NULL);
    fh_log_ends_free(NULL);
    fh_memcheck_log_free(NULL);
    fh_log_process_free(NULL);
    fh_log_repeats_free(NULL);
    fh_xml_element_free(NULL);
    fh_xml_reader_free(NULL);
}
END_TEST

static const struct {
    const char *headline;
    enum fh_record_type type;
} headlines[] = {
    {"64 (16 direct, 48 indirect) bytes in 1 blocks are definitely lost in loss record 1 of 1",
     FH_RECORD_LEAK},
    {"64 (16 indirect) bytes in 1 blocks are definitely lost in loss record 1 of 1", FH_RECORD_UNKNOWN},
    {"64 (16 direct, x indirect) bytes in 1 blocks are definitely lost in loss record 1 of 1",
     FH_RECORD_UNKNOWN},
    {"64 (16 direct, 48) bytes in 1 blocks are definitely lost in loss record 1 of 1", FH_RECORD_UNKNOWN},
    {"64 (x direct, 48 indirect) bytes in 1 blocks are definitely lost in loss record 1 of 1",
     FH_RECORD_UNKNOWN},
    {"64 bytes in x blocks are definitely lost in loss record 1 of 1", FH_RECORD_UNKNOWN},
    {"64 bytes in 1 heaps are definitely lost in loss record 1 of 1", FH_RECORD_UNKNOWN},
    {"64 bytes in 1 blocks are definitely lost in a record", FH_RECORD_UNKNOWN},
    {"99999999999999999999 bytes in 1 blocks are definitely lost in loss record 1 of 1", FH_RECORD_UNKNOWN},
    {"memalign() invalid alignment value: 3", FH_RECORD_WRONG_ARGUMENT},
    {"memalign() invalid size value: 0", FH_RECORD_WRONG_ARGUMENT},
};

START_TEST(a_headline_is_whole)
{
    struct fh_record record = {.headline = (char *)headlines[_i].headline};
    fh_memcheck_headline(&record);
    ck_assert_msg(record.type == headlines[_i].type, "%s: %d", record.headline, record.type);
}
END_TEST

static const struct {
    const char *headline;
    gboolean has_sizes, has_alignments;
} layouts[] = {
    {"Mismatched new/delete size value: 8", TRUE, FALSE},
    {"Mismatched new/delete size value: x", FALSE, FALSE},
    {"Mismatched new/delete alignment alloc value: 64 dealloc value: default-aligned", FALSE, TRUE},
    {"Mismatched new/delete alignment alloc value: x dealloc value: 8", FALSE, FALSE},
    {"Mismatched new/delete alignment alloc value: 64 value: 8", FALSE, FALSE},
    {"Mismatched new/delete alignment alloc value: 64 dealloc value: x", FALSE, FALSE},
};

START_TEST(a_layout_is_whole)
{
    struct fh_record record = {.headline = (char *)layouts[_i].headline};
    fh_memcheck_headline(&record);
    ck_assert_int_eq(record.layouts.has_sizes, layouts[_i].has_sizes);
    ck_assert_int_eq(record.layouts.has_alignments, layouts[_i].has_alignments);
}
END_TEST

static const struct {
    const char *text;
    gboolean is_row;
} rows[] = {
    {"    definitely lost: 1 bytes in 2 blocks", TRUE},
    {"    definitely lost: 1 bytes in 2 blocks more", FALSE},
    {"    definitely lost: 1 bytes in 2 heaps", FALSE},
    {"    definitely lost: 1 bytes in x blocks", FALSE},
    {"    definitely lost: 1 byte", FALSE},
    {"    definitely lost: x", FALSE},
    {"in use at exit: 1 bytes in 2 blocks", TRUE},
    {"in use at exit: 1 bytes in 2 blocks more", FALSE},
    {"in use at exit: 1 bytes in 2", FALSE},
    {"in use at exit: 1 bytes in x blocks", FALSE},
    {"total heap usage: 1 allocs, 1 frees, 8 bytes allocated", TRUE},
    {"total heap usage: 1 allocs, 1 frees, 8 bytes allocated more", FALSE},
    {"total heap usage: 1 allocs, 1 frees, 8 bytes", FALSE},
    {"total heap usage: 1 allocs, 1 frees, x", FALSE},
};

START_TEST(a_row_is_whole)
{
    struct fh_leak_summary leaks = {0};
    struct fh_heap heap = {0};
    guint seen = 0;
    const gboolean is_leak = fh_memcheck_leak_row(&leaks, &seen, rows[_i].text);
    ck_assert_msg((is_leak || fh_memcheck_heap_row(&heap, &seen, rows[_i].text)) == rows[_i].is_row, "%s",
                  rows[_i].text);
}
END_TEST

static const struct {
    const char *text, *function, *file;
    guint line;
} frames[] = {
    {"0x1: f (f.c:12)", "f", "f.c", 12},
    {"0x1: f (f.c:)", "f (f.c:)", NULL, 0},
    {"0x1: f (f.c:1x)", "f (f.c:1x)", NULL, 0},
    {"0x1: f (:12)", "f (:12)", NULL, 0},
    {"0x1: f (f.c)", "f (f.c)", NULL, 0},
    {"0x1: f (f.c:4294967296)", "f (f.c:4294967296)", NULL, 0},
    {"0x1: f (f.c:99999999999999999999)", "f (f.c:99999999999999999999)", NULL, 0},
};

START_TEST(a_place_is_whole)
{
    struct fh_frame *frame = fh_memcheck_frame(frames[_i].text);
    ck_assert_ptr_nonnull(frame);
    ck_assert_str_eq(frame->function, frames[_i].function);
    ck_assert_pstr_eq(frame->file, frames[_i].file);
    ck_assert_uint_eq(frame->line, frames[_i].line);
    fh_frame_free(frame);
}
END_TEST

static const struct {
    const char *text;
    gboolean is_known;
} addresses[] = {
    {" Address 0x10 is 1 bytes inside a block of size 8 alloc'd", TRUE},
    {" Address 0x10 is 1 bytes inside a block of size x alloc'd", FALSE},
    {" Address 0x10 is 1 bytes inside a block of size 9223372036854775808 alloc'd", FALSE},
    {" Address 0x10 is 9223372036854775808 bytes inside a block of size 8 alloc'd", FALSE},
};

START_TEST(a_block_is_whole)
{
    struct fh_record record = {.type = FH_RECORD_INVALID_READ};
    fh_memcheck_address(&record, addresses[_i].text);
    ck_assert_msg(record.block.is_known == addresses[_i].is_known, "%s", addresses[_i].text);
    g_free(record.variable.name);
}
END_TEST

/* Colours go, and what only looks like one is text; what no reader should see is '?'. */
static const struct {
    const char *bytes, *plain;
} texts[] = {
    {"\x1b[1;31mred\x1b[0m\x1b[K", "red"},
    {"\x1b[1", "?[1"},
    {"\x1b[31x", "?[31x"},
    {"\x1b(0", "?(0"},
    {"\x1b[", "?["},
    {"\r\r\nx\r\n", "\nx\n"},
    {"a\rb", "a?b"},
    {"\xef\xbb\xbfx", "x"},
    {"\x7f\x01", "??"},
    {"\xc2\x80", "??"},
    {"\xc2\xa9", "\xc2\xa9"},
    {"x\r", "x?"},
    {"\xef", "\xef\xbf\xbd"},
    {"\xff\xfe\xfd", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
};

START_TEST(noise_is_no_text)
{
    g_autofree char *plain = fh_scan_plain(texts[_i].bytes, strlen(texts[_i].bytes));
    ck_assert_str_eq(plain, texts[_i].plain);
}
END_TEST

static const struct {
    const char *text;
    gboolean is_prefix;
} prefixes[] = {
    {"==7==", TRUE},  {"==00:00:00:01.234 7==", TRUE}, {"==4294967296==", FALSE}, {"==7=", FALSE},
    {"==x==", FALSE},
};

START_TEST(a_prefix_is_whole)
{
    const char *at = prefixes[_i].text;
    guint pid = 0;
    ck_assert_int_eq(fh_scan_prefix(&at, "==", &pid), prefixes[_i].is_prefix);
    ck_assert_uint_eq(pid, prefixes[_i].is_prefix ? 7 : 0);
}
END_TEST

START_TEST(numbers_do_not_overflow)
{
    const char *at = "18446744073709551616", *most = "18446744073709551615";
    guint64 number = 0;
    ck_assert(!fh_scan_number(&at, &number));
    ck_assert(fh_scan_number(&most, &number));
    ck_assert(number == G_MAXUINT64);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("log_edges");
    TCase *tests = tcase_create("log_edges");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, destructors_take_null);
    tcase_add_loop_test(tests, a_headline_is_whole, 0, (int)G_N_ELEMENTS(headlines));
    tcase_add_loop_test(tests, a_layout_is_whole, 0, (int)G_N_ELEMENTS(layouts));
    tcase_add_loop_test(tests, a_row_is_whole, 0, (int)G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, a_place_is_whole, 0, (int)G_N_ELEMENTS(frames));
    tcase_add_loop_test(tests, a_block_is_whole, 0, (int)G_N_ELEMENTS(addresses));
    tcase_add_loop_test(tests, noise_is_no_text, 0, (int)G_N_ELEMENTS(texts));
    tcase_add_loop_test(tests, a_prefix_is_whole, 0, (int)G_N_ELEMENTS(prefixes));
    tcase_add_test(tests, numbers_do_not_overflow);
    return run_suite(suite);
}
