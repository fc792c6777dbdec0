// SPDX-License-Identifier: MIT
#include "engine/valgrind_run.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "classify/classify.h"
#include "plan/notices.h"

const char *const fh_valgrind_options[] = {
    "--tool=memcheck",
    "--command-line-only=yes", /* neither VALGRIND_OPTS nor .valgrindrc */
    "--vgdb=no",
    "--trace-children=no",
    "--leak-check=full",
    "--leak-resolution=high",
    "--show-leak-kinds=all",
    "--errors-for-leak-kinds=definite,indirect",
    "--keep-stacktraces=alloc-and-free",
    "--num-callers=50",
    "--error-limit=no",
    "--read-inline-info=yes",
    "--fullpath-after=",
    NULL,
};

void fh_valgrind_run_finish(struct fh_valgrind_run *run)
{
    fh_events_free(run->events);
    g_free(run->log_path);
    g_ptr_array_unref(run->log_paths);
    g_free(run->bytes);
    fh_memcheck_log_free(run->log);
    fh_malloc_trace_free(run->trace);
    g_free(run->reason);
}

/* The stem of this run's file names. */
static char *stem_of(const struct fh_valgrind_run *run)
{
    const char *name = run->job->log_name;
    return run->watched_line == 0 ? g_strdup(name) : g_strdup_printf("%s.line-%u", name, run->watched_line);
}

static char *path_of(const struct fh_valgrind_run *run, const char *suffix)
{
    g_autofree char *stem = stem_of(run);
    return g_strdup_printf("%s/%s%s", run->job->log_dir, stem, suffix);
}

static char *mode_of(const struct fh_valgrind_run *run)
{
    if (run->job->is_batch)
        return g_strdup("batch");
    return run->watched_line == 0 ? g_strdup("alone") : g_strdup_printf("alone:%u", run->watched_line);
}

static GPtrArray *command_line(const struct fh_valgrind_run *run, const char *events_path)
{
    const struct fh_job *job = run->job;
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *pattern = path_of(run, ".%p.log");
    g_ptr_array_add(argv, g_strdup("valgrind"));
    for (guint i = 0; fh_valgrind_options[i]; i++)
        g_ptr_array_add(argv, g_strdup(fh_valgrind_options[i]));
    g_ptr_array_add(argv, g_strdup(job->is_batch ? "--trace-malloc=yes" : "--track-origins=yes"));
    g_ptr_array_add(argv, g_strdup_printf("--log-file=%s", pattern));
    g_ptr_array_add(argv, g_strdup(job->runner));
    g_ptr_array_add(argv, g_strdup(job->plan_path));
    g_ptr_array_add(argv, g_strdup(events_path));
    g_ptr_array_add(argv, mode_of(run));
    for (guint i = 0; i < job->scenarios->len; i++)
        g_ptr_array_add(argv, g_strdup_printf("%u", g_array_index(job->scenarios, guint, i)));
    g_ptr_array_add(argv, NULL);
    return argv;
}

static gboolean spawn(struct fh_valgrind_run *run, GError **error)
{
    g_autofree char *events_path = path_of(run, ".events");
    g_autofree char *out = path_of(run, ".out");
    g_autofree char *err = path_of(run, ".err");
    run->events = fh_events_new(events_path, error);
    if (!run->events)
        return FALSE;
    g_autoptr(GPtrArray) argv = command_line(run, events_path);
    struct fh_process process = {.argv = (char **)argv->pdata,
                                 .stdout_path = out,
                                 .stderr_path = err,
                                 .timeout_s = run->job->timeout_s,
                                 .progress = fh_events_progress,
                                 .progress_data = run->events->header};
    if (!fh_process_run(&process, &run->end, error))
        return FALSE;
    g_autofree char *suffix = g_strdup_printf(".%" G_GINT64_FORMAT ".log", run->end.pid);
    run->log_path = path_of(run, suffix);
    return TRUE;
}

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void find_logs(struct fh_valgrind_run *run)
{
    g_autoptr(GDir) dir = g_dir_open(run->job->log_dir, 0, NULL);
    g_autofree char *stem = stem_of(run);
    g_autofree char *prefix = g_strconcat(stem, ".", NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, prefix) && g_str_has_suffix(name, ".log"))
            g_ptr_array_add(run->log_paths, g_build_filename(run->job->log_dir, name, NULL));
    g_ptr_array_sort(run->log_paths, compare_paths);
}

static char *stopped_at(const struct fh_valgrind_run *run)
{
    const struct fh_events_header *header = run->events->header;
    if (header->current_scenario >= run->job->plan->scenarios->len)
        return g_strdup("");
    const struct fh_planned *planned = run->job->plan->scenarios->pdata[header->current_scenario];
    return g_strdup_printf(" at %s:%u", planned->file, header->current_line);
}

gboolean fh_memcheck_log_is_fatal(const struct fh_memcheck_log *log)
{
    for (guint i = 0; i < log->records->len; i++)
        if (((const struct fh_record *)log->records->pdata[i])->type == FH_RECORD_FATAL_SIGNAL)
            return TRUE;
    return FALSE;
}

static const char *runner_error(const struct fh_valgrind_run *run)
{
    for (guint i = 0; i < run->events->events->len; i++) {
        const struct fh_event *event = run->events->events->pdata[i];
        if (event->kind == FH_EVENT_ERROR)
            return fh_event_text(event);
    }
    return NULL;
}

static gboolean is_of_a_fault(guint number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGABRT || number == SIGFPE ||
           number == SIGILL || number == SIGTRAP || number == SIGSYS;
}

static gboolean was_sent(const struct fh_events *events)
{
    for (guint i = 0; i < events->events->len; i++) {
        const struct fh_event *event = events->events->pdata[i];
        if (event->kind == FH_EVENT_SIGNAL && event->values[3])
            return TRUE;
    }
    return FALSE;
}

