// SPDX-License-Identifier: MIT
/* Single records of the text log. */
#include "log/memcheck.h"
#include "log/record.h"
#include "memcheck_data.h"
#include "model/stack.h"
#include "run_suite.h"

static const struct {
    const char *line;
    enum fh_address_kind kind;
    gint64 offset;
    guint64 size;
} addresses[] = {
    {"Address 0x1000 is 0 bytes inside a block of size 18 alloc'd", FH_ADDRESS_LIVE_BLOCK, 0, 18},
    {"Address 0x1000 is 3 bytes inside a block of size 1,018 free'd", FH_ADDRESS_FREED_BLOCK, 3, 1018},
    {"Address 0x1000 is 0 bytes after a block of size 24 alloc'd", FH_ADDRESS_LIVE_BLOCK, 24, 24},
    {"Address 0x1000 is 1 bytes before a block of size 24 alloc'd", FH_ADDRESS_LIVE_BLOCK, -1, 24},
    {"Address 0x1000 is 2 bytes after a block of size 24 free'd", FH_ADDRESS_FREED_BLOCK, 26, 24},
    {"Address 0x1000 is 16 bytes inside a recently re-allocated block of size 64 alloc'd",
     FH_ADDRESS_LIVE_BLOCK, 16, 64},
    {"Address 0x1000 is 4 bytes inside a block of size 8 client-defined", FH_ADDRESS_LIVE_BLOCK, 4, 8},
    {"Address 0x1000 is 904 bytes inside an unallocated block of size 4,121,344 in arena \"client\"",
     FH_ADDRESS_UNKNOWN, 0, 0},
    {"Address 0x1000 is on thread 1's stack", FH_ADDRESS_STACK, 0, 0},
    {"Address 0x1000 is 8 bytes below stack pointer", FH_ADDRESS_STACK, 0, 0},
    {"Location 0x1000 is 0 bytes inside local var \"here\"", FH_ADDRESS_STACK, 0, 0},
    {"Location 0x1000 is 0 bytes inside global var \"fixed\"", FH_ADDRESS_MAPPED, 0, 0},
    {"Location 0x1000 is 2 bytes inside fixed[0],", FH_ADDRESS_MAPPED, 0, 0},
    {"Address 0x1000 is 0 bytes inside data symbol \"fixed\"", FH_ADDRESS_MAPPED, 0, 0},
    {"Address 0x1000 is in the Text segment of /usr/bin/a", FH_ADDRESS_MAPPED, 0, 0},
    {"Address 0x1000 is in a r-- mapped file /usr/bin/a segment", FH_ADDRESS_MAPPED, 0, 0},
    {"Address 0x1000 is in a rw- anonymous segment", FH_ADDRESS_MAPPED, 0, 0},
    {"Address 0x1000 is in the brk data segment 0x900-0x2000", FH_ADDRESS_MAPPED, 0, 0},
    {"Address 0x1000 is 10 bytes after the brk data segment limit, 0xff6", FH_ADDRESS_UNKNOWN, 0, 0},
    {"Address 0x1000 is not stack'd, malloc'd or (recently) free'd", FH_ADDRESS_UNKNOWN, 0, 0},
    {"Address 0x1000 is something that nobody has seen yet", FH_ADDRESS_UNKNOWN, 0, 0},
};

START_TEST(an_address_is_described)
{
    g_autofree char *text =
        g_strdup_printf("==7== Invalid read of size 1\n==7==    at 0x1: f (f.c:1)\n==7==  %s\n"
                        "==7==    at 0x2: g (g.c:2)\n==7== \n",
                        addresses[_i].line);
    fh_auto(fh_memcheck_log) log = memcheck_parse(text);
    const struct fh_record *record = memcheck_record(log, 0);
    gboolean has_block = addresses[_i].size > 0;

    ck_assert_uint_eq(log->records->len, 1);
    ck_assert_uint_eq(record->address_kind, addresses[_i].kind);
    ck_assert_uint_eq(record->address, 0x1000);
    ck_assert_int_eq(record->block.is_known, has_block);
    ck_assert_int_eq(record->block.offset, addresses[_i].offset);
    ck_assert_uint_eq(record->block.size, addresses[_i].size);
    ck_assert_uint_eq(record->stack->frames->len, 1);
    ck_assert_int_eq(record->block_stack != NULL, has_block);
    if (has_block)
        ck_assert_uint_eq(record->block.address, 0x1000 - (guint64)addresses[_i].offset);
}
END_TEST

