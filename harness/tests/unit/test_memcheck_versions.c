// SPDX-License-Identifier: MIT
/* The text logs of one Valgrind after the other. */
#include "log/memcheck.h"
#include "log/record.h"
#include "memcheck_versions.h"
#include "model/stack.h"
#include "run_suite.h"

START_TEST(a_log_holds_its_records)
{
    const struct memcheck_fixture *fixture = &memcheck_fixtures[_i];
    g_autofree char *name = memcheck_fixture_name(fixture);
    fh_auto(fh_memcheck_log) log = memcheck_log(name);
    g_autofree char *letters = memcheck_letters(log);
    const char *lacks = fixture->text_lacks;

    ck_assert_msg(g_str_equal(letters, fixture->text), "%s: %s, not %s", name, letters, fixture->text);
    ck_assert_msg(log->is_complete == !lacks, "%s: %s", name, log->incomplete_reason);
    ck_assert(!lacks || g_str_has_prefix(log->incomplete_reason, lacks));
    if (log->version)
        ck_assert_msg(strncmp(log->version, fixture->name, 4) == 0, "%s: %s", name, log->version);
}
END_TEST

/* -s lists all errors again after the summary: until that begins nobody can tell that it will. */
static gboolean may_be_whole(const char *rest)
{
    return rest[strspn(rest, "=70 \n")] == '\0' || strstr(rest, "1 of 3:");
}

START_TEST(a_log_cut_anywhere_is_not_complete)
{
    g_autofree char *name = memcheck_fixture_name(&memcheck_fixtures[_i]);
    g_autofree char *bytes = memcheck_bytes(name);
    gsize size = strlen(bytes);

    for (gsize cut = 0; cut < size; cut += 64) {
        fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(bytes, cut);

        if (!may_be_whole(bytes + cut))
            ck_assert_msg(!log->is_complete && log->incomplete_reason, "%s, %zu bytes", name, cut);
    }
}
END_TEST

/* What memcheck counted is in the records: what it repeats, or says of inherited descriptors, is not. */
START_TEST(no_error_goes_missing)
{
    g_autofree char *name = memcheck_fixture_name(&memcheck_fixtures[_i]);
    fh_auto(fh_memcheck_log) log = memcheck_log(name);
    g_autofree char *letters = memcheck_letters(log);
    guint64 errors = 0;

    for (const char *letter = letters; *letter; letter++)
        errors += strchr("MFRWJUPAdpGOC?", *letter) != NULL;
    if (log->is_complete && !strstr(name, "inherited") && !strstr(name, "one-file"))
        ck_assert_msg(errors >= log->errors, "%s: %u of %u", name, (guint)errors, (guint)log->errors);
}
END_TEST

START_TEST(the_programs_own_words_make_no_log)
{
    g_autofree char *bytes = memcheck_bytes("versions/3.27/interleaved");
    g_auto(GStrv) parts = g_strsplit(bytes, "==1== HEAP SUMMARY:\n", 2);
    g_autofree char *without = g_strconcat(parts[0], parts[1], NULL);
    fh_auto(fh_memcheck_log) log = memcheck_parse(without);

    ck_assert_msg(log->is_complete, "%s", log->incomplete_reason);
    ck_assert_uint_eq(log->records->len, 2);
    ck_assert_uint_eq(memcheck_record(log, 0)->type, FH_RECORD_INVALID_READ);
    ck_assert_uint_eq(memcheck_record(log, 0)->stack->frames->len, 2);
    ck_assert_uint_eq(log->heap.frees, 3);
    ck_assert(log->all_freed);
}
END_TEST

static void check_innermost(const struct fh_stack *stack, const char *function)
{
    ck_assert_ptr_nonnull(stack);
    ck_assert_str_eq(((struct fh_frame *)g_ptr_array_index(stack->frames, 0))->function, function);
}

static const char *const descriptor_logs[] = {"versions/3.24/fds", "versions/3.27/fds"};

/* 3.24 tells where the descriptor was closed before it tells where it is used. */
START_TEST(a_descriptors_record_is_one)
{
    fh_auto(fh_memcheck_log) log = memcheck_log(descriptor_logs[_i]);
    const char *const innermost[] = {"close", "write", "write", "open"};

    for (guint i = 0; i < G_N_ELEMENTS(innermost); i++) {
        const struct fh_record *record = memcheck_record(log, i);

        check_innermost(record->stack, innermost[i]);
        ck_assert_uint_eq(record->stack->frames->len, 3);
        ck_assert_int_eq(strstr(record->text, "\n Originally opened\n") != NULL, i < 2);
        ck_assert_ptr_null(strstr(record->text, "FILE DESCRIPTORS"));
    }
}
END_TEST

START_TEST(inherited_descriptors_are_warnings)
{
    fh_auto(fh_memcheck_log) log = memcheck_log("versions/3.27/inherited");

    ck_assert_uint_eq(log->warnings->len, 4);
    ck_assert_str_eq(g_ptr_array_index(log->warnings, 1),
                     "Open file descriptor 2: /dev/null    <inherited from parent>");
}
END_TEST

/* -v in 3.16: a warning, traces, and a stack that belongs to these. */
START_TEST(a_trace_has_its_own_stack)
{
    fh_auto(fh_memcheck_log) log = memcheck_parse(
        MEMCHECK_PREAMBLE
        "==7== WARNING: new redirection conflicts with existing -- ignoring it\n"
        "--7--     old: 0x04023aa0 (strlen              ) R-> (0000.0) 0x580ca5f2 ???\n"
        "--7-- WARNING: unhandled amd64-linux syscall: 334\n"
        "==7==    at 0x4011F59: __tls_init_tp (in /lib/ld.so)\n" MEMCHECK_SUMMARY MEMCHECK_END);

    ck_assert_uint_eq(log->records->len, 0);
    ck_assert_uint_eq(log->warnings->len, 1);
    ck_assert(log->is_complete);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memcheck versions");
    TCase *tcase = tcase_create("all");
    const int n_fixtures = G_N_ELEMENTS(memcheck_fixtures);

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_log_holds_its_records, 0, n_fixtures);
    tcase_add_loop_test(tcase, a_log_cut_anywhere_is_not_complete, 0, n_fixtures);
    tcase_add_loop_test(tcase, no_error_goes_missing, 0, n_fixtures);
    tcase_add_test(tcase, the_programs_own_words_make_no_log);
    tcase_add_loop_test(tcase, a_descriptors_record_is_one, 0, G_N_ELEMENTS(descriptor_logs));
    tcase_add_test(tcase, inherited_descriptors_are_warnings);
    tcase_add_test(tcase, a_trace_has_its_own_stack);
    return run_suite(suite);
}
