// SPDX-License-Identifier: MIT
/* freehold init: configuration, contract and scenarios of a library that nobody has audited yet. What is
 * drafted was tried. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "api/lookup.h"
#include "base/error.h"
#include "base/write_text.h"
#include "command/command.h"
#include "command/learn.h"
#include "command/trial.h"
#include "draft/contract.h"
#include "draft/pairs.h"
#include "draft/signatures.h"
#include "library/config.h"
#include "library/crate.h"
#include "library/header.h"
#include "library/library.h"
#include "library/linked_files.h"

#define CONFIG    "freehold.ini"
#define BUILD_DIR ".freehold"

struct init {
    const char *first, *second; /* as the user gave them: CRATE, or a static library and its header */
    char *features;             /* NULL: none are needed */
    GPtrArray *excluded;        /* char *: functions that the crate's own header leaves out */
    char *name;
    char *build_dir; /* absolute */
    struct fh_config *config;
    struct fh_library *library;
    struct fh_api *api;
    GHashTable *defined;
    char *folder; /* of the trials */
    struct fh_learning learning;
};

static void init_finish(struct init *init)
{
    g_free(init->features);
    g_ptr_array_unref(init->excluded);
    g_free(init->name);
    g_free(init->build_dir);
    fh_config_free(init->config);
    fh_library_free(init->library);
    fh_api_free(init->api);
    g_clear_pointer(&init->defined, g_hash_table_unref);
    fh_learning_finish(&init->learning);
    g_free(init->folder);
}

static gboolean write_config(const struct init *init, gboolean has_contract, GError **error)
{
    g_autoptr(GString) text = g_string_new("# Drafted by freehold init.\n[library]\n");
    if (!init->second)
        g_string_append_printf(text, "crate = %s\n", init->first);
    else
        g_string_append_printf(text, "staticlib = %s\nheader = %s\n", init->first, init->second);
    if (init->features)
        g_string_append_printf(
            text, "# guess: without it, the library lacks functions of its header\nfeatures = %s\n",
            init->features);
    if (init->excluded->len > 0) {
        g_string_append(
            text, "# guess: the library exports these, and its own header does not declare them\nexclude =");
        for (guint i = 0; i < init->excluded->len; i++)
            g_string_append_printf(text, " %s", (const char *)g_ptr_array_index(init->excluded, i));
        g_string_append_c(text, '\n');
    }
    if (has_contract)
        g_string_append_printf(text, "contract = %s.contract\n", init->name);
    return fh_write_text(CONFIG, text->str, error);
}

static char *name_of(const struct init *init)
{
    g_autofree char *base = g_path_get_basename(init->library->staticlib);
    char *name = g_strdup(g_str_has_prefix(base, "lib") ? base + strlen("lib") : base);
    if (g_str_has_suffix(name, ".a"))
        name[strlen(name) - strlen(".a")] = '\0';
    return name;
}

static gboolean build(struct init *init, GError **error)
{
    g_clear_pointer(&init->config, fh_config_free);
    g_clear_pointer(&init->library, fh_library_free);
    g_clear_pointer(&init->api, fh_api_free);
    g_clear_pointer(&init->defined, g_hash_table_unref);
    init->config = write_config(init, FALSE, error) ? fh_config_load(CONFIG, error) : NULL;
    if (!init->config)
        return FALSE;
    init->library =
        fh_library_build(g_ptr_array_index(init->config->libraries, 0), init->build_dir, NULL, error);
    if (!init->library)
        return FALSE;
    init->api = fh_api_load(init->library->header, (const char *const *)init->library->include, error);
    init->defined = init->api ? fh_linked_symbols(init->library, error) : NULL;
    return init->defined != NULL;
}

/* Of the header's functions. */
static void count_functions(const struct init *init, guint *n_declared, guint *n_defined)
{
    *n_declared = *n_defined = 0;
    for (const char *const *name = fh_api_function_names(init->api); *name; name++) {
        const struct fh_function *function = fh_api_function(init->api, *name);
        if (!function->is_library && !function->is_included)
            continue;
        (*n_declared)++;
        *n_defined += g_hash_table_contains(init->defined, *name);
    }
}

