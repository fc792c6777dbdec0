// SPDX-License-Identifier: MIT
/* What is folded into what: of one call, of one process, of a release that went wrong; with what the runner's
 * events tell. */
#include "classify/classify.h"
#include "classify_given.h"
#include "run_suite.h"
#include "wire/plan.h"

#define FRAME(address, function, file)    "==7==    by 0x" #address ": " function " (" file ")\n"
#define OTHER_FRAME(n, address, function) "==8==    " n " 0x" #address ": " function " (c.c:3)\n"
#define REALLOC(caller)                                                                  \
    "==7==    at 0x10: realloc (vg_replace_malloc.c:5)\n" FRAME(caller, "grow", "c.c:3") \
        FRAME(80, "main", "main.c:9")
#define FREE                                                                      \
    "==7==    at 0x10: free (vg_replace_malloc.c:5)\n" FRAME(70, "grow", "c.c:3") \
        FRAME(80, "main", "main.c:9")
#define FAILED(stack)                                              \
    "==7== Invalid free() / delete / delete[] / realloc()\n" stack \
    "==7==  Address 0x5003 is in a rw- anonymous segment\n==7== \n"
#define LOST(stack) LEAK("24 bytes in 1 blocks", "definitely lost") stack "==7== \n"
#define LOST_IN_OTHER                                                                     \
    "==8== 24 bytes in 1 blocks are definitely lost in loss record 1 of 4\n" OTHER_FRAME( \
        "at", 10, "realloc") OTHER_FRAME("by", 70, "grow") OTHER_FRAME("by", 80, "main") "==8== \n"
#define FAR   "==7==  Address 0x5000 is in a rw- anonymous segment\n==7== \n"
#define BEGIN NOTICE(1, "wrong-release", 3) LIVE

/* An event of the runner's. */
struct told {
    guint kind, line, id;
    guint64 values[5];
};

#define WRONG                         \
    {                                 \
        FH_EVENT_WRONG_RELEASE, 3, 1, \
        {                             \
            0x1000, 0, 1              \
        }                             \
    }
#define LENT                          \
    {                                 \
        FH_EVENT_WRONG_RELEASE, 3, 1, \
        {                             \
            0x1000, FH_PLAN_LENT, 1   \
        }                             \
    }
#define ALONE                                       \
    {                                               \
        FH_EVENT_CROSS_FREE, 3, 9,                  \
        {                                           \
            0x1000, 18, FH_DOMAIN_RUST, FH_DOMAIN_C \
        }                                           \
    }
#define ENDS        SIGNAL "==7==    at 0x1: f (f.c:1)\n==7== \n"
#define READ_AT_END "==7== Invalid read of size 1\n==7==    at 0x1: f (f.c:1)\n"
#define LAYOUT                   \
    {                            \
        FH_EVENT_LAYOUT, 3, 0,   \
        {                        \
            0x1000, 18, 1, 24, 1 \
        }                        \
    }

