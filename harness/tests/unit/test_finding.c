// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>

#include "model/finding.h"
#include "model/fingerprint.h"
#include "model/kinds.h"
#include "model/result.h"
#include "model/stack.h"
#include "run_suite.h"

/* Codes are in reports and baselines: they stay. */
static const struct {
    enum fh_kind kind;
    guint code, cwe;
    const char *name;
} kinds[] = {
    {FH_KIND_LEAK, 1, 401, "leak"},
    {FH_KIND_CROSS_ALLOCATOR_FREE, 2, 762, "cross-allocator-free"},
    {FH_KIND_DOUBLE_FREE, 3, 415, "double-free"},
    {FH_KIND_INVALID_FREE, 4, 590, "invalid-free"},
    {FH_KIND_LAYOUT_MISMATCH, 5, 131, "layout-mismatch"},
    {FH_KIND_WRONG_RELEASE, 6, 763, "wrong-release"},
    {FH_KIND_USE_AFTER_FREE, 7, 416, "use-after-free"},
    {FH_KIND_OUT_OF_BOUNDS, 8, 787, "out-of-bounds"},
    {FH_KIND_UNINITIALISED_USE, 9, 457, "uninitialised-use"},
    {FH_KIND_ABORT, 10, 248, "abort"},
    {FH_KIND_UNKNOWN, 11, 0, "unknown"},
    {FH_KIND_DISAGREEMENT, 12, 0, "disagreement"},
    {FH_KIND_UNDEFINED_BEHAVIOUR, 13, 758, "undefined-behaviour"},
    {FH_KIND_WRONG_ARGUMENT, 14, 628, "wrong-argument"},
    {FH_KIND_DESCRIPTOR_LEAK, 15, 775, "descriptor-leak"},
    {FH_KIND_DESCRIPTOR_MISUSE, 16, 910, "descriptor-misuse"},
    {FH_KIND_EXPIRED_USE, 17, 672, "expired-use"},
    {FH_KIND_GROWTH, 18, 401, "growth"},
};

START_TEST(a_kind_keeps_its_code)
{
    const struct fh_kind_info *info = fh_kind_info(kinds[_i].kind);

    ck_assert_uint_eq(kinds[_i].kind, kinds[_i].code);
    ck_assert_uint_eq(info->kind, kinds[_i].kind);
    ck_assert_uint_eq(info->cwe, kinds[_i].cwe);
    ck_assert_str_eq(info->name, kinds[_i].name);
    ck_assert_uint_eq(fh_kind_from_name(info->name), info->kind);
    ck_assert_ptr_null(strchr(info->description, '\n'));
}
END_TEST

START_TEST(every_kind_has_a_graveness_of_its_own)
{
    for (guint a = 1; a < FH_KIND_COUNT; a++)
        for (guint b = a + 1; b < FH_KIND_COUNT; b++)
            ck_assert_uint_ne(fh_kind_info(a)->severity, fh_kind_info(b)->severity);
}
END_TEST

static const struct cwe {
    enum fh_kind kind;
    guint closer_cwe;
    struct fh_block block;
    guint cwe;
} cwes[] = {
    {FH_KIND_OUT_OF_BOUNDS, 0, {TRUE, 0x1000, 8, 8}, 787},
    {FH_KIND_OUT_OF_BOUNDS, FH_CWE_READ_OUT_OF_BOUNDS, {TRUE, 0x1000, 8, 8}, 125},
    {FH_KIND_USE_AFTER_FREE, 0, {TRUE, 0x1000, 8, 0}, 416},
    {FH_KIND_USE_AFTER_FREE, FH_CWE_RETURNED_STACK, {FALSE, 0, 0, 0}, 562},
    {FH_KIND_INVALID_FREE, 0, {TRUE, 0x1000, 8, 1}, 761},
    {FH_KIND_INVALID_FREE, 0, {TRUE, 0x1000, 8, 8}, 590},
    {FH_KIND_INVALID_FREE, 0, {TRUE, 0x1000, 8, -1}, 590},
    {FH_KIND_INVALID_FREE, 0, {FALSE, 0, 8, 1}, 590},
    {FH_KIND_UNKNOWN, 0, {FALSE, 0, 0, 0}, 0},
};

