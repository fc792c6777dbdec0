// SPDX-License-Identifier: MIT
/* What other versions and worlds write: data/asan/written, and single lines. */
#include "asan_data.h"
#include "log/asan.h"
#include "log/asan_address.h"
#include "log/asan_frame.h"
#include "log/asan_headline.h"
#include "log/record.h"
#include "model/stack.h"
#include "run_suite.h"

static const struct {
    const char *name, *records, *runtime_failure;
    gboolean is_cut;
} written[] = {
    {"gcc8", "write 1 live 18+18 at write_after:217 allocated malloc<write_after:215", NULL, FALSE},
    {"gcc8-bare", "signal 11 nowhere at ?", NULL, FALSE},
    {"gcc13",
     "free freed 15+0 at free.part.0<release_twice:155 released free.part.0<release_twice:154 allocated "
     "strdup<make_strdup:82",
     NULL, FALSE},
    {"wild", "free nowhere at free", NULL, FALSE},
    {"interleaves", "", "Shadow memory range interleaves with an existing memory mapping. ", FALSE},
    {"nested", "read 1 freed at read_freed:210", "AddressSanitizer: nested bug in the same thread, ", TRUE},
    {"clang11-check", "", "AddressSanitizer CHECK failed: ", FALSE},
    {"leak-standalone", "leak 24/2 at malloc", NULL, FALSE},
    {"future",
     "'heap-use-before-birth on address 0x502000000010 at pc 0x000000400807 bp 0x7ffd1c0f1d30 sp "
     "0x7ffd1c0f1d28' at read_freed:210",
     NULL, FALSE},
    {"odr", "'odr-violation ' at __asan_register_globals", NULL, FALSE},
};

START_TEST(other_wording_is_read)
{
    g_autofree char *name = g_strconcat("written/", written[_i].name, NULL);
    fh_auto(fh_asan_log) log = parse_asan_data(name);
    g_autofree char *records = describe_asan_log(log);

    ck_assert_str_eq(records, written[_i].records);
    ck_assert_int_eq(log->is_cut, written[_i].is_cut);
    if (written[_i].runtime_failure)
        ck_assert_msg(g_str_has_prefix(log->runtime_failure, written[_i].runtime_failure), "%s",
                      log->runtime_failure);
    else
        ck_assert_ptr_null(log->runtime_failure);
}
END_TEST

START_TEST(an_unknown_error_keeps_its_appendix)
{
    fh_auto(fh_asan_log) log = parse_asan_data("written/future");
    const struct fh_record *record = g_ptr_array_index(log->records, 0);

    ck_assert_int_eq(record->type, FH_RECORD_UNKNOWN);
    ck_assert(g_str_has_suffix(record->text, "\nSOMETHING NEW"));
}
END_TEST

START_TEST(shadow_bytes_are_left_out)
{
    fh_auto(fh_asan_log) log = parse_asan_data("written/gcc8");
    const struct fh_record *record = g_ptr_array_index(log->records, 0);

    ck_assert(!strstr(record->text, "Shadow"));
    ck_assert(strstr(record->text, "SUMMARY"));
}
END_TEST

