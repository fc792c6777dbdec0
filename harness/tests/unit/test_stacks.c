// SPDX-License-Identifier: MIT
/* Whose frames a stack holds: the allocator's, the user's, the harness's. */
#include "classify/classify.h"
#include "classify/stack.h"
#include "classify/words.h"
#include "classify_given.h"
#include "model/finding.h"
#include "model/stack.h"
#include "run_suite.h"

static struct fh_stack *stack_of(const char *const *functions)
{
    struct fh_stack *stack = fh_stack_new("at");

    for (; *functions; functions++) {
        struct fh_frame *frame = fh_frame_new();

        frame->function = g_strdup(*functions);
        g_ptr_array_add(stack->frames, frame);
    }
    return stack;
}

static const struct {
    const char *functions[4];
    enum fh_domain domain;
    const char *name;
} tops[] = {
    {{"malloc", "strdup", "main"}, FH_DOMAIN_C, "malloc"},
    {{"aligned_alloc"}, FH_DOMAIN_C, "aligned_alloc"},
    {{"operator new[](unsigned long)", "f"}, FH_DOMAIN_CXX, "operator new[]"},
    {{"operator delete(void*, std::align_val_t)"}, FH_DOMAIN_CXX, "operator delete"},
    {{"fh_rust_dealloc", "free_string"}, FH_DOMAIN_RUST, "__rust_dealloc"},
    {{"fh_blocks_release", "at_line_3", "fh_rust_realloc"}, FH_DOMAIN_RUST, "__rust_realloc"},
    {{"__rustc::__rust_alloc_zeroed", "f"}, FH_DOMAIN_RUST, "__rust_alloc_zeroed"},
    {{"__rdl_alloc"}, FH_DOMAIN_RUST, "__rust_alloc"},
    {{"malloc", "__rdl_alloc"}, FH_DOMAIN_C, "malloc"},
    {{"pool_take(int)", "fh_rust_alloc"}, FH_DOMAIN_UNKNOWN, "pool_take(int)"},
    /* The rust heap under ASan lies on C++'s operators. */
    {{"operator new(unsigned long, std::align_val_t)", "fh_rust_alloc", "f"}, FH_DOMAIN_RUST, "__rust_alloc"},
    {{"operator new(unsigned long, std::align_val_t)", "fh_rust_heap", "f"}, FH_DOMAIN_CXX, "operator new"},
    {{"operator new(unsigned long, std::align_val_t)", "fh_asan_heap_take"}, FH_DOMAIN_CXX, "operator new"},
    {{"operator new(unsigned long)", "f", "fh_rust_alloc"}, FH_DOMAIN_CXX, "operator new"},
    {{"operator delete(void*)", "fh_asan_heap_release_for_other", "free"}, FH_DOMAIN_C, "free"},
    {{"operator delete(void*)", "fh_asan_heap_release", "free"}, FH_DOMAIN_CXX, "operator delete"},
    /* Outside of the step there is none but Rust's. */
    {{"fh_notice", "at_line_3", "malloc"}, FH_DOMAIN_UNKNOWN, "fh_notice"},
    {{"fh_import_malloc", "f"}, FH_DOMAIN_RUST, "__rust_alloc"},
    {{"fh_import_nothing", "f"}, FH_DOMAIN_UNKNOWN, "fh_import_nothing"},
    {{NULL}, FH_DOMAIN_UNKNOWN, NULL},
};

START_TEST(the_top_of_a_stack_tells_the_domain)
{
    fh_auto(fh_stack) stack = stack_of(tops[_i].functions);
    g_autofree char *name = NULL;

    ck_assert_uint_eq(fh_stack_domain(stack, &name), tops[_i].domain);
    ck_assert_pstr_eq(name, tops[_i].name);
    ck_assert_uint_eq(fh_stack_domain(stack, NULL), tops[_i].domain);
}
END_TEST

static const struct {
    const char *a[4], *b[4];
    gboolean is_equal;
} pairs[] = {
    {{"f", "main"}, {"f", "main"}, TRUE},
    {{"f", "main"}, {"f", "start"}, FALSE},
    {{"f", "main"}, {"f"}, FALSE},
    {{"g", "main"}, {"f", "main"}, FALSE},
};

START_TEST(stacks_are_equal_or_not)
{
    fh_auto(fh_stack) a = stack_of(pairs[_i].a);
    fh_auto(fh_stack) b = stack_of(pairs[_i].b);

    ck_assert_int_eq(fh_stacks_are_equal(a, b, 0), pairs[_i].is_equal);
    ck_assert(!fh_stacks_are_equal(a, NULL, 0) && !fh_stacks_are_equal(NULL, a, 0));
    ck_assert(fh_stacks_are_equal(NULL, NULL, 0));
    ((struct fh_frame *)g_ptr_array_index(a->frames, 0))->address = 7;
    ck_assert(!fh_stacks_are_equal(a, b, 0));
    ck_assert_int_eq(fh_stacks_are_equal(a, b, 1), pairs[_i].is_equal || _i == 3);
}
END_TEST

