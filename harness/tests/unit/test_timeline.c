// SPDX-License-Identifier: MIT
#include "model/finding.h"
#include "model/kinds.h"
#include "model/stack.h"
#include "model/timeline.h"
#include "run_suite.h"
#include "timeline/timeline.h"
#include "wire/plan.h"

/* The plan's symbols. */
enum { MAKE, DROP, FREE, STRDUP, N_SYMBOLS };

static const char *const symbols[N_SYMBOLS] = {"make", "drop", "free", "strdup"};

#define NONE ((guint64)FH_PLAN_NONE)

#define ALLOC(line, ...)            \
    {                               \
        FH_EVENT_BLOCK_ALLOC, line, \
        {                           \
            __VA_ARGS__             \
        }                           \
    }
#define RELEASE(line, ...)         \
    {                              \
        FH_EVENT_BLOCK_FREE, line, \
        {                          \
            __VA_ARGS__            \
        }                          \
    }
#define HOLD(line, ...)            \
    {                              \
        FH_EVENT_BLOCK_HOLD, line, \
        {                          \
            __VA_ARGS__            \
        }                          \
    }
#define CUT(n)                      \
    {                               \
        FH_EVENT_BLOCK_LEFT_OUT, 0, \
        {                           \
            n                       \
        }                           \
    }

#define RUST    FH_DOMAIN_RUST
#define C       FH_DOMAIN_C
#define LIBRARY FH_HELD_BY_LIBRARY
#define CALLER  FH_HELD_BY_CALLER

struct told {
    guint32 kind, line;
    guint64 values[5];
};

struct found {
    enum fh_kind kind;
    guint line;
    guint64 address; /* 0: not known */
    enum fh_domain released_by;
    guint64 blocks, bytes;
    guint inner_line; /* of another stack */
};

/* What becomes of it: a line for each block, "allocator size: line action by holder in function, …". */
struct row {
    const char *what;
    struct told told[12];
    struct found found[4];
    const char *lives;
};

