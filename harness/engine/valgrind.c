// SPDX-License-Identifier: MIT
#include "engine/engine.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/error.h"
#include "classify/classify.h"
#include "engine/events_file.h"
#include "engine/malloc_trace.h"
#include "engine/process.h"
#include "log/memcheck.h"
#include "plan/notices.h"

static const char *const common_options[] = {
    "--tool=memcheck",
    "--command-line-only=yes", /* neither VALGRIND_OPTS nor .valgrindrc */
    "--vgdb=no",
    "--trace-children=no",
    "--leak-check=full",
    "--leak-resolution=high",
    "--show-leak-kinds=all",
    "--errors-for-leak-kinds=definite,indirect,possible",
    "--keep-stacktraces=alloc-and-free",
    "--num-callers=50",
    "--error-limit=no",
    "--read-inline-info=yes",
    "--fullpath-after=",
    NULL,
};

/* One run, while it is read. */
struct run {
    const struct fh_job *job;
    struct fh_events *events;
    struct fh_process_end end;
    char *log_path;       /* of the runner's own process */
    GPtrArray *log_paths; /* all of them: a forked child writes its own */
    char *bytes;
    gsize size;
    struct fh_memcheck_log *log;
    struct fh_malloc_trace *trace;
    char *reason; /* why nothing of this run can be judged; NULL when it can */
};

static void run_finish(struct run *run)
{
    fh_events_free(run->events);
    g_free(run->log_path);
    g_ptr_array_unref(run->log_paths);
    g_free(run->bytes);
    fh_memcheck_log_free(run->log);
    fh_malloc_trace_free(run->trace);
    g_free(run->reason);
}

static char *job_path(const struct fh_job *job, const char *suffix)
{
    return g_strdup_printf("%s/%s%s", job->log_dir, job->log_name, suffix);
}

static GPtrArray *command_line(const struct fh_job *job, const char *events_path)
{
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *pattern = job_path(job, ".%p.log");
    g_ptr_array_add(argv, g_strdup("valgrind"));
    for (guint i = 0; common_options[i]; i++)
        g_ptr_array_add(argv, g_strdup(common_options[i]));
    g_ptr_array_add(argv, g_strdup(job->is_batch ? "--trace-malloc=yes" : "--track-origins=yes"));
    g_ptr_array_add(argv, g_strdup_printf("--log-file=%s", pattern));
    g_ptr_array_add(argv, g_strdup(job->runner));
    g_ptr_array_add(argv, g_strdup(job->plan_path));
    g_ptr_array_add(argv, g_strdup(events_path));
    g_ptr_array_add(argv, g_strdup(job->is_batch ? "batch" : "alone"));
    for (guint i = 0; i < job->scenarios->len; i++)
        g_ptr_array_add(argv, g_strdup_printf("%u", g_array_index(job->scenarios, guint, i)));
    g_ptr_array_add(argv, NULL);
    return argv;
}

static gboolean spawn(struct run *run, GError **error)
{
    g_autofree char *events_path = job_path(run->job, ".events");
    g_autofree char *out = job_path(run->job, ".out");
    g_autofree char *err = job_path(run->job, ".err");
    run->events = fh_events_new(events_path, error);
    if (!run->events)
        return FALSE;
    g_autoptr(GPtrArray) argv = command_line(run->job, events_path);
    struct fh_process process = {.argv = (char **)argv->pdata,
                                 .stdout_path = out,
                                 .stderr_path = err,
                                 .timeout_s = run->job->timeout_s,
                                 .progress = fh_events_progress,
                                 .progress_data = run->events->header};
    if (!fh_process_run(&process, &run->end, error))
        return FALSE;
    run->log_path = g_strdup_printf("%s/%s.%" G_GINT64_FORMAT ".log", run->job->log_dir, run->job->log_name,
                                    run->end.pid);
    return TRUE;
}

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void find_logs(struct run *run)
{
    g_autoptr(GDir) dir = g_dir_open(run->job->log_dir, 0, NULL);
    g_autofree char *prefix = g_strconcat(run->job->log_name, ".", NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, prefix) && g_str_has_suffix(name, ".log"))
            g_ptr_array_add(run->log_paths, g_build_filename(run->job->log_dir, name, NULL));
    g_ptr_array_sort(run->log_paths, compare_paths);
}

