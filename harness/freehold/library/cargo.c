// SPDX-License-Identifier: MIT
#include "library/cargo.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "library/instrument.h"
#include "library/tool.h"

#define INSTALL_CARGO "install Rust (Debian: apt-get install cargo; others: https://rustup.rs), or set $CARGO"
#define WITH_SANITIZER                                                                                      \
    " with AddressSanitizer; that takes a nightly rustc, or a stable one that heeds RUSTC_BOOTSTRAP=1, as " \
    "those of "                                                                                             \
    "rustup and Debian do. Leave --instrument out to audit the library as it is"

/* What is collected from cargo's messages. */
struct messages {
    const char *manifest;
    struct fh_cargo_build *build;
    GPtrArray *link;
};

void fh_cargo_build_free(struct fh_cargo_build *build)
{
    if (!build)
        return;
    g_free(build->staticlib);
    g_free(build->crate);
    g_strfreev(build->link);
    g_free(build);
}

static const char *string_member(JsonObject *object, const char *name)
{
    return json_object_get_string_member_with_default(object, name, NULL);
}

static JsonArray *array_member(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/* The strings of an array; others are left out. Caller owns the container only. */
static GPtrArray *strings_of(JsonArray *array)
{
    GPtrArray *strings = g_ptr_array_new();
    for (guint i = 0; array && i < json_array_get_length(array); i++) {
        JsonNode *node = json_array_get_element(array, i);
        if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_string(node))
            g_ptr_array_add(strings, (gpointer)json_node_get_string(node));
    }
    return strings;
}

static void note_artifact(struct messages *messages, JsonObject *message)
{
    const char *manifest = string_member(message, "manifest_path");
    g_autoptr(GPtrArray) files = strings_of(array_member(message, "filenames"));
    JsonNode *target = json_object_get_member(message, "target");
    if (!manifest || !g_str_equal(manifest, messages->manifest) || !target || !JSON_NODE_HOLDS_OBJECT(target))
        return;
    for (guint i = 0; i < files->len; i++) {
        if (!g_str_has_suffix(g_ptr_array_index(files, i), ".a"))
            continue;
        g_free(messages->build->staticlib);
        g_free(messages->build->crate);
        messages->build->staticlib = g_strdup(g_ptr_array_index(files, i));
        messages->build->crate = g_strdup(string_member(json_node_get_object(target), "name"));
    }
}

/* "native=/usr/lib/x" -> -L/usr/lib/x; "dylib=z" and "z" -> -lz. What is linked statically is in the archive already. */
static void note_native_libraries(struct messages *messages, JsonObject *message)
{
    g_autoptr(GPtrArray) paths = strings_of(array_member(message, "linked_paths"));
    g_autoptr(GPtrArray) libraries = strings_of(array_member(message, "linked_libs"));
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
    const char *reason = string_member(message, "reason");
    if (!g_strcmp0(reason, "compiler-artifact"))
        note_artifact(messages, message);
    else if (!g_strcmp0(reason, "build-script-executed"))
        note_native_libraries(messages, message);
}

struct fh_cargo_build *fh_cargo_build_from_messages(const char *text, const char *manifest)
{
    fh_auto(fh_cargo_build) build = g_new0(struct fh_cargo_build, 1);
    g_autoptr(GPtrArray) link = g_ptr_array_new();
    struct messages messages = {manifest, build, link};
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        note_message(&messages, *line);
    g_ptr_array_add(link, NULL);
    build->link = (char **)g_ptr_array_steal(link, NULL);
    return build->staticlib && build->crate ? g_steal_pointer(&build) : NULL;
}