static const struct row rows[] = {
    {"nothing", {{0}}, {{0}}, ""},
    {"Rust's string goes to the caller, and back",
     {ALLOC(2, 16, 18, 1, RUST, MAKE), HOLD(2, 16, CALLER, MAKE), HOLD(3, 16, LIBRARY, DROP),
      RELEASE(3, 16, RUST, DROP)},
     {{0}},
     "rust 18/1: 2 allocated library by rust in make, 2 handed over caller in make, 3 released nobody by "
     "rust in drop\n"},
    {"inner blocks never leave the library",
     {ALLOC(2, 16, 18, 1, RUST, MAKE), RELEASE(2, 16, RUST, MAKE)},
     {{0}},
     "rust 18/1: 2 allocated library by rust in make, 2 released nobody by rust in make\n"},
    {"C's block, where nobody sees C's allocator",
     {HOLD(2, 16, CALLER, STRDUP, 6), RELEASE(4, 16, C, FREE)},
     {{0}},
     "c 6/0: 2 allocated caller by c in strdup, 4 released nobody by c in free\n"},
    {"C's block, where somebody does",
     {ALLOC(2, 16, 6, 0, C, STRDUP), HOLD(2, 16, CALLER, STRDUP), RELEASE(4, 16, C, FREE)},
     {{0}},
     "c 6/0: 2 allocated caller by c in strdup, 4 released nobody by c in free\n"},
    {"C's block stays the library's until it is handed over",
     {ALLOC(2, 16, 6, 16, C, MAKE), HOLD(3, 16, CALLER, MAKE), HOLD(4, 16, LIBRARY, DROP),
      RELEASE(6, 16, C, MAKE)},
     {{0}},
     "c 6/16: 2 allocated unknown by c in make, 3 handed over caller in make, 4 handed over library in drop, "
     "6 released nobody by c in make\n"},
    {"who has it already need not be told",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), HOLD(2, 16, CALLER, MAKE), HOLD(3, 16, CALLER, MAKE)},
     {{0}},
     "rust 6/1: 2 allocated library by rust in make, 2 handed over caller in make\n"},
    {"an address is used again",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP), ALLOC(4, 16, 7, 1, RUST, MAKE),
      RELEASE(5, 16, RUST, DROP)},
     {{0}},
     "rust 6/1: 2 allocated library by rust in make, 3 released nobody by rust in drop\n"
     "rust 7/1: 4 allocated library by rust in make, 5 released nobody by rust in drop\n"},
    {"an address is used again, though nobody saw the release",
     {HOLD(2, 16, CALLER, STRDUP, 6), HOLD(3, 16, LIBRARY, DROP, 6), HOLD(4, 16, CALLER, STRDUP, 7)},
     {{0}},
     "c 6/0: 2 allocated caller by c in strdup, 3 handed over library in drop\n"
     "c 7/0: 4 allocated caller by c in strdup\n"},
    {"released by the other side",
     {HOLD(2, 16, CALLER, STRDUP, 6), HOLD(3, 16, LIBRARY, DROP, 6), RELEASE(3, 16, RUST, DROP)},
     {{FH_KIND_CROSS_ALLOCATOR_FREE, 3, 16, RUST}},
     "c 6/0: 2 allocated caller by c in strdup, 3 released wrongly nobody by rust in drop\n"},
    {"of several that are released by the other side the engine names one",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, C, FREE), ALLOC(2, 32, 6, 1, RUST, MAKE),
      RELEASE(3, 32, C, FREE)},
     {{FH_KIND_CROSS_ALLOCATOR_FREE, 3, 16, C}},
     "rust 6/1: 2 allocated library by rust in make, 3 released wrongly nobody by c in free\n"
     "rust 6/1: 2 allocated library by rust in make, 3 released wrongly nobody by c in free\n"},
    {"only the engine saw the release",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), HOLD(2, 16, CALLER, MAKE)},
     {{FH_KIND_CROSS_ALLOCATOR_FREE, 3, 16, C}},
     "rust 6/1: 2 allocated library by rust in make, 2 handed over caller in make, 3 released wrongly nobody "
     "by c in given\n"},
    {"C++ releases, and the events say C",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, C, DROP)},
     {{FH_KIND_CROSS_ALLOCATOR_FREE, 3, 16, FH_DOMAIN_CXX}},
     "rust 6/1: 2 allocated library by rust in make, 3 released wrongly nobody by c++ in drop\n"},
    {"released twice",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP)},
     {{FH_KIND_DOUBLE_FREE, 4, 16, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 3 released nobody by rust in drop, "
     "4 released wrongly nobody by rust in given\n"},
    {"released twice on one line",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP)},
     {{FH_KIND_DOUBLE_FREE, 3, 16, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 3 released nobody by rust in drop, "
     "3 released wrongly nobody by rust in given\n"},
    {"an inside is released, and then the block",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), HOLD(2, 16, CALLER, MAKE), RELEASE(5, 16, RUST, DROP)},
     {{FH_KIND_INVALID_FREE, 4, 20, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 2 handed over caller in make, "
     "4 released wrongly caller by rust in given, 5 released nobody by rust in drop\n"},
    {"an invalid free on the line of a right one",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP)},
     {{FH_KIND_INVALID_FREE, 3, 20, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 3 released nobody by rust in drop, "
     "3 released wrongly nobody by rust in given\n"},
    {"another layout",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP)},
     {{FH_KIND_LAYOUT_MISMATCH, 3, 16, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 3 released wrongly nobody by rust in drop\n"},
    {"another release function, whose release nobody saw",
     {HOLD(2, 16, CALLER, MAKE, 6), HOLD(3, 16, LIBRARY, DROP, 6)},
     {{FH_KIND_WRONG_RELEASE, 3, 16, FH_DOMAIN_UNKNOWN}},
     "c 6/0: 2 allocated caller by c in make, 3 released wrongly nobody in drop\n"},
    {"the finding is of the second life at the address",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP), ALLOC(4, 16, 6, 1, RUST, MAKE),
      RELEASE(5, 16, RUST, DROP)},
     {{FH_KIND_LAYOUT_MISMATCH, 5, 16, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 3 released nobody by rust in drop\n"
     "rust 6/1: 4 allocated library by rust in make, 5 released wrongly nobody by rust in drop\n"},
    {"a finding without a block, or of another one, marks nothing",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP)},
     {{FH_KIND_INVALID_FREE, 3, 0, RUST},
      {FH_KIND_CROSS_ALLOCATOR_FREE, 3, 512, C},
      {FH_KIND_USE_AFTER_FREE, 3, 16, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 3 released nobody by rust in drop\n"},
    {"lost",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), HOLD(2, 16, CALLER, MAKE)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, 1, 6}},
     "rust 6/1: 2 allocated library by rust in make, 2 handed over caller in make, 0 lost nobody\n"},
    {"one of two is still reachable: not the caller's",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), ALLOC(2, 32, 6, 1, RUST, MAKE), HOLD(2, 32, CALLER, MAKE)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, 1, 6}},
     "rust 6/1: 2 allocated library by rust in make\n"
     "rust 6/1: 2 allocated library by rust in make, 2 handed over caller in make, 0 lost nobody\n"},
    {"one of two is still reachable: the other size",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), ALLOC(2, 32, 7, 1, RUST, MAKE)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, 1, 7}},
     "rust 6/1: 2 allocated library by rust in make\n"
     "rust 7/1: 2 allocated library by rust in make, 0 lost nobody\n"},
    {"lost, with an inner block of another line",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), ALLOC(3, 32, 7, 1, RUST, MAKE), ALLOC(4, 64, 1, 1, RUST, MAKE)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, 2, 13, 3}},
     "rust 6/1: 2 allocated library by rust in make, 0 lost nobody\n"
     "rust 7/1: 3 allocated library by rust in make, 0 lost nobody\n"
     "rust 1/1: 4 allocated library by rust in make\n"},
    {"lost, with an inner block of a line that is not named, and nothing else is left",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), ALLOC(3, 32, 7, 1, RUST, MAKE)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, 2, 13}},
     "rust 6/1: 2 allocated library by rust in make, 0 lost nobody\n"
     "rust 7/1: 3 allocated library by rust in make, 0 lost nobody\n"},
    {"what is kept is not lost",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), ALLOC(3, 32, 7, 1, RUST, MAKE)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, 2, 12}},
     "rust 6/1: 2 allocated library by rust in make, 0 lost nobody\n"
     "rust 7/1: 3 allocated library by rust in make\n"},
    {"the engine knows which one is lost",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), ALLOC(2, 32, 6, 1, RUST, MAKE)},
     {{FH_KIND_LEAK, 2, 32, FH_DOMAIN_NONE, 1, 6}},
     "rust 6/1: 2 allocated library by rust in make\n"
     "rust 6/1: 2 allocated library by rust in make, 0 lost nobody\n"},
    {"cut: nothing is called lost",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), CUT(3)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, 1, 6}},
     "rust 6/1: 2 allocated library by rust in make\nleft out: 3\n"},
    {"cut, but what was released wrongly was",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), RELEASE(3, 16, RUST, DROP), CUT(3)},
     {{FH_KIND_LAYOUT_MISMATCH, 3, 16, RUST}},
     "rust 6/1: 2 allocated library by rust in make, 3 released wrongly nobody by rust in drop\nleft out: "
     "3\n"},
    /* A library that writes anywhere may have made these. */
    {"a release before the allocation",
     {RELEASE(2, 16, RUST, DROP), ALLOC(3, 16, 6, 1, RUST, MAKE)},
     {{0}},
     "rust 6/1: 3 allocated library by rust in make\n"},
    {"unknown addresses",
     {HOLD(2, 16, CALLER, MAKE), HOLD(2, 32, LIBRARY, DROP, 6), RELEASE(3, 48, C, FREE)},
     {{0}},
     ""},
    {"an address is allocated twice",
     {ALLOC(2, 16, 6, 1, RUST, MAKE), ALLOC(3, 16, 7, 1, C, MAKE), RELEASE(4, 16, C, FREE)},
     {{0}},
     "rust 6/1: 2 allocated library by rust in make\n"
     "c 7/1: 3 allocated unknown by c in make, 4 released nobody by c in free\n"},
    {"huge values",
     {ALLOC(G_MAXUINT32, G_MAXUINT64, G_MAXUINT64, G_MAXUINT64, G_MAXUINT64, G_MAXUINT64),
      HOLD(G_MAXUINT32, G_MAXUINT64, G_MAXUINT64, G_MAXUINT64), HOLD(5000, G_MAXUINT64, CALLER, 4),
      RELEASE(4096, G_MAXUINT64, 5, NONE), CUT(G_MAXUINT64), CUT(2)},
     {{FH_KIND_DOUBLE_FREE, G_MAXUINT, G_MAXUINT64, RUST},
      {FH_KIND_LEAK, 1, 0, RUST, G_MAXUINT64, G_MAXUINT64}},
     "unknown 18446744073709551615/18446744073709551615: 0 allocated caller, 4096 released nobody, "
     "4294967295 released wrongly nobody by rust in given\n"
     "left out: 18446744073709551615\n"},
    {"leaks of more than there is",
     {ALLOC(2, 16, G_MAXUINT64, 1, RUST, MAKE), ALLOC(2, 32, 6, 1, RUST, MAKE)},
     {{FH_KIND_LEAK, 2, 0, FH_DOMAIN_NONE, G_MAXUINT64, 100}},
     "rust 18446744073709551615/1: 2 allocated library by rust in make\n"
     "rust 6/1: 2 allocated library by rust in make, 0 lost nobody\n"},
};

