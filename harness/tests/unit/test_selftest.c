// SPDX-License-Identifier: MIT
/* What freehold selftest measured: kept, compared with a report, and shown in it. */
#include <gio/gio.h>
#include <string.h>

#include "import/kept_selftest.h"
#include "import/merge.h"
#include "model/selftest.h"
#include "run_suite.h"
#include "samples.h"
#include "written.h"

static struct fh_selftest *selftest_of(const struct fh_report *report, guint i)
{
    return g_ptr_array_index(report->selftests, i);
}

static char *kept(const struct fh_selftest *selftest)
{
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    ck_assert(fh_selftest_write(selftest, out, NULL));
    ck_assert(g_output_stream_write_all(out, "", 1, NULL, NULL, NULL));
    ck_assert(g_output_stream_close(out, NULL, NULL));
    return g_memory_output_stream_steal_data(G_MEMORY_OUTPUT_STREAM(out));
}

START_TEST(is_kept)
{
    fh_auto(fh_report) report = sample_report();
    g_autofree char *text = kept(selftest_of(report, 0));
    fh_auto(fh_selftest) again = fh_selftest_parse("kept.json", text, strlen(text), NULL);
    ck_assert_ptr_nonnull(again);
    g_autofree char *twice = kept(again);
    ck_assert_str_eq(twice, text);
    ck_assert_uint_eq(fh_selftest_count(again, FH_ANSWER_MISSED), 1);
}
END_TEST

START_TEST(is_refused_when_damaged)
{
    fh_auto(fh_report) report = sample_report();
    g_autofree char *text = kept(selftest_of(report, 0));
    for (gsize size = 0; size + 2 < strlen(text); size++) {
        g_autoptr(GError) error = NULL;
        ck_assert_ptr_null(fh_selftest_parse("kept.json", text, size, &error));
        ck_assert(g_str_has_prefix(error->message, "kept.json:"));
    }
    static const char *const changed[][2] = {
        {"\"missed\"", "\"mISSED\""}, {"\"measured\"", "\"Measured\""}, {"\"leak\"", "\"leek\""}};
    for (guint i = 0; i < G_N_ELEMENTS(changed); i++) {
        g_autoptr(GString) other = g_string_new(text);
        ck_assert_uint_eq(g_string_replace(other, changed[i][0], changed[i][1], 0), 1);
        ck_assert_ptr_null(fh_selftest_parse("kept.json", other->str, other->len, NULL));
    }
}
END_TEST

/* The report has a Valgrind 3.19.0, a rustc 1.63.0, and a C compiler that is not known. */
static const struct change {
    gsize offset; /* of the version that is another; 0: none is */
    const char *version, *said;
} changes[] = {
    {0, NULL, NULL},
    {G_STRUCT_OFFSET(struct fh_selftest, versions.freehold), "0.0.9",
     "Freehold was 0.0.9 then, and is 0.1.0 now"},
    {G_STRUCT_OFFSET(struct fh_selftest, versions.engine), "3.18.1", "it was 3.18.1 then, and is 3.19.0 now"},
    {G_STRUCT_OFFSET(struct fh_selftest, versions.libc), "2.35", "libc was 2.35 then, and is 2.36 now"},
    {G_STRUCT_OFFSET(struct fh_selftest, versions.rustc), NULL,
     "rustc was not known then, and is rustc 1.63.0 now"},
    {G_STRUCT_OFFSET(struct fh_selftest, versions.c_compiler), "gcc 12", NULL},
};

START_TEST(differs_by_versions)
{
    const struct change *change = &changes[_i];
    fh_auto(fh_report) report = sample_report();
    struct fh_selftest *selftest = selftest_of(report, 0);
    if (change->offset != 0) {
        char **version = (char **)((char *)selftest + change->offset);
        g_free(*version);
        *version = g_strdup(change->version);
    }
    g_autofree char *said = fh_selftest_difference(selftest, report, "2.36");
    ck_assert_int_eq(g_strcmp0(said, change->said), 0);
}
END_TEST

/* What the self-test had, and what a program's own words are. */
static const struct engine_words {
    const char *then, *now;
    gboolean is_same;
} engine_words[] = {
    {"cc (Debian 12.2.0-14) 12.2.0, Rust code not instrumented", "gcc (Debian 12.2.0-14) 12.2.0", TRUE},
    {"gcc-12 (Debian 12.2.0-14) 12.2.0", "gcc (Debian 12.2.0-14) 12.2.0", TRUE},
    {"Debian clang version 14.0.6, Rust code not instrumented", "Debian clang version 14.0.6", TRUE},
    {"cc (Debian 12.2.0-14) 12.2.0, Rust code not instrumented", "gcc (Debian 12.2.0-15) 12.2.0", FALSE},
    {"cc (Debian 12.2.0-14) 12.2.0, Rust code not instrumented", "Debian clang version 14.0.6", FALSE},
    {"cc (Debian) 12.2.0, Rust code not instrumented", "cc (Debian) 12.2.0, Rust code instrumented", FALSE},
    {"3.19.0", "3.1", FALSE},
};

