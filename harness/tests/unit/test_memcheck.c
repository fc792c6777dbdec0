// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "log/memcheck.h"
#include "log/record.h"
#include "memcheck_data.h"
#include "run_suite.h"

static const struct {
    const char *name;
    guint64 allocs, frees, errors;
    guint n_records; /* without notices */
    enum fh_record_type first;
} logs[] = {
    {"cross-free", 4, 4, 1, 1, FH_RECORD_MISMATCHED_FREE},
    {"traced", 5, 5, 1, 1, FH_RECORD_MISMATCHED_FREE},
    {"repeated", 4, 4, 1, 1, FH_RECORD_MISMATCHED_FREE},
    {"double-free-c", 2, 3, 1, 1, FH_RECORD_INVALID_FREE},
    {"use-after-free", 4, 4, 2, 2, FH_RECORD_INVALID_READ},
    {"thread", 3, 3, 2, 2, FH_RECORD_INVALID_READ},
    {"uninitialised", 2, 2, 2, 2, FH_RECORD_UNINITIALISED},
    {"syscall-uninitialised", 2, 2, 1, 1, FH_RECORD_SYSCALL_UNINITIALISED},
    {"syscall-unaddressable", 2, 2, 1, 1, FH_RECORD_SYSCALL_UNADDRESSABLE},
    {"wild-jump", 4, 2, 1, 4, FH_RECORD_INVALID_JUMP},
    {"abort-call", 4, 2, 0, 3, FH_RECORD_FATAL_SIGNAL},
    {"overlap", 2, 2, 1, 1, FH_RECORD_WRONG_ARGUMENT},
    {"fishy", 1, 1, 1, 1, FH_RECORD_WRONG_ARGUMENT},
    {"leak", 4, 3, 2, 3, FH_RECORD_LEAK},
    {"owner", 4, 4, 0, 5, FH_RECORD_DESCRIPTION},
    {"runner-panic", 6, 2, 0, 5, FH_RECORD_FATAL_SIGNAL},
};

START_TEST(a_real_log_is_read)
{
    fh_auto(fh_memcheck_log) log = memcheck_log(logs[_i].name);
    guint n = 0;

    for (guint i = 0; i < log->records->len; i++)
        n += ((struct fh_record *)g_ptr_array_index(log->records, i))->type != FH_RECORD_NOTICE;
    ck_assert_msg(log->is_complete, "%s: %s", logs[_i].name, log->incomplete_reason);
    ck_assert_str_eq(log->version, "3.19.0");
    ck_assert_uint_eq(log->heap.allocs, logs[_i].allocs);
    ck_assert_uint_eq(log->heap.frees, logs[_i].frees);
    ck_assert_uint_eq(log->errors, logs[_i].errors);
    ck_assert_uint_eq(n, logs[_i].n_records);
    ck_assert_uint_eq(memcheck_record(log, 0)->type, logs[_i].first);
}
END_TEST

START_TEST(summaries_are_read)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(MEMCHECK_PREAMBLE MEMCHECK_SUMMARY MEMCHECK_END);

    ck_assert_msg(log->is_complete, "%s", log->incomplete_reason);
    ck_assert_str_eq(log->version, "3.26.0");
    ck_assert_str_eq(log->command, "./a b");
    ck_assert_uint_eq(log->pid, 7);
    ck_assert_uint_eq(log->parent_pid, 6);
    ck_assert(log->heap.is_known);
    ck_assert_uint_eq(log->heap.in_use_bytes, 1234);
    ck_assert_uint_eq(log->heap.in_use_blocks, 5);
    ck_assert_uint_eq(log->heap.allocs, 97012);
    ck_assert_uint_eq(log->heap.bytes, 33112345);
    ck_assert_uint_eq(log->leaks.bytes[FH_LEAK_DEFINITE], 1000);
    ck_assert_uint_eq(log->leaks.blocks[FH_LEAK_INDIRECT], 2);
    ck_assert_uint_eq(log->leaks.bytes[FH_LEAK_REACHABLE], 4);
    ck_assert_uint_eq(log->errors, 1003);
    ck_assert_uint_eq(log->suppressed, 2);
    ck_assert_uint_eq(log->records->len, 0);
}
END_TEST

static const char *const cut_logs[] = {"clean", "cross-free", "leak",        "panic",
                                       "owner", "fork-child", "runner-batch"};