static const struct {
    const char *what, *log;
    struct told events[3];
    const char *found;
} folds[] = {
    {"a new block of a realloc() that failed",
     FAILED(REALLOC(70)) LOST(REALLOC(70)),
     {{0}},
     "invalid-free:0"},
    {"… of another realloc()", FAILED(REALLOC(70)) LOST(REALLOC(71)), {{0}}, "invalid-free:0 leak:0"},
    {"… called in fewer functions",
     FAILED(REALLOC(70))
         LOST("==7==    at 0x10: realloc (vg_replace_malloc.c:5)\n" FRAME(70, "grow", "c.c:3")),
     {{0}},
     "invalid-free:0 leak:0"},
    {"… called by nobody",
     FAILED("==7==    at 0x10: realloc (vg_replace_malloc.c:5)\n")
         LOST("==7==    at 0x10: realloc (vg_replace_malloc.c:5)\n"),
     {{0}},
     "invalid-free:0 leak:0"},
    {"… of another process", FAILED(REALLOC(70)) LOST_IN_OTHER, {{0}}, "invalid-free:0 leak:0"},
    {"a free() that failed", FAILED(FREE) LOST(FREE), {{0}}, "invalid-free:0 leak:0"},
    {"a release by none that is known",
     FAILED("==7==    at 0x10: give (c.c:3)\n" FRAME(80, "main", "main.c:9"))
         LOST("==7==    at 0x10: give (c.c:3)\n" FRAME(80, "main", "main.c:9")),
     {{0}},
     "invalid-free:0 leak:0"},
    {"what a wrong release reads", READ(3) AFTER BEGIN, {WRONG}, "wrong-release:3"},
    {"… on another line", READ(4) AFTER BEGIN, {WRONG}, "out-of-bounds:4 wrong-release:3"},
    {"… of memory that is no block", BEGIN READ(3) FAR, {WRONG}, "wrong-release:3"},
    {"what it releases by a pointer from there", BEGIN INVALID_FREE(3) FAR, {WRONG}, "wrong-release:3"},
    {"… if the block was lent", BEGIN INVALID_FREE(3) FAR, {LENT}, "invalid-free:3"},
    {"bytes that nobody set", BEGIN UNSET(3), {WRONG}, "wrong-release:3"},
    {"a layout, and a wrong release", BEGIN, {LAYOUT, WRONG}, "layout-mismatch:3"},
    {"a wrong release, and a layout", BEGIN, {WRONG, LAYOUT}, "layout-mismatch:3"},
    {"its owner's release of what was lent",
     BEGIN INVALID_FREE(4) FREED_AT(1000, 3),
     {LENT},
     "wrong-release:3"},
    {"… and one more",
     BEGIN INVALID_FREE(4) FREED_AT(1000, 3) INVALID_FREE(5) FREED_AT(1000, 3),
     {LENT},
     "wrong-release:3"},
    {"… where the layout was wrong, too",
     BEGIN INVALID_FREE(4) FREED_AT(1000, 3),
     {LAYOUT, LENT},
     "layout-mismatch:3"},
    {"… of what was not lent",
     BEGIN INVALID_FREE(4) FREED_AT(1000, 3),
     {LAYOUT, WRONG},
     "double-free:4 layout-mismatch:3"},
    {"a second release of what was not",
     BEGIN INVALID_FREE(4) FREED_AT(1000, 3),
     {WRONG},
     "wrong-release:3 double-free:4"},
    {"an event that no log shows", INVALID_FREE(4) FREED_AT(1000, 3), {ALONE}, "cross-allocator-free:3"},
    {"… and an end",
     SIGNAL "==7==    at 0x1: f (f.c:1)\n==7== \n",
     {ALONE},
     "abort:0 cross-allocator-free:3"},
    {"a read of a block, and an end", READ_AT_END LIVE ENDS, {{0}}, "out-of-bounds:0 abort:0"},
    {"a read of no block, and an end", READ_AT_END FAR ENDS, {{0}}, "abort:0"},
    {"bytes that nobody set, and an end",
     "==7== Conditional jump or move depends on uninitialised value(s)\n==7==    at 0x1: f (f.c:1)\n==7== "
     "\n" ENDS,
     {{0}},
     "uninitialised-use:0 abort:0"},
    {"what was read out of released memory is released",
     READ(4) FREED_AT(1000, 3) INVALID_FREE(4) FAR,
     {{0}},
     "use-after-free:4"},
    {"… before it is read",
     INVALID_FREE(4) FAR READ(4) FREED_AT(1000, 3),
     {{0}},
     "invalid-free:4 use-after-free:4"},
    {"… on another line",
     READ(4) FREED_AT(1000, 3) INVALID_FREE(5) FAR,
     {{0}},
     "use-after-free:4 invalid-free:5"},
    {"… or only written",
     WRITE(4) FREED_AT(1000, 3) INVALID_FREE(4) FAR,
     {{0}},
     "use-after-free:4 invalid-free:4"},
};

/* In a program no line tells calls apart: what the rust heap says of a release, and Valgrind right after it,
 * is one. */