START_TEST(a_finding_has_the_closest_cwe)
{
    const struct fh_finding finding = {
        .kind = cwes[_i].kind, .closer_cwe = cwes[_i].closer_cwe, .block = cwes[_i].block};

    ck_assert_uint_eq(fh_finding_cwe(&finding), cwes[_i].cwe);
}
END_TEST

START_TEST(scenarios_may_name_every_kind_but_unknown)
{
    const char *const *names = fh_kind_names();

    ck_assert_uint_eq(g_strv_length((char **)names), FH_KIND_UNKNOWN);
    ck_assert(g_strv_contains(names, "expired-use"));
    ck_assert(!g_strv_contains(names, "disagreement"));
    ck_assert_str_eq(names[0], "leak");
    ck_assert(!g_strv_contains(names, "unknown"));
    ck_assert_uint_eq(fh_kind_from_name("leaks"), 0);
}
END_TEST

START_TEST(domains_have_names)
{
    for (guint domain = 0; domain < FH_DOMAIN_COUNT; domain++)
        ck_assert_uint_eq(fh_domain_from_name(fh_domain_name(domain)), domain);
    ck_assert_uint_eq(fh_domain_from_name("java"), FH_DOMAIN_UNKNOWN);
    ck_assert_str_eq(fh_domain_name(FH_DOMAIN_CXX), "c++");
}
END_TEST

static void add_frame(struct fh_stack *stack, const char *function, const char *file)
{
    struct fh_frame *frame = fh_frame_new();

    frame->function = g_strdup(function);
    frame->file = g_strdup(file);
    g_ptr_array_add(stack->frames, frame);
}

static const struct {
    const char *inner, *outer;
    guint line;
} step_stacks[] = {
    {"free", "at_line_15", 15},           {"at_line_3", "at_line_15", 3},
    {"at_line_7.constprop.0", "main", 7}, {"at_line_", "main", 0},
    {"look_at_line_4", "main", 0},        {"at_line_x", NULL, 0},
    {NULL, "at_line_4096", 4096},         {"at_line_99999999999999999999", NULL, 0},
};

START_TEST(the_innermost_step_names_the_line)
{
    fh_auto(fh_stack) stack = fh_stack_new("at");

    add_frame(stack, step_stacks[_i].inner, NULL);
    add_frame(stack, step_stacks[_i].outer, NULL);
    ck_assert_uint_eq(fh_stack_scenario_line(stack), step_stacks[_i].line);
}
END_TEST

START_TEST(a_copied_stack_is_its_own)
{
    struct fh_stack *stack = fh_stack_new("at");

    add_frame(stack, "f", "f.c");
    fh_auto(fh_stack) copy = fh_stack_copy(stack, "released");
    fh_stack_free(stack);
    ck_assert_str_eq(copy->role, "released");
    ck_assert_str_eq(((struct fh_frame *)g_ptr_array_index(copy->frames, 0))->function, "f");
}
END_TEST

START_TEST(no_stack_names_no_line)
{
    ck_assert_uint_eq(fh_stack_scenario_line(NULL), 0);
}
END_TEST

START_TEST(a_new_result_is_not_a_pass)
{
    fh_auto(fh_result) result = fh_result_new("s", "s.scn", 1, "valgrind");

    ck_assert_str_eq(fh_verdict_name(result->verdict), "inconclusive");
    ck_assert(!result->heap.is_known);
}
END_TEST

struct made {
    enum fh_kind kind;
    enum fh_domain by;
    const char *scenario;
    const char *function, *caller;
    guint line;
    guint64 address;
};

