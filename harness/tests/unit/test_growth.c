// SPDX-License-Identifier: MIT
/* Logs of --growth, made from what each search finds of each place: which places grow, by how much, and in
 * which words. */
#include <string.h>

#include "classify/growth.h"
#include "log/memcheck.h"
#include "log/record.h"
#include "model/finding.h"
#include "run_suite.h"

#define SEARCHES_MAX 8
#define PLACES_MAX   3
#define DEEP         20 /* frames of a stack that is cut off by no place's depth */

static const guint marks[SEARCHES_MAX] = {1, 2, 3, 4, 6, 8, 12, 16};

/* What is found of one stack in one state, search by search; a record is written where it changed. */
struct series {
    const char *state;
    guint blocks[SEARCHES_MAX], size; /* of each block, bytes */
    guint bytes[SEARCHES_MAX];        /* instead of blocks × size, unless all are 0 */
    guint stack;                      /* its number: what lies above the allocator is at 0x9N */
    guint end;                        /* of the outermost frame; 0: as in all others */
};

struct run {
    const char *name;
    guint n_searches;
    struct series places[PLACES_MAX];
    const char *says; /* the message of the one finding; NULL: nothing grows */
};

static const struct run runs[] = {
    {"a block a round",
     8,
     {{"still reachable", {1, 2, 3, 4, 6, 8, 12, 16}, 24}},
     "288 bytes in 12 blocks more in the 12 rounds from mark 4 to mark 16 (1 blocks a round), allocated by "
     "Rust (__rust_alloc)"},
    {"the fewest searches",
     5,
     {{"definitely lost", {0, 1, 2, 3, 5}, 8}},
     "40 bytes in 5 blocks more in the 5 rounds from mark 1 to mark 6 (1 blocks a round), allocated by Rust "
     "(__rust_alloc)"},
    {"too few searches", 4, {{"still reachable", {1, 2, 3, 4}, 24}}, NULL},
    {"a cache that fills", 8, {{"still reachable", {1, 2, 3, 4, 6, 8, 10, 10}, 24}}, NULL},
    {"it stops once, and goes on", 8, {{"still reachable", {1, 2, 3, 4, 6, 6, 12, 16}, 24}}, NULL},
    {"it falls once", 8, {{"still reachable", {1, 2, 3, 4, 6, 5, 12, 16}, 24}}, NULL},
    {"it begins late", 8, {{"still reachable", {0, 0, 0, 0, 0, 1, 2, 3}, 24}}, NULL},
    {"it stays", 8, {{"still reachable", {7, 7, 7, 7, 7, 7, 7, 7}, 24}}, NULL},
    {"one block that grows",
     8,
     {{"still reachable", {1, 1, 1, 1, 1, 1, 1, 1}, 0, {8, 16, 24, 32, 48, 64, 96, 128}}},
     "blocks allocated by Rust (__rust_alloc) grow by 96 bytes in the 12 rounds from mark 4 to mark 16"},
    {"what was held is lost later: together they grow",
     8,
     {{"still reachable", {1, 2, 3, 4, 5, 3, 2, 1}, 24}, {"definitely lost", {0, 0, 0, 0, 1, 5, 10, 15}, 24}},
     "288 bytes in 12 blocks more in the 12 rounds from mark 4 to mark 16 (1 blocks a round), allocated by "
     "Rust (__rust_alloc)"},
    {"what was held is lost later: together they stay",
     8,
     {{"still reachable", {9, 8, 7, 6, 5, 4, 3, 2}, 24}, {"definitely lost", {0, 1, 2, 3, 4, 5, 6, 7}, 24}},
     NULL},
    {"an interpreter comes along another way: one place",
     8,
     {{"still reachable", {1, 2, 2, 2, 4, 4, 8, 8}, 24},
      {"still reachable", {0, 0, 1, 2, 2, 4, 4, 8}, 24, .end = 0x77}},
     "288 bytes in 12 blocks more in the 12 rounds from mark 4 to mark 16 (1 blocks a round), allocated by "
     "Rust (__rust_alloc)"},
    {"two places, of which one grows",
     8,
     {{"still reachable", {9, 9, 9, 9, 9, 9, 9, 9}, 100},
      {"still reachable", {1, 2, 3, 4, 6, 8, 12, 16}, 24, .stack = 1}},
     "288 bytes in 12 blocks more in the 12 rounds from mark 4 to mark 16 (1 blocks a round), allocated by "
     "Rust (__rust_alloc)"},
};

static guint bytes_at(const struct series *series, guint search)
{
    return series->bytes[search] > 0 ? series->bytes[search] : series->blocks[search] * series->size;
}

static void add_record(GString *log, const struct series *series, guint search)
{
    const guint before = search > 0 ? bytes_at(series, search - 1) : 0;
    if (!series->state || bytes_at(series, search) == before)
        return;
    g_string_append_printf(log,
                           "==7== %u bytes in %u blocks are %s in loss record 1 of 2\n"
                           "==7==    at 0x50: fh_rust_alloc (rust_heap.c:9)\n",
                           bytes_at(series, search), series->blocks[search], series->state);
    for (guint i = 1; i < DEEP; i++)
        g_string_append_printf(log, "==7==    by 0x9%x%02x: keep (lib.rs:%u)\n", series->stack, i, i);
    g_string_append_printf(log, "==7==    by 0x%x: main (main.c:1)\n==7== \n",
                           series->end ? series->end : 0x60);
}

