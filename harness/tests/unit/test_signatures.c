// SPDX-License-Identifier: MIT
#include <glib/gstdio.h>

#include "api/api.h"
#include "draft/signatures.h"
#include "run_suite.h"

static struct fh_api *api;

static void load(void)
{
    g_autofree char *folder = g_dir_make_tmp("fh-signatures-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "h.h", NULL);
    g_file_set_contents(path,
                        "struct a;\n"
                        "struct a *make(const struct a *of, void (*call)(int n, void *data));\n"
                        "void end(struct a *a);\n"
                        "int fill(struct a **out);\n",
                        -1, NULL);
    api = fh_api_load(path, NULL, NULL);
    ck_assert_ptr_nonnull(api);
    ck_assert_int_eq(g_remove(path) + g_rmdir(folder), 0);
}

static void unload(void)
{
    fh_api_free(api);
}

#define NONE        FH_TRANSFER_NONE
#define FULL        FH_TRANSFER_FULL
#define UNSPECIFIED FH_TRANSFER_UNSPECIFIED

/* What a source says of end()'s parameter; -1: it is no signature of it. */
static const struct {
    const char *source;
    int transfer;
} ends[] = {
    {"pub extern \"C\" fn end(a: Box<A>) {}", FULL},
    {"pub extern \"C\" fn end(a: Option<Box<A>>) {}", FULL},
    {"fn end( _a : std::boxed::Box<dyn Fn(i32) -> i32> , ) {\n}", FULL},
    {"unsafe fn end(a: &mut A) {}", NONE},
    {"fn end<'a>(a: Option<&'a A>) where A: Sized {}", NONE},
    {"macro! { fn end(a: &A) { a.b() } }", NONE},
    {"fn end(a: *mut A) {}", UNSPECIFIED},
    {"fn end(a: Box<A>) -> i32 { 1 }", FULL},
    {"fn end(/* b: */ a: // &A\n Box<A>) {}", FULL},
    {"fn end(a: Box<A>) {}\n#[cfg(x)] fn end(a: Box<A>) {}", FULL},
    {"fn end(a: Box<A>) {}\n#[cfg(x)] fn end(a: &A) {}", UNSPECIFIED},
    {"fn end(a: Box<A>, b: i32) {}", -1},
    {"extern \"C\" { fn end(a: Box<A>); }", -1},
    {"// fn end(a: Box<A>) {}", -1},
    {"/* fn end(a: Box<A>) {} */", -1},
    {"fn the_end(a: Box<A>) {}", -1},
    {"fn end", -1},
    {"fn end(a: Box<A", -1},
};

START_TEST(a_parameter_says_who_owns)
{
    g_autoptr(GHashTable) signatures = fh_signatures_new();
    fh_signatures_read(signatures, api, "src/lib.rs", ends[_i].source);
    const struct fh_rust_signature *end = g_hash_table_lookup(signatures, "end");
    ck_assert_msg((end != NULL) == (ends[_i].transfer >= 0), "%s", ends[_i].source);
    if (end)
        ck_assert_int_eq(((const struct fh_rust_type *)g_ptr_array_index(end->parameters, 0))->transfer,
                         ends[_i].transfer);
}
END_TEST

/* What fill() leaves in its place; a place that may hold something before may also give it away. */
static const struct {
    const char *source;
    int filled;
} fills[] = {
    {"fn fill(out: &mut MaybeUninit<Option<Box<A>>>) -> i32 { 0 }", FULL},
    {"fn fill(out: &'a mut std::mem::MaybeUninit<Box<A>>) -> i32 { 0 }", FULL},
    {"fn fill(out: *mut MaybeUninit<&'static A>) -> i32 { 0 }", NONE},
    {"fn fill(out: &mut MaybeUninit<*mut A>) -> i32 { 0 }", UNSPECIFIED},
    {"fn fill(out: &mut Option<Box<A>>) -> i32 { 0 }", UNSPECIFIED},
    {"fn fill(out: *mut *mut A) -> i32 { 0 }", UNSPECIFIED},
    {"fn fill(out: &mut MaybeUninit<Box<A>>) {}\n#[cfg(x)] fn fill(out: &mut Box<A>) {}", UNSPECIFIED},
};

START_TEST(a_place_says_what_it_is_filled_with)
{
    g_autoptr(GHashTable) signatures = fh_signatures_new();
    fh_signatures_read(signatures, api, "src/lib.rs", fills[_i].source);
    const struct fh_rust_signature *fill = g_hash_table_lookup(signatures, "fill");
    ck_assert_ptr_nonnull(fill);
    ck_assert_int_eq(((const struct fh_rust_type *)g_ptr_array_index(fill->parameters, 0))->filled,
                     fills[_i].filled);
}
END_TEST

START_TEST(a_result_and_its_place)
{
    g_autoptr(GHashTable) signatures = fh_signatures_new();
    fh_signatures_read(signatures, api, "src/lib.rs",
                       "use a;\n\nfn make(of: Option<&A>, call: extern \"C\" fn(i32, *mut c_void))\n"
                       "    -> Option<\n        Box<A>> {\n    None\n}\n");
    const struct fh_rust_signature *make = g_hash_table_lookup(signatures, "make");
    ck_assert_ptr_nonnull(make);
    ck_assert_str_eq(make->place, "src/lib.rs:3");
    ck_assert_uint_eq(make->parameters->len, 2);
    ck_assert_int_eq(((const struct fh_rust_type *)g_ptr_array_index(make->parameters, 0))->transfer, NONE);
    ck_assert_int_eq(((const struct fh_rust_type *)g_ptr_array_index(make->parameters, 1))->transfer,
                     UNSPECIFIED);
    ck_assert_int_eq(make->result->transfer, FULL);
    ck_assert_str_eq(make->result->text, "Option< Box<A>>");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("signatures");
    TCase *tcase = tcase_create("signatures");
    tcase_add_unchecked_fixture(tcase, load, unload);
    tcase_add_loop_test(tcase, a_parameter_says_who_owns, 0, G_N_ELEMENTS(ends));
    tcase_add_loop_test(tcase, a_place_says_what_it_is_filled_with, 0, G_N_ELEMENTS(fills));
    tcase_add_test(tcase, a_result_and_its_place);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
