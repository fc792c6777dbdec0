// SPDX-License-Identifier: MIT
#include <string.h>

#include "base/error.h"
#include "import/merge.h"
#include "import/read.h"
#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "report/shared/writer.h"
#include "run_suite.h"
#include "sample_report.h"
#include "verdict/gate.h"

#define VERSION "0.1.0"

static char *written(const struct fh_report *report)
{
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    ck_assert(fh_json_writer.write(report, &(struct fh_sink){.out = out}, NULL));
    ck_assert(g_output_stream_write_all(out, "", 1, NULL, NULL, NULL));
    ck_assert(g_output_stream_close(out, NULL, NULL));
    return g_memory_output_stream_steal_data(G_MEMORY_OUTPUT_STREAM(out));
}

static struct fh_report *parsed(const char *json)
{
    g_autoptr(GError) error = NULL;
    struct fh_report *report = fh_report_parse("report.json", json, strlen(json), VERSION, &error);
    ck_assert_msg(report != NULL, "%s", error ? error->message : "no error");
    return report;
}

static struct fh_report *sample_report_empty(void)
{
    struct fh_report *report = fh_report_new();
    report->version = g_strdup(VERSION);
    return report;
}

/* More than the report has room for: the numbers of blocks have gaps. */
static struct fh_report *sample_report_of_long_timeline(void)
{
    struct fh_report *report = sample_report_of_size(1);
    add_long_timeline(g_ptr_array_index(report->results, 0), 1000);
    return report;
}

/* What is read or written, and where a release is inside: the model has a flag for the first, a number for
 * both. */
static struct fh_report *sample_report_of_close_numbers(void)
{
    struct fh_report *report = sample_report_of_size(0);
    struct fh_result *result = add_result(report, "reads, writes, releases", 1, FH_VERDICT_FAIL);
    add_finding(result, FH_KIND_OUT_OF_BOUNDS, 2, FALSE)->closer_cwe = FH_CWE_READ_OUT_OF_BOUNDS;
    add_finding(result, FH_KIND_OUT_OF_BOUNDS, 3, FALSE);
    add_finding(result, FH_KIND_INVALID_FREE, 4, FALSE)->block = (struct fh_block){TRUE, 0, 8, 4};
    add_finding(result, FH_KIND_LEAK, 5, FALSE)->bytes = G_MAXUINT64;
    return report;
}

/* What was asked for, and what is outside of that. */
static struct fh_report *sample_report_of_scope(void)
{
    struct fh_report *report = sample_report_of_size(0);
    struct fh_result *result = add_result(report, "a host's own", 1, FH_VERDICT_PASS);
    g_ptr_array_add(report->focus, g_strdup("libguest*"));
    report->kinds = 1u << FH_KIND_LEAK | 1u << FH_KIND_DOUBLE_FREE;
    add_finding(result, FH_KIND_LEAK, 2, FALSE)->outside = FH_OUTSIDE_FOCUS;
    add_finding(result, FH_KIND_UNINITIALISED_USE, 3, FALSE)->outside = FH_OUTSIDE_KINDS;
    return report;
}

static struct fh_report *sample_report_with_baseline(void)
{
    struct fh_report *report = sample_report();
    struct fh_known *known = fh_known_new(FH_KIND_LEAK);
    report->baseline = fh_baseline_use_new("known.json");
    report->baseline->n_known = 1;
    known->fingerprint = g_strdup("0123456789abcdef");
    known->scenario = g_strdup("the string is forgotten");
    known->count = 2;
    g_ptr_array_add(report->baseline->fixed, known);
    return report;
}

/* Of these, a deterministic report leaves what it would leave out again. */
static struct fh_report *sample_report_of_masked_words(void)
{
    struct fh_report *report = sample_report_of_size(0);
    struct fh_result *result = add_result(report, "masks", 1, FH_VERDICT_PASS);
    g_ptr_array_add(result->notes,
                    g_strdup("==1==2== --3--4-- process /proc/4711 0x123450x12345 //a/b//c/d"));
    g_ptr_array_add(result->notes,
                    g_strdup(FH_NOT_LOOKED_FOR "wrong layouts (its imports do not tell them)"));
    return report;
}

