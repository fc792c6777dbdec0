// SPDX-License-Identifier: MIT
/*
 * From a crate to a linked program, with the real cargo, cbindgen and compiler. In place of the runner stands
 * a small program that calls all of the library's functions, and counts what comes to the rust heap.
 */
#include "api/api.h"
#include "library/allocator_symbols.h"
#include "library/archive.h"
#include "library/cargo_run.h"
#include "library/runner.h"
#include "library_crate.h"

#define RUNNER                                                                                              \
    "#include <stdio.h>\n#include \"library_table.h\"\n"                                                    \
    "static char block[4096]; static int allocs;\n"                                                         \
    "void *fh_rust_alloc(unsigned long size, unsigned long align) { allocs += size == 8 && align == 8; "    \
    "return block; }\n"                                                                                     \
    "void *fh_rust_alloc_zeroed(unsigned long size, unsigned long align) { return block; }\n"               \
    "void *fh_rust_realloc(void *p, unsigned long old, unsigned long align, unsigned long size) { return "  \
    "p; }\n"                                                                                                \
    "void fh_rust_dealloc(void *p, unsigned long size, unsigned long align) {}\n"                           \
    "int main(void) {\n"                                                                                    \
    "    for (const struct fh_library_function *f = fh_library_functions; f->name; f++) { printf(\"%s \", " \
    "f->name); f->address(); }\n"                                                                           \
    "    printf(\"%d\", allocs); return 0; }\n"
#define TABLE                                                                    \
    "struct fh_library_function { const char *name; void (*address)(void); };\n" \
    "extern const struct fh_library_function fh_library_functions[];\n"

START_TEST(test_crate)
{
    fh_auto(fh_library) library = build_well("[library]\ncrate = crate\n", NULL);
    g_autofree char *header = read_file(library->header);
    ck_assert_ptr_nonnull(strstr(header, "small_make"));
    ck_assert_ptr_null(strstr(header, "namespace"));
    ck_assert_ptr_nonnull(library->rustc_version);
    ck_assert_str_eq(library->profile, "debug");
    ck_assert_msg(!is_there("crate/Cargo.lock") && !is_there("crate/target"),
                  "the crate's folder was changed");
}
END_TEST

static const struct {
    const char *keys;
    gboolean has_more, has_usual;
} features[] = {
    {"", FALSE, TRUE},
    {"features = more\n", TRUE, TRUE},
    {"no-default-features = true\n", FALSE, FALSE},
    {"no-default-features = true\nfeatures = more\n", TRUE, FALSE},
};

START_TEST(test_features)
{
    g_autofree char *section = g_strconcat("[library]\ncrate = crate\n", features[_i].keys, NULL);
    fh_auto(fh_library) library = build_well(section, NULL);
    g_autoptr(GHashTable) defined = fh_archive_defined_symbols(library->staticlib, NULL);
    ck_assert_int_eq(g_hash_table_contains(defined, "small_more"), features[_i].has_more);
    ck_assert_int_eq(g_hash_table_contains(defined, "small_usual"), features[_i].has_usual);
}
END_TEST

/* A crate as it is: whatever it makes, and with or without std. cargo-c's have their C API behind a feature.
 */
#define PACKAGE "[package]\nname = \"as-it-is\"\nversion = \"0.1.0\"\nedition = \"2018\"\n[workspace]\n"
#define EXPORTS "#[no_mangle] pub extern \"C\" fn small_make() -> *mut u64 { core::ptr::null_mut() }\n"
#define ALLOC   "extern crate alloc;\npub fn text() -> alloc::string::String { alloc::string::String::new() }\n"

static const struct {
    const char *manifest, *source;
} crates[] = {
    {PACKAGE, EXPORTS},
    {PACKAGE, "#![no_std]\n" ALLOC EXPORTS},
    {PACKAGE "[profile.dev]\npanic = \"abort\"\n", "#![no_std]\n" ALLOC EXPORTS},
    {PACKAGE "[lib]\ncrate-type = [\"rlib\", \"dylib\"]\n", EXPORTS},
    {PACKAGE "[lib]\ncrate-type = [\"cdylib\"]\n", EXPORTS},
    {PACKAGE "[lib]\nname = \"other\"\n", EXPORTS},
    {PACKAGE "[features]\ncapi = []\n", "#[cfg(all(feature = \"capi\", cargo_c))]\n" EXPORTS},
};

START_TEST(test_as_it_is)
{
    write_file("as/Cargo.toml", crates[_i].manifest);
    write_file("as/src/lib.rs", crates[_i].source);
    write_file("small.h", "unsigned long *small_make(void);\n");
    fh_auto(fh_library) library = build_well("[library]\ncrate = as\nheader = small.h\n", NULL);
    g_autoptr(GHashTable) defined = fh_archive_defined_symbols(library->staticlib, NULL);
    ck_assert(g_hash_table_contains(defined, "small_make"));
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(library->staticlib, NULL);
    ck_assert_msg(hooks && !hooks->problem, "%s", hooks ? hooks->problem : "");
    ck_assert_uint_eq(hooks->symbols->len, 4);
    ck_assert_msg(!is_there("as/Cargo.lock") && !is_there("as/target"), "the crate's folder was changed");
}
END_TEST

