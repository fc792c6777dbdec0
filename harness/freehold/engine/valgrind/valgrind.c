// SPDX-License-Identifier: MIT
/*
 * The valgrind engine: a runner under memcheck. Three accounts of one run (the log's records, HEAP SUMMARY,
 * the rust heap's and malloc trace's counts) are held against each other: where their sums differ, the run
 * is inconclusive, whatever the records say.
 */
#include "engine/engine.h"

#include <gio/gio.h>
#include <string.h>

#include "base/error.h"
#include "classify/classify.h"
#include "classify/fatal_signal.h"
#include "classify/leaks_reachable.h"
#include "engine/events_file.h"
#include "engine/process.h"
#include "engine/run.h"
#include "engine/start_up.h"
#include "engine/valgrind/hidden.h"
#include "engine/valgrind/malloc_trace.h"
#include "engine/valgrind/valgrind_options.h"
#include "engine/valgrind/valgrind_run.h"
#include "library/runner.h"
#include "log/memcheck.h"
#include "log/record.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "wire/notices.h"

static const struct fh_runner_kind runner = {
    .name = "runner", .archives = fh_runner_archives, .beside_malloc = fh_runner_beside_malloc};

/* That somebody ended it, and what was not yet released by then, says nothing about the scenario. */
static gboolean is_from_its_end(const struct fh_valgrind_run *run, const struct fh_record *record)
{
    return run->was_ended && (record->type == FH_RECORD_FATAL_SIGNAL || record->type == FH_RECORD_LEAK);
}

/* The records of one scenario. */
static GPtrArray *records_of(const struct fh_valgrind_run *run, guint scenario, gboolean *is_whole)
{
    GPtrArray *own = fh_run_records_of(&run->run, run->log->records, scenario, is_whole);
    for (guint i = own->len; i > 0; i--)
        if (is_from_its_end(run, g_ptr_array_index(own, i - 1)))
            g_ptr_array_remove_index(own, i - 1);
    return own;
}

/* All that the trace and the rust heap counted, against HEAP SUMMARY: the parts are believed only if the sum
 * is right. */
static gboolean sums_are_right(const struct fh_valgrind_run *run)
{
    const struct fh_events_header *header = run->run.events->header;
    const struct fh_block_counts *c = &run->trace->total;
    const struct fh_heap *heap = &run->log->heap;
    return c->allocs + header->rust_allocs == heap->allocs && c->frees + header->rust_frees == heap->frees &&
           c->bytes + header->rust_bytes == heap->bytes;
}

static struct fh_heap started_by_c(const struct fh_valgrind_run *run)
{
    const struct fh_block_counts *start = &run->trace->start;
    return (struct fh_heap){.allocs = start->allocs, .frees = start->frees, .bytes = start->bytes};
}

static void fill_heap(const struct fh_valgrind_run *run, guint scenario, const struct fh_event *end,
                      struct fh_heap *heap)
{
    if (!run->run.job->is_batch) {
        const struct fh_heap c = run->trace ? started_by_c(run) : fh_start_up_left_of_c(&run->run);
        *heap = run->log->heap;
        fh_start_up_take_heap(&run->run, &c, heap);
    } else if (end && sums_are_right(run)) {
        struct fh_block_counts c = fh_malloc_trace_of(run->trace, scenario);
        heap->is_known = TRUE;
        heap->allocs = c.allocs + end->values[0];
        heap->frees = c.frees + end->values[1];
        heap->bytes = c.bytes + end->values[2];
    }
    fh_run_take_out_threads(heap, end);
}

/* A child inherits what memcheck has shown: it counts what is like that, and does not show it. */
static gboolean has_hidden_errors(const struct fh_memcheck_log *log)
{
    guint64 before = 0, shown = 0, leaks = 0;
    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(log->records, i);
        if (record->type == FH_RECORD_LEAK)
            leaks += record->leak_state == FH_LEAK_DEFINITE || record->leak_state == FH_LEAK_INDIRECT;
        else if (fh_hidden_is_error(record))
            shown++;
        else if (g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "forked "))
            before = g_ascii_strtoull(record->headline + strlen(FH_NOTICE_PREFIX "forked "), NULL, 10);
    }
    return log->is_complete && shown == 0 && log->errors > before + leaks;
}

