// SPDX-License-Identifier: MIT
#include "command/suite.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "api/contract_file.h"
#include "base/error.h"
#include "base/source.h"
#include "base/source_load.h"
#include "command/command.h"
#include "library/extra_rust.h"
#include "library/header.h"
#include "library/linked_files.h"
#include "script/parser.h"
#include "script/script.h"

static void part_free(gpointer data)
{
    struct fh_suite_part *part = data;
    g_free(part->build_dir);
    g_ptr_array_unref(part->scripts);
    fh_plan_free(part->plan);
    fh_allocator_symbols_free(part->hooks);
    fh_api_free(part->api);
    fh_library_free(part->library);
    fh_allocator_symbols_free(part->instrumented_hooks);
    fh_library_free(part->instrumented);
    g_clear_error(&part->failure);
    g_clear_error(&part->instrument_failure);
    g_free(part);
}

void fh_suite_free(struct fh_suite *suite)
{
    if (!suite)
        return;
    g_ptr_array_unref(suite->parts);
    g_ptr_array_unref(suite->configs);
    fh_diagnostics_free(suite->diagnostics);
    g_free(suite);
}

static int compare_strings(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, without hidden ones (.git, .freehold, …). */
static GPtrArray *names_in(const char *folder, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    if (!dir)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(dir)))
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_strings);
    return names;
}

/* A folder that is being read, and the one that it was found in. */
struct place {
    const struct place *above;
    dev_t device;
    ino_t inode;
};

static gboolean is_being_read(const struct place *place, const struct stat *status)
{
    for (; place; place = place->above)
        if (place->device == status->st_dev && place->inode == status->st_ino)
            return TRUE;
    return FALSE;
}

static gboolean walk(const char *folder, const struct place *above, GPtrArray *files, GError **error);

static gboolean visit(char *take_path, const struct place *above, GPtrArray *files, GError **error)
{
    g_autofree char *path = take_path;
    struct stat status;
    gboolean is_there = stat(path, &status) == 0;
    if (!is_there && errno != ENOENT) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    if (is_there && S_ISDIR(status.st_mode))
        return walk(path, above, files, error);
    if (g_str_has_suffix(path, ".scn"))
        g_ptr_array_add(files, g_steal_pointer(&path));
    return TRUE;
}

/* All *.scn below `folder`, sorted. Links to folders are followed, but not back to one that the link is in.
 */
/* As it is written when it is named by itself. Caller owns; free with g_free(). */
static char *path_in(const char *folder, const char *name)
{
    return g_str_equal(folder, ".") ? g_strdup(name) : g_build_filename(folder, name, NULL);
}

static gboolean walk(const char *folder, const struct place *above, GPtrArray *files, GError **error)
{
    g_autoptr(GPtrArray) names = names_in(folder, error);
    struct stat status;
    if (!names)
        return FALSE;
    if (stat(folder, &status)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s", folder, g_strerror(errno));
        return FALSE;
    }
    if (is_being_read(above, &status))
        return TRUE;
    const struct place place = {.above = above, .device = status.st_dev, .inode = status.st_ino};
    for (guint i = 0; i < names->len; i++)
        if (!visit(path_in(folder, g_ptr_array_index(names, i)), &place, files, error))
            return FALSE;
    return TRUE;
}

static gboolean find_files(const char *path, GPtrArray *files, GError **error)
{
    guint before = files->len;
    g_autoptr(GError) inner = NULL;
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_ptr_array_add(files, g_strdup(path));
        return TRUE;
    }
    if (!walk(path, NULL, files, &inner)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't read folder %s: %s", path, inner->message);
        return FALSE;
    }
    if (files->len == before) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s holds no scenario files (*.scn)", path);
        return FALSE;
    }
    return TRUE;
}

static const struct fh_config *config_at(struct fh_suite *suite, const char *path, GError **error)
{
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    for (guint i = 0; i < suite->configs->len; i++) {
        const struct fh_config *config = g_ptr_array_index(suite->configs, i);
        if (g_str_equal(config->path, absolute))
            return config;
    }
    struct fh_config *config = fh_config_load(path, error);
    if (config)
        g_ptr_array_add(suite->configs, config);
    return config;
}