/* A frame's line, and what is in it. */
static const struct {
    const char *line, *function, *file;
    guint line_number;
    const char *object;
} frames[] = {
    {"    #0 0x10 in main /src/a.c:9:3", "main", "/src/a.c", 9, NULL},
    {"    #0 0x10 in main /src/a.c:9", "main", "/src/a.c", 9, NULL},
    {"    #0 0x10 in main a.c:9", "main", "a.c", 9, NULL},
    {"    #0 0x10 in main /src/a.c", "main /src/a.c", NULL, 0, NULL},
    {"    #0 0x10 in f(int, char const*) /src/a b/c (d).cc:9:3", "f(int, char const*)", "/src/a b/c (d).cc",
     9, NULL},
    {"    #0 0x10 in operator()(int) const /src/a.cc:9", "operator()(int) const", "/src/a.cc", 9, NULL},
    {"    #0 0x10 in operator new(unsigned long) (/lib/libasan.so.8+0xb9420)", "operator new(unsigned long)",
     NULL, 0, "/lib/libasan.so.8"},
    {"    #0 0x10 in operator new(unsigned long) (/lib/a (b)/c+0xb9420) (BuildId: 1f)",
     "operator new(unsigned long)", NULL, 0, "/lib/a (b)/c"},
    {"    #0 0x10 in <alloc::vec::Vec<T,A> as core::ops::drop::Drop>::drop library/alloc/src/vec/mod.rs:9:1",
     "<alloc::vec::Vec<T,A> as core::ops::drop::Drop>::drop", "library/alloc/src/vec/mod.rs", 9, NULL},
    {"    #0 0x10 in strtest::reply_to::h0123456789abcdef /src/lib.rs:106:5", "strtest::reply_to",
     "/src/lib.rs", 106, NULL},
    {"    #0 0x10 in _ZN7strtest8reply_to17h0123456789abcdefE (/src/a+0x1)", "strtest::reply_to", NULL, 0,
     "/src/a"},
    {"    #0 0x10 in __interceptor_free (/src/a+0x1)", "free", NULL, 0, "/src/a"},
    {"    #0 0x10  (/src/a b+0x1)", NULL, NULL, 0, "/src/a b"},
    {"    #0 0x10  (/src/a+0x1) (BuildId: 0123)", NULL, NULL, 0, "/src/a"},
    {"    #0 0x0  (<unknown module>)", NULL, NULL, 0, NULL},
    {"    #0 0x0", NULL, NULL, 0, NULL},
    {"    #0 0x10 in f (/src/a+0x99999999999999999999)", "f (/src/a+0x99999999999999999999)", NULL, 0, NULL},
};

START_TEST(a_frame_is_read)
{
    guint64 number;
    g_autoptr(GPtrArray) read = fh_asan_frames(frames[_i].line, NULL, NULL, &number);
    const struct fh_frame *frame = g_ptr_array_index(read, 0);

    ck_assert_uint_eq(read->len, 1);
    ck_assert_pstr_eq(frame->function, frames[_i].function);
    ck_assert_pstr_eq(frame->file, frames[_i].file);
    ck_assert_uint_eq(frame->line, frames[_i].line_number);
    ck_assert_pstr_eq(frame->object, frames[_i].object);
}
END_TEST

/* Of a runtime that is a part of the program. */
static const struct {
    const char *line;
    gboolean is_runtimes;
} runtime_frames[] = {
    {"    #0 0x10 in operator delete(void*) (/src/a+0x1)", TRUE},
    {"    #0 0x10 in free (/src/a+0x1)", TRUE},
    {"    #0 0x10 in strdup (/src/a+0x1)", TRUE},
    {"    #0 0x10 in strlen (/src/a+0x1)", TRUE},
    {"    #0 0x10 in __interceptor_getaddrinfo (/src/a+0x1)", TRUE},
    {"    #0 0x10 in __asan_memcpy (/src/a+0x1)", TRUE},
    {"    #0 0x10 in printf_common(void*, char const*, __va_list_tag*) (/src/a+0x1)", TRUE},
    {"    #0 0x10 in fuzzer::Fuzzer::CrashCallback() (/src/a+0x1)", TRUE},
    {"    #0 0x10 in operator delete(void*) /src/mine.cc:9:3", FALSE},
    {"    #0 0x10 in free /src/mine.c:9", FALSE},
    {"    #0 0x10 in free_string (/src/a+0x1)", FALSE},
    {"    #0 0x10 in LLVMFuzzerTestOneInput (/src/a+0x1)", FALSE},
    {"    #0 0x10  (/src/a+0x1)", FALSE},
};

