// SPDX-License-Identifier: MIT
#include "library/config.h"

#include <string.h>

#include "base/diagnostics.h"
#include "base/error.h"

#define FILE_NAME "freehold.ini"

#if defined __x86_64__
#define HOST_ARCHITECTURE "x86_64"
#elif defined __aarch64__
#define HOST_ARCHITECTURE "aarch64"
#else
#error "unsupported machine"
#endif

static const char *const known_keys[] = {
    "crate",    "contract", "staticlib",           "header", "profile", "target",
    "features", "include",  "no-default-features", "link",   "exclude", NULL};
/* Keys that only cargo has a use for. */
static const char *const cargo_keys[] = {"features", "no-default-features", "target"};

/* The file while it is read. */
struct reader {
    const char *path;
    char *directory; /* that its paths are relative to */
    char **lines;
    GKeyFile *keys;
};

static void library_config_free(gpointer data)
{
    struct fh_library_config *library = data;
    g_free(library->name);
    g_free(library->crate);
    g_free(library->staticlib);
    g_free(library->header);
    g_free(library->contract);
    g_free(library->profile);
    g_free(library->target);
    g_strfreev(library->features);
    g_strfreev(library->include);
    g_strfreev(library->link);
    g_strfreev(library->exclude);
    g_free(library);
}

void fh_config_free(struct fh_config *config)
{
    if (!config)
        return;
    g_free(config->path);
    g_ptr_array_unref(config->libraries);
    g_free(config);
}

/* "[library NAME]" -> "library NAME"; NULL for other lines. */
static char *section_of_line(const char *line)
{
    g_autofree char *text = g_strstrip(g_strdup(line));
    gsize length = strlen(text);
    return length > 2 && text[0] == '[' && text[length - 1] == ']' ? g_strndup(text + 1, length - 2) : NULL;
}

/* "crate = x" -> "crate"; NULL for other lines. */
static char *key_of_line(const char *line)
{
    const char *equals = strchr(line, '=');
    g_autofree char *key = equals ? g_strstrip(g_strndup(line, (gsize)(equals - line))) : NULL;
    return key && *key && !strchr("#;[", *key) ? g_steal_pointer(&key) : NULL;
}

/* 1-based line of the `nth` (from 1) occurrence of a section, or of a key in that section; 0 when there is
 * none. */
static guint find_line(const struct reader *reader, const char *section, const char *key, guint nth)
{
    gboolean is_inside = FALSE;
    for (guint i = 0; reader->lines[i]; i++) {
        g_autofree char *opened = section_of_line(reader->lines[i]);
        g_autofree char *assigned = opened ? NULL : key_of_line(reader->lines[i]);
        if (opened)
            is_inside = g_str_equal(opened, section);
        gboolean is_match = key ? is_inside && assigned && g_str_equal(assigned, key) : opened && is_inside;
        if (is_match && --nth == 0)
            return i + 1;
    }
    return 0;
}

G_GNUC_PRINTF(5, 6)
static gboolean fail_at(const struct reader *reader, const char *section, const char *key, GError **error,
                        const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    guint line = find_line(reader, section, key, 1);
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s:%u: %s", reader->path, line, message);
    return FALSE;
}

/* " (did you mean 'x'?)", or "". Caller owns; g_free(). */
static char *suggestion(const char *name, const char *const *candidates)
{
    const char *closest = fh_closest_name(name, candidates);
    return closest ? g_strdup_printf(" (did you mean '%s'?)", closest) : g_strdup("");
}

static gboolean check_keys(const struct reader *reader, const char *section, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(reader->keys, section, NULL, NULL);
    for (char **key = keys; *key; key++) {
        if (!g_strv_contains(known_keys, *key)) {
            g_autofree char *help = suggestion(*key, known_keys);
            return fail_at(reader, section, *key, error, "unknown key '%s'%s", *key, help);
        }
        guint again = find_line(reader, section, *key, 2);
        if (again)
            return fail_at(reader, section, *key, error, "'%s' is given twice in [%s], again on line %u",
                           *key, section, again);
    }
    return TRUE;
}