static struct fh_report *sample_report_small(void)
{
    return sample_report_of_size(16);
}

/* Two runs of the same scenarios. */
static struct fh_report *sample_report_merged(void)
{
    struct fh_report *report = sample_report_of_engines();
    fh_report_merge(report, sample_report_of_engines());
    return report;
}

typedef struct fh_report *(*make_report)(void);

static const make_report samples[] = {
    sample_report,
    sample_report_of_all_kinds,
    sample_report_of_hostile_strings,
    sample_report_empty,
    sample_report_small,
    sample_report_of_engines,
    sample_report_of_long_timeline,
    sample_report_of_close_numbers,
    sample_report_with_baseline,
    sample_report_merged,
    sample_report_of_masked_words,
    sample_report_of_scope,
};

static void check_round_trip(const char *json)
{
    fh_auto(fh_report) report = parsed(json);
    g_autofree char *again = written(report);
    ck_assert_str_eq(json, again);
}

START_TEST(reads_what_is_written)
{
    fh_auto(fh_report) report = samples[_i]();
    g_autofree char *json = written(report);
    check_round_trip(json);
    report->is_deterministic = TRUE;
    g_autofree char *deterministic = written(report);
    ck_assert_str_ne(json, deterministic);
    check_round_trip(deterministic);
}
END_TEST

static const char *const goldens[] = {"report/report.json", "report/engines.json"};

START_TEST(reads_the_goldens)
{
    g_autofree char *path = data_path(goldens[_i]);
    g_autofree char *json = NULL;
    g_autoptr(GError) error = NULL;
    ck_assert(g_file_get_contents(path, &json, NULL, NULL));
    fh_auto(fh_report) report = fh_report_read(path, VERSION, &error);
    ck_assert_msg(report != NULL, "%s", error ? error->message : "no error");
    g_autofree char *again = written(report);
    ck_assert_str_eq(json, again);
    ck_assert(report->is_deterministic);
}
END_TEST