START_TEST(a_runtime_within_the_program_is_known)
{
    guint64 number;
    g_autoptr(GPtrArray) read = fh_asan_frames(runtime_frames[_i].line, NULL, NULL, &number);
    const struct fh_frame *frame = g_ptr_array_index(read, 0);

    ck_assert_msg(!frame->is_harness == !runtime_frames[_i].is_runtimes, "%s", runtime_frames[_i].line);
}
END_TEST

static const char *const no_frames[] = {
    "#0 0x10 in main",    "    #x 0x10 in main", "    #0 main",
    "    #0 0x10in main", "    0x10 in main",    "    #0 0x",
};

START_TEST(what_is_no_frame)
{
    guint64 number;

    ck_assert_ptr_null(fh_asan_frames(no_frames[_i], NULL, NULL, &number));
}
END_TEST

static const struct {
    const char *line;
    gboolean is_undefined;
} undefined[] = {
    {"a.c:1:2: runtime error: shift", TRUE},
    {"/src/a b.c:1: runtime error: shift", TRUE},
    {"(/src/a+0x12): runtime error: shift", TRUE},
    {"<unknown>: runtime error: shift", TRUE},
    {"panic: runtime error: index out of range", FALSE},
    {" a.c:1:2: runtime error: shift", FALSE},
    {": runtime error: shift", FALSE},
    {"12: runtime error: shift", FALSE},
    {"a.c:1:2: error: shift", FALSE},
};

START_TEST(undefined_behaviour_has_a_place)
{
    ck_assert_int_eq(fh_asan_is_undefined(undefined[_i].line), undefined[_i].is_undefined);
}
END_TEST

/* Where an address is. */
static const struct {
    const char *line;
    enum fh_address_kind kind;
    gint64 offset;
} addresses[] = {
    {"0x12 is located 2 bytes inside of 4-byte region [0x10,0x14)", FH_ADDRESS_LIVE_BLOCK, 2},
    {"0x14 is located 0 bytes to the right of 4-byte region [0x10,0x14)", FH_ADDRESS_LIVE_BLOCK, 4},
    {"0x15 is located 1 bytes after 4-byte region [0x10,0x14)", FH_ADDRESS_LIVE_BLOCK, 5},
    {"0xf is located 1 bytes to the left of 4-byte region [0x10,0x14)", FH_ADDRESS_LIVE_BLOCK, -1},
    {"0xe is located 2 bytes before 4-byte region [0x10,0x14)", FH_ADDRESS_LIVE_BLOCK, -2},
    {"0x10 is located 0 bytes inside of global variable 'x' defined in 'a.c:1:1' (0x10) of size 4",
     FH_ADDRESS_MAPPED, 0},
    {"0x14 is located 0 bytes after global variable 'x' defined in 'a.c' (0x10) of size 4", FH_ADDRESS_MAPPED,
     0},
    {"Address 0x10 is located in stack of thread T0 at offset 36 in frame", FH_ADDRESS_STACK, 0},
    {"Address 0x10 is located in stack of thread T1 (worker)", FH_ADDRESS_STACK, 0},
    {"Address 0x10 is located in the high shadow area.", FH_ADDRESS_UNKNOWN, 0},
    {"Address 0x10 is a wild pointer.", FH_ADDRESS_UNKNOWN, 0},
    {"Address 0x10 is a wild pointer inside of access range of size 0x000000000008.", FH_ADDRESS_UNKNOWN, 0},
    {"AddressSanitizer can not describe address in more detail (wild memory access suspected).",
     FH_ADDRESS_UNKNOWN, 0},
};

START_TEST(an_address_is_read)
{
    struct fh_record record = {0};

    ck_assert(fh_asan_address(&record, addresses[_i].line));
    ck_assert_int_eq(record.address_kind, addresses[_i].kind);
    ck_assert_int_eq(record.block.offset, addresses[_i].offset);
    ck_assert_int_eq(record.block.is_known, record.address_kind == FH_ADDRESS_LIVE_BLOCK);
    g_free(record.variable.name);
}
END_TEST

