// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "classify/classify.h"
#include "classify_given.h"
#include "classify_logs.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "run_suite.h"

START_TEST(a_real_log_is_judged)
{
    struct given given = given_log(logs[_i].log);
    fh_auto(fh_classified) classified = classify(&given);
    g_autofree char *found = summary(classified);

    ck_assert_msg(g_str_equal(found, logs[_i].found), "%s: %s", logs[_i].log, found);
    if (logs[_i].message)
        ck_assert_str_eq(finding_at(classified, 0)->message, logs[_i].message);
    for (guint i = 0; i < classified->findings->len; i++) {
        ck_assert_ptr_null(strchr(finding_at(classified, i)->message, '\n'));
        ck_assert_str_eq(finding_at(classified, i)->file, "a.scn");
        ck_assert_ptr_nonnull(finding_at(classified, i)->record);
    }
}
END_TEST

/* Logs in words: which findings, in which order. */
static const struct {
    const char *what;
    const char *text;
    const char *found;
} folds[] = {
    {"the invalid free after a mismatch", MISMATCH(3) LIVE INVALID_FREE(3) FREED_AT(1000, 3),
     "cross-allocator-free:3"},
    {"the owner's own release, later", MISMATCH(3) LIVE INVALID_FREE(4) FREED_AT(1000, 3),
     "cross-allocator-free:3"},
    {"the owner's release of another block", MISMATCH(3) LIVE INVALID_FREE(4) FREED_AT(2000, 3),
     "cross-allocator-free:3 double-free:4"},
    {"the owner's second release", MISMATCH(3) LIVE INVALID_FREE(5) FREED_AT(1000, 4),
     "cross-allocator-free:3 double-free:5"},
    {"the wrong side's second release", MISMATCH(3) LIVE C_INVALID_FREE(4) FREED_AT(1000, 3),
     "cross-allocator-free:3 double-free:4"},
    {"two blocks of one line", MISMATCH(3) LIVE MISMATCH(3) LIVE_AT(0, 2000), "cross-allocator-free:3"},
    {"reads before a double free",
     READ(4) FREED_AT(1000, 3) READ_TOO(4) FREED_AT(1000, 3) INVALID_FREE(4) FREED_AT(1000, 3),
     "double-free:4"},
    {"reads of another line", READ(4) FREED_AT(1000, 3) INVALID_FREE(5) FREED_AT(1000, 3),
     "use-after-free:4 double-free:5"},
    {"the inner block", READ(4) FREED_AT(1000, 3) INVALID_FREE(4) FREED_AT(2000, 3), "double-free:4"},
    {"a block of another release", READ(4) FREED_AT(1000, 2) INVALID_FREE(4) FREED_AT(2000, 3),
     "use-after-free:4 double-free:4"},
    {"a read beyond the end, then a mismatch", READ(3) AFTER MISMATCH(3) LIVE, "cross-allocator-free:3"},
    {"beyond the end and after the release", READ(3) AFTER WRITE(3) FREED_AT(1000, 3),
     "out-of-bounds:3 use-after-free:3"},
    {"nobody's bytes, then a mismatch", UNSET(3) MISMATCH(3) LIVE,
     "uninitialised-use:3 cross-allocator-free:3"},
    {"nobody's bytes of one origin", UNSET_FROM(30, 50, 3) UNSET_FROM(31, 50, 3) UNSET_FROM(32, 51, 3),
     "uninitialised-use:3 uninitialised-use:3"},
    {"no line, no statement",
     "==7== Invalid read of size 1\n==7==    at 0x1: f (f.c:1)\n" LIVE
     "==7== Mismatched free() / delete / delete []\n==7==    at 0x2: free (m.c:1)\n" LIVE,
     "out-of-bounds:0 cross-allocator-free:0"},
    {"nobody's bytes, again", UNSET(3) UNSET(3) UNSET(4), "uninitialised-use:3 uninitialised-use:4"},
    {"an interior pointer", INVALID_FREE(3) LIVE_AT(3, 1003), "invalid-free:3"},
    {"an interior pointer of a freed block",
     INVALID_FREE(3) "==7==  Address 0x1001 is 1 bytes inside a block of size 18 free'd\n==7==    at 0x1: "
                     "free (m.c:1)\n",
     "invalid-free:3"},
    {"the line of the last notice", LINE(6) "==7== Invalid read of size 4\n==7==    at 0x1: f (f.c:1)\n",
     "out-of-bounds:6"},
    {"no line after the end",
     LINE(6) "**7** freehold: end 0\n==7== Invalid read of size 4\n==7==    at 0x1: f (f.c:1)\n",
     "out-of-bounds:0"},
    {"what an abort leaves",
     SIGNAL "==7==    at 0x1: f (f.c:1)\n" AT(5) "==7== \n" LEAK("7 bytes in 1 blocks", "definitely lost")
         LOST_RUST(2) READ(5) LIVE,
     "abort:5"},
    {"what came before an abort", MISMATCH(3) LIVE SIGNAL "==7==    at 0x1: f (f.c:1)\n" AT(5) "==7== \n",
     "cross-allocator-free:3 abort:5"},
    {"what another process leaves",
     "==8== Process terminating with default action of signal 6 (SIGABRT)\n==8==    at 0x1: f (f.c:1)\n==8== "
     "\n" LEAK("7 bytes in 1 blocks", "definitely lost") LOST_RUST(2),
     "abort:0 leak:2"},
    {"another process's read before an abort",
     "==8== Invalid read of size 1\n==8==    at 0x1: f (f.c:1)\n==8== \n" SIGNAL
     "==7==    at 0x1: f (f.c:1)\n",
     "out-of-bounds:0 abort:0"},
    {"two searches for one block",
     LEAK("7 (+7) bytes in 1 (+1) blocks", "definitely lost")
         LOST_RUST(2) "==7== LEAK SUMMARY:\n" LEAK("7 bytes in 1 blocks", "definitely lost") LOST_RUST(2),
     "leak:2"},
    {"lost first, reachable at exit",
     LEAK("7 (+7) bytes in 1 (+1) blocks", "definitely lost")
         LOST_RUST(2) "==7== LEAK SUMMARY:\n" LEAK("7 bytes in 1 blocks", "still reachable") LOST_RUST(2),
     "leak:2"},
    {"nothing new", LEAK("7 (+0) bytes in 1 (+0) blocks", "definitely lost") LOST_RUST(2), ""},
    {"an inner block of another line",
     LEAK("40 bytes in 1 blocks", "indirectly lost") LOST_RUST(3)
         LEAK("64 (24 direct, 40 indirect) bytes in 1 blocks", "definitely lost") LOST_RUST(2),
     "leak:2"},
    {"lost blocks without a parent",
     LEAK("40 bytes in 1 blocks", "indirectly lost") LOST_RUST(3)
         LEAK("8 bytes in 1 blocks", "indirectly lost") LOST_RUST(4),
     "leak:3"},
    {"a size that C++ got wrong",
     "==7== Mismatched new/delete size value: 10\n==7==    at 0x1: operator delete(void*, unsigned long) "
     "(v.c:1)\n" AT(3) LIVE,
     "layout-mismatch:3"},
    {"a pointer to a function that is none",
     "==7== Jump to the invalid address stated on the next line\n==7==    at 0x0: ???\n" AT(
         3) "==7==  Address 0x0 is not stack'd, malloc'd or (recently) free'd\n==7== \n" SIGNAL
            "==7==    at 0x0: ???\n" AT(3),
     "abort:3"},
};

