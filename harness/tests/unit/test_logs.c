// SPDX-License-Identifier: MIT
#include <string.h>

#include "base/error.h"
#include "import/logs.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/gate.h"
#include "verdict/verdict.h"

static char *read_data(const char *name, gsize *size)
{
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), name, NULL);
    char *bytes = NULL;
    if (!g_file_get_contents(path, &bytes, size, NULL))
        ck_abort_msg("%s can't be read", path);
    return bytes;
}

/* "fail: fail leak, inconclusive": the verdict of the whole, then each result's, with its kinds. */
static char *words_of(const struct fh_report *report)
{
    g_autoptr(GString) words = g_string_new(fh_verdict_name(fh_report_verdict(report)));
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        g_string_append_printf(words, "%s%s", i == 0 ? ": " : ", ",
                               fh_verdict_name(fh_result_verdict(result)));
        for (guint j = 0; j < result->findings->len; j++) {
            const struct fh_finding *finding = g_ptr_array_index(result->findings, j);
            g_string_append_printf(words, " %s", fh_kind_info(finding->kind)->name);
        }
    }
    return g_strdup(words->str);
}

/* What is said of a log: without --trust-logs, and with it where that makes a difference. */
static const struct row {
    const char *log, *words, *trusted;
} rows[] = {
    {"foreign/leak.log", "fail: fail leak", NULL},
    {"foreign/leak.xml", "fail: fail leak", NULL},
    {"foreign/free.log", "inconclusive: inconclusive", "pass: pass"},
    {"foreign/clean.log", "inconclusive: inconclusive", "pass: pass"},
    {"foreign/clean.xml", "inconclusive: inconclusive", "pass: pass"},
    {"foreign/use.log", "fail: fail use-after-free", NULL},
    {"foreign/summary.log", "fail: fail leak", NULL},
    {"foreign/reachable.log", "inconclusive: inconclusive", "pass: pass"},
    {"foreign/several.log", "fail: inconclusive, fail leak", NULL},
    {"foreign/cut.log", "inconclusive: inconclusive", NULL},
    {"foreign/unsearched.log", "inconclusive: inconclusive", NULL},
    {"foreign/unsearched.xml", "inconclusive: inconclusive", NULL},
    {"foreign/asan.log", "fail: fail leak", NULL},
    {"foreign/asan-use.log", "fail: fail use-after-free", NULL},
    {"foreign/asan-suppressed.log", "inconclusive: inconclusive", NULL},
    {"foreign/odd/crlf.log", "fail: fail leak", NULL},
    {"foreign/odd/pool.log", "inconclusive: inconclusive", "pass: pass"},
    {"foreign/odd/inside.log", "inconclusive: inconclusive", NULL},
    {"foreign/odd/search-3.19.log", "inconclusive: inconclusive", NULL},
    {"foreign/odd/quiet.log", "fail: fail leak", NULL},
    {"foreign/odd/clean-then-asan.log", "fail: inconclusive, fail leak", "fail: pass, fail leak"},
    {"foreign/odd/asan-then-clean.log", "fail: inconclusive, fail leak", "fail: pass, fail leak"},
    {"foreign/odd/same-number.log", "fail: fail leak, inconclusive", "fail: fail leak, pass"},
    {"foreign/odd/encoding.xml", "fail: fail leak", NULL},
    {"foreign/odd/comment.xml", "fail: fail leak", NULL},
    {"foreign/odd/doctype.xml", "fail: fail leak", NULL},
    {"foreign/odd/bom.xml", "fail: fail leak", NULL},
    {"foreign/odd/crlf.xml", "fail: fail leak", NULL},
    {"memcheck/versions/3.16/clean.log", "inconclusive: inconclusive", "pass: pass"},
    {"memcheck/versions/3.27/clean.xml", "inconclusive: inconclusive", "pass: pass"},
    {"memcheck/versions/3.27/mismatched.log",
     "fail: fail cross-allocator-free cross-allocator-free cross-allocator-free", NULL},
    {"memcheck/versions/3.27/sigterm.log", "fail: fail use-after-free out-of-bounds", NULL},
    {"memcheck/versions/3.27/sigterm.xml", "fail: fail use-after-free out-of-bounds", NULL},
    {"memcheck/versions/3.27/one-file.log", "fail: fail out-of-bounds, fail out-of-bounds", NULL},
    {"memcheck/versions/3.27/no-search.log", "inconclusive: inconclusive", NULL},
    {"memcheck/versions/3.27/inherited.log", "inconclusive: inconclusive", NULL},
    {"memcheck/versions/3.27/quiet.log", "fail: fail leak leak", NULL},
    {"memcheck/versions/3.19/sizes.log", "fail: fail wrong-argument wrong-argument wrong-argument", NULL},
    {"asan/gcc12/undefined-alone.log",
     "fail: fail undefined-behaviour undefined-behaviour undefined-behaviour", NULL},
    {"asan/clang14/suppressed.log", "fail: fail leak", NULL},
    {"asan/written/hwasan.log", "fail: fail use-after-free", NULL},
    {"asan/gcc12/terminal/forks.log",
     "fail: fail use-after-free leak leak leak leak, fail out-of-bounds leak leak leak", NULL},
};

static void check_words(const char *log, gboolean is_trusted, const char *expected)
{
    gsize size;
    g_autofree char *bytes = read_data(log, &size);
    g_autoptr(GError) error = NULL;
    fh_auto(fh_report) report =
        fh_report_of_log(log, &(struct fh_bytes){bytes, size, FALSE}, is_trusted, &error);
    ck_assert_msg(report != NULL, "%s", error ? error->message : "no error");
    g_autofree char *words = words_of(report);
    ck_assert_msg(g_str_equal(words, expected), "%s%s: '%s', not '%s'", log, is_trusted ? ", trusted" : "",
                  words, expected);
}