static char *stopped_at(const struct run *run)
{
    const struct fh_events_header *header = run->events->header;
    if (header->current_scenario >= run->job->plan->scenarios->len)
        return g_strdup("");
    const struct fh_planned *planned = run->job->plan->scenarios->pdata[header->current_scenario];
    return g_strdup_printf(" at %s:%u", planned->file, header->current_line);
}

static gboolean has_fatal_signal(const struct fh_memcheck_log *log)
{
    for (guint i = 0; i < log->records->len; i++)
        if (((const struct fh_record *)log->records->pdata[i])->type == FH_RECORD_FATAL_SIGNAL)
            return TRUE;
    return FALSE;
}

static const char *runner_error(const struct run *run)
{
    for (guint i = 0; i < run->events->events->len; i++) {
        const struct fh_event *event = run->events->events->pdata[i];
        if (event->kind == FH_EVENT_ERROR)
            return fh_event_text(event);
    }
    return NULL;
}

/* A closed gate: everything that would keep this run from being the whole truth. NULL when it is. */
static char *why_not_judged(const struct run *run, gboolean has_events)
{
    g_autofree char *place = stopped_at(run);
    g_autofree char *status = fh_wait_status_text(run->end.wait_status);
    if (run->end.was_interrupted)
        return g_strdup("interrupted");
    if (run->end.timed_out)
        return g_strdup_printf("no end after %u s, stopped%s; give it more time with --timeout",
                               run->job->timeout_s, place);
    if (!run->bytes)
        return g_strdup_printf("Valgrind left no log (%s); see %s.err", status, run->job->log_name);
    if (!run->log->is_complete)
        return g_strdup_printf("Valgrind's log is cut: %s (%s)%s", run->log->incomplete_reason, status,
                               place);
    if (!has_events)
        return g_strdup("the runner's events are damaged or were too many: the scenario can't be judged");
    if (runner_error(run))
        return g_strdup_printf("the runner could not go on: %s", runner_error(run));
    if (has_fatal_signal(run->log))
        return run->job->is_batch ? g_strdup("a scenario of the batch ended the process") : NULL;
    if (!run->events->header->is_finished)
        return g_strdup_printf(
            "the process ended%s before the scenario did (%s): something in it called exit()", place, status);
    if (!WIFEXITED(run->end.wait_status) || WEXITSTATUS(run->end.wait_status) != 0)
        return g_strdup_printf("the runner ended with %s", status);
    return NULL;
}

static void read_run(struct run *run)
{
    find_logs(run);
    if (g_file_get_contents(run->log_path, &run->bytes, &run->size, NULL)) {
        run->log = fh_memcheck_log_parse(run->bytes, run->size);
        if (run->job->is_batch)
            run->trace = fh_malloc_trace_read(run->bytes, run->size);
    }
    run->reason = why_not_judged(run, fh_events_read(run->events));
    if (!run->reason && run->job->is_batch && run->log_paths->len > 1)
        run->reason = g_strdup("a scenario of the batch forked");
}

static gboolean is_notice(const struct fh_record *record, const char *format, guint scenario)
{
    g_autofree char *text = g_strdup_printf(format, scenario);
    return record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX) &&
           g_str_equal(record->headline + strlen(FH_NOTICE_PREFIX), text);
}

/* We ended it: that it ended, and what was not yet released by then, says nothing about the scenario. */
static gboolean is_from_our_end(const struct run *run, const struct fh_record *record)
{
    return (run->end.timed_out || run->end.was_interrupted) &&
           (record->type == FH_RECORD_FATAL_SIGNAL || record->type == FH_RECORD_LEAK);
}

