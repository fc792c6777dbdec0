// SPDX-License-Identifier: MIT
#include "command/trial.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/source_load.h"
#include "base/write_text.h"
#include "check/check.h"
#include "command/version.h"
#include "import/read.h"
#include "model/result.h"
#include "script/parser.h"

/* A scenario file has at most 4,096 lines. */
#define PER_FILE 150

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
    g_free(tried);
}

static gboolean run_program(const char *const *argv, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GSubprocess) process = g_subprocess_newv(
        argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &cause);
    if (process && g_subprocess_wait(process, NULL, &cause))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't run %s: %s", argv[0], cause->message);
    return FALSE;
}

static gboolean empty_folder(const char *folder, GError **error)
{
    const char *const argv[] = {"rm", "-rf", folder, NULL};
    if (!run_program(argv, error))
        return FALSE;
    if (g_mkdir_with_parents(folder, 0777) == 0)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't make folder %s", folder);
    return FALSE;
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
    g_autofree char *name = g_strdup_printf("%03u.scn", number);
    g_autofree char *path = g_build_filename(trial->folder, name, NULL);
    return fh_write_text(path, text->str, error);
}

/* Returns how many there are; -1 on failure. */
static int write_scenarios(const struct fh_trial *trial, const GPtrArray *scenarios, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    int count = 0;
    for (guint i = 0; i < scenarios->len; i++) {
        const struct fh_tried *tried = g_ptr_array_index(scenarios, i);
        if (is_valid(trial, tried)) {
            g_string_append(text, tried->text);
            count++;
        }
        gboolean is_full = text->len > 0 && (count % PER_FILE == 0 || i + 1 == scenarios->len);
        if (is_full && !write_some(trial, text, (guint)count, error))
            return -1;
        if (is_full)
            g_string_truncate(text, 0);
    }
    return count;
}

static gboolean run_freehold(const struct fh_trial *trial, const char *engines, const char *out,
                             GError **error)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    const char *timeout = g_str_equal(engines, "ledger") ? TIMEOUT_OF_LEDGER : TIMEOUT;
    const char *const argv[] = {
        program, "run",      "--engine",    engines,       "--timeout",      timeout,       "--out",
        out,     "--config", trial->config, "--build-dir", trial->build_dir, trial->folder, NULL};
    return run_program(argv, error);
}

/* Of several engines, none may say otherwise. */
static GHashTable *passed_of(const char *out, GError **error)
{
    g_autofree char *path = g_build_filename(out, "report.json", NULL);
    fh_auto(fh_report) report = fh_report_read(path, FH_VERSION, error);
    if (!report)
        return NULL;
    GHashTable *passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < report->results->len; i++)
        g_hash_table_add(passed,
                         g_strdup(((struct fh_result *)g_ptr_array_index(report->results, i))->scenario));
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        if (result->verdict != FH_VERDICT_PASS)
            g_hash_table_remove(passed, result->scenario);
    }
    return passed;
}

GHashTable *fh_trial_run(const struct fh_trial *trial, const GPtrArray *scenarios, const char *engines,
                         GError **error)
{
    g_autofree char *out = g_build_filename(trial->folder, "out", NULL);
    if (!empty_folder(trial->folder, error))
        return NULL;
    int count = write_scenarios(trial, scenarios, error);
    if (count == 0)
        return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return count > 0 && run_freehold(trial, engines, out, error) ? passed_of(out, error) : NULL;
}
