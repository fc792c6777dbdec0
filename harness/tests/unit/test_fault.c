// SPDX-License-Identifier: MIT
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "run_suite.h"
#include "verdict/expectation.h"
#include "verdict/fault.h"
#include "verdict/verdict.h"

/* How a scenario ended in which one allocation failed. */
static const struct fault_case {
    const char *name;
    enum fh_domain domain;
    enum fh_kind kind, further; /* what was found; 0: nothing */
    const char *message;
    const char *reason;
    gboolean has_failed;
    enum fh_fault_end end;
    guint left; /* findings */
} fault_cases[] = {
#define ALLOC_ERROR \
    "the process ended with SIGABRT: abort() was called; it said: memory allocation of 16 bytes failed"
    {"it went on", FH_DOMAIN_RUST, .has_failed = TRUE, .end = FH_FAULT_WENT_ON},
    {"it asked for less", FH_DOMAIN_RUST, .end = FH_FAULT_NOT_REACHED},
    {"std ended it", FH_DOMAIN_RUST, FH_KIND_ABORT, 0, ALLOC_ERROR, .end = FH_FAULT_ENDED_BY_STD},
    {"std ended it, and C's had failed", FH_DOMAIN_C, FH_KIND_ABORT, 0, ALLOC_ERROR, .end = FH_FAULT_FOUND,
     .left = 1},
    {"std ended it after a double free", FH_DOMAIN_RUST, FH_KIND_ABORT, FH_KIND_DOUBLE_FREE, ALLOC_ERROR,
     .end = FH_FAULT_FOUND, .left = 1},
    {"a leak with std's words", FH_DOMAIN_RUST, FH_KIND_LEAK, 0, ALLOC_ERROR, .end = FH_FAULT_FOUND,
     .left = 1},
    {"a panic", FH_DOMAIN_RUST, FH_KIND_ABORT, 0,
     "a panic crossed the boundary; it said: panicked at a.rs:1:2: x", .end = FH_FAULT_FOUND, .left = 1},
    {"a crash that only mentions it", FH_DOMAIN_RUST, FH_KIND_ABORT, 0, "in memory allocation of x",
     .end = FH_FAULT_FOUND, .left = 1},
    {"it can't be judged", FH_DOMAIN_RUST, .reason = "timed out", .has_failed = TRUE,
     .end = FH_FAULT_NOT_JUDGED},
    {"nor can what std ended", FH_DOMAIN_RUST, FH_KIND_ABORT, 0, ALLOC_ERROR, "damaged",
     .end = FH_FAULT_NOT_JUDGED},
};

static void add_fault_finding(struct fh_result *result, enum fh_kind kind, const char *message)
{
    if (kind == 0)
        return;
    struct fh_finding *finding = fh_finding_new(kind);
    finding->message = g_strdup(message);
    g_ptr_array_add(result->findings, finding);
}

START_TEST(what_std_does_without_memory_is_no_finding)
{
    const struct fault_case *c = &fault_cases[_i];
    const struct fh_visibility visibility = {.visible_kinds = FH_KINDS_EXPECTABLE};
    fh_auto(fh_result) result = fh_result_new("s", "s.scn", 1, "ledger");
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    add_fault_finding(result, c->further, "released twice");
    add_fault_finding(result, c->kind, c->message);
    result->reason = g_strdup(c->reason);
    result->requests.has_failed = c->has_failed;
    fh_fault_excuse(result, c->domain);
    fh_judge(result, none, NULL, &visibility);
    ck_assert_msg(fh_fault_end_of(result) == c->end, "%s: %s", c->name,
                  fh_fault_end_name(fh_fault_end_of(result)));
    ck_assert_uint_eq(result->findings->len, c->left);
}
END_TEST

START_TEST(each_end_has_a_name)
{
    for (guint end = 0; end < FH_FAULT_END_COUNT; end++)
        for (guint other = 0; other < end; other++)
            ck_assert_str_ne(fh_fault_end_name(end), fh_fault_end_name(other));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault");
    TCase *tests = tcase_create("fault");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, what_std_does_without_memory_is_no_finding, 0, (int)G_N_ELEMENTS(fault_cases));
    tcase_add_test(tests, each_end_has_a_name);
    return run_suite(suite);
}
