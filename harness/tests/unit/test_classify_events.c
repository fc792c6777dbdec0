// SPDX-License-Identifier: MIT
/* What the runner and the ledger tell by events, and what a log tells of the same call. */
#include "classify/classify.h"
#include "classify_given.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/stack.h"
#include "run_suite.h"

static const struct {
    const char *log;
    guint line, id;
    guint64 values[5];
    const char *message;
} layouts[] = {
    {"layout",
     2,
     1,
     {0x515d0b0, 32, 1, 16, 1},
     "block of 32 bytes (alignment 1) allocated by Rust (__rust_alloc) was released by Rust (__rust_dealloc) "
     "as one of 16 "
     "bytes (alignment 1)"},
    {"runner-layout",
     49,
     2,
     {0x1000, 32, 1, 64, 1},
     "block of 32 bytes (alignment 1) allocated by Rust (__rust_alloc) was released by Rust (__rust_dealloc) "
     "as one of 64 "
     "bytes (alignment 1)"},
    {"clean",
     4,
     9,
     {0x1000, 32, 1, 64, 1},
     "block of 32 bytes (alignment 1) allocated by Rust was released by Rust as one of 64 bytes (alignment "
     "1)"},
};

START_TEST(a_layout_mismatch_shows_both_layouts)
{
    struct given given = given_log(layouts[_i].log);

    add_event(&given, FH_EVENT_LAYOUT, layouts[_i].line, layouts[_i].id, NULL, layouts[_i].values);
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_finding *finding = finding_at(classified, 0);
    ck_assert_uint_eq(finding->kind, FH_KIND_LAYOUT_MISMATCH);
    ck_assert_uint_eq(finding->line, layouts[_i].line);
    ck_assert_str_eq(finding->message, layouts[_i].message);
    ck_assert_uint_eq(finding->stacks->len, g_str_equal(layouts[_i].log, "clean") ? 0 : 2);
}
END_TEST

START_TEST(a_wrong_release_names_both_functions)
{
    const guint64 values[5] = {0x515d1f0, 0, 1};
    struct given given = given_log("wrong-release");

    add_event(&given, FH_EVENT_WRONG_RELEASE, 3, 71, NULL, values);
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_finding *finding = finding_at(classified, 0);
    ck_assert_uint_eq(finding->kind, FH_KIND_WRONG_RELEASE);
    ck_assert_uint_eq(finding->line, 3);
    ck_assert_str_eq(finding->message,
                     "block of 48 bytes allocated by Rust (__rust_alloc) was released by free_buffer(); "
                     "its release function is free_string()");
    ck_assert_uint_eq(finding->allocated_by, FH_DOMAIN_RUST);
    ck_assert_str_eq(((struct fh_stack *)g_ptr_array_index(finding->stacks, 1))->role, "allocated");
    ck_assert_ptr_nonnull(strstr(finding->record, "Address 0x515d1f0"));
}
END_TEST

#define FAR         "==7==  Address 0x5000 is in a rw- anonymous segment\n==7== \n"
#define FAR_READ(n) READ(n) FAR

/* What events tell of and what the log tells of the same call. */
static const struct {
    const char *what;
    const char *text;
    guint kinds[2], lines[2];
    const char *found;
} event_folds[] = {
    {"wrong release, then the wrong layout",
     NOTICE(1, "wrong-release", 3) LIVE NOTICE(2, "layout-mismatch", 3) LIVE,
     {FH_EVENT_WRONG_RELEASE, FH_EVENT_LAYOUT},
     {3, 3},
     "layout-mismatch:3"},
    {"wrong release of another line",
     NOTICE(1, "wrong-release", 3) LIVE NOTICE(2, "layout-mismatch", 4) LIVE,
     {FH_EVENT_WRONG_RELEASE, FH_EVENT_LAYOUT},
     {3, 4},
     "wrong-release:3 layout-mismatch:4"},
    {"wrong release by C",
     NOTICE(1, "wrong-release", 3) LIVE MISMATCH(3) LIVE,
     {FH_EVENT_WRONG_RELEASE},
     {3},
     "cross-allocator-free:3"},
    {"wrong release of what is released",
     NOTICE(1, "wrong-release", 3) FREED_AT(1000, 2) INVALID_FREE(3) FREED_AT(1000, 2),
     {FH_EVENT_WRONG_RELEASE},
     {3},
     "double-free:3"},
    {"wrong release of another block",
     NOTICE(1, "wrong-release", 3) LIVE MISMATCH(3) LIVE_AT(0, 2000),
     {FH_EVENT_WRONG_RELEASE},
     {3},
     "wrong-release:3 cross-allocator-free:3"},
    {"wrong release, then reads of no block of its own, and a release by what was read there",
     NOTICE(1, "wrong-release", 3) LIVE FAR_READ(3) UNSET(3) INVALID_FREE(3) FAR,
     {FH_EVENT_WRONG_RELEASE},
     {3},
     "wrong-release:3"},
    {"wrong release, then a read on another line",
     NOTICE(1, "wrong-release", 3) LIVE FAR_READ(4),
     {FH_EVENT_WRONG_RELEASE},
     {3},
     "wrong-release:3 out-of-bounds:4"},
    {"a read, then a wrong release",
     FAR_READ(3) NOTICE(1, "wrong-release", 3) LIVE,
     {FH_EVENT_WRONG_RELEASE},
     {3},
     "out-of-bounds:3 wrong-release:3"},
    {"the same call many times",
     NOTICE(1, "layout-mismatch", 3) LIVE NOTICE(2, "layout-mismatch", 3) LIVE_AT(0, 2000),
     {FH_EVENT_LAYOUT, FH_EVENT_LAYOUT},
     {3, 3},
     "layout-mismatch:3"},
};

