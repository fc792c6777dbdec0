// SPDX-License-Identifier: MIT
/* The ledger engine: a runner that keeps its own account of every block, without a tool around it. There is
 * no log to doubt, and no access is watched: what it can't see is not applicable, never clean. */
#include "engine/engine.h"

#include "classify/classify.h"
#include "classify/growth.h"
#include "classify/past_hook.h"
#include "engine/events_file.h"
#include "engine/ledger/ledger_records.h"
#include "engine/run.h"
#include "engine/start_up.h"
#include "library/runner.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "wire/plan.h"

static const char *const archives[] = {"libfreehold-runner-ledger.a", NULL};
/* The malloc family must come from the archive, though nothing before it asks for it. */
static const char *const flags[] = {"-Wl,-u,malloc", NULL};
static const struct fh_runner_kind runner = {.name = "runner-ledger", .archives = archives, .flags = flags};

static gboolean has_fatal(const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++)
        if (((const struct fh_record *)g_ptr_array_index(records, i))->type == FH_RECORD_FATAL_SIGNAL)
            return TRUE;
    return FALSE;
}

/* Readable, for whoever wants to see more than the findings. */
static void write_log(const GPtrArray *records, GString *log)
{
    for (guint i = 0; i < records->len; i++)
        g_string_append_printf(log, "%s\n", ((const struct fh_record *)g_ptr_array_index(records, i))->text);
}

static const char *fork_reason(const struct fh_run *run)
{
    return run->events->header->forks > 0
               ? "a process was forked, and the ledger does not follow it; use --engine valgrind as well"
               : NULL;
}

static char *reason_of(const struct fh_run *run, const GPtrArray *records, const GPtrArray *events,
                       gboolean is_damaged)
{
    gboolean is_fatal = has_fatal(records);
    char *reason = fh_run_why_not_run(run);
    if (!reason)
        reason = fh_run_why_not_ended(run, is_fatal);
    if (reason)
        return reason;
    if (is_damaged)
        return g_strdup("what the ledger noted can't be read");
    if (!is_fatal && (!fh_event_find(events, FH_EVENT_END) || !fh_event_find(events, FH_EVENT_HEAP)))
        return g_strdup("the scenario did not get to its end");
    if (run->job->hook_problem)
        return g_strdup(run->job->hook_problem);
    const char *past_hook = fh_why_past_hook(records);
    return g_strdup(past_hook ? past_hook : fork_reason(run));
}

_Static_assert(FH_EVENT_KIND_COUNT <= 64, "kinds of events fit into a set of bits");

/* It got to its end, and left only what a scenario leaves in which nothing was seen: there is nothing to
 * classify. */
static gboolean is_uneventful(const GPtrArray *events)
{
    const guint64 usual = 1ull << FH_EVENT_BEGIN | 1ull << FH_EVENT_END | 1ull << FH_EVENT_HEAP |
                          1ull << FH_EVENT_LIVE | 1ull << FH_EVENT_SEARCHED;
    for (guint i = 0; i < events->len; i++)
        if (!(usual >> ((const struct fh_event *)g_ptr_array_index(events, i))->kind & 1))
            return FALSE;
    return fh_event_find(events, FH_EVENT_END) != NULL;
}

static void tell_kept(const GPtrArray *records, struct fh_result *result)
{
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        if (record->type == FH_RECORD_LEAK)
            g_ptr_array_add(result->findings, fh_growth_finding(record));
    }
}

static void fill_result(const struct fh_run *run, guint scenario, struct fh_result *result, GString *log)
{
    gboolean is_damaged = FALSE;
    const GPtrArray *events = fh_events_of(run->events, scenario);
    gboolean is_left_out = run->job->leaves_out_unmet && fh_event_find(events, FH_EVENT_EXPECT);
    g_autoptr(GPtrArray) records =
        is_left_out ? g_ptr_array_new()
                    : fh_ledger_records(run->events, scenario, run->job->symbols, &is_damaged);
    if (fh_run_foreign_signal(run))
        fh_run_remove_end(records);
    if (!run->job->leaves_out_timeline || !is_uneventful(events))
        fh_run_classify(run, &fh_ledger_engine, records, events, result);
    if (run->job->tells_kept)
        tell_kept(records, result);
    fh_run_fill_heap(run, events, &result->heap);
    char *reason = reason_of(run, records, events, is_damaged);
    if (reason) {
        g_free(result->reason);
        result->reason = reason;
    }
    write_log(records, log);
}