#define SAYS(pid)                                                                                     \
    "**" pid "** freehold: #1 cross\n==" pid "==    at 0x41: fh_rust_dealloc (rust_heap.c:7)\n==" pid \
    "==    by 0x43: drop (lib.rs:3)\n==" pid "==    by 0x70: give (c.c:3)\n"
#define KNOWS(pid, address)                                                                   \
    "==" pid "==  Address 0x" address " is 0 bytes inside a block of size 18 alloc'd\n==" pid \
    "==    at 0x50: malloc (m.c:1)\n==" pid "== \n"
#define REPORTS(pid, headline)                                                                  \
    "==" pid "== " headline "\n==" pid "==    at 0x42: fh_rust_dealloc (rust_heap.c:8)\n==" pid \
    "==    by 0x70: give (c.c:3)\n"
#define MISMATCHED "Mismatched free() / delete / delete []"
#define SAID       SAYS("7") KNOWS("7", "1000")
#define CROSS      "cross-allocator-free:0"

static const struct {
    const char *what, *log, *found;
} twice[] = {
    {"one release", SAID REPORTS("7", MISMATCHED) KNOWS("7", "1000"), CROSS},
    {"two processes", SAID REPORTS("8", MISMATCHED) KNOWS("8", "1000"), CROSS " " CROSS},
    {"two blocks", SAID REPORTS("7", MISMATCHED) KNOWS("7", "2000"), CROSS " " CROSS},
    {"two kinds", SAID REPORTS("7", "Invalid free() / delete / delete[] / realloc()") KNOWS("7", "1000"),
     CROSS " invalid-free:0"},
    {"much between", SAID LINE(0) LINE(0) REPORTS("7", MISMATCHED) KNOWS("7", "1000"), CROSS " " CROSS},
    {"twice from Valgrind", REPORTS("7", MISMATCHED) KNOWS("7", "1000") SAYS("7"), CROSS " " CROSS},
};

START_TEST(what_is_told_twice_is_one_finding)
{
    const guint64 values[5] = {0x1000, 18, FH_DOMAIN_C, FH_DOMAIN_RUST};
    struct given given = given_text(twice[_i].log);
    add_event(&given, FH_EVENT_CROSS_FREE, 0, 1, NULL, values);
    assert_summary(&given, twice[_i].what, twice[_i].found);
}
END_TEST

static void add_events(struct given *given, const struct told *told)
{
    for (guint i = 0; i < 3 && told[i].kind != 0; i++)
        add_event(given, told[i].kind, told[i].line, told[i].id, NULL, told[i].values);
}

START_TEST(one_cause_gives_one_finding)
{
    struct given given = given_text(folds[_i].log);
    add_events(&given, folds[_i].events);
    assert_summary(&given, folds[_i].what, folds[_i].found);
}
END_TEST

START_TEST(the_owners_first_release_is_remembered)
{
    const struct told lent[3] = {LENT};
    struct given given =
        given_text(BEGIN INVALID_FREE(4) FREED_AT(1000, 3) INVALID_FREE(5) FREED_AT(1000, 3));
    add_events(&given, lent);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(finding_at(classified, 0)->owners_line, 4);
}
END_TEST

/* A scenario may name it by either: the first wrong release's words are kept. */
START_TEST(a_layout_keeps_what_the_contract_says)
{
    const struct told both[3] = {LAYOUT, WRONG, LENT};
    struct given given = given_text(BEGIN);
    add_events(&given, both);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_pstr_eq(finding_at(classified, 0)->wrong_release,
                      "block of 18 bytes allocated by Rust (__rust_alloc) was released by free_buffer(); its "
                      "release function is free_string()");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fold");
    TCase *tests = tcase_create("fold");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, one_cause_gives_one_finding, 0, (int)G_N_ELEMENTS(folds));
    tcase_add_loop_test(tests, what_is_told_twice_is_one_finding, 0, (int)G_N_ELEMENTS(twice));
    tcase_add_test(tests, the_owners_first_release_is_remembered);
    tcase_add_test(tests, a_layout_keeps_what_the_contract_says);
    return run_suite(suite);
}