START_TEST(events_and_records_of_one_call_are_one)
{
    struct given given = given_text(event_folds[_i].text);
    const guint64 values[5] = {0x1000, 0, 1, 1, 1};

    for (guint i = 0; i < 2 && event_folds[_i].kinds[i]; i++)
        add_event(&given, event_folds[_i].kinds[i], event_folds[_i].lines[i], i + 1, NULL, values);
    assert_summary(&given, event_folds[_i].what, event_folds[_i].found);
}
END_TEST

static const struct {
    const char *log;
    guint id;
    enum fh_domain expected, owner;
} owners[] = {
    {"owner", 71, FH_DOMAIN_RUST, FH_DOMAIN_RUST},    {"owner", 71, FH_DOMAIN_C, FH_DOMAIN_RUST},
    {"owner", 72, FH_DOMAIN_NONE, FH_DOMAIN_NONE},    {"owner", 73, FH_DOMAIN_C, FH_DOMAIN_NONE},
    {"owner", 74, FH_DOMAIN_NONE, FH_DOMAIN_NONE},    {"owner", 75, FH_DOMAIN_RUST, FH_DOMAIN_NONE},
    {"owner-c", 71, FH_DOMAIN_C, FH_DOMAIN_C},        {"owner-c", 71, FH_DOMAIN_CXX, FH_DOMAIN_C},
    {"owner-c", 76, FH_DOMAIN_NONE, FH_DOMAIN_NONE},  {"owner-c", 76, FH_DOMAIN_C, FH_DOMAIN_NONE},
    {"runner-owner", 3, FH_DOMAIN_C, FH_DOMAIN_NONE},
};

START_TEST(an_owner_is_decided_from_the_log)
{
    const guint64 values[5] = {0, owners[_i].expected};
    struct given given = given_log(owners[_i].log);
    gboolean is_met = owners[_i].expected == owners[_i].owner;

    add_event(&given, FH_EVENT_OWNER, 3, owners[_i].id, "expect owner(p) == x", values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->unmet->len, is_met ? 0 : 1);
    if (!is_met) {
        g_autofree char *message =
            g_strdup_printf("expect owner(p) == x: it is %s", fh_domain_name(owners[_i].owner));

        ck_assert_uint_eq(unmet_at(classified, 0)->line, 3);
        ck_assert_str_eq(unmet_at(classified, 0)->message, message);
    }
}
END_TEST

/* A red zone is nobody's. */
static const struct {
    const char *place;
    enum fh_domain owner;
} edges[] = {
    {"1 bytes before a block of size 18 alloc'd", FH_DOMAIN_NONE},
    {"0 bytes inside a block of size 18 alloc'd", FH_DOMAIN_RUST},
    {"17 bytes inside a block of size 18 alloc'd", FH_DOMAIN_RUST},
    {"0 bytes after a block of size 18 alloc'd", FH_DOMAIN_NONE},
    {"0 bytes inside a block of size 0 alloc'd", FH_DOMAIN_RUST},
};

START_TEST(a_block_ends_at_its_edges)
{
    const guint64 values[5] = {0, edges[_i].owner};
    g_autofree char *text = g_strdup_printf(
        "**7** freehold: #1 owner\n==7==  Address 0x1000 is %s\n" RUST_BLOCK, edges[_i].place);
    struct given given = given_text(text);

    add_event(&given, FH_EVENT_OWNER, 3, 1, "expect", values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->unmet->len, 0);
}
END_TEST

