// SPDX-License-Identifier: MIT
/* What exec makes of the log of a program that ran under AddressSanitizer, and of the names of processes. */
#include <string.h>

#include "library/allocator_symbols.h"
#include "library/flags.h"
#include "log/asan.h"
#include "log/record.h"
#include "model/stack.h"
#include "program/asan_process_log.h"
#include "program/process_result.h"
#include "run_suite.h"

#define REPORT(LEAKS, SUM)                                                \
    "=================================================================\n" \
    "==7==ERROR: LeakSanitizer: detected memory leaks\n\n" LEAKS "SUMMARY: AddressSanitizer: " SUM "\n\n"
#define LOST_ON_PURPOSE                                         \
    "Direct leak of 8 byte(s) in 8 object(s) allocated from:\n" \
    "    #0 0x10 in malloc asan_malloc.cpp:1\n"                 \
    "    #1 0x11 in freehold_lost_on_purpose asan_watch.c:1\n\n"
#define LEAK(BYTES, BLOCKS, FUNCTION)                                            \
    "Direct leak of " BYTES " byte(s) in " BLOCKS " object(s) allocated from:\n" \
    "    #0 0x10 in malloc asan_malloc.cpp:1\n    #1 0x20 in " FUNCTION " main.c:1\n\n"
#define RING                                                      \
    "Indirect leak of 5 byte(s) in 1 object(s) allocated from:\n" \
    "    #0 0x10 in malloc asan_malloc.cpp:1\n    #1 0x20 in ring main.c:1\n\n"
#define CHECKED(N) "freehold: checked " #N "\n"

static const struct {
    const char *what, *log;
    guint n_proven;
    const char *leaks; /* "BYTES+NEW FUNCTION", one after the other */
} logs[] = {
    {"clean", REPORT(LOST_ON_PURPOSE, "8 byte(s) leaked in 8 allocation(s).") CHECKED(1), 1, ""},
    {"a leak",
     REPORT(LOST_ON_PURPOSE LEAK("3", "1", "main"), "11 byte(s) leaked in 9 allocation(s).") CHECKED(1), 1,
     "3+0 main "},
    {"the leak first",
     REPORT(LEAK("3", "1", "main") LOST_ON_PURPOSE, "11 byte(s) leaked in 9 allocation(s).") CHECKED(1), 1,
     "3+0 main "},
    {"a ring", REPORT(LOST_ON_PURPOSE RING, "13 byte(s) leaked in 9 allocation(s).") CHECKED(1), 1,
     "5+0 ring "},
    {"no search", CHECKED(1), 0, ""},
    {"it saw less than was lost",
     REPORT(LEAK("3", "1", "main"), "3 byte(s) leaked in 1 allocation(s).") CHECKED(1), 0, "3+0 main "},
    {"an exec that failed: the last search has all",
     REPORT(LOST_ON_PURPOSE LEAK("3", "1", "main"),
            "11 byte(s) leaked in 9 allocation(s).") CHECKED(1) "freehold: exec 0\n" CHECKED(0)
         REPORT(LOST_ON_PURPOSE LEAK("6", "2", "main"), "14 byte(s) leaked in 10 allocation(s).") CHECKED(1),
     2, "6+0 main "},
    {"a fork: what its parent had lost is the parent's",
     "freehold: forked 0\n" REPORT(LOST_ON_PURPOSE LEAK("3", "1", "main"),
                                   "11 byte(s) leaked in 9 allocation(s).") CHECKED(0)
         REPORT(LOST_ON_PURPOSE LEAK("3", "1", "main") LEAK("4", "1", "child"),
                "15 byte(s) leaked in 10 allocation(s).") CHECKED(1),
     2, "3+0 main 4+4 child "},
    {"a fork that was never searched again",
     "freehold: forked 0\n" REPORT(LOST_ON_PURPOSE LEAK("3", "1", "main"),
                                   "11 byte(s) leaked in 9 allocation(s).") CHECKED(0),
     1, ""},
};

static char *leaks_of(const GPtrArray *records)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        if (record->type != FH_RECORD_LEAK)
            continue;
        const struct fh_frame *frame = g_ptr_array_index(record->stack->frames, 1);
        g_string_append_printf(text, "%u+%u %s ", (guint)record->bytes, (guint)record->added_bytes,
                               frame->function);
    }
    return g_string_free(text, FALSE);
}

START_TEST(takes_leaks)
{
    fh_auto(fh_asan_log) log = fh_asan_log_parse(logs[_i].log, strlen(logs[_i].log), NULL, NULL);
    guint n_proven = fh_asan_take_leaks(log->records);
    g_autofree char *leaks = leaks_of(log->records);
    ck_assert_msg(!log->is_cut, "%s: the log is cut", logs[_i].what);
    ck_assert_msg(n_proven == logs[_i].n_proven, "%s: %u searches proven", logs[_i].what, n_proven);
    ck_assert_msg(g_str_equal(leaks, logs[_i].leaks), "%s: '%s'", logs[_i].what, leaks);
}
END_TEST

/* A process with these events, of the kinds given. */
static char *name_with(guint n_tests, guint n_processes)
{
    struct {
        struct fh_event event;
        char text[8];
    } test = {{.kind = FH_EVENT_TEST, .text_size = 8}, "a_test"};
    g_autoptr(GPtrArray) events = g_ptr_array_new();
    for (guint i = 0; i < n_tests; i++)
        g_ptr_array_add(events, &test.event);
    return fh_program_result_name("./suite", events, 1, n_processes);
}

static const struct {
    guint n_tests, n_processes;
    const char *name;
} names[] = {
    {0, 1, "./suite"},
    {0, 3, "./suite (process 2)"},
    {1, 3, "./suite: a_test (process 2)"},
    {2, 3, "./suite (process 2)"},
    {1, 1, "./suite: a_test"},
};

START_TEST(names_processes)
{
    g_autofree char *name = name_with(names[_i].n_tests, names[_i].n_processes);
    ck_assert_str_eq(name, names[_i].name);
}
END_TEST

/* A symbol that two libraries have is wrapped once. */
START_TEST(wraps_symbols)
{
    struct fh_allocator_symbols hooks = {.symbols = g_ptr_array_new(), .entries = g_ptr_array_new()};
    g_autoptr(GPtrArray) flags = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(hooks.symbols, (gpointer) "_R1a");
    g_ptr_array_add(hooks.entries, (gpointer) "alloc_zeroed");
    fh_flags_add_wraps(flags, &hooks);
    fh_flags_add_wraps(flags, &hooks);
    ck_assert_uint_eq(flags->len, 2);
    ck_assert_str_eq(g_ptr_array_index(flags, 0), "-Wl,--wrap=_R1a");
    ck_assert_str_eq(g_ptr_array_index(flags, 1), "-Wl,--defsym=__wrap__R1a=fh_rust_alloc_zeroed");
    g_ptr_array_unref(hooks.symbols);
    g_ptr_array_unref(hooks.entries);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exec");
    TCase *tests = tcase_create("asan");
    tcase_add_loop_test(tests, takes_leaks, 0, G_N_ELEMENTS(logs));
    tcase_add_loop_test(tests, names_processes, 0, G_N_ELEMENTS(names));
    tcase_add_test(tests, wraps_symbols);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