/* The value without the comment that may follow it; NULL when the key is not there. */
static char *value_of(const struct reader *reader, const char *section, const char *key)
{
    char *value = g_key_file_get_value(reader->keys, section, key, NULL);
    for (char *hash = value ? strchr(value, '#') : NULL; hash; hash = strchr(hash + 1, '#'))
        if (hash == value || g_ascii_isspace(hash[-1])) {
            *hash = '\0';
            break;
        }
    return value ? g_strstrip(value) : NULL;
}

static gboolean read_path(const struct reader *reader, const char *section, const char *key, char **out,
                          GError **error)
{
    g_autofree char *value = value_of(reader, section, key);
    if (value && !*value)
        return fail_at(reader, section, key, error, "'%s' is empty", key);
    if (value)
        *out = g_canonicalize_filename(value, reader->directory);
    return TRUE;
}

static gboolean read_list(const struct reader *reader, const char *section, const char *key, char ***out,
                          GError **error)
{
    g_autofree char *value = value_of(reader, section, key);
    g_autoptr(GError) cause = NULL;
    *out = g_new0(char *, 1);
    if (!value || !*value)
        return TRUE;
    g_clear_pointer(out, g_strfreev);
    if (g_shell_parse_argv(value, NULL, out, &cause))
        return TRUE;
    return fail_at(reader, section, key, error, "'%s': %s", key, cause->message);
}