START_TEST(one_cause_gives_one_finding)
{
    struct given given = given_text(folds[_i].text);
    assert_summary(&given, folds[_i].what, folds[_i].found);
}
END_TEST

START_TEST(what_is_folded_is_still_shown)
{
    struct given given = given_log("double-free-rust");
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_finding *finding = finding_at(classified, 0);
    const char *const roles[] = {"released", "first released", "allocated", "also: accessed"};

    ck_assert_uint_eq(finding->folded->len, 2);
    ck_assert_str_eq(
        g_ptr_array_index(finding->folded, 1),
        "use-after-free: write of 1 byte, at byte 0 of a block of 18 bytes that Rust (__rust_dealloc) had "
        "released at line 3");
    ck_assert_uint_eq(finding->stacks->len, G_N_ELEMENTS(roles));
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
        ck_assert_str_eq(((struct fh_stack *)g_ptr_array_index(finding->stacks, i))->role, roles[i]);
    ck_assert(g_str_has_prefix(finding->record, "Invalid free()"));
}
END_TEST

START_TEST(what_is_folded_often_is_counted)
{
    GString *text = g_string_new(SIGNAL "==7==    at 0x1: f (f.c:1)\n==7== \n");

    for (guint i = 0; i < 50; i++)
        g_string_append_printf(text, "==7== Invalid read of size %u\n==7==    at 0x%x: f (f.c:1)\n==7== \n",
                               i / 2, i);
    for (guint i = 0; i < 97000; i++)
        g_string_append_printf(text,
                               "==7== 16 bytes in 1 blocks are still reachable in loss record 1 of 2\n"
                               "==7==    at 0x%x: malloc (m.c:1)\n==7== \n",
                               i);
    struct given given = given_text(text->str);
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_finding *finding = finding_at(classified, 0);
    ck_assert_uint_eq(classified->findings->len, 1);
    ck_assert_uint_eq(classified->notes->len, 0);
    ck_assert_uint_eq(finding->folded->len, 26);
    ck_assert_str_eq(g_ptr_array_index(finding->folded, 0),
                     "leak: 1,552,000 bytes in 97,000 blocks still reachable when the process ended");
    ck_assert_str_eq(g_ptr_array_index(finding->folded, 25),
                     "out-of-bounds: read of 24 bytes through a null pointer (2 times)");
    g_string_free(text, TRUE);
}
END_TEST