static char *config_path_for(const char *file, const struct fh_suite_options *options, GError **error)
{
    if (options->config_path)
        return g_strdup(options->config_path);
    g_autofree char *directory = g_path_get_dirname(file);
    g_autofree char *absolute = g_canonicalize_filename(directory, NULL);
    char *path = fh_config_find(absolute);
    if (!path)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "no freehold.ini for %s, neither in its folder nor above; make one that says where the "
                    "library is:\n"
                    "  [library]\n  crate = ../path/to/crate\nor name one with --config",
                    file);
    return path;
}

static struct fh_suite_part *part_for(struct fh_suite *suite, const struct fh_config *config,
                                      const struct fh_library_config *library,
                                      const struct fh_suite_options *options)
{
    for (guint i = 0; i < suite->parts->len; i++) {
        struct fh_suite_part *part = g_ptr_array_index(suite->parts, i);
        if (part->config == library)
            return part;
    }
    g_autofree char *directory = g_path_get_dirname(config->path);
    struct fh_suite_part *part = g_new0(struct fh_suite_part, 1);
    part->config = library;
    part->build_dir = options->build_dir ? g_canonicalize_filename(options->build_dir, NULL)
                                         : g_build_filename(directory, ".freehold", NULL);
    part->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)fh_script_free);
    g_ptr_array_add(suite->parts, part);
    return part;
}

static gboolean load_file(struct fh_suite *suite, const char *path, const struct fh_suite_options *options,
                          GError **error)
{
    struct fh_source *source = fh_source_load(path, error);
    if (!source)
        return FALSE;
    fh_auto(fh_script) script = fh_script_parse(source, suite->diagnostics);
    if (!script)
        return TRUE;
    g_autofree char *config_path = config_path_for(path, options, error);
    const struct fh_config *config = config_path ? config_at(suite, config_path, error) : NULL;
    if (!config)
        return FALSE;
    g_autoptr(GError) inner = NULL;
    const struct fh_library_config *library = fh_config_library(config, script->library.text, &inner);
    if (!library) {
        fh_diagnostics_add(suite->diagnostics, script->source, script->library.span, NULL, "%s",
                           inner->message);
        return TRUE;
    }
    struct fh_suite_part *part = part_for(suite, config, library, options);
    g_ptr_array_add(part->scripts, g_steal_pointer(&script));
    return TRUE;
}

static struct fh_suite *suite_new(void)
{
    struct fh_suite *suite = g_new0(struct fh_suite, 1);
    suite->configs = g_ptr_array_new_with_free_func((GDestroyNotify)fh_config_free);
    suite->parts = g_ptr_array_new_with_free_func(part_free);
    suite->diagnostics = fh_diagnostics_new();
    return suite;
}

struct fh_suite *fh_suite_load(char **paths, const struct fh_suite_options *options, GError **error)
{
    fh_auto(fh_suite) suite = suite_new();
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; paths[i]; i++)
        if (!find_files(paths[i], files, error))
            return NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < files->len; i++)
        if (g_hash_table_add(seen, g_canonicalize_filename(g_ptr_array_index(files, i), NULL)) &&
            !load_file(suite, g_ptr_array_index(files, i), options, error))
            return NULL;
    return g_steal_pointer(&suite);
}

/* What is made for the user's project is not for the user's repository; but a folder that was there is the
 * user's. What can't be made here, fh_library_build() reports. */
static void make_build_dir(const char *directory)
{
    g_autofree char *parent = g_path_get_dirname(directory);
    g_autofree char *path = g_build_filename(directory, ".gitignore", NULL);
    if (g_mkdir_with_parents(parent, 0777) == 0 && g_mkdir(directory, 0777) == 0)
        g_file_set_contents(path, "*\n", -1, NULL);
}

static struct fh_allocator_symbols *hooks_of(const struct fh_library *library, GError **error)
{
    struct fh_allocator_symbols *hooks = fh_allocator_symbols_find(library->staticlib, error);
    if (hooks && !hooks->problem)
        hooks->problem = fh_extra_rust(library);
    if (hooks && hooks->problem)
        fh_allocator_symbols_leave_alone(hooks);
    return hooks;
}

/* What fails here keeps no other engine from its work. */
static void build_instrumented(struct fh_suite_part *part, const struct fh_suite_options *options)
{
    GError **error = &part->instrument_failure;
    part->instrumented =
        fh_library_build_instrumented(part->config, part->build_dir, options->profile, error);
    if (part->instrumented)
        part->instrumented_hooks = hooks_of(part->instrumented, error);
}