/* Some crates export their C API only when they are asked to. */
static char *exporting_feature(const struct init *init)
{
    static const char *const names[] = {"export-symbols", "c-api", "c_api", "cabi", "ffi"};
    fh_auto(fh_crate) crate =
        fh_crate_read(g_ptr_array_index(init->config->libraries, 0), init->build_dir, NULL);
    for (guint i = 0; crate && i < G_N_ELEMENTS(names); i++)
        if (g_ptr_array_find_with_equal_func(crate->features, names[i], g_str_equal, NULL))
            return g_strdup(names[i]);
    return NULL;
}

static gboolean build_with_functions(struct init *init, GError **error)
{
    guint n_declared, n_defined;
    if (!build(init, error))
        return FALSE;
    count_functions(init, &n_declared, &n_defined);
    if (n_defined < n_declared && !init->second && (init->features = exporting_feature(init)) &&
        !build(init, error))
        return FALSE;
    count_functions(init, &n_declared, &n_defined);
    if (n_defined == 0)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "the library defines no function that %s declares",
                    init->library->header);
    return n_defined > 0;
}

/* A header that the crate ships leaves out what its author wants no one to call, or has forgotten. */
static gboolean exclude_undeclared(struct init *init, GError **error)
{
    if (init->second || init->library->is_header_made)
        return TRUE;
    GPtrArray *lacking = fh_header_lacking(init->library, init->api, error);
    if (!lacking)
        return FALSE;
    g_ptr_array_unref(init->excluded);
    init->excluded = lacking;
    return lacking->len == 0 || write_config(init, FALSE, error);
}

/* Of the crate's own sources, if it is a crate. */
static GHashTable *read_signatures(const struct init *init)
{
    GHashTable *signatures = fh_signatures_new();
    fh_auto(fh_crate) crate =
        init->second ? NULL
                     : fh_crate_read(g_ptr_array_index(init->config->libraries, 0), init->build_dir, NULL);
    g_autoptr(GPtrArray) sources = crate ? fh_crate_sources(crate) : g_ptr_array_new();
    for (guint i = 0; i < sources->len; i++) {
        const char *path = g_ptr_array_index(sources, i);
        const char *shown = g_str_has_prefix(path, crate->folder) ? path + strlen(crate->folder) : path;
        g_autofree char *text = NULL;
        if (g_file_get_contents(path, &text, NULL, NULL))
            fh_signatures_read(signatures, init->api, shown + (*shown == G_DIR_SEPARATOR), text);
    }
    return signatures;
}

static gboolean write_contract(const struct init *init, GError **error)
{
    g_autofree char *path = g_strconcat(init->name, ".contract", NULL);
    g_autoptr(GHashTable) signatures = read_signatures(init);
    g_autofree char *text =
        fh_draft_contract(init->api, init->learning.pairs, init->learning.lenders, signatures);
    return fh_write_text(path, text, error) && write_config(init, TRUE, error);
}

/* Returns how many are left out; -1 on failure. */
static int write_scenarios(struct init *init, GError **error)
{
    g_autofree char *path = g_strconcat(init->name, ".scn", NULL);
    g_autoptr(GString) text = g_string_new("# Drafted by freehold init: what each function gives is guessed "
                                           "from names and types, and was seen in a run.\n");
    g_autoptr(GHashTable) passed = fh_learning_confirm(&init->learning, error);
    int n_left_out = 0;
    if (!passed)
        return -1;
    for (guint i = 0; i < init->learning.scenarios->len; i++) {
        const struct fh_tried *tried = g_ptr_array_index(init->learning.scenarios, i);
        if (g_hash_table_contains(passed, tried->name))
            g_string_append_printf(text, "\n%s", tried->text);
        else
            n_left_out++;
    }
    if ((guint)n_left_out == init->learning.scenarios->len) {
        g_set_error(
            error, FH_ERROR, FH_ERROR_ENVIRONMENT,
            "no scenario passes under valgrind and asan as it does under ledger; %s/out/index.html shows "
            "why",
            init->folder);
        return -1;
    }
    return fh_write_text(path, text->str, error) ? n_left_out : -1;
}

static guint count_confirmed(const struct init *init)
{
    guint count = 0;
    for (guint i = 0; i < init->learning.pairs->len; i++)
        count += ((const struct fh_draft_pair *)g_ptr_array_index(init->learning.pairs, i))->is_confirmed;
    return count;
}

/* More would hide what to do. */
#define REASONS_MAX 3

