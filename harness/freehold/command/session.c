// SPDX-License-Identifier: MIT
#include "command/session.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check/check.h"
#include "command/audits.h"
#include "command/choice.h"
#include "command/command.h"
#include "command/fail_each.h"
#include "command/selftest_store.h"
#include "command/settings.h"
#include "command/version.h"
#include "engine/engines.h"
#include "engine/process.h"
#include "engine/start_up.h"
#include "library/allocator_symbols.h"
#include "library/library.h"
#include "library/runner.h"
#include "library/tool.h"
#include "model/coverage.h"
#include "model/fingerprint.h"
#include "model/result.h"
#include "model/selftest.h"
#include "program/leftovers.h"
#include "program/suppressions.h"
#include "report/shared/writer.h"
#include "report/shared/writers.h"
#include "script/script.h"
#include "verdict/agreement.h"
#include "verdict/max_findings.h"
#include "verdict/scope.h"

/* Those of the part that are chosen, and in this shard. `number`: of the part; so that the first scenarios of
 * many parts are not all the first shard's. `*may_share`: as many are chosen, in all shards, that could share
 * a batch. */
static GArray *wanted_scenarios(const struct fh_session *session, const struct fh_plan *plan, guint number,
                                guint *may_share)
{
    GArray *indices = g_array_new(FALSE, FALSE, sizeof(guint));
    guint n_alone = 0;
    *may_share = 0;
    for (guint i = 0; i < plan->scenarios->len; i++) {
        const struct fh_planned *planned = g_ptr_array_index(plan->scenarios, i);
        guint *n = planned->expectations->len == 0 ? may_share : &n_alone;
        if (fh_scenario_is_chosen(session, planned->name) && fh_shard_has(&session->shard, number + (*n)++))
            g_array_append_val(indices, i);
    }
    return indices;
}

static void hide_progress(void)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
}

static void add_inconclusive(struct fh_session *session, const char *library, const char *scenario,
                             const char *file, guint line, const char *engine, const char *reason)
{
    struct fh_result *result = fh_result_new(scenario, file, line, engine);
    result->verdict = FH_VERDICT_INCONCLUSIVE;
    result->reason = g_strdup(reason);
    result->library = g_strdup(library);
    g_ptr_array_add(session->report->results, result);
}

/* A library that could not be built: its scenarios are in the report all the same. */
static void report_failed_part(struct fh_session *session, const struct fh_suite_part *part, guint number,
                               const char *engine)
{
    for (guint i = 0; i < part->scripts->len; i++) {
        const struct fh_script *script = g_ptr_array_index(part->scripts, i);
        for (guint j = 0; j < script->scenarios->len; j++) {
            const struct fh_scenario *scenario = g_ptr_array_index(script->scenarios, j);
            if (fh_scenario_is_chosen(session, scenario->name) && fh_shard_has(&session->shard, number++))
                add_inconclusive(session, part->config->name, scenario->name, script->source->path,
                                 scenario->line, engine, part->failure->message);
        }
    }
}

static void report_unrunnable(struct fh_session *session, const struct fh_suite_part *part,
                              const GArray *scenarios, const char *engine, const char *reason)
{
    for (guint i = 0; i < scenarios->len; i++) {
        const struct fh_planned *planned =
            g_ptr_array_index(part->plan->scenarios, g_array_index(scenarios, guint, i));
        add_inconclusive(session, part->config->name, planned->name, planned->file, planned->line, engine,
                         reason);
    }
}

static void describe_library(struct fh_session *session, const struct fh_suite_part *part)
{
    struct fh_library_info *info = g_new0(struct fh_library_info, 1);
    info->name = g_strdup(part->config->name);
    info->crate = g_strdup(part->config->crate);
    if (part->library) {
        info->staticlib = g_strdup(part->library->staticlib);
        info->header = g_strdup(part->library->header);
        info->profile = g_strdup(part->library->profile);
        info->rustc = g_strdup(part->library->rustc_version);
        g_auto(GStrv) compiler = fh_tool_words("CC", "cc", NULL);
        info->c_compiler = compiler ? fh_tool_version(compiler) : NULL;
    }
    g_ptr_array_add(session->report->libraries, info);
}

gboolean fh_session_is_instrumented(const struct fh_session *session, const struct fh_engine *engine)
{
    return session->options->suite.is_instrumented && engine->runner->is_asan;
}

const struct fh_visibility *fh_session_visibility(const struct fh_session *session,
                                                  const struct fh_engine *engine)
{
    return fh_session_is_instrumented(session, engine) ? &engine->instrumented_visibility
                                                       : &engine->visibility;
}

static void run_part(struct fh_session *session, struct fh_audits *audits, guint number,
                     const struct fh_engine *engine, const GError *engine_failure)
{
    struct fh_suite_part *part = g_ptr_array_index(session->suite->parts, number);
    if (part->failure) {
        report_failed_part(session, part, number, engine->name);
        return;
    }
    guint may_share;
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) scenarios = wanted_scenarios(session, part->plan, number, &may_share);
    if (scenarios->len == 0)
        return;
    if (engine_failure)
        report_unrunnable(session, part, scenarios, engine->name, engine_failure->message);
    else if (!fh_audits_start(audits, number, engine, g_array_ref(scenarios), may_share > 1, &error))
        report_unrunnable(session, part, scenarios, engine->name, error->message);
}