/* One of those of which "debug" and "dev" are the first; crates may define others. */
gboolean fh_config_is_profile(const char *profile)
{
    return *profile != '\0' && profile[strspn(profile, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-")] == '\0';
}

static gboolean read_profile(const struct reader *reader, const char *section, char **out, GError **error)
{
    g_autofree char *value = value_of(reader, section, "profile");
    *out = g_strdup(value && !g_str_equal(value, "dev") ? value : "debug");
    return fh_config_is_profile(*out) ||
           fail_at(reader, section, "profile", error,
                   "'%s' is no profile; it is debug, release, or another that the crate has", value);
}

static gboolean read_switch(const struct reader *reader, const char *section, const char *key, gboolean *out,
                            GError **error)
{
    g_autofree char *value = value_of(reader, section, key);
    *out = value && g_str_equal(value, "true");
    return !value || *out || g_str_equal(value, "false") ||
           fail_at(reader, section, key, error, "'%s' is true or false, and not '%s'", key, value);
}

/* The runner is linked with this machine's C library, and the crate with it. */
static gboolean read_target(const struct reader *reader, const char *section, char **out, GError **error)
{
    *out = value_of(reader, section, "target");
    return !*out || (g_str_has_prefix(*out, HOST_ARCHITECTURE "-") && g_str_has_suffix(*out, "-gnu")) ||
           fail_at(reader, section, "target", error,
                   "a library for '%s' can't run here; a target is " HOST_ARCHITECTURE "-…-gnu", *out);
}

/* A folder, or NAME@VERSION in the registry. */
static gboolean read_crate(const struct reader *reader, const char *section,
                           struct fh_library_config *library, GError **error)
{
    g_autofree char *value = value_of(reader, section, "crate");
    if (!read_path(reader, section, "crate", &library->crate, error))
        return FALSE;
    if (!value || strchr(value, '/') || !strchr(value, '@') ||
        g_file_test(library->crate, G_FILE_TEST_EXISTS))
        return TRUE;
    if (!g_regex_match_simple("^[A-Za-z0-9_-]+@[0-9]+\\.[0-9]+\\.[0-9]+([-+][A-Za-z0-9.+-]+)?$", value, 0, 0))
        return fail_at(reader, section, "crate", error,
                       "'%s' is no folder; a crate of the registry is NAME@VERSION, as in rure@0.2.5", value);
    g_free(library->crate);
    library->crate = g_steal_pointer(&value);
    library->is_package = TRUE;
    return TRUE;
}

/* cargo's own separators: spaces or commas. */
static gboolean read_features(const struct reader *reader, const char *section, char ***out)
{
    g_autofree char *value = value_of(reader, section, "features");
    g_autoptr(GPtrArray) features = g_ptr_array_new();
    g_auto(GStrv) words = g_strsplit_set(value ? value : "", " \t,", -1);
    for (char **word = words; *word; word++)
        if (**word)
            g_ptr_array_add(features, g_strdup(*word));
    g_ptr_array_add(features, NULL);
    *out = (char **)g_ptr_array_steal(features, NULL);
    return TRUE;
}

/* Replaces `*word` from `skip` bytes on, a path, by the absolute one. */
static void make_absolute(char **word, gsize skip, const char *directory)
{
    g_autofree char *path = g_canonicalize_filename(*word + skip, directory);
    char *changed = g_strdup_printf("%.*s%s", (int)skip, *word, path);
    g_free(*word);
    *word = changed;
}

static void make_paths_absolute(const struct fh_library_config *library, const char *directory)
{
    for (char **word = library->include; *word; word++)
        make_absolute(word, 0, directory);
    for (char **word = library->link; *word; word++) {
        if (g_str_has_prefix(*word, "-L") && (*word)[2])
            make_absolute(word, 2, directory);
        else if (**word != '-')
            make_absolute(word, 0, directory);
    }
}

static gboolean check_choice(const struct reader *reader, const char *section,
                             const struct fh_library_config *library, GError **error)
{
    if (library->crate && library->staticlib)
        return fail_at(reader, section, "staticlib", error,
                       "[%s] has both 'crate' and 'staticlib'; keep the one to audit", section);
    if (!library->crate && !library->staticlib)
        return fail_at(
            reader, section, NULL, error,
            "[%s] names no library; give 'crate = DIRECTORY', or 'staticlib = FILE' and 'header = FILE'",
            section);
    if (library->staticlib && !library->header)
        return fail_at(reader, section, "staticlib", error, "[%s] has a 'staticlib' but no 'header'",
                       section);
    for (guint i = 0; library->staticlib && i < G_N_ELEMENTS(cargo_keys); i++)
        if (g_key_file_has_key(reader->keys, section, cargo_keys[i], NULL))
            return fail_at(reader, section, cargo_keys[i], error, "'%s' is cargo's: it needs a 'crate'",
                           cargo_keys[i]);
    return TRUE;
}

static gboolean read_values(const struct reader *reader, const char *section,
                            struct fh_library_config *library, GError **error)
{
    return read_crate(reader, section, library, error) &&
           read_path(reader, section, "staticlib", &library->staticlib, error) &&
           read_path(reader, section, "header", &library->header, error) &&
           read_path(reader, section, "contract", &library->contract, error) &&
           read_profile(reader, section, &library->profile, error) &&
           read_target(reader, section, &library->target, error) &&
           read_switch(reader, section, "no-default-features", &library->no_default_features, error) &&
           read_features(reader, section, &library->features) &&
           read_list(reader, section, "include", &library->include, error) &&
           read_list(reader, section, "link", &library->link, error) &&
           read_list(reader, section, "exclude", &library->exclude, error);
}

/* The name becomes a directory's. */
static gboolean is_name(const char *name)
{
    static const char allowed[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-.";
    return g_ascii_isalnum(*name) && name[strspn(name, allowed)] == '\0';
}

static gboolean read_name(const struct reader *reader, const char *section, char **out, GError **error)
{
    static const char *const known_sections[] = {"library", NULL};
    g_auto(GStrv) words = g_strsplit_set(section, " \t", 2);
    if (!g_str_equal(words[0], "library")) {
        g_autofree char *help = suggestion(words[0], known_sections);
        return fail_at(reader, section, NULL, error, "unknown section [%s]%s", section, help);
    }
    g_autofree char *name = g_strstrip(g_strdup(words[1] ? words[1] : ""));
    if (words[1] && !is_name(name))
        return fail_at(reader, section, NULL, error,
                       "'%s' is no library name; it is made of letters, digits, '_', '-' and '.'", name);
    *out = g_steal_pointer(&name);
    return TRUE;
}

static struct fh_library_config *find_library(const struct fh_config *config, const char *name)
{
    for (guint i = 0; i < config->libraries->len; i++) {
        struct fh_library_config *library = g_ptr_array_index(config->libraries, i);
        if (g_str_equal(library->name, name))
            return library;
    }
    return NULL;
}

static gboolean read_section(const struct reader *reader, const char *section, struct fh_config *config,
                             GError **error)
{
    g_autofree char *name = NULL;
    guint again = find_line(reader, section, NULL, 2);
    if (!read_name(reader, section, &name, error))
        return FALSE;
    if (again || find_library(config, name))
        return fail_at(reader, section, NULL, error, "section [%s] is there twice", section);
    struct fh_library_config *library = g_new0(struct fh_library_config, 1);
    g_ptr_array_add(config->libraries, library);
    library->name = g_steal_pointer(&name);
    if (!check_keys(reader, section, error) || !read_values(reader, section, library, error) ||
        !check_choice(reader, section, library, error))
        return FALSE;
    make_paths_absolute(library, reader->directory);
    return TRUE;
}

static gboolean read_sections(const struct reader *reader, struct fh_config *config, GError **error)
{
    g_auto(GStrv) sections = g_key_file_get_groups(reader->keys, NULL);
    for (char **section = sections; *section; section++)
        if (!read_section(reader, *section, config, error))
            return FALSE;
    if (config->libraries->len == 0)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s: no [library] section; add one with 'crate = DIRECTORY'", reader->path);
    return config->libraries->len > 0;
}

/* Editors leave it at the start of a file; GKeyFile does not know it. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static gboolean read_text(const char *path, char **text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *read = NULL;
    gsize size;
    if (!g_file_get_contents(path, &read, &size, &cause)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s", cause->message);
        return FALSE;
    }
    if (!g_utf8_validate_len(read, size, NULL)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: not UTF-8 text", path);
        return FALSE;
    }
    *text = g_strdup(g_str_has_prefix(read, BYTE_ORDER_MARK) ? read + strlen(BYTE_ORDER_MARK) : read);
    return TRUE;
}

struct fh_config *fh_config_load(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    if (!read_text(path, &text, error))
        return NULL;
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autoptr(GError) cause = NULL;
    if (*text && !g_key_file_load_from_data(keys, text, strlen(text), G_KEY_FILE_NONE, &cause)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s", path, cause->message);
        return NULL;
    }
    fh_auto(fh_config) config = g_new0(struct fh_config, 1);
    config->path = g_canonicalize_filename(path, NULL);
    config->libraries = g_ptr_array_new_with_free_func(library_config_free);
    g_autofree char *directory = g_path_get_dirname(config->path);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    struct reader reader = {path, directory, lines, keys};
    return read_sections(&reader, config, error) ? g_steal_pointer(&config) : NULL;
}

char *fh_config_find(const char *directory)
{
    g_autofree char *place = g_canonicalize_filename(directory, NULL);
    for (;;) {
        g_autofree char *path = g_build_filename(place, FILE_NAME, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&path);
        char *parent = g_path_get_dirname(place);
        gboolean is_root = g_str_equal(parent, place);
        g_free(place);
        place = parent;
        if (is_root)
            return NULL;
    }
}

char *fh_config_option(const char *config, const char *directory)
{
    g_autofree char *path = g_canonicalize_filename(config, NULL);
    g_autofree char *nearest = fh_config_find(directory);
    if (g_strcmp0(nearest, path) == 0)
        return g_strdup("");
    g_autofree char *quoted = g_shell_quote(path);
    return g_strdup_printf("--config %s ", quoted);
}

/* "a, b, c". Caller owns; g_free(). */
static char *library_names(const struct fh_config *config)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < config->libraries->len; i++) {
        const struct fh_library_config *library = g_ptr_array_index(config->libraries, i);
        g_string_append_printf(names, "%s[library%s%s]", i ? ", " : "", *library->name ? " " : "",
                               library->name);
    }
    return g_string_free(g_steal_pointer(&names), FALSE);
}

const struct fh_library_config *fh_config_library(const struct fh_config *config, const char *name,
                                                  GError **error)
{
    if (!name && config->libraries->len == 1)
        return g_ptr_array_index(config->libraries, 0);
    struct fh_library_config *library = name ? find_library(config, name) : NULL;
    if (library)
        return library;
    g_autofree char *names = library_names(config);
    if (name)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s has no [library %s]; it has %s", config->path, name,
                    names);
    else
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s has several libraries: %s; say which with a line 'library NAME' at the top of the "
                    "scenario file",
                    config->path, names);
    return NULL;
}
