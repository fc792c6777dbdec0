// SPDX-License-Identifier: MIT
/* `freehold check`: all that `freehold run` does before it runs anything, so an editor or a commit hook has
 * the errors in seconds. */
#include <stdio.h>
#include <string.h>

#include "attributes/attributes.h"
#include "base/error.h"
#include "base/write_text.h"
#include "command/command.h"
#include "command/suite.h"
#include "script/script.h"

/* "rure-ownership.h", for rure.h. Caller owns. */
static char *attributes_name(const struct fh_suite_part *part)
{
    g_autofree char *header = g_path_get_basename(part->library->header);
    const char *end = strrchr(header, '.');
    return g_strdup_printf("%.*s-ownership.h", (int)(end ? (gsize)(end - header) : strlen(header)), header);
}

/* `path`: "" for one named after the library's header. */
static gboolean write_attributes(const struct fh_suite_part *part, const char *path, GError **error)
{
    struct fh_attributes_count count;
    g_autofree char *file = *path != '\0' ? g_strdup(path) : attributes_name(part);
    g_autofree char *name = g_path_get_basename(file);
    g_autofree char *text = fh_attributes_header(part->api, name, &count);
    if (!fh_write_text(file, text, error))
        return FALSE;
    printf("%s: attributes for %u function%s, words about %u; of %u no contract says all\n", file,
           count.functions, count.functions == 1 ? "" : "s", count.described, count.unsaid);
    return TRUE;
}

static gboolean write_all_attributes(const struct fh_suite *suite, const char *path, GError **error)
{
    if (*path != '\0' && suite->parts->len > 1) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "--attributes=FILE is for one library, and these scenarios have %u; name the scenarios "
                    "of one, or leave '=FILE' out",
                    suite->parts->len);
        return FALSE;
    }
    for (guint i = 0; i < suite->parts->len; i++)
        if (!write_attributes(g_ptr_array_index(suite->parts, i), path, error))
            return FALSE;
    return TRUE;
}

static int check(char **paths, const struct fh_suite_options *options, const char *attributes)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_suite) suite = NULL;
    int status;
    if (!fh_suite_open(paths, options, &suite, &status))
        return status;
    if (attributes && !write_all_attributes(suite, attributes, &error))
        return fh_command_fail(error);
    guint count = fh_suite_count_scenarios(suite);
    printf("%u scenario%s: no errors\n", count, count == 1 ? "" : "s");
    return FH_EXIT_PASS;
}

static void print_scenarios(const struct fh_script *script)
{
    for (guint i = 0; i < script->scenarios->len; i++) {
        const struct fh_scenario *scenario = g_ptr_array_index(script->scenarios, i);
        printf("%s\t%u\t%s\n", script->source->path, scenario->line, scenario->name);
    }
}

/* For build systems, before anything is built: only what stands in the scripts. */
static int list(char **paths, const struct fh_suite_options *options)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_suite) suite = fh_suite_load(paths, options, &error);
    if (!suite)
        return fh_command_fail(error);
    if (suite->diagnostics->items->len > 0)
        return fh_command_print_diagnostics(suite->diagnostics);
    for (guint i = 0; i < suite->parts->len; i++) {
        const struct fh_suite_part *part = g_ptr_array_index(suite->parts, i);
        for (guint j = 0; j < part->scripts->len; j++)
            print_scenarios(g_ptr_array_index(part->scripts, j));
    }
    return FH_EXIT_PASS;
}

/* GLib would take the word behind an option for its FILE: without '=', it is another option. */
static void name_option(int argc, char **argv, const char *option, const char *without_file)
{
    for (int i = 1; i < argc && !g_str_equal(argv[i], "--"); i++)
        if (g_str_equal(argv[i], option))
            argv[i] = (char *)without_file;
}

static int check_main(int argc, char **argv)
{
    g_autofree char *attributes = NULL;
    g_auto(GStrv) paths = NULL;
    gboolean is_by_name = FALSE, is_list = FALSE;
    struct fh_suite_options options = {.is_instrumented = FALSE};
    int status;
    const GOptionEntry entries[] = {
        FH_SUITE_ENTRIES(options),
        {"attributes", 0, 0, G_OPTION_ARG_FILENAME, &attributes,
         "Write the contract as a header for gcc, clang and people (without '=FILE': NAME-ownership.h)",
         "FILE"},
        {"list", 0, 0, G_OPTION_ARG_NONE, &is_list,
         "List the scenarios instead, and build nothing: file, line and name, with tabs between them", NULL},
        {"attributes-by-name", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &is_by_name, NULL, NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    name_option(argc, argv, "--attributes", "--attributes-by-name");
    if (fh_command_parse(
            &fh_check_command,
            "Freehold reads the scenarios, builds the library, and checks every call against its header and\n"
            "contract. It reports all errors it finds. Without a path it takes the current folder.",
            entries, &argc, &argv, &status)) {
        char *here[] = {(char *)".", NULL};
        if (is_list && (attributes || is_by_name)) {
            fprintf(stderr, "freehold check: give either --list or --attributes\n");
            status = FH_EXIT_USAGE;
        } else if (is_list) {
            status = list(paths ? paths : here, &options);
        } else {
            status = check(paths ? paths : here, &options, attributes ? attributes : is_by_name ? "" : NULL);
        }
    }
    fh_suite_options_finish(&options);
    return status;
}

const struct fh_command fh_check_command = {
    FH_CHECK_WORDS,
    .main = check_main,
};