/* Each does one kind of harm to sample_report(), or to that of engines; the error says what and where. */
static const struct damage {
    const char *from, *to; /* the first of them; of the results', where the error is in them */
    const char *error;     /* in the message */
} damages[] = {
    {"\"freehold\" : \"0.1.0\"", "\"freehold\" : \"0.2.0\"", "was written by freehold 0.2.0, this is 0.1.0"},
    {"\"freehold\" : \"0.1.0\"", "\"freehold\" : \"one\"", "report.json: freehold: unknown version 'one'"},
    {"\"freehold\" : \"0.1.0\"", "\"freehold\" : 1", "no report of freehold's"},
    {"\"freehold\" : \"0.1.0\",", "", "no report of freehold's"},
    {"\"kind\" : \"leak\"", "\"kind\" : \"leek\"", "results[3].findings[0].kind: unknown kind 'leek'"},
    {"\"kind\" : \"leak\"", "\"kind\" : \"le\\u001b[31mak\"",
     "results[3].findings[0].kind: unknown kind 'le\\x1b[31mak'"},
    {"\"kind\" : \"leak\"", "\"kind\" : null", "results[3].findings[0].kind: must be a string, and is null"},
    {"\"verdict\" : \"pass\"", "\"verdict\" : \"good\"", "results[0].verdict: unknown verdict 'good'"},
    {"\"allocated_by\" : \"rust\"", "\"allocated_by\" : \"go\"", "unknown allocation domain 'go'"},
    {"\"deed\" : \"allocated\"", "\"deed\" : \"found\"", "timeline.blocks[0].steps[0].deed: unknown deed"},
    {"\"holder\" : \"caller\"", "\"holder\" : \"them\"", "unknown holder 'them'"},
    {"\"cut\" : false", "\"cut\" : 0", "report.json: cut: must be true or false, and is a number"},
    {"\"cut\" : false,", "", "report.json: cut: is missing"},
    {"\"cut\" : false", "\"cut\" : false, \"cut\" : false", "has the member 'cut' twice"},
    {"\"cut\" : false", "\"cut\" : false, \"new\" : 1", "report.json: unknown member 'new'"},
    {"\"alone\" : ", "\"lonely\" : false, \"alone\" : ", "results[0]: unknown member 'lonely'"},
    {"\"results\" : [", "\"results\" : [ 1,", "results[0]: must be an object, and is a number"},
    {"\"results\" : [", "\"results\" : {}, \"results_\" : [", "results: must be a list, and is an object"},
    {"\"allocs\" : 4", "\"allocs\" : -4", "results[0].heap.allocs: must not be negative"},
    {"\"allocs\" : 4", "\"allocs\" : 4.5", "heap.allocs: must be a whole number, and is a number"},
    {"\"allocs\" : 4", "\"allocs\" : 1e400", "results[0].heap.allocs: must be a whole number"},
    {"\"allocs\" : 4", "\"allocs\" : 9223372036854775808", "a number that is too large"},
    {"\"allocs\" : 4", "\"allocs\" : \"4\"",
     "results[0].heap.allocs: must be a whole number, and is a string"},
    {"\"line\" : 3", "\"line\" : 0", "results[0].line: must be at least 1"},
    {"\"line\" : 3,\n   \"library\"", "\"line\" : 4294967296,\n   \"library\"",
     "results[0].line: is too large"},
    {"\"address\" : \"0x4a8b040\"", "\"address\" : \"4a8b040\"", "address: is no address"},
    {"\"address\" : \"0x4a8b040\"", "\"address\" : \"0x-4\"", "address: is no address"},
    {"\"harness\" : true", "\"harness\" : false", "frames[0].harness: says false, and the rest"},
    {"\"heap\" : {", "\"heap\" : [], \"pile\" : {", "results[0].heap: must be an object, and is a list"},
    {"\"reason\" : \"the run took", "\"reason\" : null, \"reasons\" : \"the run took",
     "results[5].reason: is missing"},
    {"\"verdict\" : \"fail\"", "\"verdict\" : \"pass\"",
     "report.json: verdict: says \"pass\", and the rest of the report makes it \"fail\""},
    {"\"expected\" : true", "\"expected\" : false",
     "summary.pass: says 2, and the rest of the report makes it 1"},
    {"\"fail\" : 4", "\"fail\" : 3", "summary.fail: says 3, and the rest of the report makes it 4"},
    {"\"cwe\" : 401", "\"cwe\" : 402", "findings[0].cwe: says 402"},
    {"\"saw\" : []", "\"saw\" : [ 1 ]", "agreement[0].engines[0].saw[0]: says 1"},
    {"\"summary\" : {", "\"summary\" : { \"good\" : 7,", "summary.good: says 7"},
    {"\"duration_us\" : 3456789,", "", "duration_us"},
    {"\"logs\" : []", "\"logs\" : [ null ]", "results[0].logs[0]: must be a string, and is null"},
    {"\"notes\" : []", "\"notes\" : null", "results[0].notes: must be a list, and is null"},
    {"\"message\" : \"a", "\"message\" : \"\\u0000a", "a NUL character in a string"},
    {"\"message\" : \"a", "\"message\" : \"\n", "a string that is not closed on its line"},
    {"\"message\" : \"a", "\"message\" : \"\\ud800", "message"},
    {"\"message\" : \"a", "\"message\" : \"\xff", "not UTF-8"},
    {"\"message\" : \"a", "\"message\" : 'a', // \"", "a character that JSON does not have there"},
    {"\"seen_by\" : [", "\"seen_by\" : [ \"a, b\",",
     "results[2].not_applicable[0].seen_by[0]: says \"a, b\""},
};

