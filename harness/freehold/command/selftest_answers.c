// SPDX-License-Identifier: MIT
#include "command/selftest_answers.h"

#include <gnu/libc-version.h>
#include <string.h>

#include "model/finding.h"

static gboolean has_alarm(const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!finding->is_expected && finding->kind != FH_KIND_DISAGREEMENT)
            return TRUE;
    }
    return FALSE;
}

static gboolean has_disagreement(const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++)
        if (((const struct fh_finding *)g_ptr_array_index(result->findings, i))->kind == FH_KIND_DISAGREEMENT)
            return TRUE;
    return FALSE;
}

enum fh_answer fh_answer_of(const struct fh_result *result)
{
    if (has_alarm(result))
        return FH_ANSWER_FALSE_ALARM;
    if (result->unmet->len > 0 || has_disagreement(result))
        return FH_ANSWER_MISSED;
    if (result->not_applicable->len > 0)
        return FH_ANSWER_NOT_APPLICABLE;
    if (result->verdict != FH_VERDICT_PASS)
        return FH_ANSWER_NOT_JUDGED;
    return result->findings->len > 0 ? FH_ANSWER_SEEN : FH_ANSWER_CLEAN;
}

/* What a scenario of this file does; NULL: right use. Caller owns. */
static char *kind_of(const char *file)
{
    char *name = g_path_get_basename(file);
    name[strlen(name) - strlen(".scn")] = '\0';
    if (g_str_equal(name, "none"))
        g_clear_pointer(&name, g_free);
    return name;
}

static void add_rows(struct fh_selftest *selftest, const struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        if (!result->file || !g_str_equal(result->engine, selftest->engine))
            continue;
        g_autofree char *kind = kind_of(result->file);
        fh_selftest_add(selftest, kind, result->scenario, fh_answer_of(result));
    }
}

static void free_selftest(gpointer selftest)
{
    fh_selftest_free(selftest);
}

static gboolean is_of(gconstpointer selftest, gconstpointer engine)
{
    return g_str_equal(((const struct fh_selftest *)selftest)->engine, engine);
}

static void set_versions(struct fh_selftest *selftest, const struct fh_report *report)
{
    const struct fh_library_info *library =
        report->libraries->len > 0 ? g_ptr_array_index(report->libraries, 0) : NULL;
    selftest->versions.freehold = g_strdup(report->version);
    selftest->versions.rustc = g_strdup(library ? library->rustc : NULL);
    selftest->versions.c_compiler = g_strdup(library ? library->c_compiler : NULL);
    selftest->versions.libc = g_strdup(gnu_get_libc_version());
}

/* An engine that is not there has no version, and has not been measured. */
static void set_engine(struct fh_selftest *selftest, const struct fh_report *report)
{
    for (guint i = 0; i < report->engines->len; i++) {
        const struct fh_engine_info *engine = g_ptr_array_index(report->engines, i);
        if (g_strcmp0(engine->name, selftest->engine) == 0) {
            selftest->state = FH_SELFTEST_MEASURED;
            selftest->versions.engine = g_strdup(engine->version);
        }
    }
}

GPtrArray *fh_selftests_of(const struct fh_report *report)
{
    GPtrArray *selftests = g_ptr_array_new_with_free_func(free_selftest);
    for (guint i = 0; i < report->results->len; i++) {
        const char *engine = ((const struct fh_result *)g_ptr_array_index(report->results, i))->engine;
        if (g_ptr_array_find_with_equal_func(selftests, engine, is_of, NULL))
            continue;
        struct fh_selftest *selftest = fh_selftest_new(engine);
        set_engine(selftest, report);
        set_versions(selftest, report);
        add_rows(selftest, report);
        g_ptr_array_add(selftests, selftest);
    }
    return selftests;
}