/* A registry of the test's own: a folder in which cargo finds the crate. */
START_TEST(test_registry)
{
    g_autofree char *config = g_strdup_printf("[source.crates-io]\nreplace-with = \"here\"\n[source.here]\n"
                                              "directory = \"%s/vendor\"\n",
                                              folder);
    write_file(".cargo/config.toml", config);
    write_file("vendor/small-0.1.0/Cargo.toml", "[package]\nname = \"small-crate\"\nversion = \"0.1.0\"\n");
    write_file("vendor/small-0.1.0/src/lib.rs", SOURCE);
    write_file("vendor/small-0.1.0/.cargo-checksum.json", "{\"files\":{}}");
    write_file("Cargo.toml", "[workspace]\n");
    write_file("small.h", "unsigned long *small_make(void);\n");
    fh_auto(fh_library) library =
        build_well("[library]\ncrate = small-crate@0.1.0\nheader = small.h\n", NULL);
    g_autoptr(GHashTable) defined = fh_archive_defined_symbols(library->staticlib, NULL);
    ck_assert(g_hash_table_contains(defined, "small_make"));
    assert_fails("[library]\ncrate = smaller-crate@0.1.0\nheader = small.h\n", FH_ERROR_ENVIRONMENT,
                 "cargo could not fetch smaller-crate 0.1.0");
}
END_TEST

/* The crate asks for fat LTO, which would leave no allocator to see. */
START_TEST(test_release)
{
    static const char *const profiles[] = {"release", "mine"};
    fh_auto(fh_library) library = build_well("[library a]\ncrate = crate\n", profiles[_i]);
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(library->staticlib, NULL);
    ck_assert_ptr_nonnull(hooks);
    ck_assert_msg(!hooks->problem, "%s", hooks->problem);
    ck_assert_uint_eq(hooks->symbols->len, 4);
}
END_TEST

START_TEST(test_again)
{
    fh_auto(fh_library) first = build_well("[library]\ncrate = crate\n", NULL);
    gint64 header_time = time_of_change(first->header);
    write_file("crate/src/lib.rs", SOURCE "pub fn inner() {}\n");
    fh_auto(fh_library) same = build_well("[library]\ncrate = crate\n", NULL);
    ck_assert_int_eq(time_of_change(same->header), header_time);
    write_file("crate/src/lib.rs", SOURCE "#[no_mangle] pub extern \"C\" fn small_new() {}\n");
    fh_auto(fh_library) changed = build_well("[library]\ncrate = crate\n", NULL);
    g_autofree char *header = read_file(changed->header);
    ck_assert_ptr_nonnull(strstr(header, "small_new"));
}
END_TEST

START_TEST(test_configuration)
{
    write_file("crate/cbindgen.toml", "language = \"C++\"\nheader = \"/* of cbindgen.toml */\"\n");
    fh_auto(fh_library) library = build_well("[library]\ncrate = crate\n", NULL);
    g_autofree char *header = read_file(library->header);
    ck_assert_ptr_nonnull(strstr(header, "of cbindgen.toml"));
    ck_assert_ptr_null(strstr(header, "namespace"));
    ck_assert_ptr_null(strstr(header, "extern \"C\""));
}
END_TEST

START_TEST(an_old_cargo_is_told)
{
    ck_assert(fh_cargo_is_old("cargo 1.63.1") && !fh_cargo_is_old("cargo 1.64.0"));
}
END_TEST

START_TEST(test_given)
{
    fh_auto(fh_library) crate = build_well("[library]\ncrate = crate\n", NULL);
    write_file("inc/small.h", "unsigned long *small_make(void);\n");
    g_autofree char *section =
        g_strdup_printf("[library]\nstaticlib = %s\nheader = inc/small.h\n", crate->staticlib);
    fh_auto(fh_library) library = build_well(section, NULL);
    ck_assert_str_eq(library->staticlib, crate->staticlib);
    ck_assert(g_str_has_suffix(library->header, "/inc/small.h"));
    ck_assert_str_eq(library->rustc_version, crate->rustc_version);
}
END_TEST