static char *fingerprint(const struct made *made)
{
    fh_auto(fh_finding) finding = fh_finding_new(made->kind);
    struct fh_stack *stack = fh_stack_new("released");

    add_frame(stack, made->function, "lib.rs");
    add_frame(stack, made->caller, NULL);
    add_frame(stack, "core::ptr::drop_in_place", NULL);
    g_ptr_array_add(finding->stacks, stack);
    for (guint i = 0; i < stack->frames->len; i++) {
        struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        frame->line = made->line;
        frame->address = made->address;
    }
    finding->released_by = made->by;
    finding->line = made->line;
    finding->block = (struct fh_block){TRUE, made->address, made->line, 0};
    fh_finding_fingerprint(finding, made->scenario);
    return g_strdup(finding->fingerprint);
}

static const struct made base = {FH_KIND_LEAK, FH_DOMAIN_C, "s", "strtest::join", "at_line_3", 5, 0x1000};

static const struct {
    struct made made;
    gboolean is_same;
} prints[] = {
    {{FH_KIND_LEAK, FH_DOMAIN_C, "s", "strtest::join", "at_line_4", 6, 0x2000}, TRUE},
    {{FH_KIND_LEAK, FH_DOMAIN_C, "s", "strtest::join::h0123456789abcdef", "at_line_3", 5, 0x1000}, TRUE},
    {{FH_KIND_LEAK, FH_DOMAIN_C, "s", "strtest[8a7f0123456789ab]::join", "at_line_3", 5, 0x1000}, TRUE},
    {{FH_KIND_LEAK, FH_DOMAIN_C, "s", "strtest::join.llvm.1234567", "at_line_3", 5, 0x1000}, TRUE},
    {{FH_KIND_DOUBLE_FREE, FH_DOMAIN_C, "s", "strtest::join", "at_line_3", 5, 0x1000}, FALSE},
    {{FH_KIND_LEAK, FH_DOMAIN_RUST, "s", "strtest::join", "at_line_3", 5, 0x1000}, FALSE},
    {{FH_KIND_LEAK, FH_DOMAIN_C, "t", "strtest::join", "at_line_3", 5, 0x1000}, FALSE},
    {{FH_KIND_LEAK, FH_DOMAIN_C, "s", "strtest::split", "at_line_3", 5, 0x1000}, FALSE},
    {{FH_KIND_LEAK, FH_DOMAIN_C, "s", "strtest::join", "caller", 5, 0x1000}, FALSE},
};

START_TEST(a_fingerprint_says_what_not_where)
{
    g_autofree char *first = fingerprint(&base), *second = fingerprint(&prints[_i].made);

    ck_assert_uint_eq(strlen(first), 16);
    ck_assert_int_eq(g_str_equal(first, second), prints[_i].is_same);
}
END_TEST

/* One function, as different compilers and debug information name it. */
static const char *const alike[][2] = {
    {"strtest::reply_to", "reply_to"},
    {"<parcel::Bag<T> as core::ops::Drop>::drop", "drop<parcel::Bag>"},
    {"parcel::Bag<fn(u8) -> u8>::close", "close<u8>"},
    {"ns::Bag::close(int, std::string const&)", "ns::Bag::close"},
    {"strtest::reply_to::{{closure}}", "{closure#0}"},
    {"(anonymous namespace)::close", "close"},
};

START_TEST(an_inlined_function_has_the_same_fingerprint)
{
    struct made one = base, other = base;
    one.function = alike[_i][0];
    other.function = alike[_i][1];
    g_autofree char *first = fingerprint(&one), *second = fingerprint(&other);
    ck_assert_msg(g_str_equal(first, second), "%s", one.function);
}
END_TEST

static const char *const not_alike[][2] = {
    {"Bag::operator<", "Bag::operator>"},
    {"Bag::operator()", "Bag::operator[]"},
    {"strtest::join", "strtest::joined"},
    {"<Bag as Drop>::drop", "<Bag as Close>::close"},
};

START_TEST(another_function_has_another_fingerprint)
{
    struct made one = base, other = base;
    one.function = not_alike[_i][0];
    other.function = not_alike[_i][1];
    g_autofree char *first = fingerprint(&one), *second = fingerprint(&other);
    ck_assert_msg(!g_str_equal(first, second), "%s", one.function);
}
END_TEST