/* Of all libraries. */
static gboolean is_std_instrumented(const struct fh_session *session)
{
    for (guint i = 0; i < session->suite->parts->len; i++) {
        const struct fh_suite_part *part = g_ptr_array_index(session->suite->parts, i);
        if (!part->instrumented_hooks || !part->instrumented_hooks->is_std_instrumented)
            return FALSE;
    }
    return TRUE;
}

static const char *rust_code(const struct fh_session *session, const struct fh_engine *engine)
{
    if (!fh_session_is_instrumented(session, engine))
        return "not instrumented";
    return is_std_instrumented(session) ? "and its std instrumented" : "instrumented";
}

/* Which library it was, where there are two. */
static void name_library(const struct fh_session *session, const struct fh_engine *engine,
                         struct fh_engine_info *info)
{
    if (!engine->runner->is_asan)
        return;
    g_autofree char *version = info->version;
    info->version = g_strdup_printf("%s" FH_SELFTEST_RUST_CODE "%s", version, rust_code(session, engine));
}

/* The bytes of all logs of Valgrind's, each once. */
static GPtrArray *read_logs(const struct fh_session *session)
{
    GPtrArray *logs = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < session->report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(session->report->results, i);
        for (guint j = 0; j < result->logs->len; j++) {
            g_autofree char *path =
                g_build_filename(session->output.out_dir, g_ptr_array_index(result->logs, j), NULL);
            char *bytes = NULL;
            if (g_hash_table_add(seen, g_ptr_array_index(result->logs, j)) &&
                g_file_get_contents(path, &bytes, NULL, NULL))
                g_ptr_array_add(logs, bytes);
        }
    }
    return logs;
}

/* One that suppresses nothing may hide something some day, under a reason that no longer holds. */
static void note_unused_suppressions(const struct fh_session *session, GPtrArray *notes)
{
    g_autoptr(GPtrArray) logs = read_logs(session);
    for (char **path = session->options->suppressions; *path; path++) {
        g_autoptr(GPtrArray) unused = fh_suppressions_unused(*path, logs, NULL);
        for (guint i = 0; unused && i < unused->len; i++)
            g_ptr_array_add(notes, g_strdup_printf("suppression %s suppressed nothing",
                                                   (const char *)g_ptr_array_index(unused, i)));
    }
}

/* Once, with the first result of Valgrind's. */
static void note_suppressions(const struct fh_session *session)
{
    for (guint i = 0; session->options->suppressions && i < session->report->results->len; i++) {
        struct fh_result *result = g_ptr_array_index(session->report->results, i);
        if (g_str_equal(result->engine, fh_valgrind_engine.name)) {
            note_unused_suppressions(session, result->notes);
            return;
        }
    }
}

static void run_engine(struct fh_session *session, struct fh_audits *audits, const struct fh_engine *engine)
{
    g_autoptr(GError) failure = NULL;
    struct fh_engine_info *info = NULL;
    if (engine->probe(&info, &failure)) {
        name_library(session, engine, info);
        g_ptr_array_add(session->report->engines, info);
    }
    for (guint i = 0; i < session->suite->parts->len; i++)
        run_part(session, audits, i, engine, failure);
}

/* What a library leaves behind, in a session of its own, ends with the run. What was left before is none of
 * it: a build may start a daemon of a compiler cache. */
static void run_engines(struct fh_session *session)
{
    struct fh_audits *audits = fh_audits_new(session);
    fh_leftovers_adopt();
    for (guint i = 0; i < session->engines->len; i++)
        run_engine(session, audits, g_ptr_array_index(session->engines, i));
    fh_audits_finish(audits);
    if (session->options->fails_each)
        fh_fail_each(session);
    fh_leftovers_stop();
}

static guint engine_position(const struct fh_session *session, const char *name)
{
    guint i = 0;
    while (i < session->engines->len &&
           !g_str_equal(((const struct fh_engine *)g_ptr_array_index(session->engines, i))->name, name))
        i++;
    return i;
}

static int compare_results(gconstpointer a, gconstpointer b, gpointer session)
{
    const struct fh_result *x = *(const struct fh_result *const *)a, *y = *(const struct fh_result *const *)b;
    int order = fh_result_compare_places(x, y);
    return order ? order
                 : (int)engine_position(session, x->engine) - (int)engine_position(session, y->engine);
}

/* With all engines there are: those that were not asked for may be needed. */
static void agree(const struct fh_session *session)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(struct fh_eye));
    for (guint i = 0; fh_engines()[i]; i++) {
        const struct fh_eye eye = {fh_engines()[i]->name, fh_session_visibility(session, fh_engines()[i])};
        g_array_append_val(items, eye);
    }
    const struct fh_engines_visibility visibilities = {&g_array_index(items, struct fh_eye, 0), items->len};
    fh_find_agreement(session->report->results, &visibilities);
}

