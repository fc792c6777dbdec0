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
#include "command/trial.h"
#include "draft/call.h"
#include "draft/contract.h"
#include "draft/pairs.h"
#include "draft/scenario.h"
#include "draft/signatures.h"
#include "library/config.h"
#include "library/crate.h"
#include "library/header.h"
#include "library/library.h"
#include "library/linked_files.h"

#define CONFIG    "freehold.ini"
#define BUILD_DIR ".freehold"

/* Handles that need handles: so often what is confirmed is used to confirm the rest. */
#define ROUNDS 2

/* A library without pairs shows no more by many calls than by some. */
#define ALONE_MAX 40

struct init {
    const char *first, *second; /* as the user gave them: CRATE, or a static library and its header */
    char *features;             /* NULL: none are needed */
    char *name;
    char *build_dir; /* absolute */
    struct fh_config *config;
    struct fh_library *library;
    struct fh_api *api;
    GHashTable *defined;
    GPtrArray *pairs, *lenders;
    GPtrArray *scenarios; /* struct fh_tried *: of the draft */
    char *folder;         /* of the trials */
};

static void init_finish(struct init *init)
{
    g_free(init->features);
    g_free(init->name);
    g_free(init->build_dir);
    fh_config_free(init->config);
    fh_library_free(init->library);
    fh_api_free(init->api);
    g_clear_pointer(&init->defined, g_hash_table_unref);
    g_clear_pointer(&init->pairs, g_ptr_array_unref);
    g_clear_pointer(&init->lenders, g_ptr_array_unref);
    g_clear_pointer(&init->scenarios, g_ptr_array_unref);
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

static GPtrArray *tried_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)fh_tried_free);
}

/* What a trial calls it: no two are alike. Caller owns. */
static char *trial_name(guint pair, guint variant, enum fh_twin twin)
{
    return g_strdup_printf("%u %u %d", pair, variant, twin);
}

static void add_trial(const struct init *init, GPtrArray *scenarios, guint index, guint variant,
                      enum fh_twin twin)
{
    char *name = trial_name(index, variant, twin);
    char *text = fh_draft_scenario(init->pairs, init->lenders, g_ptr_array_index(init->pairs, index), variant,
                                   twin, name);
    g_ptr_array_add(scenarios, fh_tried_new(name, text ? text : g_strdup("")));
}

static gboolean has_passed(GHashTable *passed, guint index, guint variant, enum fh_twin twin)
{
    g_autofree char *name = trial_name(index, variant, twin);
    return g_hash_table_contains(passed, name);
}

static GHashTable *try_out(const struct init *init, const GPtrArray *scenarios, const char *engines,
                           GError **error)
{
    const struct fh_trial trial = {.config = CONFIG,
                                   .build_dir = init->build_dir,
                                   .folder = init->folder,
                                   .api = init->api,
                                   .defined = init->defined};
    return fh_trial_run(&trial, scenarios, engines, error);
}

/* Without handles, for one, half of the variants are the other half. */
static void add_variants(const struct init *init, GPtrArray *scenarios, guint index)
{
    const struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, index);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint v = 0; v < FH_CALL_VARIANTS && !pair->is_confirmed; v++) {
        char *text = fh_draft_scenario(init->pairs, init->lenders, pair, v, FH_TWIN_CLEAN, "");
        if (text && g_hash_table_add(seen, text))
            add_trial(init, scenarios, index, v, FH_TWIN_CLEAN);
    }
}

/* All variants of what is not confirmed: the first that is clean is taken. */
static gboolean confirm(struct init *init, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    for (guint i = 0; i < init->pairs->len; i++)
        add_variants(init, scenarios, i);
    g_autoptr(GHashTable) passed = try_out(init, scenarios, "ledger", error);
    if (!passed)
        return FALSE;
    for (guint i = 0; i < init->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, i);
        for (guint v = 0; v < FH_CALL_VARIANTS && !pair->is_confirmed; v++)
            if (has_passed(passed, i, v, FH_TWIN_CLEAN)) {
                pair->is_confirmed = TRUE;
                pair->variant = v;
            }
    }
    return TRUE;
}

/* What a reader sees: the functions, and what is done with them. Caller owns. */
static char *final_name(const struct fh_draft_pair *pair, enum fh_twin twin)
{
    static const char *const what[FH_TWIN_COUNT] = {[FH_TWIN_LEAK] = "never released",
                                                    [FH_TWIN_FREED_BY_C] = "freed by C",
                                                    [FH_TWIN_FREED_OUTER] = "freed by C",
                                                    [FH_TWIN_FREED_INSIDE] = "freed by C"};
    const char *end = twin != FH_TWIN_CLEAN ? what[twin] : pair->release ? pair->release->name : "called";
    return pair->given == FH_GIVEN_PARAMETER
               ? g_strdup_printf("%s (out %u), %s", pair->producer->name, pair->parameter + 1, end)
               : g_strdup_printf("%s, %s", pair->producer->name, end);
}

