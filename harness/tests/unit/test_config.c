// SPDX-License-Identifier: MIT
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "library/cargo_messages.h"
#include "library/config.h"
#include "run_suite.h"

static char *folder;

static char *in_folder(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void make_folder(void)
{
    folder = g_dir_make_tmp("fh-config-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
}

static void remove_folder(void)
{
    g_autofree char *ini = in_folder("freehold.ini");
    g_unlink(ini);
    g_rmdir(folder);
    g_clear_pointer(&folder, g_free);
}

static struct fh_config *load_bytes(const char *bytes, gsize size, GError **error)
{
    g_autofree char *path = in_folder("freehold.ini");
    ck_assert(g_file_set_contents(path, bytes, (gssize)size, NULL));
    return fh_config_load(path, error);
}

static struct fh_config *load(const char *text, GError **error)
{
    return load_bytes(text, strlen(text), error);
}

static void assert_path(const char *actual, const char *relative)
{
    g_autofree char *expected = g_canonicalize_filename(relative, folder);
    ck_assert_str_eq(actual, expected);
}

START_TEST(test_crate)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_config) config = load("[library]\ncrate = ../strtest  # the textbook's\n", &error);
    ck_assert_msg(config != NULL, "%s", error ? error->message : "");
    ck_assert_uint_eq(config->libraries->len, 1);
    const struct fh_library_config *library = g_ptr_array_index(config->libraries, 0);
    ck_assert_str_eq(library->name, "");
    assert_path(library->crate, "../strtest");
    ck_assert_str_eq(library->profile, "debug");
    ck_assert_ptr_null(library->staticlib);
    ck_assert_ptr_null(library->header);
    ck_assert_uint_eq(
        g_strv_length(library->features) + g_strv_length(library->include) + g_strv_length(library->link), 0);
}
END_TEST

START_TEST(test_byte_order_mark)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_config) config = load("\xef\xbb\xbf[library]\ncrate = strtest\n", &error);
    ck_assert_msg(config != NULL, "%s", error ? error->message : "");
    ck_assert_uint_eq(config->libraries->len, 1);
}
END_TEST

START_TEST(test_lists)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_config) config =
        load("# libraries\n[library a.b-c_1]\nstaticlib=libfoo.a\nheader=inc/foo.h\nprofile=release\n"
             "include=inc \"my dir\"\nlink=-lm -Llib -L/abs extra.o\n",
             &error);
    ck_assert_msg(config != NULL, "%s", error ? error->message : "");
    const struct fh_library_config *library = g_ptr_array_index(config->libraries, 0);
    ck_assert_str_eq(library->name, "a.b-c_1");
    ck_assert_str_eq(library->profile, "release");
    assert_path(library->staticlib, "libfoo.a");
    assert_path(library->header, "inc/foo.h");
    assert_path(library->include[0], "inc");
    assert_path(library->include[1], "my dir");
    ck_assert_str_eq(library->link[0], "-lm");
    assert_path(library->link[1] + 2, "lib");
    ck_assert_str_eq(library->link[2], "-L/abs");
    assert_path(library->link[3], "extra.o");
}
END_TEST

START_TEST(test_features)
{
    fh_auto(fh_config) config = load("[library]\ncrate=x\nfeatures = a, b c,d\n", NULL);
    ck_assert_ptr_nonnull(config);
    const struct fh_library_config *library = g_ptr_array_index(config->libraries, 0);
    g_autofree char *features = g_strjoinv("|", library->features);
    ck_assert_str_eq(features, "a|b|c|d");
}
END_TEST

START_TEST(test_cargo_keys)
{
    fh_auto(fh_config) config = load(
        "[library]\ncrate = rure@0.2.5 # of the registry\nno-default-features = true\nprofile = dev\n", NULL);
    ck_assert_ptr_nonnull(config);
    const struct fh_library_config *library = g_ptr_array_index(config->libraries, 0);
    ck_assert_str_eq(library->crate, "rure@0.2.5");
    ck_assert(library->is_package && library->no_default_features);
    ck_assert_str_eq(library->profile, "debug");
    fh_auto(fh_config) other =
        load("[library]\ncrate = a/b@0.2.5\nno-default-features = false\nprofile = my-own\n", NULL);
    ck_assert_ptr_nonnull(other);
    library = g_ptr_array_index(other->libraries, 0);
    assert_path(library->crate, "a/b@0.2.5");
    ck_assert(!library->is_package && !library->no_default_features);
    ck_assert_str_eq(library->profile, "my-own");
}
END_TEST