static char *find_manifest(const char *crate_dir, GError **error)
{
    g_autofree char *manifest = g_build_filename(crate_dir, "Cargo.toml", NULL);
    if (g_file_test(manifest, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer(&manifest);
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: no such file; 'crate' names the folder of a Cargo.toml",
                manifest);
    return NULL;
}

/* In the crate's folder, so that its .cargo/config.toml and rust-toolchain.toml hold. `flags` NULL: rustc's are the user's. */
static gboolean run_cargo(const char *crate_dir, const char *const *arguments, const char *flags,
                          const char *failure, char **output, GError **error)
{
    const char *environment[] = {
        /* A report names Rust source lines, and the allocator must be there to be seen: allocator_symbols.c. */
        "CARGO_PROFILE_RELEASE_DEBUG",
        "1",
        "CARGO_PROFILE_RELEASE_LTO",
        "off",
        "CARGO_PROFILE_RELEASE_INCREMENTAL",
        "false",
        flags ? "RUSTC_BOOTSTRAP" : NULL,
        "1",
        NULL,
    };
    g_auto(GStrv) words = fh_tool_words("CARGO", "cargo", error);
    if (!words)
        return FALSE;
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    for (char **word = words; *word; word++)
        g_ptr_array_add(argv, *word);
    for (; *arguments; arguments++)
        g_ptr_array_add(argv, (gpointer)*arguments);
    g_ptr_array_add(argv, NULL);
    struct fh_tool tool = {
        (const char *const *)argv->pdata,         environment, crate_dir, failure, INSTALL_CARGO,
        flags ? "CARGO_ENCODED_RUSTFLAGS" : NULL, flags};
    return fh_tool_run(&tool, output, error);
}

char *fh_cargo_find_lock(const char *crate_dir, GError **error)
{
    g_autofree char *manifest = find_manifest(crate_dir, error);
    if (!manifest)
        return NULL;
    g_autofree char *failure = g_strdup_printf("cargo could not read %s", manifest);
    g_autofree char *output = NULL;
    const char *arguments[] = {"locate-project",  "--workspace", "--message-format=plain",
                               "--manifest-path", manifest,      NULL};
    if (!run_cargo(crate_dir, arguments, NULL, failure, &output, error))
        return NULL;
    g_autofree char *root = g_path_get_dirname(g_strstrip(output));
    return g_build_filename(root, "Cargo.lock", NULL);
}

static gboolean run_build(const struct fh_library_config *config, const char *profile, const char *manifest,
                          const char *target_dir, gboolean is_locked, gboolean is_instrumented, char **output,
                          GError **error)
{
    g_autofree char *target = is_instrumented ? fh_instrument_target(error) : NULL;
    g_autofree char *flags = is_instrumented ? fh_instrument_flags() : NULL;
    if (is_instrumented && !target)
        return FALSE;
    g_autofree char *failure =
        g_strdup_printf("cargo could not build %s%s", config->crate, is_instrumented ? WITH_SANITIZER : "");
    g_autofree char *features = g_strjoinv(",", config->features);
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    const char *fixed[] = {"build",           "--lib",  "--message-format=json-render-diagnostics",
                           "--manifest-path", manifest, "--target-dir",
                           target_dir,        NULL};
    for (const char **word = fixed; *word; word++)
        g_ptr_array_add(arguments, (gpointer)*word);
    if (g_str_equal(profile, "release"))
        g_ptr_array_add(arguments, (gpointer) "--release");
    if (is_locked)
        g_ptr_array_add(arguments, (gpointer) "--locked");
    if (target) {
        g_ptr_array_add(arguments, (gpointer) "--target");
        g_ptr_array_add(arguments, target);
    }
    if (*features) {
        g_ptr_array_add(arguments, (gpointer) "--features");
        g_ptr_array_add(arguments, features);
    }
    g_ptr_array_add(arguments, NULL);
    return run_cargo(config->crate, (const char *const *)arguments->pdata, flags, failure, output, error);
}

static struct fh_cargo_build *no_staticlib(const char *manifest, GError **error)
{
    g_set_error(
        error, FH_ERROR, FH_ERROR_USAGE,
        "%s: the crate makes no static library; add to it:\n    [lib]\n    crate-type = [\"staticlib\"]",
        manifest);
    return NULL;
}

struct fh_cargo_build *fh_cargo_build_crate(const struct fh_library_config *config, const char *profile,
                                            const char *target_dir, gboolean is_locked,
                                            gboolean is_instrumented, GError **error)
{
    g_autofree char *manifest = find_manifest(config->crate, error);
    g_autofree char *output = NULL;
    if (!manifest ||
        !run_build(config, profile, manifest, target_dir, is_locked, is_instrumented, &output, error))
        return NULL;
    struct fh_cargo_build *build = fh_cargo_build_from_messages(output, manifest);
    return build ? build : no_staticlib(manifest, error);
}
