// SPDX-License-Identifier: MIT
/*
 * The asan engine: a runner linked with AddressSanitizer, its log and events judged. AddressSanitizer counts
 * no blocks and lists nothing that is still reachable, so the counts are those of the runner's hooks, and a
 * result says what could not be seen.
 */
#include "engine/engine.h"

#include "engine/asan/asan_probe.h"
#include "engine/asan/asan_run.h"
#include "engine/events_file.h"
#include "engine/run.h"
#include "engine/start_up.h"
#include "library/runner.h"
#include "log/asan.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "wire/notices.h"

static const char *const archives[] = {"libfreehold-runner-asan.a", NULL};
static const struct fh_runner_kind runner = {.name = "runner-asan", .archives = archives, .is_asan = TRUE};

/* That somebody ended it says nothing about the scenario. */
static GPtrArray *records_of(const struct fh_asan_run *run, guint scenario, gboolean *is_whole)
{
    GPtrArray *own = fh_run_records_of(&run->run, run->log->records, scenario, is_whole);
    if (run->was_ended)
        fh_run_remove_end(own);
    return own;
}

/* A forked child has its errors, and its parent's blocks: only the errors are its own. */
static void add_child(const struct fh_asan_log *log, GPtrArray *records, struct fh_result *result)
{
    if (log->is_cut || log->runtime_failure) {
        result->reason = g_strdup_printf("the log of a forked process (%u) is not whole", log->pid);
        return;
    }
    fh_run_add_childs_records(log->records, records);
}

static void add_children(const struct fh_asan_run *run, GPtrArray *records, struct fh_result *result)
{
    guint forks = run->run.events->header->forks;
    for (guint i = 0; i < run->children->len && !result->reason; i++)
        add_child(g_ptr_array_index(run->children, i), records, result);
    if (!result->reason && run->run.end.left_others)
        result->reason = g_strdup_printf("a forked process did not end in %u s", run->run.job->timeout_s);
    if (!result->reason && run->children->len < forks)
        result->reason =
            g_strdup_printf("%u of %u forked processes left no log", forks - run->children->len, forks);
    if (!result->reason && (forks > 0 || run->children->len > 0))
        g_ptr_array_add(
            result->notes,
            g_strdup("the process was forked: what its children did wrong until they ended or ran "
                     "another program is judged, their leaks are not"));
}

/* The hooks must have seen the rust heap's blocks at least. */
static void fill_heap(const struct fh_run *run, const GPtrArray *events, struct fh_heap *heap)
{
    const struct fh_event *event = fh_event_find(events, FH_EVENT_HEAP);
    const struct fh_event *end = fh_event_find(events, FH_EVENT_END);
    if (event && end && (event->values[0] < end->values[0] || event->values[1] < end->values[1]))
        return;
    fh_run_fill_heap(run, events, heap);
}

/* LeakSanitizer says nothing of what is still reachable. */
static void note_reachable(struct fh_result *result, gboolean is_fatal)
{
    guint64 blocks = result->heap.in_use_blocks, bytes = result->heap.in_use_bytes;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        blocks -= MIN(blocks, finding->kind == FH_KIND_LEAK ? finding->blocks : 0);
        bytes -= MIN(bytes, finding->kind == FH_KIND_LEAK ? finding->bytes : 0);
    }
    if (result->heap.is_known && blocks > 0 && !is_fatal)
        g_ptr_array_add(result->notes, g_strdup_printf("%" G_GUINT64_FORMAT " bytes in %" G_GUINT64_FORMAT
                                                       " block%s still reachable",
                                                       bytes, blocks, blocks == 1 ? "" : "s"));
}

static guint64 errors_counted(const struct fh_asan_run *run, const GPtrArray *events)
{
    const struct fh_event *event = fh_event_find(events, FH_EVENT_ENGINE_ERRORS);
    const struct fh_events_header *header = run->run.events->header;
    return header->errors_at_start + header->errors_outside + (event ? event->values[0] : 0);
}