static void report_coverage(struct fh_session *session, struct fh_suite_part *part)
{
    if (!part->plan)
        return;
    struct fh_coverage *coverage = g_steal_pointer(&part->plan->coverage);
    coverage->library = g_strdup(part->config->name);
    fh_coverage_merge(session->report->coverages, coverage);
}

/* Which scenarios share a process, and so a log, depends on --jobs and --shard. */
static void forget_batches(const struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++) {
        struct fh_result *result = g_ptr_array_index(report->results, i);
        if (!result->ran_alone || g_str_equal(result->scenario, FH_START_UP_NAME))
            g_ptr_array_set_size(result->logs, 0);
    }
}

/* Nobody shall take a part for the whole. */
static void say_shard(struct fh_session *session)
{
    const struct fh_shard *shard = &session->shard;
    session->report->shard = shard->total > 1 ? shard->index : 0;
    session->report->shards = shard->total > 1 ? shard->total : 0;
    if (shard->total > 1)
        fprintf(stderr, "freehold run: only shard %u of %u (%s); --shard 1/1 runs all\n", shard->index,
                shard->total, shard->source);
}

static void run_all(struct fh_session *session)
{
    gint64 start = g_get_monotonic_time();
    session->total = fh_count_chosen(session) * session->engines->len;
    fh_fail_each_prepare(session);
    for (guint i = 0; i < session->suite->parts->len; i++)
        describe_library(session, g_ptr_array_index(session->suite->parts, i));
    run_engines(session);
    for (guint i = 0; i < session->suite->parts->len; i++)
        report_coverage(session, g_ptr_array_index(session->suite->parts, i));
    fh_selftest_recall(session->report);
    fh_settings_record(session->report, FALSE);
    hide_progress();
    note_suppressions(session);
    g_ptr_array_sort_with_data(session->report->results, compare_results, session);
    agree(session);
    fh_report_fingerprint(session->report);
    fh_scope_apply_kinds(session->report);
    if (session->options->is_deterministic)
        forget_batches(session->report);
    session->report->is_cut = fh_process_is_interrupted();
    session->report->duration_us = g_get_monotonic_time() - start;
}

static int run_session(struct fh_session *session, char **paths, const struct fh_writer *terminal)
{
    const struct fh_run_options *options = session->options;
    g_autoptr(GError) error = NULL;
    if (!fh_shard_find(options->shard, &session->shard, &error) || !fh_choose_engines(session, &error) ||
        (options->kinds && !fh_scope_read_kinds(options->kinds, &session->report->kinds, &error)) ||
        !fh_output_read_baseline(&session->output, options->baseline, &error) ||
        !fh_output_prepare(&session->output, &error))
        return fh_command_fail(error);
    session->suite = fh_suite_load(paths, &options->suite, &error);
    if (!session->suite)
        return fh_command_fail(error);
    if (session->suite->diagnostics->items->len > 0)
        return fh_command_print_diagnostics(session->suite->diagnostics);
    if (!fh_choose_scenarios(session, &error) || !fh_suite_check(session->suite, &options->suite, &error))
        return fh_command_fail(error);
    if (session->suite->diagnostics->items->len > 0)
        return fh_command_print_diagnostics(session->suite->diagnostics);
    say_shard(session);
    run_all(session);
    fh_output_apply_baseline(&session->output, session->report);
    fh_max_findings_apply(session->report, (guint)options->max_findings);
    return fh_output_write(&session->output, session->report, terminal);
}

int fh_session_run(const struct fh_run_options *options, char **paths)
{
    g_autoptr(GError) error = NULL;
    const struct fh_writer *terminal = fh_writer_for_terminal(options->format, &error);
    if (!terminal)
        return fh_command_fail(error);
    if (options->jobs < 1 || options->timeout < 1) {
        fprintf(stderr, "freehold run: --jobs and --timeout must be at least 1\n");
        return FH_EXIT_USAGE;
    }
    if (options->max_findings < 0) {
        fprintf(stderr, "freehold run: --max-findings must not be negative\n");
        return FH_EXIT_USAGE;
    }
    if (options->min_coverage < 0 || options->min_coverage > 100) {
        fprintf(stderr, "freehold run: --min-coverage is a percentage, from 0 to 100\n");
        return FH_EXIT_USAGE;
    }
    fh_command_catch_signals();
    struct fh_session session = {.options = options,
                                 .engines = g_ptr_array_new(),
                                 .report = fh_report_new(),
                                 .symbols = fh_symbols_new()};
    fh_output_init(&session.output, options->out, STDOUT_FILENO);
    session.report->version = g_strdup(FH_VERSION);
    session.report->is_deterministic = options->is_deterministic;
    session.report->min_coverage = (guint)options->min_coverage;
    fh_output_locate(session.report);
    int status = run_session(&session, paths, terminal);
    fh_report_free(session.report);
    fh_suite_free(session.suite);
    g_ptr_array_unref(session.engines);
    fh_symbols_free(session.symbols);
    fh_output_close(&session.output);
    return status;
}
