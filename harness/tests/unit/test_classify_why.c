// SPDX-License-Identifier: MIT
/* What an event says of why something is wrong, and whether it is: contracts, objects with allocators of
 * their own, records that nobody knows. */
#include "classify/classify.h"
#include "classify_given.h"
#include "model/stack.h"
#include "run_suite.h"
#include "wire/plan.h"

#define NOBODY FH_PLAN_NONE
#define FAR    "==7==  Address 0x5000 is in a rw- anonymous segment\n==7== \n"

/* The symbols are free_string() and free_buffer(). */
static const struct {
    guint64 why, giver, end, user;
    enum fh_kind kind;
    const char *message;
} expired[] = {
    {FH_EXPIRED_PARENT, 0, 1, NOBODY, FH_KIND_EXPIRED_USE,
     "what is read is no longer valid: the view that free_string() gave ended with free_buffer()"},
    {FH_EXPIRED_PARENT, NOBODY, NOBODY, 1, FH_KIND_EXPIRED_USE,
     "free_buffer() was given what is no longer valid: the view that the library gave ended with the release "
     "of what it shows"},
    {FH_EXPIRED_NEXT_CALL, 0, 1, NOBODY, FH_KIND_EXPIRED_USE,
     "what is read is no longer valid: the view that free_string() gave was valid up to the next call, "
     "free_buffer()"},
    {FH_EXPIRED_CONSUMED, NOBODY, 1, 0, FH_KIND_EXPIRED_USE,
     "free_string() was given what is no longer valid: free_buffer() consumed the handle, which is only to "
     "be "
     "released"},
    {FH_EXPIRED_SCOPE, 0, NOBODY, 1, FH_KIND_EXPIRED_USE,
     "the callback that free_string() was given for one call was called after it"},
    {FH_EXPIRED_DESTROYED, 2, NOBODY, NOBODY, FH_KIND_EXPIRED_USE,
     "the callback that the library was given was called after its destroy function"},
    {FH_EXPIRED_TWICE, 0, NOBODY, NOBODY, FH_KIND_EXPIRED_USE,
     "the destroy function that free_string() was given was called twice"},
    {FH_EXPIRED_NEVER, 0, NOBODY, NOBODY, FH_KIND_LEAK,
     "the destroy function that free_string() was given was never called, though what held the user data was "
     "released"},
    {77, 0, 1, NOBODY, FH_KIND_EXPIRED_USE, "what is used is no longer valid"},
};