START_TEST(an_owner_that_the_log_does_not_tell_is_unmet)
{
    const guint64 values[5] = {0, FH_DOMAIN_NONE};
    struct given given = given_text("**7** freehold: #1 owner\n**7** freehold: #2 owner\n");

    add_event(&given, FH_EVENT_OWNER, 3, 1, "expect owner(p) == none", values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_str_eq(unmet_at(classified, 0)->message, "expect owner(p) == none: the log does not say");
}
END_TEST

START_TEST(an_expect_that_did_not_hold_is_unmet)
{
    struct given given = given_text("");

    add_event(&given, FH_EVENT_EXPECT, 8, 1, "expect n == 3: it is 4", NULL);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(unmet_at(classified, 0)->line, 8);
    ck_assert_str_eq(unmet_at(classified, 0)->message, "expect n == 3: it is 4");
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} signals[] = {
    {SIGNAL "==7==    at 0x1: f (f.c:1)\n==7== \n" LEAK("7 bytes in 1 blocks", "definitely lost")
         LOST_RUST(2),
     "the process ended with SIGSEGV: in f"},
    {"**7** freehold: signal 11\n" LEAK("7 bytes in 1 blocks", "definitely lost") LOST_RUST(2),
     "the process ended with SIGSEGV"},
    {"", "the process ended with SIGSEGV"},
};

START_TEST(the_runner_knows_the_line_of_a_signal)
{
    const guint64 values[5] = {11};
    struct given given = given_text(signals[_i].text);

    add_event(&given, FH_EVENT_SIGNAL, 12, 0, NULL, values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->findings->len, 1);
    ck_assert_uint_eq(finding_at(classified, 0)->kind, FH_KIND_ABORT);
    ck_assert_uint_eq(finding_at(classified, 0)->line, 12);
    ck_assert_str_eq(finding_at(classified, 0)->message, signals[_i].message);
}
END_TEST

/* Innermost first, as rustc 1.95's and older ones' functions stand in Valgrind's logs. */
static const struct end {
    const char *signal, *functions, *message;
} ends[] = {
    {SIGNAL,
     "ends::crash std::panicking::catch_unwind::do_call __rust_try std::panicking::catch_unwind ends::main",
     "SIGSEGV: in ends::crash"},
    {SIGNAL,
     "ends::crash std::panicking::try::do_call std::panic::catch_unwind "
     "std::thread::Builder::spawn_unchecked_",
     "SIGSEGV: in ends::crash"},
    {ABORTED, "abort ends::own std::panicking::try std::panic::catch_unwind ends::main",
     "SIGABRT: abort() was called, in ends::own"},
    {ABORTED, "abort std::process::abort ends::trap std::panicking::try ends::main",
     "SIGABRT: abort() was called, in ends::trap"},
    {SIGNAL, "ends::crash std::panicking::panic_with_hook core::panicking::panic_fmt ends::main",
     "SIGSEGV: in ends::crash"},
    {ABORTED, "abort app::hook std::panicking::rust_panic_with_hook core::option::unwrap_failed app::open",
     "SIGABRT: a panic ended it, in app::open"},
    {ABORTED,
     "abort std::process::abort __rustc::__rust_start_panic __rustc::rust_panic "
     "std::panicking::panic_with_hook app::open",
     "SIGABRT: a panic ended it, in app::open"},
    {ABORTED, "abort std::panicking::panic_with_hook core::panicking::panic_in_cleanup app::drop",
     "SIGABRT: a panic ended it, in app::drop"},
    {ABORTED, "abort std::panicking::panic_with_hook core::panicking::panic_nounwind_fmt app::get_unchecked",
     "SIGABRT: a panic ended it, in app::get_unchecked"},
    {ABORTED, "abort core::panicking::panic_nounwind core::panicking::panic_cannot_unwind app_open",
     "SIGABRT: a panic crossed the boundary, in app_open"},
    {ABORTED, "abort __rustc::rust_panic std::panicking::panic_with_hook core::panicking::panic_fmt app_open",
     "SIGABRT: a panic crossed the boundary, in app_open"},
    {ABORTED, "abort rust_panic std::panicking::rust_panic_with_hook app_open",
     "SIGABRT: a panic crossed the boundary, in app_open"},
};

START_TEST(only_panics_are_panics)
{
    g_auto(GStrv) functions = g_strsplit(ends[_i].functions, " ", -1);
    g_autoptr(GString) text = g_string_new(ends[_i].signal);

    for (guint i = 0; functions[i]; i++)
        g_string_append_printf(text, "==7==    %s 0x%x: %s (a.rs:1)\n", i == 0 ? "at" : "by", i + 1,
                               functions[i]);
    g_string_append(text, AT(3));
    struct given given = given_text(text->str);
    fh_auto(fh_classified) classified = classify(&given);
    g_autofree char *message = g_strconcat("the process ended with ", ends[_i].message, NULL);

    ck_assert_str_eq(finding_at(classified, 0)->message, message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("classify_events");
    TCase *tcase = tcase_create("classify_events");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_layout_mismatch_shows_both_layouts, 0, G_N_ELEMENTS(layouts));
    tcase_add_test(tcase, a_wrong_release_names_both_functions);
    tcase_add_loop_test(tcase, events_and_records_of_one_call_are_one, 0, G_N_ELEMENTS(event_folds));
    tcase_add_loop_test(tcase, an_owner_is_decided_from_the_log, 0, G_N_ELEMENTS(owners));
    tcase_add_loop_test(tcase, a_block_ends_at_its_edges, 0, G_N_ELEMENTS(edges));
    tcase_add_test(tcase, an_owner_that_the_log_does_not_tell_is_unmet);
    tcase_add_test(tcase, an_expect_that_did_not_hold_is_unmet);
    tcase_add_loop_test(tcase, only_panics_are_panics, 0, G_N_ELEMENTS(ends));
    tcase_add_loop_test(tcase, the_runner_knows_the_line_of_a_signal, 0, G_N_ELEMENTS(signals));
    return run_suite(suite);
}
