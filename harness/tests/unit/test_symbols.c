// SPDX-License-Identifier: MIT
#include <check.h>

#include "run_suite.h"
#include "symbols/symbols.h"

/* A name, and how people read it. */
static const struct {
    const char *mangled, *name;
} names[] = {
    {"malloc", "malloc"},
    {"_ZN7strtest8reply_to17h0123456789abcdefE", "strtest::reply_to"},
    {"_RNvCsfLfy6EI15iL_7___rustc12___rust_alloc", "__rustc::__rust_alloc"},
    {"_RNvNtCs1234_7strtest5inner4call", "strtest::inner::call"},
    {"_ZdlPvm", "operator delete(void*, unsigned long)"},
    {"_ZnwmSt11align_val_t", "operator new(unsigned long, std::align_val_t)"},
    {"h0123456789abcdef", "h0123456789abcdef"},
};

START_TEST(demangles)
{
    g_autofree char *name = fh_symbols_demangle(names[_i].mangled);
    ck_assert_str_eq(name, names[_i].name);
}
END_TEST

static void free_frame(gpointer frame)
{
    fh_frame_free(frame);
}

__attribute__((noinline)) static gpointer outer(void)
{
    return __builtin_extract_return_addr(__builtin_return_address(0));
}

/* Of the program itself: where the address lies in it. */
static guint64 offset_of(gconstpointer address)
{
    extern const char __executable_start[];
    return (guint64)((const char *)address - __executable_start);
}

START_TEST(names_a_line_of_this_program)
{
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func(free_frame);
    const guint line = __LINE__ + 1;
    guint64 offset = offset_of(outer()) - 1;
    for (guint i = 0; i < 2; i++) /* the second time from what is kept */
        fh_symbols_resolve(symbols, "/proc/self/exe", offset, frames);
    ck_assert_uint_ge(frames->len, 2);
    const struct fh_frame *frame = g_ptr_array_index(frames, 0);
    ck_assert_str_eq(frame->function, "names_a_line_of_this_program_fn");
    ck_assert_str_eq(frame->file, "test_symbols.c");
    ck_assert_uint_eq(frame->line, line);
}
END_TEST

START_TEST(what_is_not_there_is_one_frame)
{
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func(free_frame);
    fh_symbols_resolve(symbols, "/nonexistent/object", 0x1234, frames);
    fh_symbols_resolve(symbols, "/proc/self/exe", G_MAXUINT64 / 2, frames);
    ck_assert_uint_eq(frames->len, 2);
    const struct fh_frame *frame = g_ptr_array_index(frames, 0);
    ck_assert_ptr_null(frame->function);
    ck_assert_str_eq(frame->object, "/nonexistent/object");
    ck_assert_uint_eq(frame->address, 0x1234);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("symbols");
    TCase *cases = tcase_create("names");

    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, demangles, 0, G_N_ELEMENTS(names));
    tcase_add_test(cases, names_a_line_of_this_program);
    tcase_add_test(cases, what_is_not_there_is_one_frame);
    return run_suite(suite);
}
