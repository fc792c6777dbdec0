// SPDX-License-Identifier: MIT
/* What a log shows to an event: whose block it was, and who released it; and what no log can show. What tools
 * are known to mistake. */
#include "classify/classify.h"
#include "classify_given.h"
#include "run_suite.h"

#define BY(address, function, file) "==7==    by 0x" #address ": " function " (" file ")\n"
#define SAID(function)              "**7** freehold: #1 x\n==7==    at 0x40: " function " (rust_heap.c:7)\n" AT(3)
#define OF_OTHER                                                                                            \
    "==8==  Address 0x2000 is 0 bytes inside a block of size 5 alloc'd\n==8==    at 0x50: malloc (m.c:1)\n" \
    "==8== \n"
#define OF_C                                                                                        \
    "==7==  Address 0x1000 is 0 bytes inside a block of size 18 alloc'd\n==7==    at 0x50: malloc " \
    "(m.c:1)\n" AT(2) "==7== \n"
#define NO_BLOCK "==7==  Address 0x1000 is in a rw- anonymous segment\n==7== \n"
#define LAYOUT               \
    {                        \
        0x1000, 18, 1, 24, 1 \
    }
#define AS    " as one of 24 bytes (alignment 1)"
#define BLOCK "block of 18 bytes (alignment 1) allocated by "

static const struct {
    const char *log;
    guint event;
    guint64 values[5];
    const char *message;
} told[] = {
    {SAID("fh_rust_dealloc") LIVE, FH_EVENT_LAYOUT, LAYOUT,
     BLOCK "Rust (__rust_alloc) was released by Rust (__rust_dealloc)" AS},
    {SAID("fh_rust_realloc") LIVE, FH_EVENT_LAYOUT, LAYOUT,
     BLOCK "Rust (__rust_alloc) was reallocated by Rust (__rust_realloc)" AS},
    {SAID("fh_rust_dealloc") FREED_AT(1000, 2), FH_EVENT_LAYOUT, LAYOUT,
     BLOCK "Rust (__rust_alloc) was released by Rust (__rust_dealloc)" AS},
    /* Of another process; behind another notice; none. */
    {SAID("fh_rust_dealloc") OF_OTHER LIVE, FH_EVENT_LAYOUT, LAYOUT,
     BLOCK "Rust (__rust_alloc) was released by Rust (__rust_dealloc)" AS},
    {SAID("fh_rust_dealloc") LINE(4) LIVE, FH_EVENT_LAYOUT, LAYOUT,
     BLOCK "Rust was released by Rust (__rust_dealloc)" AS},
    {SAID("fh_rust_dealloc"), FH_EVENT_LAYOUT, LAYOUT, BLOCK "Rust was released by Rust (__rust_dealloc)" AS},
    {SAID("fh_rust_dealloc") NO_BLOCK, FH_EVENT_LAYOUT, LAYOUT,
     BLOCK "Rust was released by Rust (__rust_dealloc)" AS},
    /* A log that says otherwise than the event does not give the names. */
    {SAID("fh_rust_dealloc") OF_C, FH_EVENT_LAYOUT, LAYOUT,
     BLOCK "Rust was released by Rust (__rust_dealloc)" AS},
    {SAID("free") LIVE, FH_EVENT_LAYOUT, LAYOUT, BLOCK "Rust (__rust_alloc) was released by Rust" AS},
    {SAID("fh_rust_dealloc") LIVE,
     FH_EVENT_CROSS_FREE,
     {0x1000, 18, FH_DOMAIN_RUST, FH_DOMAIN_C},
     "block of 18 bytes allocated by Rust (__rust_alloc) was released by C"},
    /* A side that the event does not know is the log's. */
    {SAID("free") LIVE,
     FH_EVENT_CROSS_FREE,
     {0x1000, 18, FH_DOMAIN_COUNT, FH_DOMAIN_UNKNOWN},
     "block of 18 bytes allocated by Rust (__rust_alloc) was released by C's free()"},
    {SAID("fh_rust_dealloc") NO_BLOCK,
     FH_EVENT_WRONG_RELEASE,
     {0x1000, 77, 77, FH_WRONG_FUNCTION, 77},
     "a pointer was released by another function(); its release function is another()"},
    {SAID("fh_rust_dealloc") NO_BLOCK,
     FH_EVENT_WRONG_RELEASE,
     {0x1000, 0, 1, FH_WRONG_OWNER, 77},
     "a pointer was released by free_buffer(); it is no longer the caller's: another() was given it"},
};