/* It may be the draft that is wrong, or the library. */
static void report_left_out(const struct init *init, int n_left_out)
{
    guint n = 0;
    printf("; %d that valgrind or asan judge otherwise are left out", n_left_out);
    for (guint i = 0; i < init->learning.scenarios->len && n < REASONS_MAX; i++) {
        const struct fh_tried *tried = g_ptr_array_index(init->learning.scenarios, i);
        const char *why = g_hash_table_lookup(init->learning.why, tried->name);
        if (why && ++n)
            printf("\n  \"%s\": %s", tried->name, why);
    }
}

/* cbindgen also writes down what is only there with a feature. */
static void report_missing(const struct init *init)
{
    guint n_declared, n_defined;
    count_functions(init, &n_declared, &n_defined);
    if (n_defined < n_declared)
        printf("\nnote: of the %u functions that the header declares, the library defines %u; if a feature "
               "brings the others, name it in " CONFIG " (features = …)",
               n_declared, n_defined);
}

static void report(const struct init *init, int n_left_out)
{
    printf("%s: the library%s%s\n", CONFIG, init->features ? ", with features = " : "",
           init->features ? init->features : "");
    printf("%s.contract: of %u functions that may give a block out, %u were seen to\n", init->name,
           init->learning.pairs->len, count_confirmed(init));
    printf("%s.scn: %u scenarios", init->name, init->learning.scenarios->len - (guint)n_left_out);
    if (n_left_out > 0)
        report_left_out(init, n_left_out);
    if (init->excluded->len > 0)
        printf("\nnote: the library exports %u %s that its own header does not declare, and scenarios "
               "can't call: " CONFIG " excludes them",
               init->excluded->len, init->excluded->len == 1 ? "function" : "functions");
    report_missing(init);
    printf("\nAll of it is guessed: read it, and run: freehold run\n");
}

static gboolean draft(struct init *init, GError **error)
{
    if (!build_with_functions(init, error) || !exclude_undeclared(init, error)) {
        g_unlink(CONFIG);
        return FALSE;
    }
    init->name = name_of(init);
    init->folder = g_build_filename(init->build_dir, "init", NULL);
    init->learning = (struct fh_learning){.config = CONFIG,
                                          .build_dir = init->build_dir,
                                          .folder = init->folder,
                                          .header = init->library->header,
                                          .api = init->api,
                                          .defined = init->defined};
    if (!fh_learn(&init->learning, error) || !write_contract(init, error))
        return FALSE;
    int n_left_out = write_scenarios(init, error);
    if (n_left_out >= 0)
        report(init, n_left_out);
    return n_left_out >= 0;
}

static int run_init(char **words)
{
    g_autoptr(GError) error = NULL;
    struct init init = {.first = words[0], .second = words[1], .excluded = g_ptr_array_new()};
    init.build_dir = g_canonicalize_filename(BUILD_DIR, NULL);
    if (g_file_test(CONFIG, G_FILE_TEST_EXISTS)) {
        fprintf(stderr, "freehold init: %s is there already; go to an empty folder\n", CONFIG);
        return FH_EXIT_USAGE;
    }
    gboolean ok = draft(&init, &error);
    init_finish(&init);
    return ok ? FH_EXIT_PASS : fh_command_fail(error);
}

static int init_main(int argc, char **argv)
{
    g_auto(GStrv) words = NULL;
    int status;
    const GOptionEntry entries[] = {
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (!fh_command_parse(&fh_init_command,
                          "CRATE is a crate's folder, or NAME@VERSION of the registry. Freehold builds the "
                          "library, guesses which\n"
                          "function gives a block out and which takes it back, tries that, and writes to the "
                          "current folder:\n"
                          "freehold.ini, NAME.contract, NAME.scn. Every guess stands beside its evidence.",
                          entries, &argc, &argv, &status))
        return status;
    guint count = words ? g_strv_length(words) : 0;
    gboolean is_archive = count > 0 && g_str_has_suffix(words[0], ".a");
    if (count == (is_archive ? 2 : 1))
        return run_init(words);
    fprintf(stderr, "freehold init: name a crate, or a static library (*.a) and its header\n");
    return FH_EXIT_USAGE;
}

const struct fh_command fh_init_command = {
    FH_INIT_WORDS,
    .main = init_main,
};
