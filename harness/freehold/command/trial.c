// SPDX-License-Identifier: MIT
#include "command/trial.h"

#include <string.h>

#include "base/error.h"
#include "base/source.h"
#include "base/source_load.h"
#include "base/write_text.h"
#include "check/check.h"
#include "command/own_run.h"
#include "model/finding.h"
#include "model/result.h"
#include "script/parser.h"

/* A file takes no more scenarios from here on. What a draft or a mutant adds to one is a few lines. */
#define LINES_PER_FILE (FH_SOURCE_MAX_LINES / 2)

/* Seconds: at native speed, one that waits for something is not for a draft; elsewhere what `freehold run`
 * grants. */
#define TIMEOUT_OF_LEDGER "20"
#define TIMEOUT           "60"

struct fh_tried *fh_tried_new(char *name, char *text)
{
    struct fh_tried *tried = g_new0(struct fh_tried, 1);
    tried->name = name;
    tried->text = text;
    return tried;
}

void fh_tried_free(struct fh_tried *tried)
{
    if (!tried)
        return;
    g_free(tried->name);
    g_free(tried->text);
    g_free(tried->beside);
    g_free(tried);
}

/* One that the checker refuses would keep all others from running. */
static gboolean is_valid(const struct fh_trial *trial, const struct fh_tried *tried)
{
    g_autofree char *path = g_build_filename(trial->folder, "one.txt", NULL);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    g_autoptr(GPtrArray) scripts = g_ptr_array_new_with_free_func((GDestroyNotify)fh_script_free);
    struct fh_source *source = fh_write_text(path, tried->text, NULL) ? fh_source_load(path, NULL) : NULL;
    struct fh_script *script = source ? fh_script_parse(source, diagnostics) : NULL;
    if (!script)
        return FALSE;
    g_ptr_array_add(scripts, script);
    fh_auto(fh_plan) plan = fh_check(scripts, trial->api, trial->defined, diagnostics);
    return plan != NULL;
}

static gboolean write_some(const struct fh_trial *trial, const GString *text, guint number, GError **error)
{
    g_autofree char *name = g_strdup_printf("%05u.scn", number);
    g_autofree char *path = g_build_filename(trial->folder, name, NULL);
    g_autofree char *whole = trial->library && trial->library[0]
                                 ? g_strdup_printf("library %s\n%s", trial->library, text->str)
                                 : g_strdup(text->str);
    return fh_write_text(path, whole, error);
}

static guint count_lines(const char *text)
{
    guint count = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

/* Returns how many there are; -1 on failure. */
static int write_scenarios(const struct fh_trial *trial, const GPtrArray *scenarios, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    int count = 0;
    guint lines = 0;
    for (guint i = 0; i < scenarios->len; i++) {
        struct fh_tried *tried = g_ptr_array_index(scenarios, i);
        tried->is_valid = is_valid(trial, tried);
        if (tried->is_valid) {
            g_string_append(text, tried->text);
            lines += count_lines(tried->text);
            count++;
        }
        gboolean is_full = text->len > 0 && (lines >= LINES_PER_FILE || i + 1 == scenarios->len);
        if (is_full && !write_some(trial, text, (guint)count, error))
            return -1;
        if (is_full) {
            g_string_truncate(text, 0);
            lines = 0;
        }
    }
    return count;
}

struct fh_report *fh_trial_report(const struct fh_trial *trial, const GPtrArray *scenarios,
                                  const char *engines, GError **error)
{
    g_autofree char *out = g_build_filename(trial->folder, "out", NULL);
    const struct fh_own_run run = {.config = trial->config,
                                   .build_dir = trial->build_dir,
                                   .profile = trial->profile,
                                   .engines = engines,
                                   .timeout = g_str_equal(engines, "ledger") ? TIMEOUT_OF_LEDGER : TIMEOUT,
                                   .scenarios = trial->folder,
                                   .out = out};
    int count = fh_own_folder(trial->folder, error) ? write_scenarios(trial, scenarios, error) : -1;
    return count > 0 ? fh_own_run(&run, error) : NULL;
}

/* Why nothing could be judged; NULL: something could. Borrowed. */
static const char *why_none_was_judged(const struct fh_report *report)
{
    const char *reason = NULL;
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        if (result->verdict != FH_VERDICT_INCONCLUSIVE)
            return NULL;
        reason = reason ? reason : result->reason;
    }
    return reason;
}

/* What is first amiss with a result; caller owns. */
static char *amiss(const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!finding->is_expected)
            return g_strdup_printf("%s: unexpected %s: %s", result->engine, fh_kind_info(finding->kind)->name,
                                   finding->message);
    }
    const struct fh_unmet *unmet = result->unmet->len > 0 ? g_ptr_array_index(result->unmet, 0) : NULL;
    return g_strdup_printf("%s: %s", result->engine,
                           unmet            ? unmet->message
                           : result->reason ? result->reason
                                            : fh_verdict_name(result->verdict));
}

static void note_why(const struct fh_trial *trial, const struct fh_result *result)
{
    if (trial->why && !g_hash_table_contains(trial->why, result->scenario))
        g_hash_table_insert(trial->why, g_strdup(result->scenario), amiss(result));
}

/* Of several engines, none may say otherwise. */
GHashTable *fh_trial_run(const struct fh_trial *trial, const GPtrArray *scenarios, const char *engines,
                         GError **error)
{
    g_autoptr(GError) failure = NULL;
    fh_auto(fh_report) report = fh_trial_report(trial, scenarios, engines, &failure);
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    const char *why = report ? why_none_was_judged(report) : NULL;
    if (why) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                    "the drafts could not be tried under %s, so none is written; freehold run says:\n  %s\n"
                    "Mend that, remove freehold.ini, and try again.",
                    engines, why);
        return NULL;
    }
    GHashTable *passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; report && i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        g_hash_table_insert(passed, g_strdup(result->scenario), GUINT_TO_POINTER((guint)result->heap.allocs));
    }
    for (guint i = 0; report && i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        if (result->verdict == FH_VERDICT_PASS)
            continue;
        g_hash_table_remove(passed, result->scenario);
        note_why(trial, result);
    }
    return passed;
}