START_TEST(what_does_not_fit_a_page_is_counted)
{
    GString *text = g_string_new(SIGNAL "==7==    at 0x1: f (f.c:1)\n==7== \n");

    for (guint i = 0; i < 50; i++)
        g_string_append_printf(text, "==7== Invalid read of size %u\n==7==    at 0x%x: f (f.c:1)\n==7== \n",
                               i, i);
    struct given given = given_text(text->str);
    fh_auto(fh_classified) classified = classify(&given);
    const GPtrArray *folded = finding_at(classified, 0)->folded;
    ck_assert_uint_eq(folded->len, 33);
    ck_assert_str_eq(g_ptr_array_index(folded, 32), "and 18 more");
    g_string_free(text, TRUE);
}
END_TEST

START_TEST(an_inner_block_goes_to_its_lines_parent)
{
    struct given given =
        given_text(LEAK("64 (24 direct, 40 indirect) bytes in 1 blocks", "definitely lost") LOST_RUST(2)
                       LEAK("64 (24 direct, 40 indirect) bytes in 1 blocks", "definitely lost") LOST_RUST(3)
                           LEAK("40 bytes in 1 blocks",
                                "indirectly lost") "==7==    at 0x77: fh_rust_alloc (rust_heap.c:9)\n" AT(3));
    fh_auto(fh_classified) classified = classify(&given);

    ck_assert_uint_eq(finding_at(classified, 0)->blocks, 1);
    ck_assert_uint_eq(finding_at(classified, 1)->line, 3);
    ck_assert_uint_eq(finding_at(classified, 1)->blocks, 2);
}
END_TEST

START_TEST(sides_and_sizes_of_a_cross_free_are_told)
{
    struct given given = given_text(MISMATCH(3) LIVE);
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_finding *finding = finding_at(classified, 0);

    ck_assert_uint_eq(finding->allocated_by, FH_DOMAIN_RUST);
    ck_assert_uint_eq(finding->released_by, FH_DOMAIN_C);
    ck_assert_str_eq(finding->allocator, "__rust_alloc");
    ck_assert_str_eq(finding->releaser, "free");
    ck_assert(finding->block.is_known);
    ck_assert_uint_eq(finding->block.size, 18);
    ck_assert_uint_eq(finding->block.address, 0x1000);
}
END_TEST