START_TEST(what_no_stack_names_has_words)
{
    struct fh_finding *finding = fh_finding_new(FH_KIND_DOUBLE_FREE);
    g_autofree char *unknown = fh_words_block(finding);
    finding->allocated_by = FH_DOMAIN_C;
    finding->allocator = g_strdup("malloc");
    g_autofree char *allocated = fh_words_block(finding);
    g_autofree char *none = fh_words_signal(0), *aborted = fh_words_signal(6), *odd = fh_words_signal(4711);

    ck_assert_str_eq(unknown, "a block");
    ck_assert_str_eq(allocated, "block allocated by C (malloc)");
    ck_assert_str_eq(none, "a deadly signal");
    ck_assert_str_eq(aborted, "SIGABRT");
    ck_assert_str_eq(odd, "signal 4711");
    fh_finding_free(finding);
}
END_TEST

static const struct {
    const char *function, *file, *object;
    gboolean is_harness;
} harness_frames[] = {
    {"free", NULL, "/usr/libexec/valgrind/vgpreload_memcheck-amd64-linux.so", TRUE},
    {"malloc", "vg_replace_malloc.c", NULL, TRUE},
    {"serve_alloc", "/src/harness/runner/rust_heap.c", NULL, TRUE},
    {"take", "rust_heap_asan.c", NULL, TRUE},
    {"take", "rust_heap.rs", NULL, FALSE},
    {"at_line_3", "at_line.c", NULL, TRUE},
    {"fh_scenario_run", NULL, NULL, TRUE},
    {NULL, NULL, "/usr/lib/x86_64-linux-gnu/libffi.so.8.1.2", TRUE},
    {"ffi_call_unix64", "unix64.S", NULL, TRUE},
    {"VALGRIND_PRINTF_BACKTRACE.constprop.0", "/usr/include/valgrind/valgrind.h", NULL, TRUE},
    {"fh_users_own", "users.c", NULL, FALSE},
    {"main", "main.c", NULL, FALSE},
    {"strdup", "strdup.c", NULL, FALSE},
    {"free_string", "lib.rs", NULL, FALSE},
    {NULL, NULL, NULL, FALSE},
};

START_TEST(the_harness_knows_its_own_frames)
{
    const struct fh_frame frame = {.function = (char *)harness_frames[_i].function,
                                   .file = (char *)harness_frames[_i].file,
                                   .object = (char *)harness_frames[_i].object};

    ck_assert_int_eq(fh_frame_is_harness(&frame), harness_frames[_i].is_harness);
}
END_TEST

START_TEST(in_a_finding_what_is_the_users_is_told_from_the_harness)
{
    struct given given = given_log("runner-panic");
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_stack *stack = g_ptr_array_index(finding_at(classified, 0)->stacks, 0);
    gboolean is_below_step = FALSE;

    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        is_below_step |= g_strcmp0(frame->function, "at_line_121") == 0;
        if (is_below_step)
            ck_assert(frame->is_harness);
        if (g_strcmp0(frame->function, "faulty_panic") == 0)
            ck_assert(!frame->is_harness);
    }
    ck_assert(is_below_step);
}
END_TEST

START_TEST(what_called_the_scenario_is_the_harness)
{
    struct given given = given_log("cross-free");
    fh_auto(fh_classified) classified = classify(&given);
    const struct fh_stack *stack = g_ptr_array_index(finding_at(classified, 0)->stacks, 0);
    const struct fh_frame *main_frame = g_ptr_array_index(stack->frames, stack->frames->len - 1);

    ck_assert_str_eq(main_frame->function, "main");
    ck_assert(main_frame->is_harness);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stacks");
    TCase *tcase = tcase_create("stacks");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, the_top_of_a_stack_tells_the_domain, 0, G_N_ELEMENTS(tops));
    tcase_add_loop_test(tcase, stacks_are_equal_or_not, 0, G_N_ELEMENTS(pairs));
    tcase_add_test(tcase, what_no_stack_names_has_words);
    tcase_add_loop_test(tcase, the_harness_knows_its_own_frames, 0, G_N_ELEMENTS(harness_frames));
    tcase_add_test(tcase, what_called_the_scenario_is_the_harness);
    tcase_add_test(tcase, in_a_finding_what_is_the_users_is_told_from_the_harness);
    return run_suite(suite);
}
