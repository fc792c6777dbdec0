// SPDX-License-Identifier: MIT
#include "engine/valgrind/valgrind_run.h"

#include <string.h>
#include <sys/wait.h>

#include "classify/fatal_signal.h"
#include "engine/process.h"
#include "engine/start_up.h"
#include "engine/valgrind/valgrind_options.h"
#include "log/record.h"
#include "wire/notices.h"

void fh_valgrind_run_finish(struct fh_valgrind_run *run)
{
    fh_run_finish(&run->run);
    g_free(run->log_path);
    g_free(run->bytes);
    fh_memcheck_log_free(run->log);
    fh_malloc_trace_free(run->trace);
    g_free(run->reason);
}

/* A closed gate: everything that would keep this run from being the whole truth. NULL when it is. */
static char *why_not_judged(const struct fh_valgrind_run *run)
{
    char *reason = fh_run_why_not_run(&run->run);
    if (reason)
        return reason;
    g_autofree char *place = fh_run_place(&run->run);
    g_autofree char *status = fh_wait_status_text(run->run.end.wait_status);
    if (!run->bytes)
        return g_strdup_printf("Valgrind left no log (%s); see %s.err", status, run->run.job->log_name);
    if (!run->log->is_complete)
        return g_strdup_printf("Valgrind's log is cut: %s (%s)%s", run->log->incomplete_reason, status,
                               place);
    guint signal = fh_signal_from_outside(run->log->records);
    if (signal)
        return g_strdup_printf("the process was ended from outside%s: %s", place, strsignal((int)signal));
    return fh_run_why_not_ended(&run->run, run->run.is_fatal);
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
        const struct fh_record *record = g_ptr_array_index(log->records, i);
        if (record->type == FH_RECORD_LEAK && is_lost(record->leak_state))
            found += record->is_added ? record->added_blocks : 0;
    }
    for (guint state = 0; state < FH_LEAK_STATE_COUNT; state++)
        if (is_lost((enum fh_leak_state)state))
            lost += log->leaks.is_present ? log->leaks.blocks[state] : 0;
    return lost > found;
}

/* What no single scenario of a batch can be blamed for is blamed on all: each runs alone. */
static char *why_not_a_batch(const struct fh_valgrind_run *run)
{
    if (run->run.log_paths->len > 1)
        return g_strdup("a scenario of the batch forked");
    g_autoptr(GPtrArray) records = fh_run_records_outside(&run->run, run->log->records);
    return fh_run_why_outside(&run->run, &fh_valgrind_engine, records, is_more_lost_at_exit(run->log));
}

/* A batch shares one HEAP SUMMARY; of a scenario alone it tells what C's constructors did, where somebody
 * expects a count. */
static gboolean wants_trace(const struct fh_job *job)
{
    const struct fh_planned *first =
        g_ptr_array_index(job->plan->scenarios, g_array_index(job->scenarios, guint, 0));
    return job->is_batch || first->heap.line != 0;
}

static void read_run(struct fh_valgrind_run *run)
{
    gboolean is_batch = run->run.job->is_batch;
    run->log_path = g_strdup_printf("%s.%" G_GINT64_FORMAT ".log", run->run.stem, run->run.end.pid);
    if (g_file_get_contents(run->log_path, &run->bytes, &run->size, NULL)) {
        run->log = fh_memcheck_log_parse(run->bytes, run->size);
        fh_run_survey(&run->run, run->log->records);
        run->run.tool_version = run->log->version;
        run->told_again = is_batch ? 0 : fh_start_up_take_leaks(run->log->records);
        if (wants_trace(run->run.job))
            run->trace = fh_malloc_trace_read(run->bytes, run->size);
    }
    run->reason = why_not_judged(run);
    if (!run->reason && is_batch)
        run->reason = why_not_a_batch(run);
    run->was_ended = run->log && (run->run.end.timed_out || run->run.end.was_interrupted ||
                                  fh_signal_from_outside(run->log->records));
}

/* Some scenario of the job makes allocations of C's fail, or counts them. */
static gboolean refuses_memory(const struct fh_job *job)
{
    for (guint i = 0; i < job->scenarios->len; i++) {
        const struct fh_planned *planned =
            g_ptr_array_index(job->plan->scenarios, g_array_index(job->scenarios, guint, i));
        if (planned->has_faults || planned->counts_requests)
            return TRUE;
    }
    return FALSE;
}

/* Caller owns the words, too. */
static GPtrArray *command_line(const struct fh_job *job, guint watched_line)
{
    GPtrArray *words = fh_valgrind_words(fh_valgrind_runner_options);
    g_autofree char *stem = fh_run_stem(job, watched_line);
    if (!job->is_batch)
        g_ptr_array_add(words, g_strdup("--track-origins=yes"));
    if (wants_trace(job))
        g_ptr_array_add(words, g_strdup("--trace-malloc=yes"));
    if (refuses_memory(job)) /* process/runner/refuse.c is to be called */
        g_ptr_array_add(words, g_strdup("--soname-synonyms=somalloc=nouserintercepts"));
    for (char **path = job->suppressions; path && *path; path++)
        g_ptr_array_add(words, g_strconcat("--suppressions=", *path, NULL));
    if (job->suppressions)
        g_ptr_array_add(words, g_strdup("-s")); /* which of them were used */
    g_ptr_array_add(words, g_strdup_printf("--log-file=%s.%%p.log", stem));
    g_ptr_array_add(words, NULL);
    return words;
}

void fh_valgrind_run(const struct fh_job *job, guint watched_line, struct fh_valgrind_run *run)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) words = command_line(job, watched_line);
    struct fh_run_how how = {.prefix = (const char *const *)words->pdata, .watched_line = watched_line};
    *run = (struct fh_valgrind_run){0};
    if (fh_run(&run->run, job, &how, &error))
        read_run(run);
    else
        run->reason = g_strdup(error->message);
}