/* What no single scenario of a batch can be blamed for is blamed on all: each runs alone. */
static guint kinds_outside(const struct fh_run *run, GString *log)
{
    gboolean is_damaged = FALSE;
    g_autoptr(GPtrArray) records =
        fh_ledger_records(run->events, FH_PLAN_NONE, run->job->symbols, &is_damaged);
    const GPtrArray *events = fh_events_of(run->events, FH_PLAN_NONE);
    struct fh_trace trace = {.engine = fh_ledger_engine.title, .records = records, .events = events};
    fh_auto(fh_classified) classified = fh_classify(&trace);
    guint kinds = is_damaged || classified->unmet->len > 0 || classified->reason ? 1u << FH_KIND_UNKNOWN : 0;
    for (guint i = 0; i < classified->findings->len; i++)
        kinds |= 1u << ((const struct fh_finding *)g_ptr_array_index(classified->findings, i))->kind;
    write_log(records, log);
    return kinds;
}

static void judge_start_up(const struct fh_run *run, GString *log)
{
    gboolean is_damaged = FALSE;
    g_autoptr(GPtrArray) records =
        fh_ledger_records(run->events, FH_EVENTS_START_UP, run->job->symbols, &is_damaged);
    fh_start_up_judge(run, &fh_ledger_engine, records);
    write_log(records, log);
}

static void fill_results(const struct fh_run *run, GPtrArray *results)
{
    const struct fh_job *job = run->job;
    g_autoptr(GString) log = g_string_new(NULL);
    g_autofree char *path = g_strconcat(run->stem, ".log", NULL);
    guint outside = run->has_events ? kinds_outside(run, log) : 0;
    g_ptr_array_add(run->log_paths, g_strdup(path));
    if (run->has_events)
        judge_start_up(run, log);
    for (guint i = 0; i < job->scenarios->len; i++) {
        guint scenario = g_array_index(job->scenarios, guint, i);
        struct fh_result *result = fh_run_result(run, scenario, &fh_ledger_engine);
        fill_result(run, scenario, result, log);
        if (outside && !result->reason)
            result->reason = g_strdup("something was seen outside of the scenario's steps");
        g_ptr_array_add(results, result);
    }
    fh_run_doubt(run, results, NULL, NULL);
    if (job->is_batch)
        *job->outside_kinds = outside;
    g_file_set_contents(path, log->str, (gssize)log->len, NULL);
}

static void run_job(const struct fh_job *job, GPtrArray *results)
{
    struct fh_run run;
    struct fh_run_how how = {.prefix = NULL};
    g_autoptr(GError) error = NULL;
    if (fh_run(&run, job, &how, &error)) {
        fill_results(&run, results);
    } else {
        for (guint i = 0; i < job->scenarios->len; i++) {
            struct fh_result *result =
                fh_run_result(&run, g_array_index(job->scenarios, guint, i), &fh_ledger_engine);
            result->reason = g_strdup(error->message);
            g_ptr_array_add(results, result);
        }
    }
    fh_run_finish(&run);
}

static gboolean probe(struct fh_engine_info **out, GError **error)
{
    (void)error;
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    info->name = g_strdup("ledger");
    info->version = g_strdup("built in");
    info->command = g_strdup("the runner itself");
    *out = info;
    return TRUE;
}

const struct fh_engine fh_ledger_engine = {
    .name = "ledger",
    .title = "the ledger",
    .visibility = {.visible_kinds =
                       FH_KINDS_EXPECTABLE & ~(1u << FH_KIND_USE_AFTER_FREE | 1u << FH_KIND_OUT_OF_BOUNDS |
                                               1u << FH_KIND_UNINITIALISED_USE)},
    .runner = &runner,
    .probe = probe,
    .run = run_job,
};
