// SPDX-License-Identifier: MIT
#include "library/crate.h"

#include <string.h>

#include "base/diagnostics.h"
#include "base/error.h"
#include "library/cargo_messages.h"
#include "library/cargo_run.h"
#include "library/registry.h"

void fh_crate_free(struct fh_crate *crate)
{
    if (!crate)
        return;
    g_free(crate->folder);
    g_free(crate->manifest);
    g_free(crate->workspace);
    g_free(crate->work_dir);
    g_free(crate->package);
    g_free(crate->version);
    g_free(crate->library);
    g_free(crate->capi_header);
    g_clear_pointer(&crate->capi_assets, g_ptr_array_unref);
    g_clear_pointer(&crate->features, g_ptr_array_unref);
    g_free(crate);
}

G_GNUC_PRINTF(3, 4)
static gboolean wrong(const struct fh_crate *crate, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s", crate->manifest, message);
    return FALSE;
}

/* The `name`s of an array of objects: "a, b". Caller owns. */
static char *names_of(JsonArray *objects)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; objects && i < json_array_get_length(objects); i++)
        g_ptr_array_add(names, (gpointer)fh_cargo_string(json_array_get_object_element(objects, i), "name"));
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

static JsonObject *find_package(const struct fh_crate *crate, JsonObject *metadata, GError **error)
{
    JsonArray *packages = fh_cargo_array(metadata, "packages");
    for (guint i = 0; packages && i < json_array_get_length(packages); i++) {
        JsonObject *package = json_array_get_object_element(packages, i);
        if (g_strcmp0(fh_cargo_string(package, "manifest_path"), crate->manifest) == 0)
            return package;
    }
    g_autofree char *names = names_of(packages);
    wrong(crate, error, "a workspace, and no crate itself; 'crate' names the folder of one of its crates: %s",
          names);
    return NULL;
}

static gboolean holds(GPtrArray *strings, const char *text)
{
    return g_ptr_array_find_with_equal_func(strings, text, g_str_equal, NULL);
}

/* A library of any crate type but a macro's. */
static gboolean is_library(struct fh_crate *crate, JsonObject *target)
{
    static const char *const types[] = {"lib", "rlib", "dylib", "cdylib", "staticlib"};
    g_autoptr(GPtrArray) kinds = fh_cargo_strings(fh_cargo_array(target, "kind"));
    g_autoptr(GPtrArray) made = fh_cargo_strings(fh_cargo_array(target, "crate_types"));
    crate->has_staticlib = holds(made, "staticlib");
    crate->is_linkable = crate->has_staticlib || holds(made, "cdylib");
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (holds(kinds, types[i]))
            return TRUE;
    return FALSE;
}

static gboolean read_library(struct fh_crate *crate, JsonObject *package, GError **error)
{
    JsonArray *targets = fh_cargo_array(package, "targets");
    for (guint i = 0; targets && i < json_array_get_length(targets); i++) {
        JsonObject *target = json_array_get_object_element(targets, i);
        if (is_library(crate, target)) {
            crate->library = g_strdelimit(g_strdup(fh_cargo_string(target, "name")), "-", '_');
            return TRUE;
        }
    }
    g_autofree char *names = names_of(targets);
    return wrong(crate, error, "the crate has no library, which is what Freehold links; it has: %s", names);
}

static void read_features(struct fh_crate *crate, JsonObject *package)
{
    JsonObject *features = fh_cargo_object(package, "features");
    g_autoptr(GList) list = features ? json_object_get_members(features) : NULL;
    crate->features = g_ptr_array_new_with_free_func(g_free);
    for (GList *item = list; item; item = item->next)
        g_ptr_array_add(crate->features, g_strdup(item->data));
    crate->is_capi = holds(crate->features, "capi");
}

/* Features of other crates ("serde/std") are cargo's to check. */
static gboolean check_features(const struct fh_crate *crate, char *const *wanted, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < crate->features->len; i++)
        g_ptr_array_add(names, g_ptr_array_index(crate->features, i));
    g_ptr_array_add(names, NULL);
    for (; *wanted; wanted++) {
        if (strchr(*wanted, '/') || holds(crate->features, *wanted))
            continue;
        const char *close = fh_closest_name(*wanted, (const char *const *)names->pdata);
        g_autofree char *help = close ? g_strdup_printf(" (did you mean '%s'?)", close) : g_strdup("");
        g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
        return wrong(crate, error, "the crate has no feature '%s'%s; it has: %s", *wanted, help,
                     *all != '\0' ? all : "none");
    }
    return TRUE;
}