START_TEST(one_compiler_has_several_names)
{
    const struct engine_words *words = &engine_words[_i];
    fh_auto(fh_report) report = sample_report();
    struct fh_selftest *selftest = selftest_of(report, 0);
    struct fh_engine_info *engine = g_ptr_array_index(report->engines, 0);
    g_free(selftest->versions.engine);
    g_free(engine->version);
    selftest->versions.engine = g_strdup(words->then);
    engine->version = g_strdup(words->now);
    g_autofree char *said = fh_selftest_difference(selftest, report, "2.36");
    ck_assert_msg((said == NULL) == words->is_same, "%s, %s: %s", words->then, words->now, said);
}
END_TEST

/* exec does not know which AddressSanitizer a program brings, if its compiler left no name in it. */
START_TEST(an_unknown_engine_is_another)
{
    fh_auto(fh_report) report = sample_report();
    g_clear_pointer(&((struct fh_engine_info *)g_ptr_array_index(report->engines, 0))->version, g_free);
    g_autofree char *said = fh_selftest_difference(selftest_of(report, 0), report, "2.36");
    ck_assert_str_eq(said, "it was 3.19.0 then, and nothing says which one this is");
}
END_TEST

START_TEST(the_worse_of_two_is_kept)
{
    fh_auto(fh_report) report = sample_report();
    struct fh_report *other = sample_report();
    selftest_of(report, 1)->state = FH_SELFTEST_MEASURED;
    selftest_of(other, 2)->state = FH_SELFTEST_MEASURED;
    fh_selftest_add(selftest_of(other, 0), "leak", "Rust forgets its own", FH_ANSWER_MISSED);
    fh_report_merge(report, other);
    ck_assert_uint_eq(report->selftests->len, 3);
    ck_assert_uint_eq(fh_selftest_count(selftest_of(report, 0), FH_ANSWER_MISSED), 2);
    ck_assert_int_eq(selftest_of(report, 1)->state, FH_SELFTEST_OTHER_VERSIONS);
    ck_assert_int_eq(selftest_of(report, 2)->state, FH_SELFTEST_NOT_MEASURED);
}
END_TEST

static const char *const shown[][2] = {
    {"markdown", "| `use-after-free` | `Rust reads C's` | missed | not applicable | not measured |"},
    {"markdown", "| `right use` | `Rust borrows C's` | not measured | false alarm | not measured |"},
    {"markdown", "- `asan: not measured here: freehold selftest --engine asan measures it`"},
    {"html", "<td>Rust reads C&apos;s</td><td class=\"fail\">missed</td><td class=\"inconclusive\">not "
             "applicable</td>"},
    {"html", "measured with other versions: libc was 2.35 then, and is 2.36 now</li>"},
    {"html", "<li>valgrind: 1 seen, 1 clean, 0 not applicable, 0 not judged, 1 missed, 0 false alarms</li>"},
    {"json", "\"answer\" : \"missed\""},
};

START_TEST(is_shown)
{
    fh_auto(fh_report) report = sample_report();
    g_autofree char *text = written(report, shown[_i][0], FALSE);
    ck_assert_msg(strstr(text, shown[_i][1]) != NULL, "%s: no '%s'", shown[_i][0], shown[_i][1]);
}
END_TEST

START_TEST(is_not_shown_when_deterministic)
{
    fh_auto(fh_report) report = sample_report();
    report->is_deterministic = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(shown); i++) {
        g_autofree char *text = written(report, shown[i][0], FALSE);
        ck_assert_ptr_null(strstr(text, shown[i][1]));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("selftest");
    TCase *keep = tcase_create("kept");
    tcase_add_test(keep, is_kept);
    tcase_add_test(keep, is_refused_when_damaged);
    TCase *compare = tcase_create("compared");
    tcase_add_loop_test(compare, differs_by_versions, 0, G_N_ELEMENTS(changes));
    tcase_add_loop_test(compare, one_compiler_has_several_names, 0, (int)G_N_ELEMENTS(engine_words));
    tcase_add_test(compare, an_unknown_engine_is_another);
    tcase_add_test(compare, the_worse_of_two_is_kept);
    TCase *show = tcase_create("shown");
    tcase_add_loop_test(show, is_shown, 0, G_N_ELEMENTS(shown));
    tcase_add_test(show, is_not_shown_when_deterministic);
    suite_add_tcase(suite, keep);
    suite_add_tcase(suite, compare);
    suite_add_tcase(suite, show);
    return run_suite(suite);
}