/* `has_clean`: the same calls are kept as a scenario that does nothing wrong. */
static void keep(struct init *init, const struct fh_draft_pair *pair, enum fh_twin twin, gboolean has_clean)
{
    char *name = final_name(pair, twin);
    struct fh_tried *tried =
        fh_tried_new(name, fh_draft_scenario(init->pairs, init->lenders, pair, pair->variant, twin, name));
    tried->beside = has_clean && twin != FH_TWIN_CLEAN ? final_name(pair, FH_TWIN_CLEAN) : NULL;
    g_ptr_array_add(init->scenarios, tried);
}

/* The twins, which must show what they do wrong. A pair that shows nothing has given out no block. */
static gboolean keep_twins(struct init *init, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    for (guint i = 0; i < init->pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, i);
        for (int twin = FH_TWIN_LEAK; pair->is_confirmed && twin < FH_TWIN_COUNT; twin++)
            add_trial(init, scenarios, i, pair->variant, (enum fh_twin)twin);
    }
    g_autoptr(GHashTable) passed = try_out(init, scenarios, "ledger", error);
    if (!passed)
        return FALSE;
    for (guint i = 0; i < init->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, i);
        guint before = init->scenarios->len;
        if (pair->is_confirmed)
            keep(init, pair, FH_TWIN_CLEAN, TRUE);
        for (int twin = FH_TWIN_LEAK; pair->is_confirmed && twin < FH_TWIN_COUNT; twin++)
            if (has_passed(passed, i, pair->variant, (enum fh_twin)twin))
                keep(init, pair, (enum fh_twin)twin, TRUE);
        pair->is_confirmed = init->scenarios->len > before + 1;
    }
    return TRUE;
}

/* Functions that give nothing that is known to be taken back: what they do alone. */
static gboolean keep_alone(struct init *init, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    g_ptr_array_unref(init->pairs);
    init->pairs = fh_pairs_of_rest(init->api, init->defined);
    if (init->pairs->len > ALONE_MAX)
        g_ptr_array_set_size(init->pairs, ALONE_MAX);
    for (guint i = 0; i < init->pairs->len; i++)
        for (int twin = FH_TWIN_CLEAN; twin <= FH_TWIN_FREED_BY_C; twin++)
            add_trial(init, scenarios, i, 0, (enum fh_twin)twin);
    g_autoptr(GHashTable) passed = try_out(init, scenarios, "ledger", error);
    if (!passed)
        return FALSE;
    for (guint i = 0; i < init->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, i);
        pair->is_confirmed = has_passed(passed, i, 0, FH_TWIN_LEAK);
        for (int twin = FH_TWIN_CLEAN; twin <= FH_TWIN_FREED_BY_C; twin++)
            if (has_passed(passed, i, 0, (enum fh_twin)twin))
                keep(init, pair, (enum fh_twin)twin, has_passed(passed, i, 0, FH_TWIN_CLEAN));
    }
    return TRUE;
}

/* Those that did not take the block back. */
static void drop_candidates(struct init *init)
{
    for (guint i = init->pairs->len; i > 0; i--) {
        const struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, i - 1);
        if (pair->is_candidate && !pair->is_confirmed)
            g_ptr_array_remove_index(init->pairs, i - 1);
    }
}

/* A call that seemed to take its handles may have failed with them only while their release was not yet
 * known. */
static gboolean confirm_taken(struct init *init, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    for (guint i = 0; i < init->pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, i);
        if (pair->is_confirmed && !fh_call_keeps_handles(pair->variant))
            add_trial(init, scenarios, i, fh_call_with_handles_kept(pair->variant), FH_TWIN_CLEAN);
    }
    g_autoptr(GHashTable) passed = try_out(init, scenarios, "ledger", error);
    for (guint i = 0; passed && i < init->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(init->pairs, i);
        const guint kept = fh_call_with_handles_kept(pair->variant);
        if (pair->is_confirmed && has_passed(passed, i, kept, FH_TWIN_CLEAN))
            pair->variant = kept;
    }
    return passed != NULL;
}

