// SPDX-License-Identifier: MIT
#include "command/sample.h"

#include "base/error.h"
#include "command/own_run.h"

static gboolean write_source(GResource *resource, const char *sources, const char *name, const char *folder,
                             GError **error)
{
    g_autofree char *source = g_strconcat(sources, "/", name, NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = g_resource_lookup_data(resource, source, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    return bytes &&
           g_file_set_contents(path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), error);
}

static gboolean write_sources(GResource *resource, const char *sources, const char *folder, GError **error)
{
    g_auto(GStrv) names =
        g_resource_enumerate_children(resource, sources, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    for (char **name = names; name && *name; name++)
        if (!write_source(resource, sources, *name, folder, error))
            return FALSE;
    return names != NULL;
}

/* Nothing is removed from a folder that is not ours: the marker says that it is. */
static gboolean prepare(const char *command, const char *folder, GError **error)
{
    g_autofree char *marker = g_strconcat(folder, "/.freehold-", command, NULL);
    g_autoptr(GDir) before = g_dir_open(folder, 0, NULL);
    if (before && g_dir_read_name(before) && !g_file_test(marker, G_FILE_TEST_EXISTS)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s is not empty, and freehold %s did not make it; name another folder with "
                    "--build-dir",
                    folder, command);
        return FALSE;
    }
    return fh_own_folder(folder, error) && g_file_set_contents(marker, "", 0, error);
}

gboolean fh_sample_make(const char *command, GResource *resource, const char *folder, GError **error)
{
    g_autofree char *sources = g_strconcat("/freehold/", command, NULL);
    return prepare(command, folder, error) && write_sources(resource, sources, folder, error);
}
