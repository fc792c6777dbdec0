// SPDX-License-Identifier: MIT
/* In a program as it is: what the owner's release reads, of a block that the wrong side released before, is a
 * consequence. No lines of a scenario tell one call from another. */
#include "classify/classify.h"
#include "classify_given.h"
#include "run_suite.h"

#define FRAME(address, function, file) "==7==    by 0x" #address ": " function " (" file ")\n"
#define WRONGLY                                                                   \
    "==7==    at 0x10: free (vg_replace_malloc.c:5)\n" FRAME(70, "give", "c.c:3") \
        FRAME(80, "main", "main.c:9")
#define MADE                                                                                   \
    "==7==    at 0x50: fh_rust_alloc (rust_heap.c:9)\n" FRAME(51, "strtest::join", "lib.rs:8") \
        FRAME(79, "main", "main.c:7") "==7== \n"
#define GONE                                                                      \
    "==7==  Address 0x1000 is 0 bytes inside a block of size 18 free'd\n" WRONGLY \
    "==7==  Block was alloc'd at\n" MADE
#define WRONG_RELEASE                                        \
    "==7== Mismatched free() / delete / delete []\n" WRONGLY \
    "==7==  Address 0x1000 is 0 bytes inside a block of size 18 alloc'd\n" MADE
#define READ_BY(stack) \
    "==7== Invalid read of size 1\n==7==    at 0x20: strlen (vg_replace_strmem.c:5)\n" stack GONE
#define READ_IN(address, function, file, stack) \
    "==7== Invalid read of size 1\n==7==    at 0x" #address ": " function " (" file ")\n" stack GONE
#define RELEASED_BY(stack)                                                                     \
    "==7== Invalid free() / delete / delete[] / realloc()\n==7==    at 0x11: fh_rust_dealloc " \
    "(rust_heap.c:8)\n" stack GONE

#define RELEASER    FRAME(72, "free_string", "lib.rs:24")
#define EARLIER     FRAME(71, "free_string", "lib.rs:20")
#define FROM_MAIN   FRAME(81, "main", "main.c:10")
#define FROM_BELOW  FRAME(82, "main", "main.c:11")
#define DROP        FRAME(60, "core::ptr::drop_in_place", "/rustc/5980/library/core/src/ptr/mod.rs:5")
#define ONE         "cross-allocator-free:0"
#define TWO         "cross-allocator-free:0 use-after-free:0"
#define OWNER       RELEASED_BY(DROP RELEASER FROM_MAIN)
#define FREE_STRING "free_string"

static const struct {
    const char *what, *uses, *found;
} wakes[] = {
    {"the owner's release", OWNER, ONE},
    {"a read that the release began with", READ_BY(EARLIER FROM_MAIN) OWNER, ONE},
    {"a read by what the release calls there", READ_BY(RELEASER FROM_MAIN) OWNER, ONE},
    {"a read in the function itself", READ_IN(71, FREE_STRING, "lib.rs:20", FROM_MAIN) OWNER, ONE},
    {"… without debug information", READ_IN(71, FREE_STRING, "in /usr/lib/libfoo.so.1", FROM_MAIN) OWNER,
     ONE},
    {"… in a program, which may be C's", READ_IN(71, FREE_STRING, "in /usr/bin/foo", FROM_MAIN) OWNER, TWO},
    {"… of C's", READ_IN(71, FREE_STRING, "c.c:20", FROM_MAIN) OWNER, TWO},
    {"a read in another function", READ_BY(FRAME(71, "length", "lib.rs:20") FROM_MAIN) OWNER, TWO},
    {"a read in another call", READ_BY(EARLIER FROM_BELOW) OWNER, TWO},
    {"a read in fewer frames", READ_IN(71, FREE_STRING, "lib.rs:20", "") OWNER, TWO},
    {"a call from nowhere", READ_BY(EARLIER) RELEASED_BY(RELEASER), TWO},
    {"… at the same place", READ_BY(RELEASER) RELEASED_BY(RELEASER), ONE},
    {"… which reads there", READ_IN(72, FREE_STRING, "lib.rs:24", "") RELEASED_BY(RELEASER), TWO},
    {"a release by none but Rust's std", READ_BY(EARLIER FROM_MAIN) RELEASED_BY(DROP), TWO},
};

START_TEST(what_the_owners_release_reads_is_its_wake)
{
    g_autofree char *log = g_strconcat(WRONG_RELEASE, wakes[_i].uses, NULL);
    struct given given = given_text(log);
    fh_auto(fh_classified) classified = classify_as(&given, (struct fh_trace){.file = NULL});
    g_autofree char *found = summary(classified);
    ck_assert_msg(g_str_equal(found, wakes[_i].found), "%s: %s", wakes[_i].what, found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("release_wake");
    TCase *tcase = tcase_create("release_wake");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, what_the_owners_release_reads_is_its_wake, 0, G_N_ELEMENTS(wakes));
    return run_suite(suite);
}
