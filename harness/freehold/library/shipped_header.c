// SPDX-License-Identifier: MIT
#include "library/shipped_header.h"

#include <glob.h>
#include <string.h>

#include "api/api.h"
#include "base/error.h"
#include "base/write_text.h"

/* What is asked of each set of headers. */
struct search {
    const struct fh_crate *crate;
    GPtrArray *include; /* char *: folders, NULL-terminated */
    const char *directory;
};

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *paths_new(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

static void add_file(GPtrArray *paths, char *take_path)
{
    if (g_str_has_suffix(take_path, ".h") && g_file_test(take_path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add(paths, take_path);
    else
        g_free(take_path);
}

/* At any depth. */
static void add_folder(GPtrArray *paths, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
            add_folder(paths, path);
            g_free(path);
        } else {
            add_file(paths, path);
        }
    }
}

/* Of cargo-c's install.include.asset. */
static void add_assets(GPtrArray *paths, const struct fh_crate *crate)
{
    for (guint i = 0; i < crate->capi_assets->len; i++) {
        g_autofree char *pattern =
            g_build_filename(crate->folder, g_ptr_array_index(crate->capi_assets, i), NULL);
        glob_t found;
        if (glob(pattern, 0, NULL, &found) != 0)
            continue;
        for (gsize j = 0; j < found.gl_pathc; j++)
            add_file(paths, g_strdup(found.gl_pathv[j]));
        globfree(&found);
    }
}

/* Where cbindgen's users have it written: beside Cargo.toml, or to src/. */
static void add_namesakes(GPtrArray *paths, const struct fh_crate *crate)
{
    const char *names[] = {crate->library, crate->package, crate->capi_header};
    for (guint i = 0; i < G_N_ELEMENTS(names) && paths->len == 0; i++) {
        if (!names[i])
            continue;
        g_autofree char *file = g_strconcat(names[i], ".h", NULL);
        add_file(paths, g_build_filename(crate->folder, file, NULL));
        if (paths->len == 0)
            add_file(paths, g_build_filename(crate->folder, "src", file, NULL));
    }
}

/* Includes all of `headers`. Caller owns; NULL with `error` set. */
static char *write_joint(const struct search *search, const GPtrArray *headers, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s/%s.h", search->directory, search->crate->library);
    g_autofree char *before = NULL;
    g_autoptr(GString) text = g_string_new("/* Made by freehold: the headers that the crate ships. */\n");
    for (guint i = 0; i < headers->len; i++)
        g_string_append_printf(text, "#include \"%s\"\n", (const char *)g_ptr_array_index(headers, i));
    if (g_file_get_contents(path, &before, NULL, NULL) && g_str_equal(before, text->str))
        return g_steal_pointer(&path);
    return fh_write_text(path, text->str, error) ? g_steal_pointer(&path) : NULL;
}

static int count_functions(const struct search *search, const char *header)
{
    return fh_api_count_functions(header, (const char *const *)search->include->pdata, NULL);
}

static char *joint_of(const struct search *search, const GPtrArray *headers, GError **error)
{
    return headers->len == 1 ? g_strdup(g_ptr_array_index(headers, 0)) : write_joint(search, headers, error);
}

static void keep_readable(const struct search *search, GPtrArray *headers)
{
    for (guint i = headers->len; i-- > 0;)
        if (count_functions(search, g_ptr_array_index(headers, i)) < 0)
            g_ptr_array_remove_index(headers, i);
}

/* The first group of each match of `pattern`. */
static void add_matches(GHashTable *names, const GRegex *pattern, const char *path)
{
    g_autofree char *text = NULL;
    g_autoptr(GMatchInfo) match = NULL;
    gsize size;
    if (!g_file_get_contents(path, &text, &size, NULL) || !g_utf8_validate(text, (gssize)size, NULL))
        return;
    for (g_regex_match(pattern, text, 0, &match); g_match_info_matches(match); g_match_info_next(match, NULL))
        g_hash_table_add(names, g_match_info_fetch(match, 1));
}

/* Not optimised: that makes code, in which memcheck sees uninitialised bytes. */
static GHashTable *names_in(const GPtrArray *paths, const char *pattern)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < paths->len; i++)
        add_matches(names, regex, g_ptr_array_index(paths, i));
    return names;
}

/* A folder include/ may hold what others wrote: one of the names must be that of a function in the crate's
 * sources. API(name)(…) counts, too. */
static gboolean is_of_sources(const struct fh_crate *crate, const GPtrArray *headers)
{
    g_autoptr(GPtrArray) sources = fh_crate_sources(crate);
    g_autoptr(GHashTable) written = names_in(sources, "\\bfn\\s+(\\w+)");
    g_autoptr(GHashTable) declared = names_in(headers, "\\b(\\w+)\\s*\\)?\\s*\\(");
    GHashTableIter each;
    gpointer name;
    for (g_hash_table_iter_init(&each, declared); g_hash_table_iter_next(&each, &name, NULL);)
        if (g_hash_table_contains(written, name))
            return TRUE;
    return FALSE;
}

/* All of them at once, or else those that are C. NULL when they declare nothing. */
static char *choose(const struct search *search, GPtrArray *headers, GError **error)
{
    if (headers->len == 0)
        return NULL;
    g_ptr_array_sort(headers, compare_paths);
    g_autofree char *header = joint_of(search, headers, error);
    int count = header ? count_functions(search, header) : 0;
    if (count < 0 && headers->len > 1) {
        keep_readable(search, headers);
        g_free(header);
        header = headers->len > 0 ? joint_of(search, headers, error) : NULL;
        count = header ? count_functions(search, header) : 0;
    }
    return count > 0 ? g_steal_pointer(&header) : NULL;
}

static char *find(const struct search *search, GError **error)
{
    const struct fh_crate *crate = search->crate;
    g_autofree char *include = g_build_filename(crate->folder, "include", NULL);
    g_autofree char *diplomat = g_build_filename(crate->folder, "bindings", "c", NULL);
    /* In order. The crate's author vouches for the first; diplomat makes its functions by macro, so that no
     * source names them. */
    struct {
        GPtrArray *headers;
        gboolean is_trusted;
    } sets[] = {{paths_new(), TRUE}, {paths_new(), FALSE}, {paths_new(), FALSE}, {paths_new(), TRUE}};
    char *header = NULL;
    add_assets(sets[0].headers, crate);
    add_folder(sets[1].headers, include);
    add_namesakes(sets[2].headers, crate);
    add_folder(sets[3].headers, diplomat);
    g_autoptr(GError) problem = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
        if (!header && !problem && (sets[i].is_trusted || is_of_sources(crate, sets[i].headers)))
            header = choose(search, sets[i].headers, &problem);
        g_ptr_array_unref(sets[i].headers);
    }
    if (problem)
        g_propagate_error(error, g_steal_pointer(&problem));
    return header;
}

char *fh_shipped_header_find(const struct fh_crate *crate, char *const *include, const char *directory,
                             GError **error)
{
    g_autoptr(GPtrArray) folders = paths_new();
    for (; *include; include++)
        g_ptr_array_add(folders, g_strdup(*include));
    g_ptr_array_add(folders, NULL);
    const struct search search = {.crate = crate, .include = folders, .directory = directory};
    return find(&search, error);
}