static void read_capi(struct fh_crate *crate, JsonObject *package)
{
    JsonObject *metadata = fh_cargo_object(package, "metadata");
    JsonObject *capi = metadata ? fh_cargo_object(metadata, "capi") : NULL;
    JsonObject *header = capi ? fh_cargo_object(capi, "header") : NULL;
    JsonObject *install = capi ? fh_cargo_object(capi, "install") : NULL;
    JsonObject *include = install ? fh_cargo_object(install, "include") : NULL;
    JsonArray *assets = include ? fh_cargo_array(include, "asset") : NULL;
    crate->capi_header = header ? g_strdup(fh_cargo_string(header, "name")) : NULL;
    for (guint i = 0; assets && i < json_array_get_length(assets); i++) {
        const char *from = fh_cargo_string(json_array_get_object_element(assets, i), "from");
        if (from)
            g_ptr_array_add(crate->capi_assets, g_strdup(from));
    }
}

static gboolean read_metadata(struct fh_crate *crate, const char *text,
                              const struct fh_library_config *config, GError **error)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    if (!json_parser_load_from_data(parser, text, -1, NULL) ||
        !JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser)))
        return wrong(crate, error, "cargo metadata wrote no JSON");
    JsonObject *metadata = json_node_get_object(json_parser_get_root(parser));
    JsonObject *package = find_package(crate, metadata, error);
    if (!package)
        return FALSE;
    crate->workspace = g_strdup(fh_cargo_string(metadata, "workspace_root"));
    crate->package = g_strdup(fh_cargo_string(package, "name"));
    crate->version = g_strdup(fh_cargo_string(package, "version"));
    read_features(crate, package);
    read_capi(crate, package);
    return read_library(crate, package, error) && check_features(crate, config->features, error);
}

static gboolean find_folder(struct fh_crate *crate, const struct fh_library_config *config,
                            const char *build_dir, GError **error)
{
    crate->is_fetched = config->is_package;
    crate->folder =
        config->is_package ? fh_registry_fetch(config->crate, build_dir, error) : g_strdup(config->crate);
    if (!crate->folder)
        return FALSE;
    crate->work_dir = crate->is_fetched ? g_path_get_dirname(crate->folder) : g_strdup(crate->folder);
    crate->manifest = g_build_filename(crate->folder, "Cargo.toml", NULL);
    return g_file_test(crate->manifest, G_FILE_TEST_IS_REGULAR) ||
           wrong(crate, error, "no such file; 'crate' names the folder of a Cargo.toml");
}

struct fh_crate *fh_crate_read(const struct fh_library_config *config, const char *build_dir, GError **error)
{
    fh_auto(fh_crate) crate = g_new0(struct fh_crate, 1);
    crate->capi_assets = g_ptr_array_new_with_free_func(g_free);
    if (!find_folder(crate, config, build_dir, error))
        return NULL;
    g_autofree char *failure = g_strdup_printf("cargo could not read %s", crate->manifest);
    g_autofree char *output = NULL;
    const char *arguments[] = {"metadata",        "--no-deps",     "--format-version=1",
                               "--manifest-path", crate->manifest, NULL};
    const struct fh_cargo cargo = {.directory = crate->work_dir, .arguments = arguments, .failure = failure};
    return fh_cargo_run(&cargo, &output, error) && read_metadata(crate, output, config, error)
               ? g_steal_pointer(&crate)
               : NULL;
}

static void collect_sources(const char *folder, GPtrArray *sources)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        gboolean is_folder =
            g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK);
        if (is_folder && name[0] != '.' && !g_str_equal(name, "target"))
            collect_sources(path, sources);
        else if (!is_folder && g_str_has_suffix(name, ".rs"))
            g_ptr_array_add(sources, g_steal_pointer(&path));
    }
}

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *fh_crate_sources(const struct fh_crate *crate)
{
    GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
    collect_sources(crate->folder, sources);
    g_ptr_array_sort(sources, compare_paths);
    return sources;
}
