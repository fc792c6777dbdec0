// SPDX-License-Identifier: MIT
/* Blocks that are left: which are lost, which are kept, and by whom; what is said of those that nobody can
 * judge. */
#include "classify/classify.h"
#include "classify/leaks_reachable.h"
#include "classify_given.h"
#include "log/memcheck.h"
#include "run_suite.h"

#define BY(n, function, file) "==7==    by 0x6" #n ": " function " (" file ")\n"
#define MALLOC                "==7==    at 0x50: malloc (vg_replace_malloc.c:5)\n"
#define STACK                 MALLOC BY(1, "f", "f.c:1") "==7== \n"
#define POSSIBLY(bytes)       LEAK(bytes, "possibly lost") STACK
#define STDOUT(bytes)                                                                                   \
    LEAK(bytes, "still reachable")                                                                      \
    "==7==    at 0x50: fh_rust_alloc (rust_heap.c:9)\n" BY(1, "std::io::stdio::stdout",                 \
                                                           "/rustc/5980/library/std/src/io/stdio.rs:9") \
        BY(2, "main", "main.rs:3") "==7== \n"
#define THREAD(state, creator)                                                                   \
    LEAK("288 bytes in 1 blocks", state)                                                         \
    "==7==    at 0x50: calloc (vg_replace_malloc.c:5)\n" BY(1, "_dl_allocate_tls", "dl-tls.c:1") \
        BY(2, "pthread_create@@GLIBC_2.34", "allocatestack.c:1") BY(3, creator, "f.c:1") "==7== \n"
#define INSIDE  "still reachable by a pointer to its inside, allocated by C (malloc)"
#define LIBRARY "288 bytes in 1 block kept by the C library for a thread"

static const struct {
    const char *log;
    const char *file;
    gboolean is_foreign, lists_std;
    guint64 held[2][2]; /* addresses, sizes */
    const char *findings, *note, *reason;
} all[] = {
    /* Somebody else's log does not say where a pointer to a large block points. */
    {POSSIBLY("3,000,000 bytes in 1 blocks"),
     NULL,
     TRUE,
     FALSE,
     {{0}},
     "",
     "3,000,000 bytes in 1 block possibly lost, allocated by C (malloc)",
     "3,000,000 bytes in 1 block possibly lost: something points to the inside"},
    {POSSIBLY("77 bytes in 1 blocks"), NULL, TRUE, FALSE, {{0}}, "", "77 bytes in 1 block " INSIDE, NULL},
    /* The program looked: all of one size, or none. */
    {POSSIBLY("3,000,000 bytes in 1 blocks"),
     NULL,
     FALSE,
     FALSE,
     {{1, 3000000}},
     "",
     "3,000,000 bytes in 1 block " INSIDE,
     NULL},
    {POSSIBLY("3,000,000 bytes in 1 blocks"), NULL, FALSE, FALSE, {{1, 3000001}}, "leak:0", NULL, NULL},
    {POSSIBLY("6,000,000 bytes in 2 blocks"),
     NULL,
     FALSE,
     FALSE,
     {{1, 3000000}, {2, 3000000}},
     "",
     "6,000,000 bytes in 2 blocks " INSIDE,
     NULL},
    {POSSIBLY("6,000,000 bytes in 2 blocks"), NULL, FALSE, FALSE, {{1, 3000000}}, "leak:0", NULL, NULL},
    {POSSIBLY("6,000,000 bytes in 2 blocks"),
     NULL,
     FALSE,
     FALSE,
     {{1, 3000000}, {1, 3000000}},
     "leak:0",
     NULL,
     NULL},
    {POSSIBLY("6,000,001 bytes in 2 blocks"),
     NULL,
     FALSE,
     FALSE,
     {{1, 3000000}, {2, 3000000}},
     "leak:0",
     NULL,
     NULL},
    {POSSIBLY("3,000,000 bytes in 1 blocks") LEAK("3,000,000 bytes in 1 blocks", "definitely lost")
         MALLOC BY(2, "g", "f.c:2") "==7== \n",
     NULL,
     FALSE,
     FALSE,
     {{1, 3000000}},
     "leak:0",
     "3,000,000 bytes in 1 block " INSIDE,
     NULL},
    /* std's, up to a size, unless all is to be listed. */
    {STDOUT("8,192 bytes in 1 blocks"),
     "a.scn",
     FALSE,
     FALSE,
     {{0}},
     "",
     "8,192 bytes in 1 block kept by Rust's std until the process ends; no leak",
     NULL},
    {STDOUT("8,192 bytes in 1 blocks"),
     "a.scn",
     FALSE,
     TRUE,
     {{0}},
     "",
     "8,192 bytes in 1 block still reachable, allocated by Rust (__rust_alloc)",
     NULL},
    {STDOUT("65,536 bytes in 1 blocks"),
     "a.scn",
     FALSE,
     FALSE,
     {{0}},
     "",
     "65,536 bytes in 1 block kept by Rust's std until the process ends; no leak",
     NULL},
    {STDOUT("65,537 bytes in 1 blocks"),
     "a.scn",
     FALSE,
     FALSE,
     {{0}},
     "",
     "65,537 bytes in 1 block still reachable, allocated by Rust (__rust_alloc)",
     NULL},
    /* glibc's, for threads; those of the runner's own are not worth a word. */
    {THREAD("possibly lost", "f"), "a.scn", FALSE, FALSE, {{0}}, "", LIBRARY, NULL},
    {THREAD("possibly lost", "fh_thread_start"), "a.scn", FALSE, FALSE, {{0}}, "", LIBRARY, NULL},
    {LEAK("288 bytes in 1 blocks", "possibly lost") "==7==    at 0x50: calloc (vg_replace_malloc.c:5)\n" BY(
         1, "_dl_allocate_tls", "dl-tls.c:1") BY(2, "pthread_create@@GLIBC_2.34", "allocatestack.c:1")
         AT(3) "==7== \n",
     "a.scn",
     FALSE,
     FALSE,
     {{0}},
     "",
     NULL,
     NULL},
    {THREAD("still reachable", "f"), NULL, FALSE, FALSE, {{0}}, "", LIBRARY, NULL},
    {THREAD("definitely lost", "f"), "a.scn", FALSE, FALSE, {{0}}, "leak:0", NULL, NULL},
    /* Without a stack, and with nothing below the allocator. */
    {LEAK("8 bytes in 1 blocks", "still reachable") "==7== \n",
     "a.scn",
     FALSE,
     FALSE,
     {{0}},
     "",
     "8 bytes in 1 block still reachable, allocated by an unknown allocator",
     NULL},
    {LEAK("8 bytes in 1 blocks", "possibly lost") MALLOC "==7== \n",
     "a.scn",
     FALSE,
     FALSE,
     {{0}},
     "",
     "8 bytes in 1 block " INSIDE,
     NULL},
    {LEAK("8 bytes in 1 blocks", "suppressed") STACK, "a.scn", FALSE, FALSE, {{0}}, "", NULL, NULL},
    {LEAK("8 bytes in 1 blocks", "indirectly lost") MALLOC BY(1, "_dl_allocate_tls", "dl-tls.c:1") "==7== \n",
     "a.scn",
     FALSE,
     FALSE,
     {{0}},
     "",
     "8 bytes in 1 block kept by the C library for a thread",
     NULL},
    /* Of a process, it is the side that counts. */
    {POSSIBLY("77 bytes in 1 blocks") LEAK("3 bytes in 1 blocks", "still reachable")
         MALLOC BY(2, "g", "f.c:2") "==7== \n",
     NULL,
     FALSE,
     FALSE,
     {{0}},
     "",
     "80 bytes in 2 blocks still reachable, allocated by C in 2 places",
     NULL},
};