START_TEST(a_leak_counts_what_it_holds)
{
    struct given given = given_log("leak-cycle");
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_finding *finding = finding_at(classified, 0);

    ck_assert_uint_eq(finding->bytes, 206);
    ck_assert_uint_eq(finding->blocks, 6);
    ck_assert_uint_eq(finding->folded->len, 3);
    ck_assert_uint_eq(finding->released_by, FH_DOMAIN_NONE);
}
END_TEST

START_TEST(in_a_batch_a_leak_is_what_is_new)
{
    struct given given = given_text(LEAK("30 (+10) bytes in 3 (+1) blocks", "definitely lost") LOST_RUST(2));
    fh_auto(fh_classified) classified = classify(&given);

    ck_assert_uint_eq(finding_at(classified, 0)->bytes, 10);
    ck_assert_uint_eq(finding_at(classified, 0)->blocks, 1);
}
END_TEST

static const struct {
    const char *log;
    const char *note;
    gboolean is_there;
} notes[] = {
    {"leak-reachable", "1,024 bytes in 1 block kept by Rust's std until the process ends; no leak", TRUE},
    {"leak-reachable", "48 bytes in 1 block still reachable, allocated by Rust (__rust_alloc) at line 2",
     TRUE},
    {"leak-thread", "304 bytes in 1 block kept by the C library for a thread", TRUE},
    {"leak", "18 bytes in 1 block still reachable, allocated by Rust (__rust_realloc) at line 2", FALSE},
    {"segv", "18 bytes in 1 block still reachable, allocated by Rust (__rust_realloc) at line 2", FALSE},
};

START_TEST(what_is_kept_is_a_note)
{
    struct given given = given_log(notes[_i].log);
    fh_auto(fh_classified) classified = classify(&given);
    gboolean is_there = FALSE;

    for (guint i = 0; i < classified->notes->len; i++)
        is_there |= g_str_equal(g_ptr_array_index(classified->notes, i), notes[_i].note);
    ck_assert_int_eq(is_there, notes[_i].is_there);
}
END_TEST

#define BY(n, function, file)  "==7==    by 0x6" #n ": " function " (" file ")\n"
#define STD(n, function, file) BY(n, function, "/rustc/5980/library/" file)
#define MAIN_OF_STD                                                                             \
    STD(6, "std::sys::backtrace::__rust_begin_short_backtrace", "std/src/sys/backtrace.rs:166") \
    STD(7, "std::rt::lang_start::{{closure}}", "std/src/rt.rs:206")                             \
    STD(8, "std::rt::lang_start_internal", "std/src/rt.rs:171") BY(9, "main", "in /tmp/main")