static const struct {
    const char *text, *message;
} wrong[] = {
    {"", "freehold.ini: no [library] section"},
    {"# nothing\n", "freehold.ini: no [library] section"},
    {"[libary]\ncrate=x\n", "freehold.ini:1: unknown section [libary] (did you mean 'library'?)"},
    {"\n[library]\ncrate=x\n[other]\n", "freehold.ini:4: unknown section [other]"},
    {"[library]\n\ncrat=x\n", "freehold.ini:3: unknown key 'crat' (did you mean 'crate'?)"},
    {"[library]\ncrate=x\ncrate=y\n", "freehold.ini:2: 'crate' is given twice in [library], again on line 3"},
    {"[library]\ncrate=x\n[library]\ncrate=y\n", "freehold.ini:1: section [library] is there twice"},
    {"[library a]\ncrate=x\n[library  a]\ncrate=y\n", "freehold.ini:3: section [library  a] is there twice"},
    {"[library]\nprofile=debug\n", "freehold.ini:1: [library] names no library"},
    {"[library]\nheader=foo.h\n", "freehold.ini:1: [library] names no library"},
    {"[library]\ncrate=x\nstaticlib=y\nheader=z\n", "freehold.ini:3: [library] has both"},
    {"[library]\nstaticlib=libfoo.a\n", "freehold.ini:2: [library] has a 'staticlib' but no 'header'"},
    {"[library]\nstaticlib=a\nheader=b\nfeatures=c\n", "freehold.ini:4: 'features' is cargo's"},
    {"[library]\nstaticlib=a\nheader=b\nno-default-features=false\n",
     "freehold.ini:4: 'no-default-features' is cargo's"},
    {"[library]\nstaticlib=a\nheader=b\ntarget=c\n", "freehold.ini:4: a library for 'c' can't run here"},
    {"[library]\ncrate=a\nno-default-features=yes\n",
     "freehold.ini:3: 'no-default-features' is true or false, and not 'yes'"},
    {"[library]\ncrate=a\ntarget=wasm32-unknown-unknown\n",
     "freehold.ini:3: a library for 'wasm32-unknown-unknown' can't run here"},
    {"[library]\ncrate=rure@0.2\n", "freehold.ini:2: 'rure@0.2' is no folder; a crate of the registry is"},
    {"[library]\ncrate=\n", "freehold.ini:2: 'crate' is empty"},
    {"[library]\ncrate=  # x\n", "freehold.ini:2: 'crate' is empty"},
    {"[library]\ncrate=x\nprofile=re lease\n", "freehold.ini:3: 're lease' is no profile; it is debug"},
    {"[library ../x]\ncrate=x\n", "freehold.ini:1: '../x' is no library name"},
    {"[library ]\ncrate=x\n", "freehold.ini:1: '' is no library name"},
    {"[library]\ncrate=x\nlink=\"-lm\n", "freehold.ini:3: 'link': "},
    {"crate=x\n", "freehold.ini: "},
    {"[library]\nnonsense\n", "freehold.ini: "},
};

START_TEST(test_wrong)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_config) config = load(wrong[_i].text, &error);
    ck_assert_ptr_null(config);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_msg(strstr(error->message, wrong[_i].message) != NULL, "'%s' is not in '%s'", wrong[_i].message,
                  error->message);
}
END_TEST

START_TEST(test_not_text)
{
    static const struct {
        const char *bytes;
        gsize size;
    } cases[] = {{"[library]\ncrate=\xff\n", 18}, {"[library]\0\ncrate=x\n", 19}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        ck_assert_ptr_null(load_bytes(cases[i].bytes, cases[i].size, &error));
        ck_assert_msg(strstr(error->message, "not UTF-8 text") != NULL, "%s", error->message);
    }
}
END_TEST

START_TEST(test_missing)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = in_folder("nowhere.ini");
    ck_assert_ptr_null(fh_config_load(path, &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_ptr_nonnull(strstr(error->message, "nowhere.ini"));
}
END_TEST

START_TEST(test_find)
{
    g_autofree char *below = in_folder("below");
    g_autofree char *ini = in_folder("freehold.ini");
    ck_assert_int_eq(g_mkdir(below, 0777), 0);
    g_autofree char *none = fh_config_find(below);
    ck_assert_ptr_null(none);
    fh_auto(fh_config) config = load("[library]\ncrate=x\n", NULL);
    ck_assert_ptr_nonnull(config);
    g_autofree char *found = fh_config_find(below);
    g_rmdir(below);
    ck_assert_str_eq(found, ini);
}
END_TEST

#define TWO "[library]\ncrate=x\n[library b]\ncrate=y\n"

static const struct {
    const char *text, *name, *found, *message;
} choices[] = {
    {"[library]\ncrate=x\n", NULL, "", NULL},
    {"[library b]\ncrate=x\n", NULL, "b", NULL},
    {TWO, "b", "b", NULL},
    {TWO, "", "", NULL},
    {TWO, "c", NULL, "has no [library c]; it has [library], [library b]"},
    {TWO, NULL, NULL, "has several libraries: [library], [library b]"},
};

START_TEST(test_choice)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_config) config = load(choices[_i].text, NULL);
    const struct fh_library_config *library = fh_config_library(config, choices[_i].name, &error);
    if (choices[_i].found)
        ck_assert_str_eq(library->name, choices[_i].found);
    else
        ck_assert_ptr_null(library);
    if (choices[_i].message)
        ck_assert_ptr_nonnull(strstr(error->message, choices[_i].message));
}
END_TEST

