// SPDX-License-Identifier: MIT
#include "engine/run.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

#include "check/check.h"
#include "classify/classify.h"
#include "classify/fatal_signal.h"
#include "classify/past_hook.h"
#include "engine/start_up.h"
#include "log/record.h"
#include "model/finding.h"
#include "timeline/timeline.h"
#include "wire/notices.h"
#include "wire/plan.h"

char *fh_run_stem(const struct fh_job *job, guint watched_line)
{
    return watched_line == 0 ? g_strdup_printf("%s/%s", job->log_dir, job->log_name)
                             : g_strdup_printf("%s/%s.line-%u", job->log_dir, job->log_name, watched_line);
}

void fh_run_finish(struct fh_run *run)
{
    fh_events_free(run->events);
    g_ptr_array_unref(run->log_paths);
    g_hash_table_unref(run->begins);
    g_free(run->stem);
    g_free(run->err_path);
    fh_last_words_clear(&run->last_words);
}

static void add_words(GPtrArray *argv, const char *const *words)
{
    for (; words && *words; words++)
        g_ptr_array_add(argv, g_strdup(*words));
}

static char *mode_of(const struct fh_job *job, guint watched_line)
{
    if (job->is_batch)
        return job->search_every > 1 ? g_strdup_printf("batch:%u", job->search_every) : g_strdup("batch");
    return watched_line == 0 ? g_strdup("alone") : g_strdup_printf("alone:%u", watched_line);
}

static GPtrArray *command_line(const struct fh_run *run, const struct fh_run_how *how)
{
    const struct fh_job *job = run->job;
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    add_words(argv, how->prefix);
    g_ptr_array_add(argv, g_strdup(job->runner));
    g_ptr_array_add(argv, g_strdup(job->plan_path));
    g_ptr_array_add(argv, g_strdup(run->events->path));
    g_ptr_array_add(argv, mode_of(job, how->watched_line));
    for (guint i = 0; i < job->scenarios->len; i++)
        g_ptr_array_add(argv, g_strdup_printf("%u", g_array_index(job->scenarios, guint, i)));
    g_ptr_array_add(argv, NULL);
    return argv;
}

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean is_log(const char *name, const char *stem)
{
    const char *rest = name + strlen(stem);
    return g_str_has_prefix(name, stem) && *rest == '.' &&
           (g_str_has_prefix(rest, ".log.") || g_str_has_suffix(rest, ".log"));
}

static void find_logs(struct fh_run *run)
{
    g_autoptr(GDir) dir = g_dir_open(run->job->log_dir, 0, NULL);
    g_autofree char *stem = g_path_get_basename(run->stem);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (is_log(name, stem))
            g_ptr_array_add(run->log_paths, g_build_filename(run->job->log_dir, name, NULL));
    g_ptr_array_sort(run->log_paths, compare_paths);
}

/* Whatever is wrong with the run otherwise. */
static void note_seen(const struct fh_run *run)
{
    for (guint i = 0; run->job->seen && i < run->job->plan->coverage->points->len; i++)
        run->job->seen[i] |= run->events->header->seen[i] == 1;
}

gboolean fh_run(struct fh_run *run, const struct fh_job *job, const struct fh_run_how *how, GError **error)
{
    *run = (struct fh_run){.job = job,
                           .stem = fh_run_stem(job, how->watched_line),
                           .log_paths = g_ptr_array_new_with_free_func(g_free),
                           .begins = g_hash_table_new(NULL, NULL)};
    g_autofree char *events_path = g_strconcat(run->stem, ".events", NULL);
    g_autofree char *out = g_strconcat(run->stem, ".out", NULL);
    run->err_path = g_strconcat(run->stem, ".err", NULL);
    run->events = fh_events_new(events_path, error);
    if (!run->events)
        return FALSE;
    run->events->header->has_no_timeline = job->leaves_out_timeline;
    g_autoptr(GPtrArray) argv = command_line(run, how);
    struct fh_process process = {.argv = (char **)argv->pdata,
                                 .environment = how->environment,
                                 .stdout_path = out,
                                 .stderr_path = run->err_path,
                                 .timeout_s = job->timeout_s,
                                 .progress = fh_events_progress,
                                 .progress_data = run->events};
    if (!fh_process_run(&process, &run->end, error))
        return FALSE;
    run->has_events = fh_events_read(run->events);
    if (job->is_batch && !run->events->header->is_finished)
        *job->ended_at = run->events->header->current_scenario;
    if (run->has_events)
        note_seen(run);
    find_logs(run);
    run->last_words = fh_last_words_in_file(run->err_path);
    return TRUE;
}