static gboolean build_part(struct fh_suite_part *part, const struct fh_suite_options *options, GError **error)
{
    make_build_dir(part->build_dir);
    part->library = fh_library_build(part->config, part->build_dir, options->profile, error);
    if (!part->library)
        return FALSE;
    part->hooks = hooks_of(part->library, error);
    if (!part->hooks)
        return FALSE;
    if (options->is_instrumented)
        build_instrumented(part, options);
    part->api = fh_api_load(part->library->header, (const char *const *)part->library->include, error);
    return part->api && fh_header_check(part->library, part->api, error) &&
           (!part->config->contract || fh_contract_file_read(part->api, part->config->contract, error));
}

static gboolean load_all_below(struct fh_suite *suite, const char *folder, const char *but,
                               const struct fh_suite_options *options, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *inside = g_strconcat(but, G_DIR_SEPARATOR_S, NULL);
    if (!walk(folder, NULL, files, error))
        return FALSE;
    for (guint i = 0; i < files->len; i++)
        if (!g_str_has_prefix(g_ptr_array_index(files, i), inside) &&
            !load_file(suite, g_ptr_array_index(files, i), options, error))
            return FALSE;
    return TRUE;
}

struct fh_suite *fh_suite_of_library(const char *config_path, const char *library, const char *but,
                                     const struct fh_suite_options *options, GError **error)
{
    fh_auto(fh_suite) suite = suite_new();
    const struct fh_config *config = config_at(suite, config_path, error);
    const struct fh_library_config *found = config ? fh_config_library(config, library, error) : NULL;
    if (!found)
        return NULL;
    struct fh_suite_part *part = part_for(suite, config, found, options);
    g_autofree char *folder = g_path_get_dirname(config->path);
    struct fh_suite_options here = *options;
    here.config_path = config->path;
    if (!load_all_below(suite, folder, but, &here, error) || !build_part(part, options, error))
        return NULL;
    return g_steal_pointer(&suite);
}

static gboolean check_part(struct fh_suite *suite, struct fh_suite_part *part,
                           const struct fh_suite_options *options, GError **error)
{
    if (!build_part(part, options, &part->failure)) {
        if (g_error_matches(part->failure, FH_ERROR, FH_ERROR_ENVIRONMENT))
            return TRUE;
        g_propagate_error(error, g_steal_pointer(&part->failure));
        return FALSE;
    }
    g_autoptr(GHashTable) defined = fh_linked_symbols(part->library, error);
    if (!defined)
        return FALSE;
    part->plan = fh_check(part->scripts, part->api, defined, suite->diagnostics);
    return TRUE;
}

gboolean fh_suite_check(struct fh_suite *suite, const struct fh_suite_options *options, GError **error)
{
    for (guint i = 0; i < suite->parts->len; i++)
        if (!check_part(suite, g_ptr_array_index(suite->parts, i), options, error))
            return FALSE;
    return TRUE;
}

static const GError *failure_of(const struct fh_suite *suite)
{
    for (guint i = 0; i < suite->parts->len; i++) {
        const struct fh_suite_part *part = g_ptr_array_index(suite->parts, i);
        if (part->failure)
            return part->failure;
    }
    return NULL;
}

gboolean fh_suite_open(char **paths, const struct fh_suite_options *options, struct fh_suite **suite,
                       int *status)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_suite) opened = fh_suite_load(paths, options, &error);
    if (!opened || !fh_suite_check(opened, options, &error))
        *status = fh_command_fail(error);
    else if (opened->diagnostics->items->len > 0)
        *status = fh_command_print_diagnostics(opened->diagnostics);
    else if (failure_of(opened))
        *status = fh_command_fail(failure_of(opened));
    else
        *suite = g_steal_pointer(&opened);
    return *suite != NULL;
}

void fh_suite_options_finish(struct fh_suite_options *options)
{
    g_free(options->config_path);
    g_free(options->build_dir);
    g_free(options->profile);
}

guint fh_suite_count_scenarios(const struct fh_suite *suite)
{
    guint count = 0;
    for (guint i = 0; i < suite->parts->len; i++) {
        const struct fh_suite_part *part = g_ptr_array_index(suite->parts, i);
        for (guint j = 0; j < part->scripts->len; j++)
            count += ((const struct fh_script *)g_ptr_array_index(part->scripts, j))->scenarios->len;
    }
    return count;
}