START_TEST(test_wrong)
{
    write_file("program/Cargo.toml", "[package]\nname = \"p\"\nversion = \"0.1.0\"\n[workspace]\n");
    write_file("program/src/main.rs", "fn main() {}\n");
    write_file("virtual/Cargo.toml", "[workspace]\nmembers = [\"inner\"]\n");
    write_file("virtual/inner/Cargo.toml", "[package]\nname = \"inner\"\nversion = \"0.1.0\"\n");
    write_file("virtual/inner/src/lib.rs", "");
    write_file("broken/Cargo.toml", MANIFEST);
    write_file("broken/src/lib.rs", SOURCE "fn f() -> i32 { \"x\" }\n");
    assert_fails("[library]\ncrate = nowhere\n", FH_ERROR_USAGE, "nowhere/Cargo.toml: no such file");
    assert_fails("[library]\nstaticlib = x.a\nheader = x.h\n", FH_ERROR_USAGE, "x.a: no such file");
    assert_fails("[library]\ncrate = program\n", FH_ERROR_USAGE, "the crate has no library");
    assert_fails("[library]\ncrate = virtual\n", FH_ERROR_USAGE, "the folder of one of its crates: inner");
    assert_fails("[library]\ncrate = crate\nfeatures = mroe\n", FH_ERROR_USAGE,
                 "no feature 'mroe' (did you mean 'more'?)");
    assert_fails("[library]\ncrate = crate\nprofile = relase\n", FH_ERROR_ENVIRONMENT,
                 "with profile 'relase'");
    assert_fails("[library]\ncrate = broken\n", FH_ERROR_ENVIRONMENT, "mismatched types");
}
END_TEST

static const struct {
    const char *variable, *message;
} missing_tools[] = {{"CARGO", "can't run /nowhere/tool"}, {"CBINDGEN", "apt-get install cbindgen"}};

START_TEST(test_missing_tool)
{
    const char *variable = missing_tools[_i].variable;
    g_autofree char *before = g_strdup(g_getenv(variable));
    g_setenv(variable, "/nowhere/tool", TRUE);
    assert_fails("[library]\ncrate = crate\n", FH_ERROR_ENVIRONMENT, missing_tools[_i].message);
    g_unsetenv(variable);
    if (before)
        g_setenv(variable, before, TRUE);
}
END_TEST

static void make_runner_dir(void)
{
    write_file("runner/library_table.h", TABLE);
    write_file("runner/main.c", RUNNER);
    g_autofree char *directory = in_folder("runner");
    g_autofree char *source = in_folder("runner/main.c");
    g_autofree char *object = in_folder("runner/main.o");
    g_autofree char *archive = in_folder("runner/libfreehold-runner.a");
    g_free(run((const char *[]){"cc", "-c", "-o", object, source, NULL}));
    g_free(run((const char *[]){"ar", "qc", archive, object, NULL}));
    g_setenv("FREEHOLD_RUNNER_DIR", directory, TRUE);
}

static char *link_well(const struct fh_library *library)
{
    g_autoptr(GError) error = NULL;
    char *runner = NULL;
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(library->staticlib, NULL);
    fh_auto(fh_api) api = fh_api_load(library->header, NULL, &error);
    const struct fh_runner_kind kind = {.name = "runner", .archives = fh_runner_archives};
    ck_assert_msg(hooks && api && fh_runner_link(library, api, hooks, &kind, &runner, &error), "%s",
                  error ? error->message : "");
    return runner;
}

/* small_more is in the header without the feature, too, and must not be asked for. */
START_TEST(test_link)
{
    make_runner_dir();
    fh_auto(fh_library) library = build_well("[library]\ncrate = crate\n", NULL);
    g_autofree char *runner = link_well(library);
    g_autofree char *output = run((const char *[]){runner, NULL});
    ck_assert_str_eq(output, "small_make small_usual 1");
    gint64 before = time_of_change(runner);
    g_autofree char *again = link_well(library);
    ck_assert_str_eq(again, runner);
    ck_assert_int_eq(time_of_change(again), before);
    write_file("crate/src/lib.rs", SOURCE SOURCE_MORE);
    fh_auto(fh_library) changed = build_well("[library]\ncrate = crate\n", NULL);
    g_autofree char *relinked = link_well(changed);
    g_autofree char *changed_output = run((const char *[]){relinked, NULL});
    ck_assert_str_eq(changed_output, "small_make small_usual small_twice 3");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("library");
    TCase *build_case = tcase_create("build");
    tcase_add_checked_fixture(build_case, setup, teardown);
    tcase_add_test(build_case, test_crate);
    tcase_add_loop_test(build_case, test_features, 0, G_N_ELEMENTS(features));
    tcase_add_loop_test(build_case, test_as_it_is, 0, G_N_ELEMENTS(crates));
    tcase_add_test(build_case, test_registry);
    tcase_add_loop_test(build_case, test_release, 0, 2);
    tcase_add_test(build_case, test_again);
    tcase_add_test(build_case, test_configuration);
    tcase_add_test(build_case, an_old_cargo_is_told);
    tcase_add_test(build_case, test_given);
    tcase_add_test(build_case, test_wrong);
    tcase_add_loop_test(build_case, test_missing_tool, 0, G_N_ELEMENTS(missing_tools));
    suite_add_tcase(suite, build_case);
    TCase *link = tcase_create("link");
    tcase_add_checked_fixture(link, setup, teardown);
    tcase_add_test(link, test_link);
    suite_add_tcase(suite, link);
    return run_suite(suite);
}
