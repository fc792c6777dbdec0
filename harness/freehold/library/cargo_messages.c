// SPDX-License-Identifier: MIT
#include "library/cargo_messages.h"

#include <string.h>

/* What is collected. */
struct messages {
    const char *manifest, *suffix;
    char *made;
    GPtrArray *folders, *link;
};

void fh_cargo_build_free(struct fh_cargo_build *build)
{
    if (!build)
        return;
    g_free(build->made);
    g_strfreev(build->folders);
    g_strfreev(build->link);
    g_free(build);
}

const char *fh_cargo_string(JsonObject *object, const char *name)
{
    return json_object_get_string_member_with_default(object, name, NULL);
}

JsonArray *fh_cargo_array(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

JsonObject *fh_cargo_object(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

GPtrArray *fh_cargo_strings(JsonArray *array)
{
    GPtrArray *strings = g_ptr_array_new();
    for (guint i = 0; array && i < json_array_get_length(array); i++) {
        JsonNode *node = json_array_get_element(array, i);
        if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_string(node))
            g_ptr_array_add(strings, (gpointer)json_node_get_string(node));
    }
    return strings;
}

static void note_folder(struct messages *messages, const char *file)
{
    char *folder = g_path_get_dirname(file);
    if (g_ptr_array_find_with_equal_func(messages->folders, folder, g_str_equal, NULL))
        g_free(folder);
    else
        g_ptr_array_add(messages->folders, folder);
}

static void note_artifact(struct messages *messages, JsonObject *message)
{
    g_autoptr(GPtrArray) files = fh_cargo_strings(fh_cargo_array(message, "filenames"));
    gboolean is_package = g_strcmp0(fh_cargo_string(message, "manifest_path"), messages->manifest) == 0;
    for (guint i = 0; i < files->len; i++) {
        const char *file = g_ptr_array_index(files, i);
        if (g_str_has_suffix(file, ".rlib") || g_str_has_suffix(file, ".rmeta"))
            note_folder(messages, file);
        if (is_package && g_str_has_suffix(file, messages->suffix)) {
            g_free(messages->made);
            messages->made = g_strdup(file);
        }
    }
}

/* "native=/usr/lib/x" -> -L/usr/lib/x; "dylib=z" and "z" -> -lz. What is linked statically is in the archive
 * already. */
static void note_native_libraries(struct messages *messages, JsonObject *message)
{
    g_autoptr(GPtrArray) paths = fh_cargo_strings(fh_cargo_array(message, "linked_paths"));
    g_autoptr(GPtrArray) libraries = fh_cargo_strings(fh_cargo_array(message, "linked_libs"));
    for (guint i = 0; i < paths->len; i++) {
        const char *equals = strchr(g_ptr_array_index(paths, i), '=');
        g_ptr_array_add(messages->link,
                        g_strconcat("-L", equals ? equals + 1 : g_ptr_array_index(paths, i), NULL));
    }
    for (guint i = 0; i < libraries->len; i++) {
        const char *equals = strchr(g_ptr_array_index(libraries, i), '=');
        if (!g_str_has_prefix(g_ptr_array_index(libraries, i), "static"))
            g_ptr_array_add(messages->link,
                            g_strconcat("-l", equals ? equals + 1 : g_ptr_array_index(libraries, i), NULL));
    }
}

static void note_message(struct messages *messages, const char *line)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    if (*line != '{' || !json_parser_load_from_data(parser, line, -1, NULL))
        return;
    JsonObject *message = json_node_get_object(json_parser_get_root(parser));
    const char *reason = fh_cargo_string(message, "reason");
    if (g_strcmp0(reason, "compiler-artifact") == 0)
        note_artifact(messages, message);
    else if (g_strcmp0(reason, "build-script-executed") == 0)
        note_native_libraries(messages, message);
}

static char **taken(GPtrArray *strings)
{
    g_ptr_array_add(strings, NULL);
    return (char **)g_ptr_array_steal(strings, NULL);
}

struct fh_cargo_build *fh_cargo_build_from_messages(const char *text, const char *manifest,
                                                    const char *suffix)
{
    g_autoptr(GPtrArray) folders = g_ptr_array_new(), link = g_ptr_array_new();
    struct messages messages = {.manifest = manifest, .suffix = suffix, .folders = folders, .link = link};
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        note_message(&messages, *line);
    fh_auto(fh_cargo_build) build = g_new0(struct fh_cargo_build, 1);
    build->made = messages.made;
    build->folders = taken(folders);
    build->link = taken(link);
    return build->made ? g_steal_pointer(&build) : NULL;
}