char *fh_run_place(const struct fh_run *run)
{
    const struct fh_events_header *header = run->events->header;
    if (fh_start_up_has_ended(run))
        return g_strdup(" at start-up");
    if (header->current_scenario >= run->job->plan->scenarios->len)
        return g_strdup("");
    const struct fh_planned *planned = g_ptr_array_index(run->job->plan->scenarios, header->current_scenario);
    return g_strdup_printf(" at %s:%u", planned->file, header->current_line);
}

const struct fh_event *fh_event_find(const GPtrArray *events, enum fh_event_kind kind)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind == kind)
            return event;
    }
    return NULL;
}

/* What the runner said when it could not go on; NULL. Borrowed. */
static const char *runner_error(const struct fh_run *run)
{
    const GPtrArray *errors = fh_events_of_kind(run->events, FH_EVENT_ERROR);
    return errors->len > 0 ? fh_event_text(g_ptr_array_index(errors, 0)) : NULL;
}

guint fh_run_foreign_signal(const struct fh_run *run)
{
    const GPtrArray *signals = fh_events_of_kind(run->events, FH_EVENT_SIGNAL);
    for (guint i = 0; i < signals->len; i++) {
        const struct fh_event *event = g_ptr_array_index(signals, i);
        if (event->values[3])
            return (guint)event->values[0];
    }
    return 0;
}

char *fh_run_why_not_run(const struct fh_run *run)
{
    g_autofree char *place = fh_run_place(run);
    if (run->end.was_interrupted)
        return g_strdup("interrupted");
    if (run->end.was_lost)
        return g_strdup("how the process ended could not be seen");
    if (run->end.timed_out)
        return g_strdup_printf("no end after %u s, stopped%s; give it more time with --timeout",
                               run->job->timeout_s, place);
    if (run->has_events && runner_error(run))
        return g_strdup_printf("the runner could not go on: %s", runner_error(run));
    return NULL;
}

char *fh_run_said(const struct fh_run *run)
{
    return run->last_words.text ? g_strdup_printf("; it said: %s", run->last_words.text) : g_strdup("");
}

char *fh_run_why_not_ended(const struct fh_run *run, gboolean is_fatal)
{
    g_autofree char *place = fh_run_place(run);
    g_autofree char *status = fh_wait_status_text(run->end.wait_status);
    g_autofree char *said = fh_run_said(run);
    gboolean has_exited = WIFEXITED(run->end.wait_status);
    if (!run->has_events)
        return g_strdup("the runner's events are damaged or were too many: the scenario can't be judged");
    if (fh_run_foreign_signal(run))
        return g_strdup_printf("the process was ended from outside%s: %s", place,
                               strsignal((int)fh_run_foreign_signal(run)));
    if (fh_start_up_has_ended(run) && !run->end.timed_out)
        return g_strdup_printf("the process ended at start-up, before the first scenario (%s)%s", status,
                               said);
    if (is_fatal)
        return run->job->is_batch ? g_strdup("a scenario of the batch ended the process") : NULL;
    if (!run->events->header->is_finished)
        return g_strdup_printf("the process ended%s before it was done (%s)%s%s", place, status,
                               has_exited ? ": something in it called exit()" : "", said);
    if (!has_exited || WEXITSTATUS(run->end.wait_status) != 0)
        return g_strdup_printf("the runner ended with %s", status);
    return NULL;
}

/* The notice names a scenario: which. */
static gboolean names_scenario(const struct fh_record *record, const char *prefix, guint *scenario)
{
    char *end;
    if (record->type != FH_RECORD_NOTICE || !g_str_has_prefix(record->headline, prefix))
        return FALSE;
    const char *number = record->headline + strlen(prefix);
    *scenario = (guint)g_ascii_strtoull(number, &end, 10);
    return g_ascii_isdigit(*number) && *end == '\0';
}

void fh_run_survey(struct fh_run *run, const GPtrArray *records)
{
    guint scenario;
    run->past_hook = fh_why_past_hook(records);
    run->is_fatal = fh_records_fatal(records) != NULL;
    for (guint i = records->len; i > 0; i--)
        if (names_scenario(g_ptr_array_index(records, i - 1), FH_NOTICE_PREFIX "begin ", &scenario))
            g_hash_table_insert(run->begins, GUINT_TO_POINTER(scenario), GUINT_TO_POINTER(i));
}

/* All but those of the start-up. */
static GPtrArray *records_alone(const struct fh_run *run, const GPtrArray *records)
{
    GPtrArray *own = g_ptr_array_new();
    g_autoptr(GPtrArray) before = fh_start_up_records(run, records);
    for (guint i = before->len; i < records->len; i++)
        g_ptr_array_add(own, g_ptr_array_index(records, i));
    return own;
}

