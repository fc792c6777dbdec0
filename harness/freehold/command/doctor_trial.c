// SPDX-License-Identifier: MIT
#include "command/doctor_trial.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/write_text.h"
#include "command/own_run.h"
#include "command/selftest_library.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"

/* Seconds for one scenario: a machine may be busy. */
#define TIMEOUT "600"

static const char scenarios[] = "scenario \"right use\" {\n"
                                "    text = text_new()\n"
                                "    expect owner(text) == rust\n"
                                "    text_free(text)\n"
                                "}\n"
                                "\n"
                                "scenario \"a lost block\" {\n"
                                "    text = text_new()                   !leak\n"
                                "}\n";

/* The first thing that is not as it must be. Caller owns; NULL: nothing. */
static char *why_not(const struct fh_result *result)
{
    if (result->verdict == FH_VERDICT_PASS)
        return NULL;
    if (result->reason)
        return g_strdup(result->reason);
    if (result->unmet->len > 0)
        return g_strdup(((const struct fh_unmet *)g_ptr_array_index(result->unmet, 0))->message);
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!finding->is_expected)
            return g_strdup_printf("it sees a fault in right use: %s", fh_kind_info(finding->kind)->name);
    }
    return g_strdup("it does not judge");
}

static GPtrArray *read_report(const struct fh_report *report)
{
    GPtrArray *troubles = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        g_autofree char *why = why_not(result);
        if (why && g_hash_table_add(said, result->engine))
            g_ptr_array_add(troubles, g_strdup_printf("%s\t%s", result->engine, why));
    }
    return troubles;
}

static struct fh_report *run(const char *folder, const char *engines, GError **error)
{
    g_autofree char *config = g_build_filename(folder, "freehold.ini", NULL);
    g_autofree char *script = g_build_filename(folder, "doctor.scn", NULL);
    g_autofree char *built = g_build_filename(folder, "built", NULL);
    g_autofree char *out = g_build_filename(folder, "out", NULL);
    const struct fh_own_run run = {.config = config,
                                   .build_dir = built,
                                   .engines = engines,
                                   .timeout = TIMEOUT,
                                   .scenarios = script,
                                   .out = out};
    if (!fh_selftest_library_make(folder, error) || !fh_write_text(script, scenarios, error))
        return NULL;
    return fh_own_run(&run, error);
}

GPtrArray *fh_doctor_trial(const char *engines, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *folder = g_dir_make_tmp("freehold-XXXXXX", &cause);
    if (!folder) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s", cause->message);
        return NULL;
    }
    fh_auto(fh_report) report = run(folder, engines, error);
    if (fh_own_folder(folder, NULL))
        g_rmdir(folder);
    return report ? read_report(report) : NULL;
}