static const struct {
    const char *text;
    const char *function, *file, *object;
    guint line;
} frames[] = {
    {"f (a.c:12)", "f", "a.c", NULL, 12},
    {"f (/src/dir (x)/a.c:12)", "f", "/src/dir (x)/a.c", NULL, 12},
    {"free (in /usr/libexec/v.so)", "free", NULL, "/usr/libexec/v.so", 0},
    {"??? (in /a (b)/c)", NULL, NULL, "/a (b)/c", 0},
    {"???", NULL, NULL, NULL, 0},
    {"f (in ?)", "f", NULL, NULL, 0},
    {"(below main) (libc-start.c:308)", "(below main)", "libc-start.c", NULL, 308},
    {"(below main)", "(below main)", NULL, NULL, 0},
    {"operator new[](unsigned long) (in /v.so)", "operator new[](unsigned long)", NULL, "/v.so", 0},
    {"box<char>::operator()(unsigned long) const (c.cc:9)", "box<char>::operator()(unsigned long) const",
     "c.cc", NULL, 9},
    {"{closure#0}<(), (dyn Fn() + Send), u8> (m.rs:68)", "{closure#0}<(), (dyn Fn() + Send), u8>", "m.rs",
     NULL, 68},
    {"<T as a::B>::c::{{closure}} (lib.rs:7)", "<T as a::B>::c::{{closure}}", "lib.rs", NULL, 7},
    {"f (a.c)", "f (a.c)", NULL, NULL, 0},
    {"f (", "f (", NULL, NULL, 0},
};

START_TEST(a_frame_is_read)
{
    g_autofree char *text =
        g_strdup_printf("==7== Invalid read of size 1\n==7==    at 0x11F601: %s\n==7== \n", frames[_i].text);
    fh_auto(fh_memcheck_log) log = memcheck_parse(text);
    const struct fh_frame *frame = g_ptr_array_index(memcheck_record(log, 0)->stack->frames, 0);

    ck_assert_uint_eq(frame->address, 0x11f601);
    ck_assert_pstr_eq(frame->function, frames[_i].function);
    ck_assert_pstr_eq(frame->file, frames[_i].file);
    ck_assert_pstr_eq(frame->object, frames[_i].object);
    ck_assert_uint_eq(frame->line, frames[_i].line);
}
END_TEST

START_TEST(inlined_frames_are_told_from_recursion)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        "==7== Invalid read of size 1\n==7==    at 0x1: inner (a.c:1)\n==7==    by 0x1: outer (a.c:2)\n"
        "==7==    by 0x2: again (a.c:3)\n==7==    by 0x2: again (a.c:3)\n==7== \n");
    const GPtrArray *read = memcheck_record(log, 0)->stack->frames;
    const gboolean expected[] = {TRUE, FALSE, FALSE, FALSE};

    ck_assert_uint_eq(read->len, 4);
    for (guint i = 0; i < read->len; i++)
        ck_assert_int_eq(((struct fh_frame *)g_ptr_array_index(read, i))->is_inlined, expected[i]);
}
END_TEST

static const struct {
    const char *headline;
    enum fh_leak_state state;
    guint64 bytes, indirect, blocks, added_bytes, added_blocks;
    gboolean is_added;
} leaks[] = {
    {"7 bytes in 1 blocks are definitely lost in loss record 1 of 4", FH_LEAK_DEFINITE, 7, 0, 1, 0, 0, FALSE},
    {"1,064 (24 direct, 1,040 indirect) bytes in 1 blocks are definitely lost in loss record 4 of 4",
     FH_LEAK_DEFINITE, 1064, 1040, 1, 0, 0, FALSE},
    {"16 (+16) bytes in 1 (+1) blocks are indirectly lost in loss record 1 of 4", FH_LEAK_INDIRECT, 16, 0, 1,
     16, 1, TRUE},
    {"64 (+32) (24 (+12) direct, 40 (+20) indirect) bytes in 2 (+1) blocks are possibly lost in loss record "
     "4 of 4",
     FH_LEAK_POSSIBLE, 64, 40, 2, 32, 1, TRUE},
    {"16 (-16) bytes in 1 (-1) blocks are still reachable in new loss record 1 of 4", FH_LEAK_REACHABLE, 16,
     0, 1, 0, 0, TRUE},
};