START_TEST(what_has_expired_says_since_when)
{
    const guint64 values[5] = {0x1000, expired[_i].why, expired[_i].giver, expired[_i].end, expired[_i].user};
    struct given given = given_text("");
    add_event(&given, FH_EVENT_EXPIRED, 3, 1, NULL, values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(finding_at(classified, 0)->kind, expired[_i].kind);
    ck_assert_uint_eq(finding_at(classified, 0)->line, 3);
    ck_assert_str_eq(finding_at(classified, 0)->message, expired[_i].message);
}
END_TEST

static const struct {
    guint64 right, called, why, taker;
    const char *message;
} wrong_releases[] = {
    {0, 1, FH_WRONG_FUNCTION, NOBODY,
     "a pointer was released by free_buffer(); its release function is free_string()"},
    {NOBODY, NOBODY, FH_WRONG_FUNCTION, NOBODY,
     "a pointer was released by another function(); its release function is another()"},
    {0, 0, FH_WRONG_OWNER, 1,
     "a pointer was released by free_string(); it is no longer the caller's: free_buffer() was given it"},
    {0, 0, FH_WRONG_OWNER, NOBODY,
     "a pointer was released by free_string(); it is no longer the caller's: another() was given it"},
    {0, 0, FH_WRONG_FAILURE, NOBODY,
     "a pointer was released by free_string(); that call failed, and then it is still the caller's "
     "(on-success)"},
    {FH_PLAN_LENT, 0, FH_WRONG_FUNCTION, NOBODY,
     "a pointer was released by free_string(); it is only lent (transfer none)"},
    {FH_PLAN_PART, 0, FH_WRONG_FUNCTION, NOBODY,
     "a pointer was released by free_string(); it is released with what it is in"},
};

START_TEST(a_wrong_release_says_why_it_is)
{
    const guint64 values[5] = {0x1000, wrong_releases[_i].right, wrong_releases[_i].called,
                               wrong_releases[_i].why, wrong_releases[_i].taker};
    struct given given = given_text("");
    add_event(&given, FH_EVENT_WRONG_RELEASE, 3, 1, NULL, values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(finding_at(classified, 0)->kind, FH_KIND_WRONG_RELEASE);
    ck_assert_str_eq(finding_at(classified, 0)->message, wrong_releases[_i].message);
}
END_TEST

/* Whose block is released: object a.so has allocator 1, b.so allocator 2. */
enum outcome { IS_NOTED, IS_FOUND, IS_OPEN };

static const struct {
    enum fh_object_watch owner, other;
    gboolean is_separated; /* --separate-allocators */
    gboolean is_own;       /* what is linked stands in the place of a #[global_allocator] */
    enum outcome outcome;
} crossings[] = {
    {FH_OBJECT_REDIRECTED, FH_OBJECT_REDIRECTED, FALSE, FALSE, IS_NOTED},
    {FH_OBJECT_REDIRECTED, FH_OBJECT_REWRITTEN, FALSE, FALSE, IS_NOTED},
    {FH_OBJECT_LINKED, FH_OBJECT_REWRITTEN, FALSE, FALSE, IS_NOTED},
    {FH_OBJECT_REDIRECTED, FH_OBJECT_REWRITTEN, TRUE, FALSE, IS_FOUND},
    {FH_OBJECT_OWN_REDIRECTED, FH_OBJECT_REDIRECTED, FALSE, FALSE, IS_FOUND},
    {FH_OBJECT_REDIRECTED, FH_OBJECT_OWN_RUNS, FALSE, FALSE, IS_FOUND},
    {FH_OBJECT_LINKED, FH_OBJECT_REWRITTEN, FALSE, TRUE, IS_FOUND},
    {FH_OBJECT_REDIRECTED, FH_OBJECT_UNKNOWN_HEAP, FALSE, FALSE, IS_OPEN},
    {FH_OBJECT_UNKNOWN_HEAP, FH_OBJECT_REDIRECTED, TRUE, FALSE, IS_OPEN},
    {FH_OBJECT_NOT_RUST, FH_OBJECT_REDIRECTED, FALSE, FALSE, IS_OPEN},
};

static void add_objects(struct given *given, enum fh_object_watch owner, enum fh_object_watch other,
                        gboolean is_own)
{
    const guint64 a[5] = {0x10000, 0x20000, 0, owner, 1}, b[5] = {0x20000, 0x30000, 0, other, 2},
                  linked[5] = {is_own};
    add_event(given, FH_EVENT_OBJECT, 0, 0, "/lib/a.so", a);
    add_event(given, FH_EVENT_OBJECT, 0, 0, "/lib/b.so", b);
    add_event(given, FH_EVENT_LINKED, 0, 0, NULL, linked);
}

START_TEST(a_block_of_another_allocator_is_judged_by_both)
{
    const guint64 values[5] = {0x1000, 24, 1, 2};
    struct given given = given_text("");
    add_objects(&given, crossings[_i].owner, crossings[_i].other, crossings[_i].is_own);
    add_event(&given, FH_EVENT_OTHER_ALLOCATOR, 3, 1, NULL, values);
    fh_auto(fh_classified) classified = classify_as(
        &given, (struct fh_trace){.file = "a.scn", .separates_allocators = crossings[_i].is_separated});
    ck_assert_uint_eq(classified->findings->len, crossings[_i].outcome == IS_FOUND);
    ck_assert_uint_eq(classified->notes->len, crossings[_i].outcome == IS_NOTED);
    ck_assert_int_eq(classified->reason != NULL, crossings[_i].outcome == IS_OPEN);
    if (crossings[_i].outcome == IS_FOUND) {
        ck_assert_uint_eq(finding_at(classified, 0)->kind, FH_KIND_CROSS_ALLOCATOR_FREE);
        ck_assert_str_eq(
            finding_at(classified, 0)->message,
            crossings[_i].is_separated
                ? "block of 24 bytes allocated by Rust in a.so was released by Rust in b.so, which "
                  "has std's allocator, as the other has"
                : "block of 24 bytes allocated by Rust in a.so was released by Rust in b.so, which "
                  "has another allocator");
    }
}
END_TEST

/* b.so is watched through its imports, and releases a block of C's. By whom was it allocated? */
#define IMPORT(frames)                                                                              \
    NOTICE(1, "import", 3)                                                                          \
    "==7==  Address 0x1000 is 0 bytes inside a block of size 18 alloc'd\n==7==    at 0x50: malloc " \
    "(vg_replace_malloc.c:5)\n" frames "==7== \n"

static const struct {
    const char *frames;
    enum fh_object_watch owner; /* of a.so */
    enum outcome outcome;
    gboolean is_clean;
} imports[] = {
    {"==7==    by 0x20100: own (b.rs:1)\n", FH_OBJECT_REWRITTEN, IS_NOTED, TRUE},    /* its own */
    {"==7==    by 0x30000: past (p.c:1)\n", FH_OBJECT_REWRITTEN, IS_FOUND, FALSE},   /* right behind it */
    {"==7==    by 0x1ffff: before (a.rs:1)\n", FH_OBJECT_NOT_RUST, IS_FOUND, FALSE}, /* C's */
    {"==7==    by 0x10100: other (a.rs:1)\n", FH_OBJECT_REWRITTEN, IS_NOTED, FALSE},
    {"==7==    by 0x10100: other (a.rs:1)\n", FH_OBJECT_OWN_RUNS, IS_FOUND, FALSE},
    {"==7==    by 0x10100: other (a.rs:1)\n", FH_OBJECT_UNKNOWN_HEAP, IS_OPEN, FALSE},
    /* libc called malloc() for it */
    {"==7==    by 0x60: strdup (in /lib/libc.so.6)\n==7==    by 0x10100: other (a.rs:1)\n",
     FH_OBJECT_REWRITTEN, IS_FOUND, FALSE},
    {"==7==    by 0x60: strdup (in /lib/libc.so.6)\n==7==    by 0x20100: own (b.rs:1)\n", FH_OBJECT_REWRITTEN,
     IS_NOTED, TRUE},
    {"==7==    by 0x60: strdup (in /lib/libc-2.31.so)\n==7==    by 0x20100: own (b.rs:1)\n",
     FH_OBJECT_REWRITTEN, IS_NOTED, TRUE},
    {"==7==    by 0x60: strdup (in /lib/ld-musl-x86_64.so.1)\n==7==    by 0x20100: own (b.rs:1)\n",
     FH_OBJECT_REWRITTEN, IS_NOTED, TRUE},
    {"==7==    by 0x60: __cxa_demangle (in /lib/libstdc++.so.6)\n==7==    by 0x20100: own (b.rs:1)\n",
     FH_OBJECT_REWRITTEN, IS_NOTED, TRUE},
    {"==7==    by 0x60: __cxa_demangle (in /lib/libc++abi.so.1)\n==7==    by 0x20100: own (b.rs:1)\n",
     FH_OBJECT_REWRITTEN, IS_NOTED, TRUE},
    {"==7==    by 0x60: copy (in /lib/libcopy.so.1)\n==7==    by 0x20100: own (b.rs:1)\n",
     FH_OBJECT_REWRITTEN, IS_FOUND, FALSE},
    {"", FH_OBJECT_REWRITTEN, IS_FOUND, FALSE},
};

START_TEST(a_block_of_cs_is_judged_by_who_allocated_it)
{
    const guint64 values[5] = {0x1000, 18, 0x20000, 0x30000};
    g_autofree char *text = g_strdup_printf(IMPORT("%s"), imports[_i].frames);
    struct given given = given_text(text);
    add_objects(&given, imports[_i].owner, FH_OBJECT_REWRITTEN, FALSE);
    add_event(&given, FH_EVENT_IMPORT_FREE, 3, 1, NULL, values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->findings->len, imports[_i].outcome == IS_FOUND);
    ck_assert_uint_eq(classified->notes->len, imports[_i].outcome == IS_NOTED && !imports[_i].is_clean);
    ck_assert_int_eq(classified->reason != NULL, imports[_i].outcome == IS_OPEN);
}
END_TEST

START_TEST(a_record_that_nobody_knows_is_a_finding)
{
    struct given given =
        given_text(LINE(4) "==7== Something new of 8 bytes\n==7==    at 0x20: f (f.c:5)\n" AT(4) "==7== \n");
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_finding *finding = finding_at(classified, 0);
    ck_assert_uint_eq(finding->kind, FH_KIND_UNKNOWN);
    ck_assert_uint_eq(finding->line, 4);
    ck_assert_str_eq(finding->message, "Valgrind says: Something new of 8 bytes");
    ck_assert_uint_eq(finding->stacks->len, 1);
    ck_assert_str_eq(((const struct fh_stack *)g_ptr_array_index(finding->stacks, 0))->role, "at");
}
END_TEST

/* Logs in words: which findings. */
static const struct {
    const char *what, *text, *found;
} records[] = {
    {"a descriptor that is left",
     "==7== Open file descriptor 5: /tmp/a\n==7==    at 0x20: open (o.c:5)\n" AT(4) "==7== \n",
     "descriptor-leak:4"},
    {"a descriptor that is used",
     "==7== File descriptor 5: /tmp/a is already closed\n==7==    at 0x20: close (c.c:5)\n" AT(4) "==7== \n",
     "descriptor-misuse:4"},
    {"an inner leak beside one that reaches nothing",
     LEAK("7 bytes in 1 blocks", "definitely lost") LOST_RUST(2)
         LEAK("9 bytes in 1 blocks", "indirectly lost") LOST_RUST(3),
     "leak:2 leak:3"},
    {"two accesses beside no block, from two places of one function",
     "==7== Invalid read of size 1\n==7==    at 0x20: f (f.c:1)\n==7==    by 0x31: g (g.c:1)\n" AT(3) FAR
     "==7== Invalid read of size 1\n==7==    at 0x21: f (f.c:2)\n==7==    by 0x31: g (g.c:1)\n" AT(3) FAR,
     "out-of-bounds:3"},
    {"and from two callers",
     "==7== Invalid read of size 1\n==7==    at 0x20: f (f.c:1)\n==7==    by 0x31: g (g.c:1)\n" AT(3) FAR
     "==7== Invalid read of size 1\n==7==    at 0x21: f (f.c:2)\n==7==    by 0x32: g (g.c:2)\n" AT(3) FAR,
     "out-of-bounds:3 out-of-bounds:3"},
};

START_TEST(a_record_is_what_it_says)
{
    struct given given = given_text(records[_i].text);
    assert_summary(&given, records[_i].what, records[_i].found);
}
END_TEST

/* The roles of the stacks that are shown. */
static const struct {
    const char *tail;
    const char *roles;
} unset[] = {
    {"==7==  Address 0x1000 is 0 bytes inside a block of size 18 alloc'd\n" RUST_BLOCK, "at allocated"},
    {"==7==  Address 0x1000 is 0 bytes inside a block of size 18 alloc'd\n" RUST_BLOCK
     "==7==  Uninitialised value was created by a heap allocation\n==7==    at 0x50: malloc (m.c:1)\n",
     "at origin"},
};

START_TEST(unset_bytes_show_where_they_are_from)
{
    g_autofree char *text = g_strdup_printf("==7== Syscall param write(buf) points to uninitialised byte(s)\n"
                                            "==7==    at 0x20: write (w.c:5)\n" AT(4) "%s==7== \n",
                                            unset[_i].tail);
    struct given given = given_text(text);
    fh_auto(fh_classified) classified = classify(&given);
    g_autoptr(GString) roles = g_string_new(NULL);
    ck_assert_uint_eq(finding_at(classified, 0)->kind, FH_KIND_UNINITIALISED_USE);
    for (guint i = 0; i < finding_at(classified, 0)->stacks->len; i++)
        g_string_append_printf(
            roles, "%s%s", i > 0 ? " " : "",
            ((const struct fh_stack *)g_ptr_array_index(finding_at(classified, 0)->stacks, i))->role);
    ck_assert_str_eq(roles->str, unset[_i].roles);
}
END_TEST

/* Go's search for a byte, under a version of Valgrind; 3.24 no longer mistakes it. */
static const struct {
    const char *version;
    const char *functions; /* innermost first; "-": one without a name */
    gboolean is_mistaken;
} searches[] = {
    {"3.19.0", "indexbytebody", TRUE},    {"3.23", "indexbytebody", TRUE},
    {"3", "indexbytebody", FALSE},        {"3.24", "indexbytebody", FALSE},
    {"3.24.0", "indexbytebody", FALSE},   {"3.26", "indexbytebody", FALSE},
    {"4.0", "indexbytebody", FALSE},      {"3.19.0", "main.find", FALSE},
    {"3.19.0", "- indexbytebody", FALSE}, {NULL, "indexbytebody", FALSE},
};

START_TEST(a_known_mistake_is_one_of_old_versions)
{
    g_auto(GStrv) functions = g_strsplit(searches[_i].functions, " ", -1);
    g_autoptr(GString) text = g_string_new("==7== Invalid read of size 32\n");
    for (guint i = 0; functions[i]; i++)
        g_string_append_printf(text,
                               g_str_equal(functions[i], "-")
                                   ? "==7==    %s 0x2%u: ???\n"
                                   : "==7==    %s 0x2%u: %s (indexbyte_amd64.s:9)\n",
                               i == 0 ? "at" : "by", i, functions[i]);
    g_string_append(text, AT(3) LIVE_AT(8, 1000));
    struct given given = given_text(text->str);
    fh_auto(fh_classified) classified =
        classify_as(&given, (struct fh_trace){.file = "a.scn", .tool_version = searches[_i].version});
    ck_assert_msg(classified->findings->len == !searches[_i].is_mistaken, "%s, %s", searches[_i].version,
                  searches[_i].functions);
    ck_assert_int_eq(classified->reason != NULL, searches[_i].is_mistaken);
    ck_assert_int_eq(classified->has_known_mistakes, searches[_i].is_mistaken);
}
END_TEST

/* The log need not say anything of a release by the wrong side. */
START_TEST(a_release_by_the_wrong_side_needs_no_log)
{
    const guint64 values[5] = {0x1000, 24, FH_DOMAIN_RUST, FH_DOMAIN_C};
    struct given given = given_text("");
    add_event(&given, FH_EVENT_CROSS_FREE, 3, 1, NULL, values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(finding_at(classified, 0)->kind, FH_KIND_CROSS_ALLOCATOR_FREE);
    ck_assert_str_eq(finding_at(classified, 0)->message,
                     "block of 24 bytes allocated by Rust was released by C");
}
END_TEST

/* What the log says nothing of comes before an end that it says nothing of. */
START_TEST(an_end_hides_nothing_that_came_before)
{
    const guint64 release[5] = {0x1000, 0, 1}, signal[5] = {11};
    struct given given = given_text("");
    add_event(&given, FH_EVENT_WRONG_RELEASE, 3, 1, NULL, release);
    add_event(&given, FH_EVENT_SIGNAL, 12, 0, NULL, signal);
    fh_auto(fh_classified) classified = classify(&given);
    g_autofree char *found = summary(classified);
    ck_assert_str_eq(found, "wrong-release:3 abort:12");
}
END_TEST

/* A view that is used after the block is gone: the contract's name for it wins. */
START_TEST(a_use_of_what_expired_is_named_by_the_contract)
{
    const guint64 values[5] = {0x1000, FH_EXPIRED_PARENT, 0, 1, NOBODY};
    struct given given = given_text(NOTICE(1, "expired", 3) FREED_AT(1000, 2) READ(3) FREED_AT(1000, 2));
    add_event(&given, FH_EVENT_EXPIRED, 3, 1, NULL, values);
    fh_auto(fh_classified) classified = classify(&given);
    g_autofree char *found = summary(classified);
    ck_assert_str_eq(found, "expired-use:3");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("classify_why");
    TCase *tests = tcase_create("classify_why");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, what_has_expired_says_since_when, 0, (int)G_N_ELEMENTS(expired));
    tcase_add_loop_test(tests, a_wrong_release_says_why_it_is, 0, (int)G_N_ELEMENTS(wrong_releases));
    tcase_add_loop_test(tests, a_block_of_another_allocator_is_judged_by_both, 0,
                        (int)G_N_ELEMENTS(crossings));
    tcase_add_loop_test(tests, a_block_of_cs_is_judged_by_who_allocated_it, 0, (int)G_N_ELEMENTS(imports));
    tcase_add_loop_test(tests, a_record_is_what_it_says, 0, (int)G_N_ELEMENTS(records));
    tcase_add_loop_test(tests, unset_bytes_show_where_they_are_from, 0, (int)G_N_ELEMENTS(unset));
    tcase_add_loop_test(tests, a_known_mistake_is_one_of_old_versions, 0, (int)G_N_ELEMENTS(searches));
    tcase_add_test(tests, a_release_by_the_wrong_side_needs_no_log);
    tcase_add_test(tests, an_end_hides_nothing_that_came_before);
    tcase_add_test(tests, a_use_of_what_expired_is_named_by_the_contract);
    tcase_add_test(tests, a_record_that_nobody_knows_is_a_finding);
    return run_suite(suite);
}