START_TEST(the_log_says_who)
{
    struct given given = given_text(told[_i].log);
    add_event(&given, told[_i].event, 3, 1, NULL, told[_i].values);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->findings->len, 1);
    ck_assert_str_eq(finding_at(classified, 0)->message, told[_i].message);
}
END_TEST

/* a.so is watched through its imports, but releases by a free() that it does not import: whose the block is
 * can't be told if it had the block by an import. b.so is another library. */
#define MADE_BY(function, frame)                                                                      \
    "==7==  Address 0x1000 is 0 bytes inside a block of size 18 alloc'd\n==7==    at 0x50: " function \
    " (vg_replace_malloc.c:1)\n" frame "==7== \n"
#define RELEASED_BY(frame) \
    "==7== Mismatched free() / delete / delete []\n==7==    at 0x10: free (vg_replace_malloc.c:5)\n" frame
#define A       BY(10100, "made", "a.rs:1")
#define A_TOO   BY(10200, "gives", "a.c:1")
#define B       BY(20100, "gives", "b.c:1")
#define NOWHERE BY(50000, "gives", "c.c:1")

static const struct {
    const char *log;
    gboolean is_open;
} releases[] = {
    {RELEASED_BY(A_TOO) MADE_BY("fh_import_malloc", A), TRUE},
    {RELEASED_BY(B) MADE_BY("fh_import_malloc", A), FALSE},
    {RELEASED_BY(NOWHERE) MADE_BY("fh_import_malloc", A), FALSE},
    {RELEASED_BY("") MADE_BY("fh_import_malloc", A), FALSE},
    {RELEASED_BY(A_TOO) MADE_BY("fh_import_malloc", NOWHERE), FALSE},
    {RELEASED_BY(A_TOO) MADE_BY("fh_import_malloc", ""), FALSE},
    {RELEASED_BY(A_TOO) MADE_BY("fh_rust_alloc", A), FALSE},
};

START_TEST(a_release_past_the_imports_may_be_open)
{
    const guint64 a[5] = {0x10000, 0x20000, 0, FH_OBJECT_REWRITTEN, 1},
                  b[5] = {0x20000, 0x30000, 0, FH_OBJECT_NOT_RUST};
    g_autofree char *twice = g_strconcat(releases[_i].log, releases[_i].log, NULL);
    struct given given = given_text(twice);
    add_event(&given, FH_EVENT_OBJECT, 0, 0, "/lib/a.so", a);
    add_event(&given, FH_EVENT_OBJECT, 0, 0, "/lib/b.so", b);
    fh_auto(fh_classified) classified = classify_as(&given, (struct fh_trace){.file = NULL});
    ck_assert_int_eq(classified->findings->len > 0, !releases[_i].is_open);
    ck_assert_int_eq(
        classified->reason &&
            g_str_has_prefix(classified->reason, "/lib/a.so released a block that it had of malloc()"),
        releases[_i].is_open);
}
END_TEST

#define JUMP(stack) "==7== Conditional jump or move depends on uninitialised value(s)\n" stack "==7== \n"
#define INNER(name) "==7==    at 0x30: " name " (stack.go:1)\n"
#define COPY(file)  BY(31, "runtime.copystack", file)
#define LOOKS       JUMP(INNER("runtime.adjustpointers") COPY("stack.go:9"))
#define SEARCH(file)                                                        \
    "==7== Invalid read of size 32\n==7==    at 0x30: indexbytebody (" file \
    ")\n" BY(31, "main.f", "main.go:1")
#define IN_BLOCK                                                                                     \
    "==7==  Address 0x1010 is 16 bytes inside a block of size 18 alloc'd\n==7==    at 0x50: malloc " \
    "(m.c:1)\n==7== \n"
#define BEHIND                                                                                     \
    "==7==  Address 0x1012 is 0 bytes after a block of size 18 alloc'd\n==7==    at 0x50: malloc " \
    "(m.c:1)\n==7== \n"
#define GO SEARCH("indexbyte_amd64.s:1") IN_BLOCK