START_TEST(a_log_cut_at_a_line_is_not_complete)
{
    g_autofree char *bytes = memcheck_bytes(cut_logs[_i]);

    for (const char *end = bytes; end; end = strchr(end, '\n')) {
        gsize size = (gsize)(end - bytes) + (*end == '\n' ? 1 : 0);
        fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(bytes, size);

        ck_assert_msg(log->is_complete == (bytes[size] == '\0'), "%s, %zu bytes", cut_logs[_i], size);
        ck_assert(log->is_complete == (log->incomplete_reason == NULL));
        if (*end == '\n')
            end++;
    }
}
END_TEST

START_TEST(a_log_cut_at_any_byte_is_not_complete)
{
    g_autofree char *bytes = memcheck_bytes("double-free-c");
    gsize size = strlen(bytes);

    for (gsize i = 0; i <= size; i++) {
        fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(bytes, i);

        ck_assert_msg(log->is_complete == (i == size), "%zu bytes", i);
    }
}
END_TEST

static const struct {
    const char *text;
    const char *reason;
} incomplete[] = {
    {"", "it holds no line of Valgrind's"},
    {"All heap blocks were freed\n", "it holds no line of Valgrind's"},
    {MEMCHECK_SUMMARY MEMCHECK_END, "Valgrind's preamble is missing (process 7)"},
    {MEMCHECK_PREAMBLE MEMCHECK_END, "HEAP SUMMARY is missing (process 7)"},
    {MEMCHECK_PREAMBLE MEMCHECK_SUMMARY, "ERROR SUMMARY is missing (process 7)"},
    {MEMCHECK_PREAMBLE MEMCHECK_END MEMCHECK_SUMMARY, "ERROR SUMMARY is missing (process 7)"},
    {MEMCHECK_PREAMBLE "==7== All heap blocks were freed -- no leaks are possible\n" MEMCHECK_END,
     "HEAP SUMMARY is missing (process 7)"},
    {MEMCHECK_PREAMBLE MEMCHECK_SUMMARY MEMCHECK_END "==8== \n", "HEAP SUMMARY is missing (process 8)"},
    {MEMCHECK_PREAMBLE MEMCHECK_PREAMBLE MEMCHECK_SUMMARY MEMCHECK_END,
     "it began anew before its end (process 7)"},
    {MEMCHECK_PREAMBLE
     "==7== More than 10000000 total errors detected.  I'm not reporting any more.\n" MEMCHECK_SUMMARY
         MEMCHECK_END,
     "Valgrind stopped reporting errors (process 7)"},
    {MEMCHECK_PREAMBLE "==7== HEAP SUMMARY:\n==7==   total heap usage: 1 allocs, 1 frees, 1 bytes allocated\n"
                       "==7== All heap blocks were freed -- no leaks are possible\n" MEMCHECK_END,
     "HEAP SUMMARY is missing (process 7)"},
    {MEMCHECK_PREAMBLE "\nvalgrind:  Fatal error at startup: a function redirection\n"
                       "valgrind:  which is mandatory for this platform-tool combination\n",
     "HEAP SUMMARY is missing (process 7): Valgrind can't start here without the symbols of libc; install "
     "them: "
     "apt-get install libc6-dbg, or glibc's debuginfo"},
    {MEMCHECK_PREAMBLE "==7==     Valgrind's memory management: out of memory:\n",
     "HEAP SUMMARY is missing (process 7): Valgrind got no memory; is there a limit (ulimit -v, or RLIMIT_AS "
     "set by "
     "what is audited)?"},
};

START_TEST(what_is_missing_is_said)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(incomplete[_i].text);

    ck_assert(!log->is_complete);
    ck_assert_str_eq(log->incomplete_reason, incomplete[_i].reason);
}
END_TEST

static const char *const kept_logs[] = {"cross-then-release", "segv",   "stack-free",
                                        "uninitialised",      "thread", "overlap"};

/* "==PID== " is eight characters and a pid. */
static const char *without_pid(const char *line)
{
    const char *end = g_str_has_prefix(line, "==") ? strstr(line + 2, "== ") : NULL;

    return end ? end + 3 : NULL;
}

