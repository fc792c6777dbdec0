// SPDX-License-Identifier: MIT
#include "model/result.h"

#include "model/finding.h"

static void free_finding(gpointer finding)
{
    fh_finding_free(finding);
}

void fh_note_once(GPtrArray *notes, char *take_note)
{
    if (g_ptr_array_find_with_equal_func(notes, take_note, g_str_equal, NULL))
        g_free(take_note);
    else
        g_ptr_array_add(notes, take_note);
}

struct fh_unmet *fh_unmet_new(guint line, const char *format, ...)
{
    struct fh_unmet *unmet = g_new0(struct fh_unmet, 1);
    va_list arguments;

    unmet->line = line;
    va_start(arguments, format);
    unmet->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return unmet;
}

void fh_unmet_free(struct fh_unmet *unmet)
{
    if (!unmet)
        return;
    g_free(unmet->message);
    g_free(unmet);
}

static void free_unmet(gpointer unmet)
{
    fh_unmet_free(unmet);
}

static void free_not_applicable(gpointer data)
{
    struct fh_not_applicable *not_applicable = data;
    g_free(not_applicable->reason);
    g_free(not_applicable->seen_by);
    g_free(not_applicable);
}

const char *fh_verdict_name(enum fh_verdict verdict)
{
    static const char *const names[] = {
        [FH_VERDICT_PASS] = "pass", [FH_VERDICT_FAIL] = "fail", [FH_VERDICT_INCONCLUSIVE] = "inconclusive"};

    g_assert((guint)verdict < G_N_ELEMENTS(names));
    return names[verdict];
}

/* Inconclusive until somebody judges it: nothing unknown is a pass. */
struct fh_result *fh_result_new(const char *scenario, const char *file, guint line, const char *engine)
{
    struct fh_result *result = g_new0(struct fh_result, 1);

    result->scenario = g_strdup(scenario);
    result->file = g_strdup(file);
    result->line = line;
    result->engine = g_strdup(engine);
    result->verdict = FH_VERDICT_INCONCLUSIVE;
    result->findings = g_ptr_array_new_with_free_func(free_finding);
    result->unmet = g_ptr_array_new_with_free_func(free_unmet);
    result->not_applicable = g_ptr_array_new_with_free_func(free_not_applicable);
    result->notes = g_ptr_array_new_with_free_func(g_free);
    result->logs = g_ptr_array_new_with_free_func(g_free);
    return result;
}

void fh_result_free(struct fh_result *result)
{
    if (!result)
        return;
    g_free(result->scenario);
    g_free(result->file);
    g_free(result->library);
    g_free(result->engine);
    g_free(result->reason);
    g_ptr_array_unref(result->findings);
    g_ptr_array_unref(result->unmet);
    g_ptr_array_unref(result->not_applicable);
    fh_timeline_free(result->timeline);
    fh_finding_free(result->excused);
    g_ptr_array_unref(result->notes);
    g_ptr_array_unref(result->logs);
    g_free(result);
}

int fh_result_compare_places(const struct fh_result *a, const struct fh_result *b)
{
    int order = g_strcmp0(a->file, b->file);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}
