// SPDX-License-Identifier: MIT
/* The header of a crate: one that it ships, or cbindgen's. */
#include "api/api.h"
#include "library/cbindgen.h"
#include "library/header.h"
#include "library_crate.h"

/* The headers that a crate ships, the one that is taken, and what is in it. */
static const struct {
    const char *names[3], *texts[3], *taken, *content;
} shipped[] = {
    {{"include/any.h"}, {"unsigned long *small_make(void);\n"}, "/crate/include/any.h", "small_make"},
    {{"src/small_crate.h"}, {"unsigned long *small_make(void);\n"}, "/crate/src/small_crate.h", "small_make"},
    {{"small-crate.h", "other.h"},
     {"unsigned long *small_make(void);\n", "int other(void);\n"},
     "/crate/small-crate.h",
     "small_make"},
    {{"include/b.h", "include/in/a.h"},
     {"int small_make(void);\n", "int a(void);\n"},
     "/build/library-debug/small_crate.h",
     "include/b.h"},
    {{"include/b.h", "include/cxx.h"},
     {"int small_make(void);\n", "class c {};\n"},
     "/crate/include/b.h",
     "int small_make"},
    {{"include/b.h"},
     {"#define API(name) name\nint API(small_make) (void);\n"},
     "/crate/include/b.h",
     "small_make"},
    {{"include/zlib.h"}, {"int inflate(void);\n"}, "/build/library-debug/small_crate.h", "small_make"},
    {{"include/only.h"}, {"#define ONLY 1\n"}, "/build/library-debug/small_crate.h", "small_make"},
    {{"include/cxx.h", "bindings/c/d.h"},
     {"class c {};\n", "int d(void);\n"},
     "/crate/bindings/c/d.h",
     "int d"},
};

START_TEST(test_shipped)
{
    for (guint i = 0; i < 3 && shipped[_i].names[i]; i++) {
        g_autofree char *name = g_build_filename("crate", shipped[_i].names[i], NULL);
        write_file(name, shipped[_i].texts[i]);
    }
    fh_auto(fh_library) library = build_well("[library]\ncrate = crate\n", NULL);
    ck_assert_msg(g_str_has_suffix(library->header, shipped[_i].taken), "%s", library->header);
    g_autofree char *header = read_file(library->header);
    ck_assert_ptr_nonnull(strstr(header, shipped[_i].content));
}
END_TEST

/* What cargo-c would install comes before include/. */
START_TEST(test_shipped_for_cargo_c)
{
    write_file("crate/Cargo.toml",
               MANIFEST "[package.metadata.capi.header]\nname = \"small\"\n"
                        "[[package.metadata.capi.install.include.asset]]\nfrom = \"c/*.h\"\n");
    write_file("crate/c/small.h", "unsigned long *small_make(void);\n");
    write_file("crate/include/other.h", "int other(void);\n");
    fh_auto(fh_library) library = build_well("[library]\ncrate = crate\n", NULL);
    ck_assert_msg(g_str_has_suffix(library->header, "/crate/c/small.h"), "%s", library->header);
}
END_TEST

#define MACRO                                                                                            \
    "macro_rules! made { ($n:ident) => { #[no_mangle] pub extern \"C\" fn $n() {} } }\nmade!(small_a); " \
    "made!(small_b);\n"

/* cbindgen does not see what a macro makes: all of it is found before the build, some of it in the archive.
 */
START_TEST(test_made_by_macro)
{
    g_autoptr(GError) error = NULL;
    write_file("crate/src/lib.rs", MACRO);
    assert_fails("[library]\ncrate = crate\n", FH_ERROR_SCRIPT, "cbindgen finds no function of C");
    ck_assert_msg(!is_there("build/library-debug/cargo"), "it was built before");
    write_file("crate/src/lib.rs", SOURCE MACRO);
    fh_auto(fh_library) library = build_well("[library]\ncrate = crate\n", NULL);
    fh_auto(fh_api) api = fh_api_load(library->header, NULL, NULL);
    ck_assert(!fh_header_check(library, api, &error));
    ck_assert_msg(strstr(error->message, "it lacks small_a, small_b.") != NULL, "%s", error->message);
    write_file("crate/cbindgen.toml", "[export]\nexclude = [\"small_a\", \"small_b\"]\n");
    ck_assert(fh_header_check(library, api, NULL));
}
END_TEST

/* A type of a crate that this one depends on. */
START_TEST(test_type_of_another_crate)
{
    write_file("crate/Cargo.toml", MANIFEST "[dependencies]\nother = { path = \"../other\" }\n");
    write_file("crate/src/lib.rs",
               "#[no_mangle] pub extern \"C\" fn small_get() -> other::Pair { other::Pair { a: 1 } }\n");
    write_file("other/Cargo.toml", "[package]\nname = \"other\"\nversion = \"0.1.0\"\n[workspace]\n");
    write_file("other/src/lib.rs", "#[repr(C)] pub struct Pair { pub a: i32 }\n");
    fh_auto(fh_library) library = build_well("[library]\ncrate = crate\n", NULL);
    g_autofree char *header = read_file(library->header);
    ck_assert_ptr_nonnull(strstr(header, "int32_t a;"));
}
END_TEST

/* An old cbindgen is named, and so is the line that it can't read: one fails, another leaves the function out
 * of the header. */
static const char *const old_cbindgens[] = {
    "#!/bin/sh\n[ \"$*\" = --version ] && echo cbindgen 0.27.0\n",
    "#!/bin/sh\n[ \"$*\" = --version ] && echo cbindgen 0.27.0 && exit\n"
    "while [ \"$1\" != --output ]; do shift; done\necho '#include <stdint.h>' >\"$2\"\n",
};

START_TEST(test_old_cbindgen)
{
    g_autofree char *before = g_strdup(g_getenv("CBINDGEN"));
    g_autofree char *script = in_folder("old-cbindgen");
    write_file("old-cbindgen", old_cbindgens[_i]);
    ck_assert_int_eq(g_chmod(script, 0755), 0);
    write_file("crate/src/lib.rs", "\n#[unsafe(no_mangle)]\npub extern \"C\" fn small_make() {}\n");
    g_setenv("CBINDGEN", script, TRUE);
    assert_fails("[library]\ncrate = crate\n", FH_ERROR_ENVIRONMENT,
                 "cbindgen 0.27.0 can't read #[unsafe(…)]");
    assert_fails("[library]\ncrate = crate\n", FH_ERROR_ENVIRONMENT, "/crate/src/lib.rs:2)");
    g_unsetenv("CBINDGEN");
    if (before)
        g_setenv("CBINDGEN", before, TRUE);
    ck_assert(fh_cbindgen_is_old("cbindgen 0.24.3") && !fh_cbindgen_is_old("cbindgen 0.28.0"));
    ck_assert(!fh_cbindgen_is_old("cbindgen 1.0.0") && !fh_cbindgen_is_old(NULL));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("library_header");
    TCase *tests = tcase_create("header");
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, test_shipped, 0, G_N_ELEMENTS(shipped));
    tcase_add_test(tests, test_shipped_for_cargo_c);
    tcase_add_test(tests, test_made_by_macro);
    tcase_add_test(tests, test_type_of_another_crate);
    tcase_add_loop_test(tests, test_old_cbindgen, 0, G_N_ELEMENTS(old_cbindgens));
    return run_suite(suite);
}
