// SPDX-License-Identifier: MIT
#include "library/library.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/error.h"
#include "library/archive.h"
#include "library/build_stamp.h"
#include "library/cargo.h"
#include "library/crate.h"
#include "library/header.h"

void fh_library_free(struct fh_library *library)
{
    if (!library)
        return;
    g_free(library->name);
    g_free(library->staticlib);
    g_free(library->header);
    g_free(library->profile);
    g_free(library->crate_dir);
    g_strfreev(library->include);
    g_strfreev(library->exclude);
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
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "%s: no such file; it is named in freehold.ini, or to freehold init", path);
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

/* The header first: what is wrong with it is then known in a second. */
static gboolean make_header_and_archive(struct fh_library *library, const struct fh_library_config *config,
                                        const struct fh_crate *crate, gboolean is_locked, GError **error)
{
    const struct fh_cargo_job job = {.crate = crate,
                                     .config = config,
                                     .profile = library->profile,
                                     .directory = library->directory,
                                     .is_locked = is_locked,
                                     .is_instrumented = library->is_instrumented};
    library->header = config->header ? g_strdup(config->header)
                                     : fh_header_find(crate, config->include, library->directory,
                                                      &library->is_header_made, error);
    if (!library->header || !check_file(library->header, error))
        return FALSE;
    fh_auto(fh_cargo_build) build = fh_cargo_build_crate(&job, error);
    if (!build)
        return FALSE;
    library->staticlib = g_strdup(build->made);
    library->link = joined(config->link, build->link);
    return TRUE;
}

/* Leaves the crate's folder as it was. */
static gboolean build_crate(struct fh_library *library, const struct fh_library_config *config,
                            const char *build_dir, GError **error)
{
    fh_auto(fh_crate) crate = fh_crate_read(config, build_dir, error);
    if (!crate)
        return FALSE;
    library->crate_dir = g_strdup(crate->folder);
    g_autofree char *lock = g_build_filename(crate->workspace, "Cargo.lock", NULL);
    gboolean is_locked = g_file_test(lock, G_FILE_TEST_EXISTS);
    gboolean ok = make_header_and_archive(library, config, crate, is_locked, error);
    if (!is_locked && !crate->is_fetched)
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

static gboolean fill(struct fh_library *library, const struct fh_library_config *config,
                     const char *build_dir, GError **error)
{
    if (config->crate && !build_crate(library, config, build_dir, error))
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
    gboolean ok = fill(library, config, build_dir, error);
    close(lock);
    return ok;
}

static struct fh_library *library_new(const struct fh_library_config *config, const char *build_dir,
                                      const char *profile, gboolean is_instrumented)
{
    struct fh_library *library = g_new0(struct fh_library, 1);
    library->name = g_strdup(config->name);
    library->profile = g_strdup(!profile ? config->profile : g_str_equal(profile, "dev") ? "debug" : profile);
    library->include = g_strdupv(config->include);
    library->exclude = g_strdupv(config->exclude);
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
    if (profile && !fh_config_is_profile(profile)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "'%s' is no profile; it is debug, release, or another that the crate has", profile);
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