#define ARTIFACT(manifest, files)                                     \
    "{\"reason\":\"compiler-artifact\",\"manifest_path\":\"" manifest \
    "\",\"target\":{\"name\":\"foo\"},\"filenames\":[" files "]}\n"

static const struct {
    const char *text, *staticlib, *link;
} messages[] = {
    {ARTIFACT("/c/Cargo.toml", "\"/t/libfoo.so\",\"/t/libfoo.a\""), "/t/libfoo.a", ""},
    {ARTIFACT("/c/Cargo.toml", "\"/t/libfoo.rlib\""), NULL, NULL},
    {ARTIFACT("/dependency/Cargo.toml", "\"/t/libbar.a\""), NULL, NULL},
    {ARTIFACT("/dependency/Cargo.toml", "\"/t/libbar.a\"") ARTIFACT("/c/Cargo.toml", "\"/t/libfoo.a\""),
     "/t/libfoo.a", ""},
    {"{\"reason\":\"build-script-executed\",\"linked_libs\":[\"static=s\",\"dylib=d\",\"z\"],"
     "\"linked_paths\":[\"native=/n\",\"/p\"]}\n" ARTIFACT("/c/Cargo.toml", "\"/t/libfoo.a\""),
     "/t/libfoo.a", "-L/n|-L/p|-ld|-lz"},
    {"not json\n{\"reason\":\n{\"reason\":7}\n{}\n", NULL, NULL},
    {"{\"reason\":\"compiler-artifact\",\"manifest_path\":\"/c/Cargo.toml\",\"filenames\":7}\n", NULL, NULL},
    {"", NULL, NULL},
};

START_TEST(test_messages)
{
    fh_auto(fh_cargo_build) build = fh_cargo_build_from_messages(messages[_i].text, "/c/Cargo.toml", ".a");
    ck_assert_int_eq(build != NULL, messages[_i].staticlib != NULL);
    if (!build)
        return;
    ck_assert_str_eq(build->made, messages[_i].staticlib);
    g_autofree char *link = g_strjoinv("|", build->link);
    ck_assert_str_eq(link, messages[_i].link);
}
END_TEST

/* The rlib, and the folders of all that it was made from. */
START_TEST(test_rlib)
{
    static const char text[] = ARTIFACT("/d/Cargo.toml", "\"/t/deps/libd.rlib\",\"/t/deps/libd.rmeta\"")
        ARTIFACT("/e/Cargo.toml", "\"/elsewhere/libe.rmeta\"") ARTIFACT("/c/Cargo.toml", "\"/t/libc.rlib\"");
    fh_auto(fh_cargo_build) build = fh_cargo_build_from_messages(text, "/c/Cargo.toml", ".rlib");
    ck_assert_str_eq(build->made, "/t/libc.rlib");
    g_autofree char *folders = g_strjoinv("|", build->folders);
    ck_assert_str_eq(folders, "/t/deps|/elsewhere|/t");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("config");
    TCase *ini = tcase_create("freehold.ini");
    tcase_add_checked_fixture(ini, make_folder, remove_folder);
    tcase_add_test(ini, test_crate);
    tcase_add_test(ini, test_byte_order_mark);
    tcase_add_test(ini, test_lists);
    tcase_add_test(ini, test_features);
    tcase_add_test(ini, test_cargo_keys);
    tcase_add_loop_test(ini, test_wrong, 0, G_N_ELEMENTS(wrong));
    tcase_add_test(ini, test_not_text);
    tcase_add_test(ini, test_missing);
    tcase_add_test(ini, test_find);
    tcase_add_loop_test(ini, test_choice, 0, G_N_ELEMENTS(choices));
    suite_add_tcase(suite, ini);
    TCase *cargo = tcase_create("cargo");
    tcase_add_loop_test(cargo, test_messages, 0, G_N_ELEMENTS(messages));
    tcase_add_test(cargo, test_rlib);
    suite_add_tcase(suite, cargo);
    return run_suite(suite);
}
