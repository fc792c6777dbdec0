// SPDX-License-Identifier: MIT
#include "library/build_stamp.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/write_text.h"

void fh_build_stamp_init(struct fh_build_stamp *stamp)
{
    stamp->digest = g_checksum_new(G_CHECKSUM_SHA256);
}

void fh_build_stamp_finish(struct fh_build_stamp *stamp)
{
    g_clear_pointer(&stamp->digest, g_checksum_free);
}

void fh_build_stamp_add_text(struct fh_build_stamp *stamp, const char *text)
{
    g_checksum_update(stamp->digest, (const guchar *)(text ? "=" : "-"), 1);
    if (text)
        g_checksum_update(stamp->digest, (const guchar *)text, (gssize)strlen(text) + 1);
}

void fh_build_stamp_add_words(struct fh_build_stamp *stamp, const char *const *words)
{
    for (; *words; words++)
        fh_build_stamp_add_text(stamp, *words);
    fh_build_stamp_add_text(stamp, NULL);
}

void fh_build_stamp_add_file(struct fh_build_stamp *stamp, const char *path)
{
    struct stat status = {0};
    fh_build_stamp_add_text(stamp, path);
    if (stat(path, &status))
        memset(&status, 0, sizeof status);
    g_autofree char *text = g_strdup_printf("%jd %jd.%09ld", (intmax_t)status.st_size,
                                            (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    fh_build_stamp_add_text(stamp, text);
}

void fh_build_stamp_add_program(struct fh_build_stamp *stamp, const char *program)
{
    g_autofree char *path = g_find_program_in_path(program);
    fh_build_stamp_add_file(stamp, path ? path : program);
}

static char *stamp_path(const char *result)
{
    return g_strconcat(result, ".stamp", NULL);
}

gboolean fh_build_stamp_matches(struct fh_build_stamp *stamp, const char *result)
{
    g_autofree char *path = stamp_path(result);
    g_autofree char *text = NULL;
    return g_file_test(result, G_FILE_TEST_IS_REGULAR) && g_file_get_contents(path, &text, NULL, NULL) &&
           g_str_equal(text, g_checksum_get_string(stamp->digest));
}

static gboolean is_same_content(const char *a, const char *b)
{
    g_autoptr(GMappedFile) first = g_mapped_file_new(a, FALSE, NULL);
    g_autoptr(GMappedFile) second = g_mapped_file_new(b, FALSE, NULL);
    if (!first || !second || g_mapped_file_get_length(first) != g_mapped_file_get_length(second))
        return FALSE;
    gsize size = g_mapped_file_get_length(first);
    return !size || !memcmp(g_mapped_file_get_contents(first), g_mapped_file_get_contents(second), size);
}

static gboolean replace(const char *made, const char *result, GError **error)
{
    if (!rename(made, result))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s: %s", result, g_strerror(errno));
    return FALSE;
}

static gboolean write_stamp(const struct fh_build_stamp *stamp, const char *path, GError **error)
{
    return fh_write_text(path, g_checksum_get_string(stamp->digest), error);
}

gboolean fh_build_stamp_install(struct fh_build_stamp *stamp, const char *made, const char *result,
                                gboolean keep_same, GError **error)
{
    g_autofree char *path = stamp_path(result);
    /* First, so that a result never stands beside the stamp of another one. */
    g_unlink(path);
    if (keep_same && is_same_content(made, result))
        g_unlink(made);
    else if (!replace(made, result, error))
        return FALSE;
    return write_stamp(stamp, path, error);
}

int fh_lock_take(const char *path, GError **error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int status = fd < 0 ? -1 : TEMP_FAILURE_RETRY(flock(fd, LOCK_EX));
    if (status == 0)
        return fd;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s: %s; choose a directory that can be written", path,
                g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}