/* What is to be said of a forked child, and whether its log is as whole as it can be. */
static gboolean is_child_seen(const struct fh_valgrind_run *run, const struct fh_memcheck_log *log,
                              struct fh_result *result)
{
    if (!log->is_complete && run->run.end.left_others) {
        result->reason =
            g_strdup_printf("a forked process (%u) did not end in %u s", log->pid, run->run.job->timeout_s);
        return FALSE;
    }
    if (has_hidden_errors(log)) {
        result->reason = g_strdup_printf(
            "Valgrind counted errors in a forked process (%u) that it does not show", log->pid);
        return FALSE;
    }
    gboolean came_to_its_end = log->is_complete && !fh_signal_from_outside(log->records);
    g_ptr_array_add(result->notes,
                    g_strdup_printf(came_to_its_end
                                        ? "process %u was forked: its errors are judged, its leaks are not"
                                        : "process %u was forked, and ran another program or was killed: its "
                                          "errors until then are judged",
                                    log->pid));
    return TRUE;
}

/* A forked child's log repeats the parent's blocks: its errors count, its leaks do not. */
static void add_child(const struct fh_valgrind_run *run, const struct fh_memcheck_log *log,
                      GPtrArray *records, struct fh_result *result)
{
    if (!is_child_seen(run, log, result))
        return;
    fh_run_add_childs_records(log->records, records);
}

static void add_children(const struct fh_valgrind_run *run, GPtrArray *records, GPtrArray *logs,
                         struct fh_result *result)
{
    for (guint i = 0; i < run->run.log_paths->len && !result->reason; i++) {
        const char *path = g_ptr_array_index(run->run.log_paths, i);
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;
        gsize size;
        if (g_str_equal(path, run->log_path))
            continue;
        if (!g_file_get_contents(path, &bytes, &size, &error)) {
            result->reason = g_strdup_printf("the log of a forked process can't be read: %s", error->message);
            return;
        }
        struct fh_memcheck_log *log = fh_memcheck_log_parse(bytes, size);
        g_ptr_array_add(logs, log);
        add_child(run, log, records, result);
    }
}

static void run_finish(gpointer data)
{
    fh_valgrind_run_finish(data);
    g_free(data);
}

/* Once more for each line of which memcheck did not show all errors: it takes them for repetitions of others.
 */
static void add_hidden(const struct fh_valgrind_run *run, GPtrArray *records, GPtrArray *further,
                       struct fh_result *result)
{
    g_autoptr(GArray) lines = fh_hidden_lines(run->run.events->header, records);
    for (guint i = 0; i < lines->len && !result->reason; i++) {
        guint line = g_array_index(lines, guint, i);
        struct fh_valgrind_run *again = g_new0(struct fh_valgrind_run, 1);
        g_ptr_array_add(further, again);
        fh_valgrind_run(run->run.job, line, again);
        fh_run_name_logs(&again->run, result);
        result->duration_us += again->run.end.duration_us;
        if (again->reason)
            result->reason = g_strdup(again->reason);
        else if (!fh_hidden_show(line, records, again->log->records))
            result->reason =
                g_strdup_printf("Valgrind counted errors on line %u that it does not show", line);
    }
}