static GPtrArray *events_of(const struct told *told)
{
    GPtrArray *events = g_ptr_array_new_with_free_func(g_free);
    for (; told->kind != 0; told++) {
        struct fh_event *event = g_new0(struct fh_event, 1);
        event->kind = told->kind;
        event->line = told->line;
        memcpy(event->values, told->values, sizeof(told->values));
        g_ptr_array_add(events, event);
    }
    return events;
}

static void add_stack(struct fh_finding *finding, const char *role, guint line)
{
    struct fh_stack *stack = fh_stack_new(role);
    g_autofree char *at_line = g_strdup_printf("at_line_%u", line);
    const char *functions[] = {"inner", "given", "fh_call", at_line, "main"};
    for (guint i = 0; i < G_N_ELEMENTS(functions); i++) {
        struct fh_frame *frame = fh_frame_new();
        frame->function = g_strdup(functions[i]);
        frame->is_harness = i >= 2;
        g_ptr_array_add(stack->frames, frame);
    }
    g_ptr_array_add(finding->stacks, stack);
}

static void free_finding(gpointer finding)
{
    fh_finding_free(finding);
}

static GPtrArray *findings_of(const struct found *found)
{
    GPtrArray *findings = g_ptr_array_new_with_free_func(free_finding);
    for (; found->kind != 0; found++) {
        struct fh_finding *finding = fh_finding_new(found->kind);
        finding->line = found->line;
        finding->released_by = found->released_by;
        finding->bytes = found->bytes;
        finding->blocks = found->blocks;
        finding->releaser = g_strdup("releaser");
        finding->block = (struct fh_block){.is_known = found->address != 0, .address = found->address};
        add_stack(finding, "released", found->line);
        if (found->inner_line != 0)
            add_stack(finding, "also: allocated", found->inner_line);
        g_ptr_array_add(findings, finding);
    }
    return findings;
}