START_TEST(a_fingerprint_has_no_crate_hash_of_mangled_names)
{
    struct made a = base, b = base;

    a.function = "_RNvCs5tXyz_7strtest4join";
    b.function = "_RNvCs1AbcD9_7strtest4join";
    g_autofree char *first = fingerprint(&a), *second = fingerprint(&b);
    ck_assert_str_eq(first, second);
}
END_TEST

START_TEST(what_is_folded_in_has_no_part_in_a_fingerprint)
{
    fh_auto(fh_finding) finding = fh_finding_new(FH_KIND_LEAK);
    struct fh_stack *stack = fh_stack_new("also: accessed");

    fh_finding_fingerprint(finding, "s");
    g_autofree char *before = g_strdup(finding->fingerprint);
    add_frame(stack, "f", NULL);
    g_ptr_array_add(finding->stacks, stack);
    fh_finding_fingerprint(finding, "s");
    ck_assert_str_eq(finding->fingerprint, before);
}
END_TEST

static const struct {
    const char *function, *file;
    gboolean is_library;
} rust_frames[] = {
    {"<alloc::raw_vec::RawVecInner>::finish_grow", "mod.rs", TRUE},
    {"with_capacity_in<u8, alloc::alloc::Global>", "/rustc/59807616/library/alloc/src/vec/mod.rs", TRUE},
    {NULL, "library/core/src/ptr/mod.rs", TRUE},
    {"stdlib_join", "join.c", FALSE},
    {"strtest::join", "/src/library/alloc.rs", FALSE},
    {"std::vector<int, std::allocator<int> >::push_back(int&&)", NULL, FALSE},
    {"std::thread::join", "thread.cc", FALSE},
    {NULL, NULL, FALSE},
};

START_TEST(rusts_own_frames_are_known)
{
    struct fh_frame frame = {.function = (char *)rust_frames[_i].function,
                             .file = (char *)rust_frames[_i].file};

    ck_assert_int_eq(fh_frame_is_rust_library(&frame), rust_frames[_i].is_library);
}
END_TEST

static const struct {
    const char *function, *file;
    gboolean is_library;
} cxx_frames[] = {
    {"std::vector<int, std::allocator<int> >::push_back(int&&)", NULL, TRUE},
    {"std::thread::_M_start_thread(std::unique_ptr<std::thread::_State>, void (*)()) [clone .cold]", NULL,
     TRUE},
    {"void std::__cxx11::basic_string<char>::_M_construct<char*>(char*, char*)", NULL, TRUE},
    {"__gnu_cxx::new_allocator<int>::allocate(unsigned long, void const*)", NULL, TRUE},
    {"std::function<int ()>::operator()() const", NULL, TRUE},
    {"allocate", "new_allocator.h", TRUE},
    {"_M_realloc_insert<int>", "vector.tcc", TRUE},
    {"std::vector<int>::push_back(int&&)", "vector.h", TRUE},
    {"push_back", "/usr/include/c++/12/bits/stl_vector.h", TRUE},
    {"std::hash<mine::Key>::operator()(mine::Key const&) const", "/src/key.h", FALSE},
    {"mine::add(std::vector<int>&)", NULL, FALSE},
    {"std::thread::current", NULL, FALSE},
    {"std::thread::join", "thread.rs", FALSE},
    {"main", "main.cc", FALSE},
    {NULL, NULL, FALSE},
};

START_TEST(cxxs_own_frames_are_known)
{
    struct fh_frame frame = {.function = (char *)cxx_frames[_i].function,
                             .file = (char *)cxx_frames[_i].file};

    ck_assert_msg(fh_frame_is_cxx_library(&frame) == cxx_frames[_i].is_library, "%s", frame.function);
}
END_TEST