START_TEST(a_leak_is_read)
{
    g_autofree char *text =
        g_strdup_printf("==7== %s\n==7==    at 0x1: malloc (m.c:1)\n==7== \n", leaks[_i].headline);
    fh_auto(fh_memcheck_log) log = memcheck_parse(text);
    const struct fh_record *record = memcheck_record(log, 0);

    ck_assert_uint_eq(record->type, FH_RECORD_LEAK);
    ck_assert_uint_eq(record->leak_state, leaks[_i].state);
    ck_assert_uint_eq(record->bytes, leaks[_i].bytes);
    ck_assert_uint_eq(record->indirect_bytes, leaks[_i].indirect);
    ck_assert_uint_eq(record->blocks, leaks[_i].blocks);
    ck_assert_int_eq(record->is_added, leaks[_i].is_added);
    ck_assert_uint_eq(record->added_bytes, leaks[_i].added_bytes);
    ck_assert_uint_eq(record->added_blocks, leaks[_i].added_blocks);
}
END_TEST

static const struct {
    const char *headline;
    enum fh_record_type type;
} headlines[] = {
    {"Mismatched free() / delete / delete []", FH_RECORD_MISMATCHED_FREE},
    {"Mismatched new/delete size value: 10", FH_RECORD_MISMATCHED_FREE},
    {"Invalid free() / delete / delete[] / realloc()", FH_RECORD_INVALID_FREE},
    {"Invalid write of size 8", FH_RECORD_INVALID_WRITE},
    {"Jump to the invalid address stated on the next line", FH_RECORD_INVALID_JUMP},
    {"Use of uninitialised value of size 8", FH_RECORD_UNINITIALISED},
    {"Syscall param write(buf) points to unaddressable byte(s)", FH_RECORD_SYSCALL_UNADDRESSABLE},
    {"Syscall param ioctl(arg) contains uninitialised byte(s)", FH_RECORD_SYSCALL_UNINITIALISED},
    {"Syscall param write(buf) is of a kind that nobody has seen", FH_RECORD_UNKNOWN},
    {"99 bytes in 1 blocks are somewhere in loss record 1 of 1", FH_RECORD_UNKNOWN},
    {"Source and destination overlap in memcpy(0x1, 0x2, 10)", FH_RECORD_WRONG_ARGUMENT},
    {"Invalid alignment value: 3 (should be power of 2)", FH_RECORD_WRONG_ARGUMENT},
    {"realloc() with size 0", FH_RECORD_WRONG_ARGUMENT},
};

START_TEST(a_headline_tells_the_type)
{
    g_autofree char *text =
        g_strdup_printf("==7== %s\n==7==    at 0x1: f (f.c:1)\n==7== \n", headlines[_i].headline);
    fh_auto(fh_memcheck_log) log = memcheck_parse(text);
    const struct fh_record *record = memcheck_record(log, 0);

    ck_assert_uint_eq(record->type, headlines[_i].type);
    ck_assert_str_eq(record->headline, headlines[_i].headline);
    ck_assert_uint_eq(record->stack->frames->len, 1);
}
END_TEST

START_TEST(a_notice_has_its_stack_and_a_description_follows)
{
    fh_auto(fh_memcheck_log) log = memcheck_log("wrong-release");
    const struct fh_record *description = memcheck_record(log, 0);
    const struct fh_record *notice = NULL;

    for (guint i = 0; i < log->records->len && !notice; i++)
        if (strstr(((struct fh_record *)g_ptr_array_index(log->records, i))->headline, "#71"))
            notice = g_ptr_array_index(log->records, i);
    ck_assert_ptr_nonnull(notice);
    ck_assert_str_eq(notice->headline, "freehold: #71 wrong-release");
    ck_assert_uint_eq(fh_stack_scenario_line(notice->stack), 3);
    ck_assert_uint_eq(description->type, FH_RECORD_DESCRIPTION);
    ck_assert_uint_eq(description->block.size, 48);
    ck_assert_uint_eq(fh_stack_scenario_line(description->block_stack), 2);
}
END_TEST