static void show_step(GString *text, const struct fh_block_step *step)
{
    g_string_append_printf(text, "%u %s %s", step->line, fh_block_action_name(step->action),
                           fh_holder_name(step->holder));
    if (step->domain != FH_DOMAIN_UNKNOWN)
        g_string_append_printf(text, " by %s", fh_domain_name(step->domain));
    if (step->function)
        g_string_append_printf(text, " in %s", step->function);
}

static char *shown(const struct fh_timeline *timeline)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < timeline->lives->len; i++) {
        const struct fh_block_life *life = g_ptr_array_index(timeline->lives, i);
        g_string_append_printf(text, "%s %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT ":",
                               fh_domain_name(life->allocated_by), life->size, life->alignment);
        for (guint j = 0; j < life->steps->len; j++) {
            g_string_append(text, j == 0 ? " " : ", ");
            show_step(text, g_ptr_array_index(life->steps, j));
        }
        g_string_append_c(text, '\n');
    }
    if (timeline->n_left_out > 0)
        g_string_append_printf(text, "left out: %" G_GUINT64_FORMAT "\n", timeline->n_left_out);
    return g_string_free(text, FALSE);
}

START_TEST(tells_lives)
{
    const struct row *row = &rows[_i];
    g_autoptr(GPtrArray) events = events_of(row->told);
    g_autoptr(GPtrArray) findings = findings_of(row->found);
    struct fh_timeline *timeline = fh_timeline_build(events, findings, symbols, N_SYMBOLS);
    g_autofree char *lives = shown(timeline);
    ck_assert_msg(g_str_equal(lives, row->lives), "%s: it is\n%snot\n%s", row->what, lives, row->lives);
    fh_timeline_free(timeline);
}
END_TEST

/* No event may do harm, whatever it says. */
START_TEST(survives_any_events)
{
    guint64 seed = (guint64)_i + 1;
    g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < 3000; i++) {
        struct fh_event *event = g_new0(struct fh_event, 1);
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        event->kind = (guint32)((seed >> 33) % (FH_EVENT_KIND_COUNT + 1));
        event->line = (guint32)(seed >> 40) % 8;
        for (guint j = 0; j < 5; j++)
            event->values[j] = (seed >> (20 + 5 * j)) % 9;
        g_ptr_array_add(events, event);
    }
    g_autoptr(GPtrArray) findings = findings_of(rows[(guint)_i % G_N_ELEMENTS(rows)].found);
    struct fh_timeline *timeline = fh_timeline_build(events, findings, symbols, N_SYMBOLS);
    ck_assert_uint_gt(timeline->lives->len, 0);
    for (guint i = 0; i < timeline->lives->len; i++) {
        const struct fh_block_life *life = g_ptr_array_index(timeline->lives, i);
        const struct fh_block_step *first = g_ptr_array_index(life->steps, 0);
        ck_assert_int_eq(first->action, FH_BLOCK_ALLOCATED);
    }
    fh_timeline_free(timeline);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("timeline");
    TCase *tests = tcase_create("timeline");
    tcase_add_loop_test(tests, tells_lives, 0, (int)G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, survives_any_events, 0, 50);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