static gboolean has_note(const struct fh_classified *classified, const char *note)
{
    return g_ptr_array_find_with_equal_func(classified->notes, note, g_str_equal, NULL);
}

START_TEST(what_is_left_is_lost_or_kept)
{
    struct given given = given_text(all[_i].log);
    for (guint i = 0; i < 2 && all[_i].held[i][0] != 0; i++) {
        const guint64 values[5] = {all[_i].held[i][0], all[_i].held[i][1]};
        add_event(&given, FH_EVENT_HELD, 0, 0, NULL, values);
    }
    fh_auto(fh_classified) classified = classify_as(
        &given, (struct fh_trace){
                    .file = all[_i].file, .is_foreign = all[_i].is_foreign, .lists_std = all[_i].lists_std});
    g_autofree char *found = summary(classified);
    ck_assert_str_eq(found, all[_i].findings);
    ck_assert_msg(classified->notes->len == (all[_i].note ? 1 : 0) &&
                      (!all[_i].note || has_note(classified, all[_i].note)),
                  "%s",
                  classified->notes->len > 0 ? (char *)g_ptr_array_index(classified->notes, 0) : "nothing");
    ck_assert_msg((classified->reason != NULL) == (all[_i].reason != NULL) &&
                      (!all[_i].reason || g_str_has_prefix(classified->reason, all[_i].reason)),
                  "%s", classified->reason);
}
END_TEST

/* A host keeps thousands. */
START_TEST(what_is_kept_in_many_places_is_summed)
{
    GString *log = g_string_new(NULL);
    for (guint i = 0; i < 19; i++)
        g_string_append_printf(log,
                               LEAK("8 bytes in 1 blocks", "still reachable") MALLOC
                               "==7==    by 0x%x: f (f.c:1)\n==7== \n",
                               100 + i);
    struct given given = given_text(log->str);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->notes->len, 17);
    ck_assert_str_eq(g_ptr_array_index(classified->notes, 16),
                     "and 24 bytes in 3 blocks more still reachable");
    g_string_free(log, TRUE);
}
END_TEST

START_TEST(what_is_suppressed_is_told)
{
    struct fh_leak_summary sums = {0};
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
    fh_classify_note_suppressed(&sums, notes);
    ck_assert_uint_eq(notes->len, 0);
    sums.blocks[FH_LEAK_SUPPRESSED] = 2;
    sums.bytes[FH_LEAK_SUPPRESSED] = 48;
    fh_classify_note_suppressed(&sums, notes);
    ck_assert_str_eq(g_ptr_array_index(notes, 0), "48 bytes in 2 blocks left, and suppressed");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lost");
    TCase *tests = tcase_create("lost");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, what_is_left_is_lost_or_kept, 0, (int)G_N_ELEMENTS(all));
    tcase_add_test(tests, what_is_kept_in_many_places_is_summed);
    tcase_add_test(tests, what_is_suppressed_is_told);
    return run_suite(suite);
}