static void add_search(GString *log, const struct run *run, guint search)
{
    g_string_append_printf(log, "**7** freehold: mark %u\n", marks[search]);
    for (guint i = 0; i < PLACES_MAX; i++)
        add_record(log, &run->places[i], search);
    g_string_append_printf(log, "**7** freehold: marked %u\n", marks[search]);
}

static struct fh_memcheck_log *log_of(const struct run *run, const char *before, const char *after)
{
    g_autoptr(GString) text = g_string_new(before);
    for (guint i = 0; i < run->n_searches; i++)
        add_search(text, run, i);
    g_string_append(text, after);
    return fh_memcheck_log_parse(text->str, text->len);
}

static struct fh_growth *growth_of(const struct run *run)
{
    struct fh_memcheck_log *log = log_of(run, "", "");
    struct fh_growth *growth = fh_growth_find(log->records);
    fh_memcheck_log_free(log);
    return growth;
}

START_TEST(what_grows)
{
    const struct run *run = &runs[_i];
    struct fh_growth *growth = growth_of(run);
    ck_assert_msg(growth->findings->len == (run->says ? 1 : 0), "%s: %u grow", run->name,
                  growth->findings->len);
    ck_assert_uint_eq(growth->n_searches, run->n_searches);
    ck_assert_uint_eq(growth->last, run->n_searches < 5 ? 0 : marks[run->n_searches - 1]);
    if (run->says) {
        const struct fh_finding *finding = g_ptr_array_index(growth->findings, 0);
        ck_assert_int_eq(finding->kind, FH_KIND_GROWTH);
        ck_assert_msg(g_str_equal(finding->message, run->says), "%s: %s", run->name, finding->message);
        ck_assert_int_eq(finding->allocated_by, FH_DOMAIN_RUST);
        ck_assert_str_eq(((const struct fh_stack *)g_ptr_array_index(finding->stacks, 0))->role, "allocated");
    }
    fh_growth_free(growth);
}
END_TEST

/* What was reported before the first mark, or after the last search, is of no round. */
START_TEST(outside_of_searches)
{
    static const char lost[] = "==7== 900 bytes in 90 blocks are still reachable in loss record 1 of 2\n"
                               "==7==    at 0x50: fh_rust_alloc (rust_heap.c:9)\n"
                               "==7==    by 0x60: main (main.c:1)\n==7== \n";
    const struct run run = {"flat", 8, {{"still reachable", {7, 7, 7, 7, 7, 7, 7, 7}, 24}}, NULL};
    struct fh_memcheck_log *log = log_of(&run, lost, lost);
    struct fh_growth *growth = fh_growth_find(log->records);
    ck_assert_uint_eq(log->records->len, 2 + 1 + 16);
    ck_assert_uint_eq(growth->findings->len, 0);
    fh_growth_free(growth);
    fh_memcheck_log_free(log);
}
END_TEST

/* A lost block tells of those that it alone reaches; they have a record of their own. */
START_TEST(what_is_reached_counts_once)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 5; i++)
        g_string_append_printf(
            text,
            "**7** freehold: mark %u\n"
            "==7== %u (%u direct, %u indirect) bytes in %u blocks are definitely lost in loss record 1 of 2\n"
            "==7==    at 0x50: fh_rust_alloc (rust_heap.c:9)\n"
            "==7==    by 0x60: main (main.c:1)\n==7== \n"
            "**7** freehold: marked %u\n",
            marks[i], 110 * (i + 1), 10 * (i + 1), 100 * (i + 1), i + 1, marks[i]);
    struct fh_memcheck_log *log = fh_memcheck_log_parse(text->str, text->len);
    struct fh_growth *growth = fh_growth_find(log->records);
    ck_assert_uint_eq(growth->findings->len, 1);
    const struct fh_finding *finding = g_ptr_array_index(growth->findings, 0);
    ck_assert_uint_eq(finding->bytes, 40);
    ck_assert_uint_eq(finding->blocks, 4);
    fh_growth_free(growth);
    fh_memcheck_log_free(log);
}
END_TEST

START_TEST(nothing)
{
    g_autoptr(GPtrArray) records = g_ptr_array_new();
    struct fh_growth *growth = fh_growth_find(records);
    ck_assert_uint_eq(growth->n_searches, 0);
    ck_assert_uint_eq(growth->last, 0);
    ck_assert_uint_eq(growth->findings->len, 0);
    fh_growth_free(growth);
    fh_growth_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("growth");
    TCase *tests = tcase_create("growth");
    tcase_add_loop_test(tests, what_grows, 0, (int)G_N_ELEMENTS(runs));
    tcase_add_test(tests, outside_of_searches);
    tcase_add_test(tests, what_is_reached_counts_once);
    tcase_add_test(tests, nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
