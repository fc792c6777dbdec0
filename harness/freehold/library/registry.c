// SPDX-License-Identifier: MIT
#include "library/registry.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/write_text.h"
#include "library/cargo_messages.h"
#include "library/cargo_run.h"
#include "library/tool.h"

/* A crate of our own that depends on the wanted one: cargo fetches it, wherever the user's registry is. */
#define FETCHER                                                                                          \
    "# Made by freehold, to fetch a crate.\n[package]\nname = \"freehold-fetch\"\nversion = \"0.0.0\"\n" \
    "edition = \"2018\"\n[lib]\npath = \"lib.rs\"\n[dependencies.wanted]\npackage = \"%s\"\n"            \
    "version = \"=%s\"\n[workspace]\n"

static gboolean fail(GError **error, const char *path)
{
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s: %s", path, g_strerror(errno));
    return FALSE;
}

static gboolean write_file(const char *folder, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    return fh_write_text(path, text, error);
}

/* From the whole `cargo metadata`: the folder of that package. Caller owns; NULL when it is not in it. */
static char *folder_of(const char *text, const char *name, const char *version)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    if (!json_parser_load_from_data(parser, text, -1, NULL))
        return NULL;
    JsonArray *packages = fh_cargo_array(json_node_get_object(json_parser_get_root(parser)), "packages");
    for (guint i = 0; packages && i < json_array_get_length(packages); i++) {
        JsonObject *package = json_array_get_object_element(packages, i);
        if (g_strcmp0(fh_cargo_string(package, "name"), name) == 0 &&
            g_strcmp0(fh_cargo_string(package, "version"), version) == 0)
            return g_path_get_dirname(fh_cargo_string(package, "manifest_path"));
    }
    return NULL;
}

/* Where cargo keeps its own copy. */
static char *download(const char *name, const char *version, const char *fetcher, GError **error)
{
    g_autofree char *text = g_strdup_printf(FETCHER, name, version);
    g_autofree char *failure = g_strdup_printf("cargo could not fetch %s %s", name, version);
    g_autofree char *output = NULL;
    const char *arguments[] = {"metadata", "--format-version=1", NULL};
    const struct fh_cargo cargo = {.directory = fetcher, .arguments = arguments, .failure = failure};
    if (!write_file(fetcher, "Cargo.toml", text, error) || !write_file(fetcher, "lib.rs", "", error) ||
        !fh_cargo_run(&cargo, &output, error))
        return NULL;
    char *folder = folder_of(output, name, version);
    if (!folder)
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s: cargo metadata does not name it", failure);
    return folder;
}

/* The copy lies in the user's project, and is no member of a workspace there. */
static gboolean make_own_workspace(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "Cargo.toml", NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return fail(error, path);
    if (g_regex_match_simple("^\\[workspace[].]", text, G_REGEX_MULTILINE, 0))
        return TRUE;
    g_autofree char *changed = g_strconcat(text, "\n[workspace]\n", NULL);
    return write_file(folder, "Cargo.toml", changed, error);
}

static gboolean copy(const char *from, const char *to, GError **error)
{
    g_autofree char *made = g_strconcat(to, ".new", NULL);
    g_autofree char *output = NULL;
    g_autofree char *failure = g_strdup_printf("can't copy %s to %s", from, made);
    const char *const removing[] = {"rm", "-rf", made, NULL};
    const char *const copying[] = {"cp", "-R", from, made, NULL};
    const struct fh_tool rm = {.argv = removing, .failure = failure, .install = "install coreutils"};
    const struct fh_tool cp = {.argv = copying, .failure = failure, .install = "install coreutils"};
    if (!fh_tool_run(&rm, &output, error))
        return FALSE;
    g_clear_pointer(&output, g_free);
    if (!fh_tool_run(&cp, &output, error) || !make_own_workspace(made, error))
        return FALSE;
    return g_rename(made, to) == 0 || fail(error, to);
}

char *fh_registry_fetch(const char *package, const char *build_dir, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(package, "@", 2);
    g_autofree char *folder_name = g_strdup_printf("%s-%s", parts[0], parts[1]);
    g_autofree char *folder = g_build_filename(build_dir, "crates", folder_name, NULL);
    g_autofree char *manifest = g_build_filename(folder, "Cargo.toml", NULL);
    g_autofree char *fetcher = g_build_filename(build_dir, "crates", "fetch", NULL);
    if (g_file_test(manifest, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer(&folder);
    if (g_mkdir_with_parents(fetcher, 0777) != 0) {
        fail(error, fetcher);
        return NULL;
    }
    g_autofree char *from = download(parts[0], parts[1], fetcher, error);
    return from && copy(from, folder, error) ? g_steal_pointer(&folder) : NULL;
}
