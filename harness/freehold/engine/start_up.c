// SPDX-License-Identifier: MIT
#include "engine/start_up.h"

#include "classify/classify.h"
#include "log/record.h"
#include "wire/notices.h"

static gboolean is_begin(const struct fh_record *record)
{
    return record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "begin ");
}

GPtrArray *fh_start_up_records(const GPtrArray *records)
{
    guint n = 0;
    while (n < records->len && !is_begin(g_ptr_array_index(records, n)))
        n++;
    GPtrArray *own = g_ptr_array_new();
    for (guint i = 0; n < records->len && i < n; i++)
        g_ptr_array_add(own, g_ptr_array_index(records, i));
    return own;
}

/* What was counted must be shown. */
static char *why_not_all_seen(const struct fh_run *run, const struct fh_engine *engine,
                              const struct fh_result *result, gboolean has_known)
{
    guint counted = run->events->header->errors_at_start;
    if (counted == 0 || result->findings->len > 0 || has_known)
        return NULL;
    return g_strdup_printf("%s counted %u error%s at start-up that it does not show", engine->title, counted,
                           counted == 1 ? "" : "s");
}

void fh_start_up_judge(const struct fh_run *run, const struct fh_engine *engine, const GPtrArray *records)
{
    const struct fh_job *job = run->job;
    if (*job->start_up || !run->has_events)
        return;
    /* Whichever process tells of it, and on whichever machine. */
    const struct fh_planned *first = g_ptr_array_index(job->plan->scenarios, 0);
    const GPtrArray *events = fh_events_of(run->events, FH_EVENTS_START_UP);
    fh_auto(fh_result) result = fh_result_new(FH_START_UP_NAME, first->file, first->line, engine->name);
    result->ran_alone = TRUE;
    fh_run_name_logs(run, result);
    gboolean has_known = fh_run_classify(run, engine, records, events, result);
    if (!result->reason)
        result->reason = why_not_all_seen(run, engine, result, has_known);
    if (result->reason || result->findings->len > 0)
        *job->start_up = g_steal_pointer(&result);
}
