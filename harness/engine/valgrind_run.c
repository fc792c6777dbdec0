// SPDX-License-Identifier: MIT
#include "engine/valgrind_run.h"

#include <string.h>
#include <sys/wait.h>

const char *const fh_valgrind_options[] = {
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

/* A closed gate: everything that would keep this run from being the whole truth. NULL when it is. */
static char *why_not_judged(const struct fh_valgrind_run *run, gboolean has_events)
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
    if (fh_memcheck_log_is_fatal(run->log))
        return run->job->is_batch ? g_strdup("a scenario of the batch ended the process") : NULL;
    if (!run->events->header->is_finished)
        return g_strdup_printf(
            "the process ended%s before the scenario did (%s): something in it called exit()", place, status);
    if (!WIFEXITED(run->end.wait_status) || WEXITSTATUS(run->end.wait_status) != 0)
        return g_strdup_printf("the runner ended with %s", status);
    return NULL;
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
    if (!run->reason && run->job->is_batch && run->log_paths->len > 1)
        run->reason = g_strdup("a scenario of the batch forked");
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