GPtrArray *fh_run_records_of(const struct fh_run *run, const GPtrArray *records, guint scenario,
                             gboolean *is_whole)
{
    *is_whole = !run->job->is_batch;
    if (!run->job->is_batch)
        return records_alone(run, records);
    GPtrArray *own = g_ptr_array_new();
    guint begin = GPOINTER_TO_UINT(g_hash_table_lookup(run->begins, GUINT_TO_POINTER(scenario)));
    for (guint i = begin; begin > 0 && i <= records->len && !*is_whole; i++) {
        struct fh_record *record = g_ptr_array_index(records, i - 1);
        guint checked;
        g_ptr_array_add(own, record);
        *is_whole = names_scenario(record, FH_NOTICE_PREFIX "checked ", &checked) && checked == scenario;
    }
    return own;
}

void fh_run_remove_end(GPtrArray *records)
{
    for (guint i = records->len; i > 0; i--)
        if (((const struct fh_record *)g_ptr_array_index(records, i - 1))->type == FH_RECORD_FATAL_SIGNAL)
            g_ptr_array_remove_index(records, i - 1);
}

void fh_run_add_childs_records(const GPtrArray *log, GPtrArray *records)
{
    g_autoptr(GPtrArray) own = fh_records_without_end(log);
    for (guint i = 0; i < own->len; i++) {
        struct fh_record *record = g_ptr_array_index(own, i);
        if (record->type != FH_RECORD_LEAK && record->type != FH_RECORD_NOTICE)
            g_ptr_array_add(records, record);
    }
}

GPtrArray *fh_run_records_outside(const struct fh_run *run, const GPtrArray *records)
{
    GPtrArray *outside = g_ptr_array_new();
    g_autoptr(GPtrArray) before = fh_start_up_records(run, records);
    gboolean is_inside = FALSE;
    for (guint i = before->len; i < records->len; i++) {
        struct fh_record *record = g_ptr_array_index(records, i);
        gboolean is_notice = record->type == FH_RECORD_NOTICE;
        if (is_notice && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "begin "))
            is_inside = TRUE;
        else if (is_notice && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "checked "))
            is_inside = FALSE;
        else if (!is_inside && record->type != FH_RECORD_LEAK)
            g_ptr_array_add(outside, record);
    }
    return outside;
}

static void name_log(const struct fh_run *run, const char *path, struct fh_result *result)
{
    gsize prefix = strlen(run->job->out_dir);
    gboolean is_inside = strncmp(path, run->job->out_dir, prefix) == 0 && path[prefix] == '/';
    g_ptr_array_add(result->logs, g_strdup(is_inside ? path + prefix + 1 : path));
}

void fh_run_name_logs(const struct fh_run *run, struct fh_result *result)
{
    for (guint i = 0; i < run->log_paths->len; i++)
        name_log(run, g_ptr_array_index(run->log_paths, i), result);
}

/* Beside the log of a process that aborted, all that it wrote to standard error. */
static void name_what_was_said(const struct fh_run *run, struct fh_result *result)
{
    GStatBuf status;
    gboolean is_abort = FALSE;
    for (guint i = 0; i < result->findings->len; i++)
        is_abort |=
            ((const struct fh_finding *)g_ptr_array_index(result->findings, i))->kind == FH_KIND_ABORT;
    if (is_abort && g_stat(run->err_path, &status) == 0 && status.st_size > 0)
        name_log(run, run->err_path, result);
}

/* The records of a search are among those of the scenario after which it was. */
static gboolean has_found(const struct fh_result *result)
{
    return result->reason || result->findings->len > 0;
}

/* The runner searches at once after a scenario that it sees leave other blocks: what went before is in doubt
 * all the same, as a block that was lost before may be released by now; unless the runner knows better. One
 * alone with its search is not. */
void fh_run_doubt(const struct fh_run *run, const GPtrArray *results,
                  gboolean (*has_changed)(gconstpointer data, guint scenario), gconstpointer data)
{
    guint first = 0;
    gboolean is_doubtful = FALSE;
    for (guint i = 0; run->job->in_doubt && i < results->len; i++) {
        const guint scenario = g_array_index(run->job->scenarios, guint, i);
        const GPtrArray *events = fh_events_of(run->events, scenario);
        const struct fh_event *searched = fh_event_find(events, FH_EVENT_SEARCHED);
        const gboolean is_apart = searched && searched->values[0] != 0;
        is_doubtful |= fh_event_find(events, FH_EVENT_LIVE) || (has_changed && has_changed(data, scenario));
        if (!searched && i + 1 < results->len)
            continue;
        is_doubtful |= has_found(g_ptr_array_index(results, i));
        memset(run->job->in_doubt + first, !searched || (is_doubtful && !is_apart && i > first),
               i + 1 - first);
        first = i + 1;
        is_doubtful = FALSE;
    }
}