START_TEST(every_line_of_a_record_is_kept)
{
    g_autofree char *bytes = memcheck_bytes(kept_logs[_i]);
    fh_auto(fh_memcheck_log) log = memcheck_log(kept_logs[_i]);
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    GString *all = g_string_new("\n");

    for (guint i = 0; i < log->records->len; i++)
        g_string_append_printf(all, "%s\n", ((struct fh_record *)g_ptr_array_index(log->records, i))->text);
    for (guint i = 7; !g_str_has_suffix(lines[i], "HEAP SUMMARY:"); i++) {
        const char *text = without_pid(lines[i]);
        g_autofree char *line = g_strdup_printf("\n%s\n", text ? text : "");

        ck_assert_msg(!text || !*text || strstr(all->str, line), "%s: %s", kept_logs[_i], lines[i]);
    }
    g_string_free(all, TRUE);
}
END_TEST

START_TEST(processes_of_one_log_are_told_apart)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        "==7== Invalid read of size 1\n==8== Invalid write of size 2\n==7==    at 0x1: f (f.c:1)\n"
        "==8==    at 0x2: g (g.c:1)\n==8==    by 0x3: h (g.c:2)\n==7== \n==8== \n");

    ck_assert_uint_eq(log->records->len, 2);
    ck_assert_uint_eq(memcheck_record(log, 0)->pid, 7);
    ck_assert_uint_eq(memcheck_record(log, 0)->stack->frames->len, 1);
    ck_assert_uint_eq(memcheck_record(log, 1)->pid, 8);
    ck_assert_uint_eq(memcheck_record(log, 1)->access_size, 2);
    ck_assert_uint_eq(memcheck_record(log, 1)->stack->frames->len, 2);
}
END_TEST

START_TEST(an_added_search_does_not_speak_for_the_end)
{
    fh_auto(fh_memcheck_log) log =
        memcheck_parse(MEMCHECK_PREAMBLE "==7== All heap blocks were freed -- no leaks are possible\n");

    ck_assert(!log->all_freed);
}
END_TEST

START_TEST(what_terminals_obey_is_made_harmless)
{
    const char text[] =
        "==7== Invalid read of size 1\n==7==    at 0x1: f\x1b[31m\xff\xc2\x9b (f.c:1)\n\0==7== x\n";
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(text, sizeof text - 1);
    const struct fh_record *record = memcheck_record(log, 0);

    ck_assert(g_utf8_validate(record->text, -1, NULL));
    ck_assert_ptr_null(strpbrk(record->text, "\x1b\x9b"));
}
END_TEST

START_TEST(a_long_log_takes_its_time_once)
{
    const guint n = 97000;
    GString *text = g_string_new(MEMCHECK_PREAMBLE);

    for (guint i = 0; i < n; i++)
        g_string_append_printf(text,
                               "==7== 16 bytes in 1 blocks are still reachable in loss record %u of %u\n"
                               "==7==    at 0x1: malloc (m.c:1)\n==7==    by 0x%x: f (f.c:2)\n==7== \n",
                               i + 1, n, i);
    g_string_append(text, MEMCHECK_SUMMARY MEMCHECK_END);
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(text->str, text->len);
    ck_assert_uint_eq(log->records->len, n);
    ck_assert(log->is_complete);
    g_string_free(text, TRUE);
}
END_TEST

static void add_whole(Suite *suite)
{
    TCase *tcase = tcase_create("whole logs");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_real_log_is_read, 0, G_N_ELEMENTS(logs));
    tcase_add_test(tcase, summaries_are_read);
    tcase_add_loop_test(tcase, a_log_cut_at_a_line_is_not_complete, 0, G_N_ELEMENTS(cut_logs));
    tcase_add_test(tcase, a_log_cut_at_any_byte_is_not_complete);
    tcase_add_loop_test(tcase, what_is_missing_is_said, 0, G_N_ELEMENTS(incomplete));
    tcase_add_test(tcase, an_added_search_does_not_speak_for_the_end);
    tcase_add_loop_test(tcase, every_line_of_a_record_is_kept, 0, G_N_ELEMENTS(kept_logs));
    tcase_add_test(tcase, processes_of_one_log_are_told_apart);
    tcase_add_test(tcase, what_terminals_obey_is_made_harmless);
    tcase_add_test(tcase, a_long_log_takes_its_time_once);
}

int main(void)
{
    Suite *suite = suite_create("memcheck");

    add_whole(suite);
    return run_suite(suite);
}