START_TEST(an_error_right_after_a_description_is_its_own)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        "**7** freehold: #1 owner\n==7==    at 0x1: f (f.c:1)\n"
        "==7==  Address 0x9 is 0 bytes inside a block of size 1 alloc'd\n==7==    at 0x2: malloc (m.c:1)\n"
        "==7== Invalid free() / delete / delete[] / realloc()\n==7==    at 0x3: free (m.c:2)\n==7== \n");

    ck_assert_uint_eq(log->records->len, 3);
    ck_assert_uint_eq(memcheck_record(log, 0)->type, FH_RECORD_DESCRIPTION);
    ck_assert_uint_eq(memcheck_record(log, 1)->type, FH_RECORD_INVALID_FREE);
    ck_assert_uint_eq(memcheck_record(log, 1)->stack->frames->len, 1);
}
END_TEST

START_TEST(lines_with_time_stamps_are_read)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        "==00:00:00:01.234 7== Invalid read of size 1\n==00:00:00:01.234 7==    at 0x1: f (f.c:1)\n");

    ck_assert_uint_eq(memcheck_record(log, 0)->pid, 7);
}
END_TEST

START_TEST(chatter_is_a_warning)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        MEMCHECK_PREAMBLE
        "==7== Warning: set address range perms: large range [0x1, 0x2) (undefined)\n" MEMCHECK_SUMMARY
            MEMCHECK_END);

    ck_assert_uint_eq(log->records->len, 0);
    ck_assert_uint_eq(log->warnings->len, 1);
    ck_assert(log->is_complete);
}
END_TEST

START_TEST(valgrinds_own_death_is_a_record)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        MEMCHECK_PREAMBLE "\nvalgrind: m_mallocfree.c:303 (get_bszB_as_is): Assertion failed.\n"
                          "==7==    at 0x58: ??? (in /memcheck)\n");

    ck_assert_uint_eq(log->records->len, 1);
    ck_assert_uint_eq(memcheck_record(log, 0)->type, FH_RECORD_LIMIT);
    ck_assert(!log->is_complete);
}
END_TEST

START_TEST(a_stack_overflow_is_one_record)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        "==7== Process terminating with default action of signal 11 (SIGSEGV): dumping core\n"
        "==7==  Access not within mapped region at address 0x1FFE801FF8\n"
        "==7== Stack overflow in thread #1: can't grow stack to 0x1ffe801000\n"
        "==7==    at 0x1: f (f.c:1)\n==7==  If you believe this happened as a result of a stack\n==7== \n");
    const struct fh_record *record = memcheck_record(log, 0);

    ck_assert_uint_eq(log->records->len, 1);
    ck_assert_uint_eq(record->signal, 11);
    ck_assert_uint_eq(record->stack->frames->len, 1);
    ck_assert_ptr_nonnull(strstr(record->text, "If you believe"));
}
END_TEST

static void add_records(Suite *suite)
{
    TCase *tcase = tcase_create("records");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, an_address_is_described, 0, G_N_ELEMENTS(addresses));
    tcase_add_loop_test(tcase, a_frame_is_read, 0, G_N_ELEMENTS(frames));
    tcase_add_test(tcase, inlined_frames_are_told_from_recursion);
    tcase_add_loop_test(tcase, a_leak_is_read, 0, G_N_ELEMENTS(leaks));
    tcase_add_loop_test(tcase, a_headline_tells_the_type, 0, G_N_ELEMENTS(headlines));
    tcase_add_test(tcase, a_notice_has_its_stack_and_a_description_follows);
    tcase_add_test(tcase, an_error_right_after_a_description_is_its_own);
    tcase_add_test(tcase, lines_with_time_stamps_are_read);
    tcase_add_test(tcase, chatter_is_a_warning);
    tcase_add_test(tcase, valgrinds_own_death_is_a_record);
    tcase_add_test(tcase, a_stack_overflow_is_one_record);
}

int main(void)
{
    Suite *suite = suite_create("memcheck records");

    add_records(suite);
    return run_suite(suite);
}