/* The records of one scenario. In a batch, from its "begin" to its "checked"; `*is_whole` says whether both are there. */
static GPtrArray *records_of(const struct run *run, guint scenario, gboolean *is_whole)
{
    GPtrArray *own = g_ptr_array_new();
    gboolean is_inside = !run->job->is_batch;
    *is_whole = !run->job->is_batch;
    for (guint i = 0; i < run->log->records->len; i++) {
        struct fh_record *record = run->log->records->pdata[i];
        if (run->job->is_batch && is_notice(record, FH_NOTICE_BEGIN, scenario))
            is_inside = TRUE;
        if (is_inside && !is_from_our_end(run, record))
            g_ptr_array_add(own, record);
        if (run->job->is_batch && is_inside && is_notice(record, FH_NOTICE_CHECKED, scenario)) {
            *is_whole = TRUE;
            break;
        }
    }
    return own;
}

static const struct fh_event *end_event(const GPtrArray *events)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = events->pdata[i];
        if (event->kind == FH_EVENT_END)
            return event;
    }
    return NULL;
}

/* glibc callocs a dynamic thread vector for each of the runner's own threads, and frees it. */
static void take_out_threads(struct fh_heap *heap, guint64 threads, guint64 bytes)
{
    heap->allocs -= threads;
    heap->frees -= threads;
    heap->bytes -= bytes;
}

/* All that the trace and the rust heap counted, against HEAP SUMMARY: the parts are believed only if the sum is right. */
static gboolean sums_are_right(const struct run *run)
{
    const struct fh_events_header *header = run->events->header;
    const struct fh_block_counts *c = &run->trace->total;
    const struct fh_heap *heap = &run->log->heap;
    return c->allocs + header->rust_allocs == heap->allocs && c->frees + header->rust_frees == heap->frees &&
           c->bytes + header->rust_bytes == heap->bytes;
}

static void fill_heap(const struct run *run, guint scenario, const struct fh_event *end, struct fh_heap *heap)
{
    if (!run->job->is_batch) {
        *heap = run->log->heap;
    } else if (end && sums_are_right(run)) {
        struct fh_block_counts c = fh_malloc_trace_of(run->trace, scenario);
        heap->is_known = TRUE;
        heap->allocs = c.allocs + end->values[0];
        heap->frees = c.frees + end->values[1];
        heap->bytes = c.bytes + end->values[2];
    }
    if (heap->is_known && end)
        take_out_threads(heap, end->values[3], end->values[4]);
}

static void name_logs(const struct run *run, struct fh_result *result)
{
    gsize prefix = strlen(run->job->out_dir);
    for (guint i = 0; i < run->log_paths->len; i++) {
        const char *path = run->log_paths->pdata[i];
        gboolean is_inside = strncmp(path, run->job->out_dir, prefix) == 0 && path[prefix] == '/';
        g_ptr_array_add(result->logs, g_strdup(is_inside ? path + prefix + 1 : path));
    }
}

/* Rust's own allocator in a stack: some call went past the hook. */
static gboolean hook_was_missed(const struct fh_memcheck_log *log)
{
    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = log->records->pdata[i];
        if (strstr(record->text, "__rdl_") || strstr(record->text, "__rg_alloc") ||
            strstr(record->text, "__rg_dealloc"))
            return TRUE;
    }
    return FALSE;
}

/* A forked child's log repeats the parent's blocks: its errors count, its leaks do not. */
static void add_children(const struct run *run, GPtrArray *records, GPtrArray *logs, struct fh_result *result)
{
    for (guint i = 0; i < run->log_paths->len; i++) {
        const char *path = run->log_paths->pdata[i];
        g_autofree char *bytes = NULL;
        gsize size;
        if (g_str_equal(path, run->log_path) || !g_file_get_contents(path, &bytes, &size, NULL))
            continue;
        struct fh_memcheck_log *log = fh_memcheck_log_parse(bytes, size);
        g_ptr_array_add(logs, log);
        for (guint j = 0; j < log->records->len; j++) {
            struct fh_record *record = log->records->pdata[j];
            if (record->type != FH_RECORD_LEAK && record->type != FH_RECORD_NOTICE)
                g_ptr_array_add(records, record);
        }
        g_ptr_array_add(
            result->notes,
            g_strdup_printf("process %u was forked: its errors are judged, its leaks are not", log->pid));
    }
}