/* What AddressSanitizer counted must be in some record, and every record in some finding; of an allocator
 * that is not watched, a note may stand for it. */
static char *why_not_all_seen(const struct fh_asan_run *run, const GPtrArray *events,
                              const struct fh_result *result)
{
    guint64 counted = errors_counted(run, events);
    if (counted > run->log->errors)
        return g_strdup_printf("AddressSanitizer counted %" G_GUINT64_FORMAT " errors, its log shows %u",
                               counted, run->log->errors);
    if ((run->log->errors > run->run.events->header->errors_at_start || run->log->has_leak_report) &&
        result->findings->len == 0 && !run->run.job->hook_problem)
        return g_strdup("AddressSanitizer reported something, and no record of it was understood");
    if (!run->run.is_fatal && !result->heap.is_known)
        return g_strdup("the hooks that count blocks did not see Rust's");
    return NULL;
}

static void set_reason(const struct fh_asan_run *run, gboolean is_whole, gboolean is_ended,
                       struct fh_result *result)
{
    if (result->reason)
        return;
    if (run->reason)
        result->reason = g_strdup(run->reason);
    else if (!is_whole || (!is_ended && !run->run.is_fatal))
        result->reason = g_strdup("the scenario did not get to its end");
    else if (run->run.job->hook_problem)
        result->reason = g_strdup(run->run.job->hook_problem);
    else
        result->reason = g_strdup(run->run.past_hook);
}

static void fill_result(const struct fh_asan_run *run, guint scenario, struct fh_result *result)
{
    gboolean is_whole;
    g_autoptr(GPtrArray) records = records_of(run, scenario, &is_whole);
    const GPtrArray *events = fh_events_of(run->run.events, scenario);
    if (!run->run.job->is_batch)
        add_children(run, records, result);
    else if (fh_event_find(events, FH_EVENT_ENGINE_ERRORS))
        result->reason = g_strdup("AddressSanitizer counted errors in it");
    fh_run_classify(&run->run, &fh_asan_engine, records, events, result);
    fill_heap(&run->run, events, &result->heap);
    if (!run->run.job->is_batch && !run->reason && !result->reason)
        result->reason = why_not_all_seen(run, events, result);
    note_reachable(result, run->run.is_fatal);
    set_reason(run, is_whole, fh_event_find(events, FH_EVENT_END) != NULL, result);
}

static void run_job(const struct fh_job *job, GPtrArray *results)
{
    struct fh_asan_run run;
    fh_asan_run(job, &run);
    if (run.log) {
        g_autoptr(GPtrArray) before = fh_start_up_records(&run.run, run.log->records);
        fh_start_up_judge(&run.run, &fh_asan_engine, before);
    }
    for (guint i = 0; i < job->scenarios->len; i++) {
        guint index = g_array_index(job->scenarios, guint, i);
        struct fh_result *result = fh_run_result(&run.run, index, &fh_asan_engine);
        if (run.log && (!run.reason || !job->is_batch))
            fill_result(&run, index, result);
        else
            result->reason = g_strdup(run.reason);
        g_ptr_array_add(results, result);
    }
    fh_run_doubt(&run.run, results, NULL, NULL);
    fh_asan_run_finish(&run);
}

const struct fh_engine fh_asan_engine = {
    .name = "asan",
    .title = "AddressSanitizer",
    .instrumented_visibility = {.visible_kinds = FH_KINDS_EXPECTABLE & ~(1u << FH_KIND_UNINITIALISED_USE)},
    .visibility = {.visible_kinds = FH_KINDS_EXPECTABLE & ~(1u << FH_KIND_UNINITIALISED_USE),
                   .partial_kinds = 1u << FH_KIND_OUT_OF_BOUNDS | 1u << FH_KIND_USE_AFTER_FREE,
                   .partial_reason =
                       "in code that was not compiled with -fsanitize=address: the Rust library is not "
                       "instrumented"},
    .runner = &runner,
    .searches_heap_only = TRUE,
    .probe = fh_asan_probe,
    .run = run_job,
};