/* Who called the allocator, of a block that is reachable; whether std keeps it. */
static const struct {
    const char *stack;
    gboolean is_kept_by_std;
} near_std[] = {
    /* std's own, before the user's main() */
    {STD(1, "set_current_info", "std/src/sys/pal/unix/stack_overflow/thread_info.rs:122")
         STD(8, "std::rt::lang_start_internal", "std/src/rt.rs:171") BY(9, "main", "in /tmp/main"),
     TRUE},
    /* right above: main()'s, also where the compiler made one function of it and of what calls it */
    {BY(1, "user::main", "main.rs:3") MAIN_OF_STD, FALSE},
    {MAIN_OF_STD, FALSE},
    {STD(1, "core::ops::function::FnOnce::call_once", "core/src/ops/function.rs:250") MAIN_OF_STD, FALSE},
    /* right below: std calls itself, for the user */
    {STD(1, "std::thread::current::init_current", "std/src/thread/current.rs:294")
         BY(2, "user::main", "main.rs:3") MAIN_OF_STD,
     TRUE},
    {STD(1, "std::io::stdio::stdout", "std/src/io/stdio.rs:9") BY(2, "user::main", "main.rs:3") MAIN_OF_STD,
     TRUE},
    /* std calls the user */
    {BY(1, "<user::Shown as core::fmt::Display>::fmt", "main.rs:9")
         STD(2, "core::fmt::write", "core/src/fmt/mod.rs:9")
             STD(3, "std::io::stdio::_print", "std/src/io/stdio.rs:9") BY(4, "user::main", "main.rs:3")
                 MAIN_OF_STD,
     FALSE},
    {STD(1, "<&T as core::fmt::Display>::fmt", "core/src/fmt/mod.rs:9")
         STD(2, "core::fmt::write", "core/src/fmt/mod.rs:9")
             STD(3, "std::io::stdio::_print", "std/src/io/stdio.rs:9") BY(4, "user::main", "main.rs:3")
                 MAIN_OF_STD,
     FALSE},
    /* called as std's are */
    {BY(1, "user::std::thread::current::init", "main.rs:3") BY(2, "user::main", "main.rs:3") MAIN_OF_STD,
     FALSE},
    {BY(1, "mystd::rt::lang_start_internal", "lib.rs:3") BY(9, "main", "in /tmp/main"), FALSE},
};

START_TEST(only_what_std_itself_allocates_is_kept_by_std)
{
    g_autofree char *log = g_strconcat(LEAK("55 bytes in 1 blocks", "still reachable"),
                                       "==7==    at 0x50: fh_rust_alloc (rust_heap.c:9)\n",
                                       near_std[_i].stack, "==7== \n", NULL);
    struct given given = given_text(log);
    fh_auto(fh_classified) classified = classify(&given);

    ck_assert_uint_eq(classified->notes->len, 1);
    ck_assert_str_eq(g_ptr_array_index(classified->notes, 0),
                     near_std[_i].is_kept_by_std
                         ? "55 bytes in 1 block kept by Rust's std until the process ends; no leak"
                         : "55 bytes in 1 block still reachable, allocated by Rust (__rust_alloc)");
}
END_TEST

/* A log that does not show the allocator: who is inlined counts as what that is inlined into. */
START_TEST(the_first_function_may_be_inlined)
{
    struct given given =
        given_text(LEAK("55 bytes in 1 blocks", "still reachable") "==7==    at 0x61: init (mod.rs:3)\n" STD(
            1, "std::io::stdio::stdout", "std/src/io/stdio.rs:9") BY(2, "user::main", "main.rs:3") MAIN_OF_STD
                   "==7== \n");
    fh_auto(fh_classified) classified = classify(&given);

    ck_assert_uint_eq(classified->notes->len, 1);
    ck_assert_str_eq(g_ptr_array_index(classified->notes, 0),
                     "55 bytes in 1 block kept by Rust's std until the process ends; no leak");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("classify");
    TCase *tcase = tcase_create("classify");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_real_log_is_judged, 0, G_N_ELEMENTS(logs));
    tcase_add_loop_test(tcase, one_cause_gives_one_finding, 0, G_N_ELEMENTS(folds));
    tcase_add_test(tcase, what_is_folded_is_still_shown);
    tcase_add_test(tcase, what_is_folded_often_is_counted);
    tcase_add_test(tcase, what_does_not_fit_a_page_is_counted);
    tcase_add_test(tcase, an_inner_block_goes_to_its_lines_parent);
    tcase_add_test(tcase, sides_and_sizes_of_a_cross_free_are_told);
    tcase_add_test(tcase, a_leak_counts_what_it_holds);
    tcase_add_test(tcase, in_a_batch_a_leak_is_what_is_new);
    tcase_add_loop_test(tcase, what_is_kept_is_a_note, 0, G_N_ELEMENTS(notes));
    tcase_add_loop_test(tcase, only_what_std_itself_allocates_is_kept_by_std, 0, G_N_ELEMENTS(near_std));
    tcase_add_test(tcase, the_first_function_may_be_inlined);
    return run_suite(suite);
}
