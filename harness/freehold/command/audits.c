// SPDX-License-Identifier: MIT
#include "command/audits.h"

#include <stdio.h>
#include <unistd.h>

#include "check/check.h"
#include "engine/audit.h"
#include "library/allocator_symbols.h"
#include "library/runner.h"
#include "model/result.h"

/* The note of results where the rust heap stands in the place of a library's own allocator. */
#define REPLACED                                                                                            \
    "the library's #[global_allocator] did not run, the rust heap stood in its place: what it does itself " \
    "(statistics, limits, blocks that it keeps) was not watched"

struct fh_audits {
    struct fh_session *session;
    GThreadPool *pool;
    GPtrArray *started; /* struct started * */
    gint done;          /* results; changed atomically */
};

/* One audit, and what it borrows. */
struct started {
    struct fh_audits *audits;
    struct fh_suite_part *part;
    const struct fh_allocator_symbols *hooks;
    GArray *scenarios;
    char *runner, *log_prefix, *plan_path;
    struct fh_audit audit;
    struct fh_audit_run *run;
};

static void free_started(gpointer data)
{
    struct started *started = data;
    g_array_unref(started->scenarios);
    g_free(started->runner);
    g_free(started->log_prefix);
    g_free(started->plan_path);
    g_free(started);
}

struct fh_audits *fh_audits_new(struct fh_session *session)
{
    struct fh_audits *audits = g_new0(struct fh_audits, 1);
    audits->session = session;
    audits->pool = fh_audit_pool_new((guint)session->options->jobs);
    audits->started = g_ptr_array_new_with_free_func(free_started);
    return audits;
}

static void show_progress(gpointer data)
{
    const struct started *started = data;
    gint done = g_atomic_int_add(&started->audits->done, 1) + 1;
    fprintf(stderr, "\r\033[K%d of %u scenarios, now under %s", done, started->audits->session->total,
            started->audit.engine->title);
    fflush(stderr);
}

static gboolean link_runner(struct started *started, const struct fh_engine *engine, GError **error)
{
    const struct fh_suite_part *part = started->part;
    gboolean is_other = fh_session_is_instrumented(started->audits->session, engine);
    started->hooks = is_other ? part->instrumented_hooks : part->hooks;
    if (is_other && part->instrument_failure) {
        g_propagate_error(error, g_error_copy(part->instrument_failure));
        return FALSE;
    }
    return fh_runner_link(is_other ? part->instrumented : part->library, part->api, started->hooks,
                          engine->runner, &started->runner, error);
}

/* A file for each engine: they end at different times. */
static gboolean write_plan(struct started *started, guint number, const struct fh_engine *engine,
                           GError **error)
{
    const GByteArray *bytes = started->part->plan->bytes;
    started->plan_path = g_strdup_printf("%s/%s%u.%s.plan", started->audits->session->output.log_dir,
                                         started->log_prefix, number, engine->name);
    return g_file_set_contents(started->plan_path, (const char *)bytes->data, (gssize)bytes->len, error);
}

static void start(struct started *started, const struct fh_engine *engine, gboolean has_batches)
{
    const struct fh_session *session = started->audits->session;
    started->audit = (struct fh_audit){.engine = engine,
                                       .visibility = fh_session_visibility(session, engine),
                                       .plan = started->part->plan,
                                       .scenarios = started->scenarios,
                                       .has_batches = has_batches,
                                       .runner = started->runner,
                                       .plan_path = started->plan_path,
                                       .log_dir = session->output.log_dir,
                                       .log_prefix = started->log_prefix,
                                       .out_dir = session->output.out_dir,
                                       .hook_problem = started->hooks->problem,
                                       .symbols = session->symbols,
                                       .suppressions = session->options->suppressions,
                                       .timeout_s = (guint)session->options->timeout,
                                       .jobs = (guint)session->options->jobs,
                                       .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
                                       .progress_data = started};
    started->run = fh_audit_start(&started->audit, started->audits->pool);
}

gboolean fh_audits_start(struct fh_audits *audits, guint number, const struct fh_engine *engine,
                         GArray *take_scenarios, gboolean has_batches, GError **error)
{
    struct started *started = g_new0(struct started, 1);
    started->audits = audits;
    started->part = g_ptr_array_index(audits->session->suite->parts, number);
    started->scenarios = take_scenarios;
    const char *name = started->part->config->name;
    started->log_prefix = g_strdup_printf("%s-", name[0] ? name : "scenario");
    if (!link_runner(started, engine, error) || !write_plan(started, number, engine, error)) {
        free_started(started);
        return FALSE;
    }
    start(started, engine, has_batches);
    g_ptr_array_add(audits->started, started);
    return TRUE;
}

static void finish(const struct started *started, GPtrArray *results)
{
    guint before = results->len;
    fh_audit_finish(started->run, results);
    for (guint i = before; i < results->len; i++) {
        struct fh_result *result = g_ptr_array_index(results, i);
        result->library = g_strdup(started->part->config->name);
        if (started->hooks->replaces_own && !started->hooks->problem)
            g_ptr_array_add(result->notes, g_strdup(REPLACED));
    }
    unlink(started->plan_path);
}

void fh_audits_finish(struct fh_audits *audits)
{
    for (guint i = 0; i < audits->started->len; i++)
        finish(g_ptr_array_index(audits->started, i), audits->session->report->results);
    g_thread_pool_free(audits->pool, FALSE, TRUE);
    g_ptr_array_unref(audits->started);
    g_free(audits);
}
