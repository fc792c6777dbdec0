// SPDX-License-Identifier: MIT
/* What an engine reports and does not prove: notes, no findings. */
#include <check.h>
#include <string.h>

#include "classify/classify.h"
#include "classify_given.h"
#include "run_suite.h"

#define LOST "==7==    at 0x50: malloc (vg_replace_malloc.c:5)\n" AT(2) "==7== \n"

/* Large: more than some number in memory could point into by chance. */
#define LARGE LEAK("3,000,000 bytes in 1 blocks", "possibly lost")
#define SMALL LEAK("77 bytes in 1 blocks", "possibly lost")
#define SURE  LEAK("77 bytes in 1 blocks", "definitely lost")

static const struct {
    const char *leak, *file;
    gboolean is_unhooked, searches_heap_only;
    const char *findings, *note;
} leaks[] = {
    /* A scenario's runner has cleared its memory; a program as it is has not. */
    {SMALL LOST, "a.scn", FALSE, FALSE, "", "still reachable by a pointer to its inside"},
    {LARGE LOST, "a.scn", FALSE, FALSE, "", "still reachable by a pointer to its inside"},
    {LARGE LOST, NULL, FALSE, FALSE, "leak:2", NULL},
    {SURE LOST, "a.scn", FALSE, TRUE, "leak:2", NULL},
    /* Without a hook, pointers may lie where LeakSanitizer does not look, or lead past a header. */
    {SURE LOST, "a.scn", TRUE, FALSE, "leak:2", NULL},
    {SURE LOST, "a.scn", TRUE, TRUE, "",
     "77 bytes in 1 block allocated by C (malloc) at line 2 may be lost: not judged"},
    {LARGE LOST, NULL, TRUE, FALSE, "",
     "3,000,000 bytes in 1 block allocated by C (malloc) at line 2 may be lost"},
};

static gboolean has_note(const struct fh_classified *classified, const char *words)
{
    for (guint i = 0; i < classified->notes->len; i++)
        if (strstr(g_ptr_array_index(classified->notes, i), words))
            return TRUE;
    return FALSE;
}

START_TEST(a_leak_that_is_not_proven_is_a_note)
{
    struct given given = given_text(leaks[_i].leak);
    fh_auto(fh_classified) classified =
        classify_as(&given, (struct fh_trace){.file = leaks[_i].file,
                                              .is_unhooked = leaks[_i].is_unhooked,
                                              .searches_heap_only = leaks[_i].searches_heap_only});
    g_autofree char *findings = summary(classified);
    ck_assert_str_eq(findings, leaks[_i].findings);
    ck_assert_uint_eq(classified->notes->len, leaks[_i].note ? 1 : 0);
    ck_assert(!leaks[_i].note || has_note(classified, leaks[_i].note));
}
END_TEST

START_TEST(an_owner_that_the_runner_knows_needs_no_log)
{
    const guint64 values[5] = {0, FH_DOMAIN_RUST, FH_DOMAIN_NONE};
    struct given given = given_text("");
    add_event(&given, FH_EVENT_OWNER, 3, 1, "expect owner(p) == rust", values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_str_eq(unmet_at(classified, 0)->message, "expect owner(p) == rust: it is none");
}
END_TEST

START_TEST(without_a_hook_nobody_knows_an_owner)
{
    const guint64 known[5] = {0, FH_DOMAIN_RUST, FH_DOMAIN_NONE}, asked[5] = {0, FH_DOMAIN_RUST};
    struct given given = given_text("");
    add_event(&given, FH_EVENT_OWNER, 3, 1, "expect owner(p) == rust", known);
    add_event(&given, FH_EVENT_OWNER, 4, 2, "expect owner(q) == rust", asked);
    fh_auto(fh_classified) classified =
        classify_as(&given, (struct fh_trace){.file = "a.scn", .is_unhooked = TRUE});
    ck_assert_uint_eq(classified->unmet->len, 0);
    ck_assert(has_note(classified, "line 3: 'expect owner(p) == rust' was not judged"));
    ck_assert(has_note(classified, "line 4: 'expect owner(q) == rust' was not judged"));
}
END_TEST

static const struct {
    const char *file;
    guint line;
    guint64 bytes;
    const char *reason;
} refusals[] = {
    {"a.scn", 3, 16,
     "the system had no memory for a block of 16 bytes at line 3, so what is done with one was not seen; a "
     "scenario can say \"fail alloc\""},
    {NULL, 0, 1,
     "the system had no memory for a block of 1 byte, so what is done with one was not seen; a scenario can "
     "say \"fail alloc\""},
};

START_TEST(without_memory_nothing_is_clean)
{
    const guint64 first[5] = {refusals[_i].bytes}, second[5] = {4711};
    struct given given = given_text("");
    add_event(&given, FH_EVENT_REFUSED, refusals[_i].line, 1, NULL, first);
    add_event(&given, FH_EVENT_REFUSED, 9, 2, NULL, second);
    fh_auto(fh_classified) classified = classify_as(&given, (struct fh_trace){.file = refusals[_i].file});
    ck_assert_uint_eq(classified->findings->len, 0);
    ck_assert_str_eq(classified->reason, refusals[_i].reason);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("unproven");
    TCase *tcase = tcase_create("unproven");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_leak_that_is_not_proven_is_a_note, 0, G_N_ELEMENTS(leaks));
    tcase_add_test(tcase, an_owner_that_the_runner_knows_needs_no_log);
    tcase_add_loop_test(tcase, without_memory_nothing_is_clean, 0, G_N_ELEMENTS(refusals));
    tcase_add_test(tcase, without_a_hook_nobody_knows_an_owner);
    return run_suite(suite);
}