static void move_all(GPtrArray *to, GPtrArray *from)
{
    while (from->len > 0)
        g_ptr_array_add(to, g_ptr_array_steal_index(from, 0));
}

static void fill_result(const struct run *run, guint scenario, struct fh_result *result)
{
    gboolean is_whole;
    g_autoptr(GPtrArray) records = records_of(run, scenario, &is_whole);
    g_autoptr(GPtrArray) events = fh_events_of(run->events, scenario);
    g_autoptr(GPtrArray) children = g_ptr_array_new_with_free_func((GDestroyNotify)fh_memcheck_log_free);
    if (!run->job->is_batch)
        add_children(run, records, children, result);
    const struct fh_event *end = end_event(events);
    struct fh_trace trace = {.file = result->file,
                             .records = records,
                             .events = events,
                             .symbols = (const char *const *)run->job->plan->symbols->pdata};
    fh_auto(fh_classified) classified = fh_classify_memcheck(&trace);
    move_all(result->findings, classified->findings);
    move_all(result->unmet, classified->unmet);
    move_all(result->notes, classified->notes);
    fill_heap(run, scenario, end, &result->heap);
    if (run->reason)
        result->reason = g_strdup(run->reason);
    else if (!is_whole || (!end && !has_fatal_signal(run->log)))
        result->reason = g_strdup("the scenario did not get to its end");
    else if (run->job->hook_problem)
        result->reason = g_strdup(run->job->hook_problem);
    else if (hook_was_missed(run->log))
        result->reason =
            g_strdup("Rust allocated past the rust heap: cross-allocator frees were not all watched");
}

static void run_job(const struct fh_job *job, GPtrArray *results)
{
    struct run run = {.job = job, .log_paths = g_ptr_array_new_with_free_func(g_free)};
    g_autoptr(GError) error = NULL;
    if (spawn(&run, &error))
        read_run(&run);
    else
        run.reason = g_strdup(error->message);
    for (guint i = 0; i < job->scenarios->len; i++) {
        guint index = g_array_index(job->scenarios, guint, i);
        const struct fh_planned *planned = job->plan->scenarios->pdata[index];
        struct fh_result *result =
            fh_result_new(planned->name, planned->file, planned->line, fh_valgrind_engine.name);
        result->ran_alone = !job->is_batch;
        result->duration_us = run.end.duration_us / job->scenarios->len;
        name_logs(&run, result);
        if (run.log && (!run.reason || !job->is_batch))
            fill_result(&run, index, result);
        else
            result->reason = g_strdup(run.reason);
        g_ptr_array_add(results, result);
    }
    run_finish(&run);
}

static gboolean probe(struct fh_engine_info **out, GError **error)
{
    g_autoptr(GSubprocess) process =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "valgrind",
                         "--version", NULL);
    g_autofree char *text = NULL;
    if (!process || !g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, NULL) ||
        !g_subprocess_get_successful(process) || !g_str_has_prefix(text, "valgrind-")) {
        g_set_error(
            error, FH_ERROR, FH_ERROR_ENVIRONMENT,
            "the valgrind engine needs Valgrind, and 'valgrind --version' did not work; install it: apt-get "
            "install valgrind");
        return FALSE;
    }
    g_auto(GStrv) pinned = NULL;
    g_auto(GStrv) environment = fh_process_environment(&pinned);
    g_autofree char *variables = g_strjoinv(" ", pinned);
    g_autofree char *options = g_strjoinv(" ", (char **)common_options);
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    info->name = g_strdup("valgrind");
    info->version = g_strdup(g_strstrip(text) + strlen("valgrind-"));
    info->command = g_strdup_printf("%s valgrind %s", variables, options);
    *out = info;
    return TRUE;
}

const struct fh_engine fh_valgrind_engine = {
    .name = "valgrind",
    .visible_kinds = (1u << FH_KIND_COUNT) - 2, /* all of them */
    .probe = probe,
    .run = run_job,
};