START_TEST(a_variable_has_a_size)
{
    struct fh_record record = {0};

    ck_assert(fh_asan_address(
        &record,
        "0x10 is located 0 bytes inside of global variable 'x' defined in 'a.c' (0x10) of size many"));
    ck_assert_int_eq(record.address_kind, FH_ADDRESS_MAPPED);
    ck_assert_ptr_null(record.variable.name);
}
END_TEST

static const char *const no_addresses[] = {
    "0x10 is located 0 bytes inside of 99999999999999999999-byte region [0x10,0x14)",
    "0xffffffffffffffff is located 0 bytes inside of 4-byte region [0x10,0x14)",
    "0x10 is located",
    "0x10 is a lot",
    "Address is a wild pointer.",
    "0x10 (12 bytes)",
};

START_TEST(what_is_no_address)
{
    struct fh_record record = {0};

    ck_assert(!fh_asan_address(&record, no_addresses[_i]));
    ck_assert(!record.block.is_known);
}
END_TEST

static struct fh_asan_log *parse(const char *text)
{
    return fh_asan_log_parse(text, strlen(text), NULL, NULL);
}

START_TEST(a_programs_line_is_no_report)
{
    fh_auto(fh_asan_log) log = parse("==12==ERROR: not of a sanitizer\n==12==All is well\nSUMMARY: fine\n"
                                     "Direct hit\n    #0 0x10 in nobody\npanic: runtime error: none\n");

    ck_assert_uint_eq(log->records->len, 0);
    ck_assert_uint_eq(log->errors, 0);
    ck_assert(!log->is_cut);
}
END_TEST

START_TEST(a_notice_that_is_cut_is_none)
{
    fh_auto(fh_asan_log) log = parse("freehold: checked 1\nfreehold: checked 2");

    ck_assert_uint_eq(log->records->len, 1);
    ck_assert(log->is_cut);
}
END_TEST

START_TEST(a_signal_that_was_announced_is_missed)
{
    fh_auto(fh_asan_log) log = parse("AddressSanitizer:DEADLYSIGNAL\n");

    ck_assert(log->is_cut);
}
END_TEST

START_TEST(carriage_returns_are_no_text)
{
    fh_auto(fh_asan_log) log = parse("freehold: begin 0\r\n\r\nfreehold: end 0\r\n");
    const struct fh_record *record = g_ptr_array_index(log->records, 1);

    ck_assert_str_eq(record->headline, "freehold: end 0");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("asan wording");
    TCase *cases = tcase_create("wording");

    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, other_wording_is_read, 0, G_N_ELEMENTS(written));
    tcase_add_test(cases, an_unknown_error_keeps_its_appendix);
    tcase_add_test(cases, shadow_bytes_are_left_out);
    tcase_add_loop_test(cases, a_frame_is_read, 0, G_N_ELEMENTS(frames));
    tcase_add_loop_test(cases, a_runtime_within_the_program_is_known, 0, G_N_ELEMENTS(runtime_frames));
    tcase_add_loop_test(cases, what_is_no_frame, 0, G_N_ELEMENTS(no_frames));
    tcase_add_loop_test(cases, undefined_behaviour_has_a_place, 0, G_N_ELEMENTS(undefined));
    tcase_add_test(cases, a_variable_has_a_size);
    tcase_add_loop_test(cases, an_address_is_read, 0, G_N_ELEMENTS(addresses));
    tcase_add_loop_test(cases, what_is_no_address, 0, G_N_ELEMENTS(no_addresses));
    tcase_add_test(cases, a_programs_line_is_no_report);
    tcase_add_test(cases, a_notice_that_is_cut_is_none);
    tcase_add_test(cases, a_signal_that_was_announced_is_missed);
    tcase_add_test(cases, carriage_returns_are_no_text);
    return run_suite(suite);
}
