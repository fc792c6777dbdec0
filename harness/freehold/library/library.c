// SPDX-License-Identifier: MIT
#include "library/library.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/error.h"
#include "library/archive.h"
#include "library/build_stamp.h"
#include "library/cargo.h"
#include "library/header.h"

void fh_library_free(struct fh_library *library)
{
    if (!library)
        return;
    g_free(library->name);
    g_free(library->staticlib);
    g_free(library->header);
    g_free(library->profile);
    g_free(library->crate);
    g_strfreev(library->include);
    g_strfreev(library->link);
    g_free(library->rustc_version);
    g_free(library->directory);
    g_free(library);
}

static gboolean make_directory(const char *path, GError **error)
{
    if (!g_mkdir_with_parents(path, 0777))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "can't make folder %s: %s; name another with --build-dir", path, g_strerror(errno));
    return FALSE;
}

static gboolean check_file(const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: no such file; freehold.ini names it", path);
    return FALSE;
}

static char **joined(char **first, char **second)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (; *first; first++)
        g_ptr_array_add(words, g_strdup(*first));
    for (; *second; second++)
        g_ptr_array_add(words, g_strdup(*second));
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_steal(words, NULL);
}

static gboolean run_cargo_and_cbindgen(struct fh_library *library, const struct fh_library_config *config,
                                       gboolean is_locked, GError **error)
{
    g_autofree char *target_dir = g_build_filename(library->directory, "cargo", NULL);
    fh_auto(fh_cargo_build) build = fh_cargo_build_crate(config, library->profile, target_dir, is_locked,
                                                         library->is_instrumented, error);
    if (!build)
        return FALSE;
    library->staticlib = g_strdup(build->staticlib);
    library->link = joined(config->link, build->link);
    if (!config->header)
        library->header =
            fh_header_generate(config->crate, build->crate, build->staticlib, library->directory, error);
    return config->header || library->header;
}

/* Leaves the crate's folder as it was. */
static gboolean build_crate(struct fh_library *library, const struct fh_library_config *config,
                            GError **error)
{
    g_autofree char *lock = fh_cargo_find_lock(config->crate, error);
    if (!lock)
        return FALSE;
    gboolean is_locked = g_file_test(lock, G_FILE_TEST_EXISTS);
    gboolean ok = run_cargo_and_cbindgen(library, config, is_locked, error);
    if (!is_locked)
        g_unlink(lock);
    return ok;
}

static gboolean find_first_version(const struct fh_archive_member *member, gpointer data, GError **error)
{
    char **version = data;
    (void)error;
    if (!*version && member->elf)
        *version = fh_archive_rustc_version(member);
    return TRUE;
}

static gboolean fill(struct fh_library *library, const struct fh_library_config *config, GError **error)
{
    if (config->crate && !build_crate(library, config, error))
        return FALSE;
    if (!library->staticlib)
        library->staticlib = g_strdup(config->staticlib);
    if (!library->header)
        library->header = g_strdup(config->header);
    if (!library->link)
        library->link = g_strdupv(config->link);
    return check_file(library->staticlib, error) && check_file(library->header, error) &&
           fh_archive_each_member(library->staticlib, find_first_version, &library->rustc_version, error);
}

/* One at a time in a build directory: several libraries may be of one cargo workspace. */
static gboolean fill_locked(struct fh_library *library, const struct fh_library_config *config,
                            const char *build_dir, GError **error)
{
    g_autofree char *path = g_build_filename(build_dir, "lock", NULL);
    int lock = fh_lock_take(path, error);
    if (lock < 0)
        return FALSE;
    gboolean ok = fill(library, config, error);
    close(lock);
    return ok;
}

static struct fh_library *library_new(const struct fh_library_config *config, const char *build_dir,
                                      const char *profile, gboolean is_instrumented)
{
    struct fh_library *library = g_new0(struct fh_library, 1);
    library->name = g_strdup(config->name);
    library->profile = g_strdup(profile ? profile : config->profile);
    library->crate = g_strdup(config->crate);
    library->include = g_strdupv(config->include);
    library->is_instrumented = is_instrumented;
    g_autofree char *folder = g_strdup_printf("library%s%s-%s%s", *config->name ? "-" : "", config->name,
                                              library->profile, is_instrumented ? "-asan" : "");
    g_autofree char *path = g_build_filename(build_dir, folder, NULL);
    library->directory = g_canonicalize_filename(path, NULL);
    return library;
}

static struct fh_library *build(const struct fh_library_config *config, const char *build_dir,
                                const char *profile, gboolean is_instrumented, GError **error)
{
    if (profile && !g_str_equal(profile, "debug") && !g_str_equal(profile, "release")) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "unknown profile '%s'; it is debug or release", profile);
        return NULL;
    }
    fh_auto(fh_library) library = library_new(config, build_dir, profile, is_instrumented);
    if (!make_directory(library->directory, error) || !fill_locked(library, config, build_dir, error))
        return NULL;
    return g_steal_pointer(&library);
}

struct fh_library *fh_library_build(const struct fh_library_config *config, const char *build_dir,
                                    const char *profile, GError **error)
{
    return build(config, build_dir, profile, FALSE, error);
}

struct fh_library *fh_library_build_instrumented(const struct fh_library_config *config,
                                                 const char *build_dir, const char *profile, GError **error)
{
    if (config->crate)
        return build(config, build_dir, profile, TRUE, error);
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "--instrument can't compile the library once more: freehold.ini gives %s, and no 'crate'",
                config->staticlib);
    return NULL;
}