static void set_reason(const struct fh_valgrind_run *run, gboolean is_whole, gboolean is_ended,
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

/* What Valgrind counted must be in some record, and every record in some finding. */
static char *why_not_all_seen(const struct fh_valgrind_run *run, const struct fh_result *result,
                              gboolean has_known)
{
    guint64 errors = run->log->errors;
    if (errors > run->run.events->header->errors_at_start + run->told_again && result->findings->len == 0 &&
        !has_known)
        return g_strdup_printf(
            "Valgrind counted %" G_GUINT64_FORMAT " errors, and no record of them was understood", errors);
    if (run->run.events->header->errors_outside > 0 && !fh_hidden_is_shown_after_end(run->log->records))
        return g_strdup("Valgrind counted errors after the scenario's end that it does not show");
    return NULL;
}

static void fill_result(const struct fh_valgrind_run *run, guint scenario, struct fh_result *result)
{
    gboolean is_whole;
    g_autoptr(GPtrArray) records = records_of(run, scenario, &is_whole);
    const GPtrArray *events = fh_events_of(run->run.events, scenario);
    g_autoptr(GPtrArray) children = g_ptr_array_new_with_free_func((GDestroyNotify)fh_memcheck_log_free);
    g_autoptr(GPtrArray) further = g_ptr_array_new_with_free_func(run_finish);
    const struct fh_event *end = fh_event_find(events, FH_EVENT_END);
    if (run->run.job->is_batch) {
        if (fh_event_find(events, FH_EVENT_ENGINE_ERRORS))
            result->reason = g_strdup("Valgrind counted errors in it");
    } else {
        add_children(run, records, children, result);
        if (!run->reason)
            add_hidden(run, records, further, result);
    }
    gboolean has_known = fh_run_classify(&run->run, &fh_valgrind_engine, records, events, result);
    if (!run->run.job->is_batch && !run->reason && !result->reason)
        result->reason = why_not_all_seen(run, result, has_known);
    fill_heap(run, scenario, end, &result->heap);
    if (!run->run.job->is_batch && run->log->leaks.is_present)
        fh_classify_note_suppressed(&run->log->leaks, result->notes);
    set_reason(run, is_whole, end != NULL, result);
}

/* Blocks of C's are in the trace, Rust's in an event. */
static gboolean has_changed(gconstpointer data, guint scenario)
{
    const struct fh_valgrind_run *run = data;
    const struct fh_event *rust = fh_event_find(fh_events_of(run->run.events, scenario), FH_EVENT_LIVE);
    return !run->trace || fh_malloc_trace_of(run->trace, scenario).live + (rust ? rust->values[0] : 0) != 0;
}

static void run_job(const struct fh_job *job, GPtrArray *results)
{
    struct fh_valgrind_run run;
    fh_valgrind_run(job, 0, &run);
    if (run.log) {
        g_autoptr(GPtrArray) before = fh_start_up_records(&run.run, run.log->records);
        fh_start_up_judge(&run.run, &fh_valgrind_engine, before);
    }
    for (guint i = 0; i < job->scenarios->len; i++) {
        guint index = g_array_index(job->scenarios, guint, i);
        struct fh_result *result = fh_run_result(&run.run, index, &fh_valgrind_engine);
        if (run.log && (!run.reason || !job->is_batch))
            fill_result(&run, index, result);
        else
            result->reason = g_strdup(run.reason);
        g_ptr_array_add(results, result);
    }
    fh_run_doubt(&run.run, results, has_changed, &run);
    fh_valgrind_run_finish(&run);
}

static gboolean probe(struct fh_engine_info **out, GError **error)
{
    g_auto(GStrv) pinned = NULL;
    g_auto(GStrv) environment = fh_process_environment(&pinned);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_subprocess_launcher_set_environ(launcher, environment);
    g_autoptr(GSubprocess) process =
        g_subprocess_launcher_spawn(launcher, NULL, "valgrind", "--version", NULL);
    g_autofree char *text = NULL;
    if (!process || !g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, NULL) ||
        !g_subprocess_get_successful(process) || !g_str_has_prefix(text, "valgrind-")) {
        g_set_error(
            error, FH_ERROR, FH_ERROR_ENVIRONMENT,
            "the valgrind engine needs Valgrind, and 'valgrind --version' did not work; install it: apt-get "
            "install valgrind");
        return FALSE;
    }
    g_autofree char *variables = g_strjoinv(" ", pinned);
    g_autofree char *command = fh_valgrind_command(fh_valgrind_runner_options);
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    info->name = g_strdup("valgrind");
    info->version = g_strdup(g_strstrip(text) + strlen("valgrind-"));
    info->command = g_strdup_printf("%s %s", variables, command);
    *out = info;
    return TRUE;
}

const struct fh_engine fh_valgrind_engine = {
    .name = "valgrind",
    .title = "Valgrind",
    .visibility = {.visible_kinds = FH_KINDS_EXPECTABLE,
                   .partial_kinds = 1u << FH_KIND_OUT_OF_BOUNDS,
                   .partial_reason = "on the stack, in static memory, or beyond the red zone of a block"},
    .runner = &runner,
    .probe = probe,
    .run = run_job,
};
