// SPDX-License-Identifier: MIT
#include <check.h>
#include <dlfcn.h>

#include "model/stack.h"
#include "run_suite.h"
#include "symbols/demangle.h"
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
    {"strtest::reply_to::h0123456789abcdef", "strtest::reply_to"},
    {"strtest::h0123456789abcde", "strtest::h0123456789abcde"},
    {"__interceptor_free", "free"},
    {"___interceptor_strdup", "strdup"},
    {"__interceptor_trampoline_calloc", "calloc"},
    {"__interceptor_", "__interceptor_"},
    {"__asan_memcpy", "memcpy"},
    {"__asan_init", "__asan_init"},
    {"__GI_abort", "abort"},
    {"malloc@@GLIBC_2.2.5", "malloc"},
    {"_ZN7strtest8reply_to17h0123456789abcdefE.llvm.42", "strtest::reply_to"},
    {"_ZN5probe4makeEPKc", "probe::make(char const*)"},
    {"_ZN5probe4makeEPKc.cold", "probe::make(char const*) [clone .cold]"},
    {"_RINvNtCs1234_4core3mem4droplEB2_", "core::mem::drop::<i32>"},
    {"_Znot a name", "_Znot a name"},
    {"_R", "_R"},
    {"", ""},
    {"caf\xe9", "caf\xef\xbf\xbd"},
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
    ck_assert(g_str_has_suffix(frame->file, "/test_symbols.c"));
    ck_assert_uint_eq(frame->line, line);
}
END_TEST

__attribute__((always_inline)) static inline gpointer inlined_call(void)
{
    return outer();
}

START_TEST(tells_what_was_inlined)
{
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func(free_frame);
    const guint line = __LINE__ + 1;
    guint64 offset = offset_of(inlined_call()) - 1;
    fh_symbols_resolve(symbols, "/proc/self/exe", offset, frames);
    ck_assert_uint_eq(frames->len, 2);
    const struct fh_frame *inner = g_ptr_array_index(frames, 0), *around = g_ptr_array_index(frames, 1);
    ck_assert_str_eq(inner->function, "inlined_call");
    ck_assert(inner->is_inlined);
    ck_assert_uint_ne(inner->line, line);
    ck_assert_str_eq(around->function, "tells_what_was_inlined_fn");
    ck_assert(!around->is_inlined);
    ck_assert_uint_eq(around->line, line);
    ck_assert_uint_eq(around->address, inner->address);
}
END_TEST

/* Where `name` of the C library lies. */
static guint64 libc_offset(const char *name, const char **path)
{
    Dl_info info;
    ck_assert_int_ne(dladdr(dlsym(RTLD_NEXT, name), &info), 0);
    *path = info.dli_fname;
    return (guint64)((const char *)info.dli_saddr - (const char *)info.dli_fbase);
}

START_TEST(knows_a_function_by_its_best_name)
{
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func(free_frame);
    const char *path;
    guint64 offset = libc_offset("strdup", &path);
    fh_symbols_resolve(symbols, path, offset, frames);
    const struct fh_frame *frame = g_ptr_array_index(frames, frames->len - 1);
    ck_assert_str_eq(frame->function, "strdup");
}
END_TEST

static gpointer resolve_many(gpointer symbols)
{
    g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func(free_frame);
    guint64 offset = offset_of(outer()) - 1;
    for (guint i = 0; i < 2000; i++)
        fh_symbols_resolve(symbols, "/proc/self/exe", offset - i, frames);
    return g_strdup(((const struct fh_frame *)g_ptr_array_index(frames, 0))->function);
}

START_TEST(takes_many_threads)
{
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    GThread *threads[4];
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("resolve", resolve_many, symbols);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++) {
        g_autofree char *function = g_thread_join(threads[i]);
        ck_assert_str_eq(function, "resolve_many");
    }
}
END_TEST

START_TEST(what_is_not_there_is_one_frame)
{
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func(free_frame);
    fh_symbols_resolve(symbols, "/nonexistent/object", 0x1234, frames);
    fh_symbols_resolve(symbols, "/proc/self/exe", G_MAXUINT64 / 2, frames);
    fh_symbols_resolve(symbols, "/dev/zero", 1, frames);
    fh_symbols_resolve(symbols, "/etc/passwd", 1, frames);
    fh_symbols_resolve(symbols, "", 0, frames);
    ck_assert_uint_eq(frames->len, 5);
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
    tcase_add_test(cases, tells_what_was_inlined);
    tcase_add_test(cases, knows_a_function_by_its_best_name);
    tcase_add_test(cases, takes_many_threads);
    tcase_add_test(cases, what_is_not_there_is_one_frame);
    return run_suite(suite);
}
