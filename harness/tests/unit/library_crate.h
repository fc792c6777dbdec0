/* SPDX-License-Identifier: MIT */
/* For the tests of library/: a crate of their own, in a folder of their own, built with the real cargo,
 * cbindgen and compiler. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "library/config.h"
#include "library/library.h"
#include "run_suite.h"

#define MANIFEST                                                                                       \
    "[package]\nname = \"small-crate\"\nversion = \"0.1.0\"\nedition = \"2018\"\n[lib]\ncrate-type = " \
    "[\"staticlib\"]\n"                                                                                \
    "[features]\nmore = []\ndefault = [\"usual\"]\nusual = []\n[profile.release]\nlto = "              \
    "true\n[profile.mine]\n"                                                                           \
    "inherits = \"release\"\n[workspace]\n"
#define SOURCE                                                                                   \
    "/// Makes a block.\n"                                                                       \
    "#[no_mangle] pub extern \"C\" fn small_make() -> *mut u64 { Box::into_raw(Box::new(7)) }\n" \
    "#[cfg(feature = \"more\")] #[no_mangle] pub extern \"C\" fn small_more() {}\n"              \
    "#[cfg(feature = \"usual\")] #[no_mangle] pub extern \"C\" fn small_usual() {}\n"
#define SOURCE_MORE "#[no_mangle] pub extern \"C\" fn small_twice() { small_make(); small_make(); }\n"
static char *folder;

static inline char *in_folder(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static inline void write_file(const char *name, const char *text)
{
    g_autofree char *path = in_folder(name);
    g_autofree char *parent = g_path_get_dirname(path);
    ck_assert_int_eq(g_mkdir_with_parents(parent, 0777), 0);
    ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static inline char *read_file(const char *path)
{
    char *text = NULL;
    ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
    return text;
}

/* Caller owns what it printed. */
static inline char *run(const char *const *argv)
{
    g_autoptr(GError) error = NULL;
    char *output = NULL;
    g_autoptr(GSubprocess) process = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
    ck_assert_msg(process && g_subprocess_communicate_utf8(process, NULL, NULL, &output, NULL, &error),
                  "%s: %s", argv[0], error ? error->message : "");
    ck_assert_msg(g_subprocess_get_successful(process), "%s failed", argv[0]);
    return output;
}

static inline void setup(void)
{
    folder = g_dir_make_tmp("fh-library-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
    write_file("crate/Cargo.toml", MANIFEST);
    write_file("crate/src/lib.rs", SOURCE);
}

static inline void teardown(void)
{
    g_free(run((const char *[]){"rm", "-rf", folder, NULL}));
    g_clear_pointer(&folder, g_free);
    g_unsetenv("FREEHOLD_RUNNER_DIR");
}

static inline struct fh_library *build(const char *section, const char *profile, GError **error)
{
    g_autofree char *ini = in_folder("freehold.ini");
    g_autofree char *build_dir = in_folder("build");
    write_file("freehold.ini", section);
    fh_auto(fh_config) config = fh_config_load(ini, error);
    ck_assert_ptr_nonnull(config);
    return fh_library_build(g_ptr_array_index(config->libraries, 0), build_dir, profile, error);
}

static inline struct fh_library *build_well(const char *section, const char *profile)
{
    g_autoptr(GError) error = NULL;
    struct fh_library *library = build(section, profile, &error);
    ck_assert_msg(library != NULL, "%s", error ? error->message : "");
    return library;
}

static inline void assert_fails(const char *section, enum fh_error_code code, const char *message)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(build(section, NULL, &error));
    ck_assert_msg(g_error_matches(error, FH_ERROR, (int)code), "%s", error->message);
    ck_assert_msg(strstr(error->message, message) != NULL, "'%s' is not in '%s'", message, error->message);
}

/* Nanoseconds. */
static inline gint64 time_of_change(const char *path)
{
    GStatBuf status;
    ck_assert_msg(g_stat(path, &status) == 0, "%s", path);
    return (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
}

static inline gboolean is_there(const char *name)
{
    g_autofree char *path = in_folder(name);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}