/* The signal that somebody else ended the process with, 0 when it was the scenario's own doing. */
static guint foreign_signal(const struct fh_valgrind_run *run)
{
    for (guint i = 0; i < run->log->records->len; i++) {
        const struct fh_record *record = run->log->records->pdata[i];
        if (record->type == FH_RECORD_FATAL_SIGNAL &&
            (!is_of_a_fault(record->signal) || was_sent(run->events)))
            return record->signal;
    }
    return 0;
}

/* A closed gate: everything that would keep this run from being the whole truth. NULL when it is. */
static char *why_not_judged(const struct fh_valgrind_run *run, gboolean has_events)
{
    g_autofree char *place = stopped_at(run);
    g_autofree char *status = fh_wait_status_text(run->end.wait_status);
    if (run->end.was_interrupted)
        return g_strdup("interrupted");
    if (run->end.was_lost)
        return g_strdup("how the process ended could not be seen");
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
    if (foreign_signal(run))
        return g_strdup_printf("the process was ended from outside%s: %s", place,
                               strsignal(foreign_signal(run)));
    if (fh_memcheck_log_is_fatal(run->log))
        return run->job->is_batch ? g_strdup("a scenario of the batch ended the process") : NULL;
    if (!run->events->header->is_finished)
        return g_strdup_printf("the process ended%s before it was done (%s)%s", place, status,
                               WIFEXITED(run->end.wait_status) ? ": something in it called exit()" : "");
    if (!WIFEXITED(run->end.wait_status) || WEXITSTATUS(run->end.wait_status) != 0)
        return g_strdup_printf("the runner ended with %s", status);
    return NULL;
}

static gboolean is_lost(enum fh_leak_state state)
{
    return state == FH_LEAK_DEFINITE || state == FH_LEAK_INDIRECT;
}

/* Blocks that the search at exit finds lost, and those that the scenarios' own searches had found. */
static gboolean is_more_lost_at_exit(const struct fh_memcheck_log *log)
{
    guint64 found = 0, lost = 0;
    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = log->records->pdata[i];
        if (record->type == FH_RECORD_LEAK && is_lost(record->leak_state))
            found += record->is_added ? record->added_blocks : 0;
    }
    for (guint state = 0; state < FH_LEAK_STATE_COUNT; state++)
        if (is_lost((enum fh_leak_state)state))
            lost += log->leaks.is_present ? log->leaks.blocks[state] : 0;
    return lost > found;
}

/* Errors before the first scenario, between two, or after the last: in exit handlers, on the library's threads. Caller owns the array. */
static GPtrArray *records_outside(const struct fh_memcheck_log *log)
{
    GPtrArray *records = g_ptr_array_new();
    gboolean is_inside = FALSE;
    for (guint i = 0; i < log->records->len; i++) {
        struct fh_record *record = log->records->pdata[i];
        gboolean is_notice = record->type == FH_RECORD_NOTICE;
        if (is_notice && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "begin "))
            is_inside = TRUE;
        else if (is_notice && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "checked "))
            is_inside = FALSE;
        else if (!is_inside && record->type != FH_RECORD_LEAK)
            g_ptr_array_add(records, record);
    }
    return records;
}

/* 1 << kind of all that no scenario of the batch can be blamed for. */
static guint kinds_outside(const struct fh_valgrind_run *run)
{
    g_autoptr(GPtrArray) records = records_outside(run->log);
    g_autoptr(GPtrArray) events = fh_events_of(run->events, FH_PLAN_NONE);
    struct fh_trace trace = {.records = records, .events = events};
    fh_auto(fh_classified) classified = fh_classify_memcheck(&trace);
    guint kinds = 0;
    for (guint i = 0; i < classified->findings->len; i++)
        kinds |= 1u << ((const struct fh_finding *)classified->findings->pdata[i])->kind;
    if (is_more_lost_at_exit(run->log))
        kinds |= 1u << FH_KIND_LEAK;
    if (kinds == 0 && (run->events->header->errors_outside > 0 || classified->unmet->len > 0))
        kinds = 1u << FH_KIND_UNKNOWN;
    return kinds;
}

/* What no single scenario of a batch can be blamed for is blamed on all: each runs alone. */
static char *why_not_a_batch(const struct fh_valgrind_run *run)
{
    if (run->log_paths->len > 1)
        return g_strdup("a scenario of the batch forked");
    *run->job->outside_kinds = kinds_outside(run);
    return *run->job->outside_kinds ? g_strdup("something was reported outside of the batch's scenarios")
                                    : NULL;
}

static void read_run(struct fh_valgrind_run *run)
{
    find_logs(run);
    if (g_file_get_contents(run->log_path, &run->bytes, &run->size, NULL)) {
        run->log = fh_memcheck_log_parse(run->bytes, run->size);
        if (run->job->is_batch)
            run->trace = fh_malloc_trace_read(run->bytes, run->size);
    }
    run->reason = why_not_judged(run, fh_events_read(run->events));
    if (!run->reason && run->job->is_batch)
        run->reason = why_not_a_batch(run);
    run->was_ended = run->log && (run->end.timed_out || run->end.was_interrupted || foreign_signal(run));
}

void fh_valgrind_run(const struct fh_job *job, guint watched_line, struct fh_valgrind_run *run)
{
    g_autoptr(GError) error = NULL;
    *run = (struct fh_valgrind_run){
        .job = job, .watched_line = watched_line, .log_paths = g_ptr_array_new_with_free_func(g_free)};
    if (spawn(run, &error))
        read_run(run);
    else
        run->reason = g_strdup(error->message);
}