static char *harmed(const char *json, const struct damage *row)
{
    const char *begin = g_str_has_prefix(row->error, "results[") ? strstr(json, "\"results\" : [") : json;
    const char *place = strstr(begin, row->from);
    ck_assert_msg(place != NULL, "nothing to damage: %s", row->from);
    return g_strdup_printf("%.*s%s%s", (int)(place - json), json, row->to, place + strlen(row->from));
}

static void check_refused(const char *json, gsize size, const char *expected)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(fh_report_parse("report.json", json, size, VERSION, &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_msg(strstr(error->message, expected) != NULL, "'%s' is not in '%s'", expected, error->message);
    ck_assert(g_str_has_prefix(error->message, "report.json"));
}

START_TEST(refuses_damage)
{
    const struct damage *row = &damages[_i];
    const gboolean is_of_engines = strstr(row->error, "seen_by") != NULL;
    fh_auto(fh_report) report = is_of_engines ? sample_report_of_engines() : sample_report();
    g_autofree char *json = written(report);
    g_autofree char *damaged = harmed(json, row);
    check_refused(damaged, strlen(damaged), row->error);
}
END_TEST

/* Every member that the writer writes is needed. */
START_TEST(refuses_each_missing_member)
{
    fh_auto(fh_report) report = sample_report();
    g_autofree char *json = written(report);
    guint n = 0;
    for (const char *at = json; (at = strstr(at, "\" : ")); at++, n++) {
        g_autofree char *renamed = g_strdup(json);
        renamed[at - json - 1] = '_';
        g_autoptr(GError) error = NULL;
        ck_assert_ptr_null(fh_report_parse("report.json", renamed, strlen(renamed), VERSION, &error));
        ck_assert_ptr_nonnull(error);
    }
    ck_assert_uint_gt(n, 300);
}
END_TEST

/* Cut anywhere. */
START_TEST(refuses_what_is_cut)
{
    fh_auto(fh_report) report = sample_report();
    g_autofree char *json = written(report);
    gsize size = strlen(json);
    for (gsize length = 0; length < size - 2; length += 97)
        check_refused(json, length, "report.json");
    check_refused(json, size - 2, "its end is missing");
    check_refused(json, size + 1, "NUL");
}
END_TEST

static const struct damage others[] = {
    {"", NULL, "it is empty"},
    {" \n", NULL, "it is empty"},
    {"[]", NULL, "no '{'"},
    {"{}", NULL, "no report of freehold's"},
    {"null", NULL, "no '{'"},
    {"{} {}", NULL, "behind its end"},
    {"{]", NULL, "report.json"},
    {"{\"a\"}", NULL, "report.json"},
    {"{\"freehold\" : {}}", NULL, "no report of freehold's"},
    {"{\"freehold\" : \"0.1.0\"}", NULL, "verdict: is missing"},
    {"{\"a\" : 1, \"a\" : 2}", NULL, "has the member 'a' twice"},
    {"var a = {}", NULL, "no '{'"},
};

START_TEST(refuses_what_is_no_report)
{
    check_refused(others[_i].from, strlen(others[_i].from), others[_i].error);
}
END_TEST

START_TEST(refuses_depth)
{
    g_autoptr(GString) json = g_string_new("{\"a\" : ");
    for (guint i = 0; i < 1000000; i++)
        g_string_append_c(json, '[');
    check_refused(json->str, json->len, "deeper nesting than freehold writes");
}
END_TEST

START_TEST(merges)
{
    fh_auto(fh_report) report = sample_report();
    fh_auto(fh_report) expected = sample_report();
    struct fh_report *other = sample_report_of_all_kinds();
    struct fh_engine_info *engine = g_new0(struct fh_engine_info, 1);
    engine->name = g_strdup("asan");
    g_ptr_array_add(other->engines, engine);
    guint n_other = other->results->len;
    fh_report_merge(report, other);
    ck_assert_uint_eq(report->results->len, expected->results->len + n_other);
    ck_assert_str_eq(
        ((struct fh_result *)g_ptr_array_index(report->results, expected->results->len))->scenario, "leak");
    ck_assert_uint_eq(report->libraries->len, 1);
    ck_assert_uint_eq(report->engines->len, 2);
    ck_assert_uint_eq(report->coverages->len, 1);
    ck_assert(report->is_cut && !report->is_deterministic);
    ck_assert_uint_eq(report->duration_us, 2 * 3456789);
}
END_TEST

/* Either has seen another half; one has a function that the other does not know. */
START_TEST(unites_coverage)
{
    fh_auto(fh_report) report = sample_report();
    struct fh_report *other = sample_report();
    struct fh_coverage *of_other = g_ptr_array_index(other->coverages, 0);
    ((struct fh_point *)g_ptr_array_index(of_other->points, 0))->is_seen = FALSE;
    ((struct fh_point *)g_ptr_array_index(of_other->points, 3))->is_seen = TRUE;
    fh_coverage_add(of_other, FH_POINT_FUNCTION, "new_function", NULL)->is_seen = TRUE;
    report->min_coverage = 60;
    other->min_coverage = 70;
    ck_assert_uint_eq(fh_coverage_percent(report), 40);
    ck_assert(fh_coverage_is_short(report));
    fh_report_merge(report, other);
    ck_assert_uint_eq(report->coverages->len, 1);
    const struct fh_coverage_counts counts = fh_coverage_counts(report);
    ck_assert_uint_eq(counts.seen[FH_POINT_FUNCTION], 3);
    ck_assert_uint_eq(counts.all[FH_POINT_FUNCTION], 3);
    ck_assert_uint_eq(counts.seen[FH_POINT_TRANSFER], 1);
    ck_assert_uint_eq(report->min_coverage, 70);
    ck_assert_uint_eq(fh_coverage_percent(report), 66);
    ck_assert_int_eq(fh_report_verdict(report), FH_VERDICT_FAIL);
}
END_TEST

START_TEST(is_deterministic_when_all_are)
{
    for (guint i = 0; i < 4; i++) {
        fh_auto(fh_report) report = sample_report();
        struct fh_report *other = sample_report();
        report->is_deterministic = i & 1;
        other->is_deterministic = i & 2;
        fh_report_merge(report, other);
        ck_assert_int_eq(report->is_deterministic, i == 3);
    }
}
END_TEST

/* Of a mapped file nothing may be read behind the end. */
START_TEST(blanks_alone_are_no_report)
{
    g_autofree char *blanks = g_memdup2("  ", 2);
    ck_assert(!fh_report_is_saved(blanks, 2));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("results");
    TCase *reader = tcase_create("reader");
    tcase_add_test(reader, blanks_alone_are_no_report);
    tcase_add_loop_test(reader, reads_what_is_written, 0, G_N_ELEMENTS(samples));
    tcase_add_loop_test(reader, reads_the_goldens, 0, G_N_ELEMENTS(goldens));
    tcase_add_loop_test(reader, refuses_damage, 0, G_N_ELEMENTS(damages));
    tcase_add_test(reader, refuses_each_missing_member);
    tcase_add_test(reader, refuses_what_is_cut);
    tcase_add_loop_test(reader, refuses_what_is_no_report, 0, G_N_ELEMENTS(others));
    tcase_add_test(reader, refuses_depth);
    TCase *merge = tcase_create("merge");
    tcase_add_test(merge, merges);
    tcase_add_test(merge, unites_coverage);
    tcase_add_test(merge, is_deterministic_when_all_are);
    suite_add_tcase(suite, reader);
    suite_add_tcase(suite, merge);
    return run_suite(suite);
}