START_TEST(a_log_is_judged)
{
    const struct row *row = &rows[_i];
    check_words(row->log, FALSE, row->words);
    check_words(row->log, TRUE, row->trusted ? row->trusted : row->words);
}
END_TEST

static struct fh_report *trusted(const char *bytes, gsize size)
{
    return fh_report_of_log("a.log", &(struct fh_bytes){bytes, size, FALSE}, TRUE, NULL);
}

static const char *const clean_logs[] = {"foreign/clean.log", "foreign/clean.xml",
                                         "memcheck/versions/3.27/clean.log",
                                         "memcheck/versions/3.27/clean.xml"};

/* Cut anywhere: only blanks may be missing from what passes. */
START_TEST(a_cut_log_is_never_clean)
{
    gsize size;
    g_autofree char *bytes = read_data(clean_logs[_i], &size);
    gsize end = size;
    while (end > 0 && g_ascii_isspace(bytes[end - 1]))
        end--;
    for (gsize length = 0; length < end; length++) {
        fh_auto(fh_report) report = trusted(bytes, length);
        ck_assert_msg(!report || fh_report_verdict(report) != FH_VERDICT_PASS, "%s passes with %zu bytes",
                      clean_logs[_i], length);
    }
    fh_auto(fh_report) whole = trusted(bytes, size);
    ck_assert(whole && fh_report_verdict(whole) == FH_VERDICT_PASS);
}
END_TEST

/* Without any of these a clean log does not pass. */
static const struct loss {
    const char *log, *from, *to;
} losses[] = {
    {"foreign/clean.log", "3 allocs, 3 frees", "3 allocs, 4 frees"},
    {"foreign/clean.log", "0 bytes in 0 blocks", "8 bytes in 1 blocks"},
    {"foreign/clean.log", "0 errors from 0", "1 errors from 1"},
    {"foreign/clean.log", "All heap blocks were freed", "All blocks were freed"},
    {"foreign/clean.log", "HEAP SUMMARY:", "HEAP:"},
    {"foreign/clean.log", "Using Valgrind-3.19.0", "Using"},
    {"foreign/reachable.log", "still reachable: 18 bytes in 1 blocks",
     "still reachable: 9 bytes in 2 blocks"},
    {"foreign/clean.xml", "--leak-check=full", "--leak-check=summary"},
    {"foreign/clean.xml", "FINISHED", "RUNNING"},
    {"memcheck/versions/3.27/clean.xml", "<errors>0</errors>", "<errors>1</errors>"},
};

START_TEST(a_log_with_a_loss_is_not_clean)
{
    const struct loss *row = &losses[_i];
    gsize size;
    g_autofree char *bytes = read_data(row->log, &size);
    g_autoptr(GString) text = g_string_new_len(bytes, (gssize)size);
    ck_assert_msg(g_string_replace(text, row->from, row->to, 0) > 0, "nothing to lose: %s", row->from);
    fh_auto(fh_report) report = trusted(text->str, text->len);
    ck_assert_msg(!report || fh_report_verdict(report) != FH_VERDICT_PASS, "%s: passes", row->to);
}
END_TEST

/* malloc() may be Rust's. */
START_TEST(no_side_is_named)
{
    gsize size;
    g_autofree char *bytes = read_data("foreign/use.log", &size);
    fh_auto(fh_report) report = trusted(bytes, size);
    const struct fh_result *result = g_ptr_array_index(report->results, 0);
    const struct fh_finding *finding = g_ptr_array_index(result->findings, 0);
    ck_assert_int_eq(finding->allocated_by, FH_DOMAIN_UNKNOWN);
    ck_assert_int_eq(finding->released_by, FH_DOMAIN_UNKNOWN);
    ck_assert_str_eq(finding->message,
                     "read of 1 byte, at byte 0 of a block of 18 bytes that free() had released");
    ck_assert_ptr_nonnull(finding->fingerprint);
    ck_assert_str_eq(result->scenario, "./greet use");
}
END_TEST

static const struct refusal {
    const char *log, *error;
} refusals[] = {
    {"memcheck/clean.log", "memcheck/clean.log: a log of freehold's own"},
    {"asan/gcc12/batch.log", "a log of freehold's own"},
    {"report/plain.txt", "neither results nor a log that freehold reads; expected a report.json"},
    {"foreign/greet.c", "neither results nor a log"},
};

START_TEST(what_is_no_foreign_log_is_refused)
{
    const struct refusal *row = &refusals[_i];
    gsize size;
    g_autofree char *bytes = read_data(row->log, &size);
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(fh_report_of_log(row->log, &(struct fh_bytes){bytes, size, FALSE}, TRUE, &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_msg(strstr(error->message, row->error) != NULL, "%s", error->message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("logs");
    TCase *logs = tcase_create("logs");
    suite_add_tcase(suite, logs);
    tcase_add_loop_test(logs, a_log_is_judged, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(logs, a_cut_log_is_never_clean, 0, G_N_ELEMENTS(clean_logs));
    tcase_add_loop_test(logs, a_log_with_a_loss_is_not_clean, 0, G_N_ELEMENTS(losses));
    tcase_add_test(logs, no_side_is_named);
    tcase_add_loop_test(logs, what_is_no_foreign_log_is_refused, 0, G_N_ELEMENTS(refusals));
    return run_suite(suite);
}