struct fh_result *fh_run_result(const struct fh_run *run, guint scenario, const struct fh_engine *engine)
{
    const struct fh_job *job = run->job;
    const struct fh_planned *planned = g_ptr_array_index(job->plan->scenarios, scenario);
    struct fh_result *result = fh_result_new(planned->name, planned->file, planned->line, engine->name);
    result->ran_alone = !job->is_batch;
    result->duration_us = run->end.duration_us / job->scenarios->len;
    fh_run_name_logs(run, result);
    return result;
}

static void note_requests(const GPtrArray *events, struct fh_result *result)
{
    const struct fh_event *asked = fh_event_find(events, FH_EVENT_REQUESTS);
    if (asked)
        result->requests = (struct fh_requests){.is_known = TRUE,
                                                .has_failed = asked->values[2] != 0,
                                                .rust = asked->values[0],
                                                .c = asked->values[1]};
}

gboolean fh_run_classify(const struct fh_run *run, const struct fh_engine *engine, const GPtrArray *records,
                         const GPtrArray *events, struct fh_result *result)
{
    struct fh_trace trace = {.engine = engine->title,
                             .tool_version = run->tool_version,
                             .file = result->file,
                             .records = records,
                             .events = events,
                             .symbols = (const char *const *)run->job->plan->symbols->pdata,
                             .n_symbols = run->job->plan->symbols->len,
                             .is_unhooked = run->job->hook_problem != NULL,
                             .searches_heap_only = engine->searches_heap_only,
                             .last_words = &run->last_words};
    fh_auto(fh_classified) classified = fh_classify(&trace);
    fh_classified_give(classified, result);
    name_what_was_said(run, result);
    note_requests(events, result);
    result->has_threads = fh_event_find(events, FH_EVENT_THREADS) != NULL;
    result->timeline = fh_timeline_build(events, result->findings, trace.symbols, trace.n_symbols);
    if (run->events->header->timeline_used > FH_TIMELINE_ROOM)
        result->timeline->n_left_out++;
    return classified->has_known_mistakes;
}

void fh_run_take_out_threads(struct fh_heap *heap, const struct fh_event *end)
{
    if (!heap->is_known || !end)
        return;
    heap->allocs -= end->values[3];
    heap->frees -= end->values[3];
    heap->bytes -= end->values[4];
}

void fh_run_fill_heap(const struct fh_run *run, const GPtrArray *events, struct fh_heap *heap)
{
    const struct fh_event *counted = fh_event_find(events, FH_EVENT_HEAP);
    if (!counted)
        return;
    gboolean is_exchange = run->job->is_batch && counted->values[3] == 0;
    *heap = (struct fh_heap){.is_known = TRUE,
                             .allocs = counted->values[0],
                             .frees = counted->values[1],
                             .bytes = counted->values[2],
                             .in_use_blocks = counted->values[3],
                             .in_use_bytes = is_exchange ? 0 : counted->values[4]};
    if (!run->job->is_batch)
        fh_start_up_take_heap(run, NULL, heap);
    fh_run_take_out_threads(heap, fh_event_find(events, FH_EVENT_END));
}

static guint kinds_outside(const struct fh_run *run, const struct fh_engine *engine, const GPtrArray *records,
                           gboolean is_more_lost)
{
    const GPtrArray *events = fh_events_of(run->events, FH_PLAN_NONE);
    struct fh_trace trace = {
        .engine = engine->title, .tool_version = run->tool_version, .records = records, .events = events};
    fh_auto(fh_classified) classified = fh_classify(&trace);
    guint kinds = is_more_lost ? 1u << FH_KIND_LEAK : 0;
    for (guint i = 0; i < classified->findings->len; i++)
        kinds |= 1u << ((const struct fh_finding *)g_ptr_array_index(classified->findings, i))->kind;
    gboolean is_told = classified->has_known_mistakes && !classified->reason;
    if (kinds == 0 && ((run->events->header->errors_outside > 0 && !is_told) || classified->unmet->len > 0 ||
                       classified->reason))
        kinds = 1u << FH_KIND_UNKNOWN;
    return kinds;
}

char *fh_run_why_outside(const struct fh_run *run, const struct fh_engine *engine, const GPtrArray *records,
                         gboolean is_more_lost)
{
    *run->job->outside_kinds = kinds_outside(run, engine, records, is_more_lost);
    return *run->job->outside_kinds ? g_strdup("something was reported outside of the batch's scenarios")
                                    : NULL;
}