static gboolean learn(struct init *init, GError **error)
{
    init->pairs = fh_pairs_find(init->api, init->defined);
    init->lenders = fh_pairs_of_rest(init->api, init->defined);
    init->scenarios = tried_new();
    for (guint round = 0; init->pairs->len > 0 && round < ROUNDS; round++)
        if (!confirm(init, error))
            return FALSE;
    drop_candidates(init);
    if (!confirm_taken(init, error) || !keep_twins(init, error) ||
        (init->scenarios->len == 0 && !keep_alone(init, error)))
        return FALSE;
    if (init->scenarios->len > 0)
        return TRUE;
    g_set_error(
        error, FH_ERROR, FH_ERROR_ENVIRONMENT,
        "no function of %s does without arguments that are not to be guessed; write a scenario, and run "
        "freehold check (docs: scenario-language.md)",
        init->library->header);
    return FALSE;
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
    g_autofree char *text = fh_draft_contract(init->api, init->pairs, signatures);
    return fh_write_text(path, text, error) && write_config(init, TRUE, error);
}

/* Those that have one beside them, or the others. Their text is borrowed. Caller owns. */
static GPtrArray *select_tried(const struct init *init, gboolean has_beside)
{
    GPtrArray *some = g_ptr_array_new();
    for (guint i = 0; i < init->scenarios->len; i++) {
        struct fh_tried *tried = g_ptr_array_index(init->scenarios, i);
        if ((tried->beside != NULL) == has_beside)
            g_ptr_array_add(some, tried);
    }
    return some;
}

/* With the engines that `freehold run` takes: what they see otherwise is not for a draft. What Valgrind alone
 * sees lies in the calls; so it watches only one of those that make the same, since each violation costs it a
 * start of a second or more. */
static GHashTable *try_as_run_does(const struct init *init, GError **error)
{
    g_autoptr(GPtrArray) first = select_tried(init, FALSE), twins = select_tried(init, TRUE);
    g_autoptr(GHashTable) passed = try_out(init, first, "valgrind,asan", error);
    g_autoptr(GHashTable) passed_twins = passed ? try_out(init, twins, "asan", error) : NULL;
    if (!passed_twins)
        return NULL;
    for (guint i = 0; i < twins->len; i++) {
        const struct fh_tried *twin = g_ptr_array_index(twins, i);
        if (g_hash_table_contains(passed_twins, twin->name) && g_hash_table_contains(passed, twin->beside))
            g_hash_table_add(passed, g_strdup(twin->name));
    }
    return g_steal_pointer(&passed);
}

/* Returns how many are left out; -1 on failure. */
static int write_scenarios(const struct init *init, GError **error)
{
    g_autofree char *path = g_strconcat(init->name, ".scn", NULL);
    g_autoptr(GString) text = g_string_new("# Drafted by freehold init: what each function gives is guessed "
                                           "from names and types, and was seen in a run.\n");
    g_autoptr(GHashTable) passed = try_as_run_does(init, error);
    int n_left_out = 0;
    if (!passed)
        return -1;
    for (guint i = 0; i < init->scenarios->len; i++) {
        const struct fh_tried *tried = g_ptr_array_index(init->scenarios, i);
        if (g_hash_table_contains(passed, tried->name))
            g_string_append_printf(text, "\n%s", tried->text);
        else
            n_left_out++;
    }
    if ((guint)n_left_out == init->scenarios->len) {
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
    for (guint i = 0; i < init->pairs->len; i++)
        count += ((const struct fh_draft_pair *)g_ptr_array_index(init->pairs, i))->is_confirmed;
    return count;
}

static void report(const struct init *init, int n_left_out)
{
    printf("%s: the library%s%s\n", CONFIG, init->features ? ", with features = " : "",
           init->features ? init->features : "");
    printf("%s.contract: of %u functions that may give a block out, %u were seen to\n", init->name,
           init->pairs->len, count_confirmed(init));
    printf("%s.scn: %u scenarios", init->name, init->scenarios->len - (guint)n_left_out);
    if (n_left_out > 0)
        printf("; %d that valgrind or asan judge otherwise are left out", n_left_out);
    g_autofree char *note = fh_header_note(init->library, init->api);
    if (note)
        printf("\nnote: %s", note);
    printf("\nAll of it is guessed: read it, and run: freehold run\n");
}

static gboolean draft(struct init *init, GError **error)
{
    if (!build_with_functions(init, error)) {
        g_unlink(CONFIG);
        return FALSE;
    }
    init->name = name_of(init);
    init->folder = g_build_filename(init->build_dir, "init", NULL);
    if (!learn(init, error) || !write_contract(init, error))
        return FALSE;
    int n_left_out = write_scenarios(init, error);
    if (n_left_out >= 0)
        report(init, n_left_out);
    return n_left_out >= 0;
}

static int run_init(char **words)
{
    g_autoptr(GError) error = NULL;
    struct init init = {.first = words[0], .second = words[1]};
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