/* Found, noted, or open. */
static const struct {
    const char *log, *version;
    char outcome;
} mistakes[] = {
    {LOOKS, "3.19.0", 'N'},
    {LOOKS LOOKS, "3.26.0", 'N'},
    {LOOKS, NULL, 'F'},
    {JUMP(INNER("runtime.copystack")), "3.19.0", 'N'},
    {JUMP(INNER("runtime.adjustpointers") COPY("/usr/lib/go/src/runtime/stack.go:9")), "3.19.0", 'N'},
    {JUMP(INNER("runtime.adjustpointers") BY(31, "runtime.copystack", "in /tmp/main")), "3.19.0", 'N'},
    {JUMP(INNER("runtime.adjustpointers") COPY("mystack.go:9")), "3.19.0", 'F'},
    {JUMP(INNER("runtime.adjustpointers")), "3.19.0", 'F'},
    {JUMP(INNER("main.look") COPY("stack.go:9")), "3.19.0", 'F'},
    {JUMP("==7==    at 0x30: unix_detect_thp (prim.c:3)\n" BY(31, "_mi_prim_mem_init", "prim.c:9")), "3.19.0",
     'N'},
    {GO, "3.19.0", 'O'},
    {GO GO, "3.19.0", 'O'},
    {GO, "3.3", 'O'},
    {GO, "2.99", 'O'},
    {GO, "3.24", 'F'},
    {GO, "3.24.1", 'F'},
    {GO, "3", 'F'},
    {GO, "4.0", 'F'},
    {SEARCH("indexbyte_amd64.s:1") BEHIND, "3.19.0", 'F'},
    {SEARCH("indexbyte_amd64.s:1") NO_BLOCK, "3.19.0", 'F'},
};

START_TEST(what_tools_mistake_is_no_finding)
{
    struct given given = given_text(mistakes[_i].log);
    fh_auto(fh_classified) classified =
        classify_as(&given, (struct fh_trace){.file = NULL, .tool_version = mistakes[_i].version});
    ck_assert_int_eq(classified->findings->len > 0, mistakes[_i].outcome == 'F');
    ck_assert_uint_eq(classified->notes->len, mistakes[_i].outcome == 'N' ? 1 : 0);
    ck_assert_int_eq(classified->reason != NULL, mistakes[_i].outcome == 'O');
    ck_assert_int_eq(classified->has_known_mistakes, mistakes[_i].outcome != 'F');
}
END_TEST

/* What the log alone says of a release, and of an access. */
#define RELEASE(headline, function) \
    "==7== " headline "\n==7==    at 0x10: " function " (vg_replace_malloc.c:5)\n" AT(4)
#define AGAIN "Invalid free() / delete / delete[] / realloc()"
#define ONCE                                                                                              \
    "block of 18 bytes allocated by Rust (__rust_alloc) was released twice: by Rust (__rust_dealloc) at " \
    "line 3, then "

static const struct {
    const char *log, *message;
} records[] = {
    {RELEASE(AGAIN, "free") FREED_AT(1000, 3), ONCE "again by C's free()"},
    {RELEASE(AGAIN, "realloc") FREED_AT(1000, 3), ONCE "reallocated by C's realloc()"},
    {RELEASE(AGAIN, "free") "==7==  Address 0x1000 is 0 bytes inside a block of size 18 free'd\n==7== \n",
     "block of 18 bytes allocated by an unknown allocator was released twice: by an unknown allocator, then "
     "again by C's free()"},
    {RELEASE(AGAIN, "free") "==7==  Address 0x1000 is not stack'd, malloc'd or (recently) free'd\n==7== \n",
     "C's free() was given a pointer to memory that is no heap block"},
    {RELEASE("Mismatched new/delete alignment", "operator delete(void*, std::align_val_t)") LIVE,
     "block of 18 bytes allocated by Rust (__rust_alloc) was released by C++'s operator delete with another "
     "size or "
     "alignment"},
    {READ(4) "==7==  Address 0x1000 is on thread 1's stack\n==7== \n",
     "read of 1 byte on the stack, outside of what is in use"},
    {READ(4) "==7==  Address 0x1000 is in a rw- anonymous segment\n==7== \n",
     "read of 1 byte in static or mapped memory, outside of what may be used"},
    {READ(4) "==7==  Address 0x8 is not stack'd, malloc'd or (recently) free'd\n==7== \n",
     "read of 1 byte through a null pointer"},
    {READ(4) "==7==  Address 0x5000 is not stack'd, malloc'd or (recently) free'd\n==7== \n",
     "read of 1 byte in memory that is no block"},
};

START_TEST(what_was_done_in_words)
{
    struct given given = given_text(records[_i].log);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_str_eq(finding_at(classified, 0)->message, records[_i].message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("evidence");
    TCase *tests = tcase_create("evidence");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, the_log_says_who, 0, (int)G_N_ELEMENTS(told));
    tcase_add_loop_test(tests, a_release_past_the_imports_may_be_open, 0, (int)G_N_ELEMENTS(releases));
    tcase_add_loop_test(tests, what_tools_mistake_is_no_finding, 0, (int)G_N_ELEMENTS(mistakes));
    tcase_add_loop_test(tests, what_was_done_in_words, 0, (int)G_N_ELEMENTS(records));
    return run_suite(suite);
}