static const struct {
    const char *function, *directory, *file;
    gboolean is_users;
} libc_frames[] = {
    {"__pthread_kill_implementation", NULL, "nptl/./nptl/pthread_kill.c", FALSE},
    {"printf", "./stdio-common/./stdio-common", "printf.c", FALSE},
    {"raise", NULL, "../sysdeps/posix/raise.c", FALSE},
    {"puts", NULL, "/usr/src/debug/glibc-2.38-4.fc39.x86_64/libio/ioputs.c", FALSE},
    {"raise", NULL, "raise.c", FALSE},
    {"__assert_fail_base.cold", NULL, "assert.c", FALSE},
    {"raise", NULL, "mine.c", TRUE},
    {"puts", NULL, "libio/ioputs.c", TRUE},
    {"main", NULL, "src/./main.c", TRUE},
    {"main", NULL, "/src/./lib/./main.c", TRUE},
    {"main", "./src", "main.c", TRUE},
};

START_TEST(libcs_own_frames_are_known)
{
    struct fh_frame frame = {.function = (char *)libc_frames[_i].function,
                             .directory = (char *)libc_frames[_i].directory,
                             .file = (char *)libc_frames[_i].file};

    ck_assert_int_eq(fh_frame_is_users(&frame), libc_frames[_i].is_users);
}
END_TEST

START_TEST(a_place_has_a_source)
{
    fh_auto(fh_stack) stack = fh_stack_new("at");
    for (guint i = 0; i < 3; i++)
        g_ptr_array_add(stack->frames, fh_frame_new());
    struct fh_frame *bare = stack->frames->pdata[0], *library = stack->frames->pdata[1],
                    *users = stack->frames->pdata[2];
    bare->function = g_strdup("lib_open");
    bare->object = g_strdup("/opt/lib.so");
    library->function = g_strdup("std::vector<int>::at(unsigned long)");
    library->file = g_strdup("/usr/include/c++/12/bits/stl_vector.h");
    users->function = g_strdup("main");
    users->file = g_strdup("main.cc");
    ck_assert_ptr_eq(fh_stack_users_frame(stack), bare);
    ck_assert_ptr_eq(fh_stack_users_place(stack), users);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("finding");
    TCase *model = tcase_create("model"), *prints_case = tcase_create("fingerprint");

    suite_add_tcase(suite, model);
    tcase_add_loop_test(model, a_kind_keeps_its_code, 0, G_N_ELEMENTS(kinds));
    tcase_add_loop_test(model, a_finding_has_the_closest_cwe, 0, G_N_ELEMENTS(cwes));
    tcase_add_test(model, every_kind_has_a_graveness_of_its_own);
    tcase_add_test(model, scenarios_may_name_every_kind_but_unknown);
    tcase_add_test(model, domains_have_names);
    tcase_add_loop_test(model, the_innermost_step_names_the_line, 0, G_N_ELEMENTS(step_stacks));
    tcase_add_test(model, no_stack_names_no_line);
    tcase_add_test(model, a_copied_stack_is_its_own);
    tcase_add_test(model, a_new_result_is_not_a_pass);
    tcase_add_loop_test(model, rusts_own_frames_are_known, 0, G_N_ELEMENTS(rust_frames));
    tcase_add_loop_test(model, cxxs_own_frames_are_known, 0, G_N_ELEMENTS(cxx_frames));
    tcase_add_loop_test(model, libcs_own_frames_are_known, 0, G_N_ELEMENTS(libc_frames));
    tcase_add_test(model, a_place_has_a_source);
    suite_add_tcase(suite, prints_case);
    tcase_add_loop_test(prints_case, a_fingerprint_says_what_not_where, 0, G_N_ELEMENTS(prints));
    tcase_add_loop_test(prints_case, an_inlined_function_has_the_same_fingerprint, 0, G_N_ELEMENTS(alike));
    tcase_add_loop_test(prints_case, another_function_has_another_fingerprint, 0, G_N_ELEMENTS(not_alike));
    tcase_add_test(prints_case, a_fingerprint_has_no_crate_hash_of_mangled_names);
    tcase_add_test(prints_case, what_is_folded_in_has_no_part_in_a_fingerprint);
    return run_suite(suite);
}
