// SPDX-License-Identifier: MIT
#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixoutputstream.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "command/command.h"
#include "command/suite.h"
#include "command/version.h"
#include "engine/audit.h"
#include "engine/process.h"
#include "library/tool.h"
#include "report/writer.h"
#include "verdict/verdict.h"

struct run_options {
    struct fh_suite_options suite;
    char *engines;
    char *out;
    char *format;
    char **scenarios; /* patterns */
    int jobs, timeout;
    gboolean is_deterministic;
};

/* One `freehold run`, while it goes on. */
struct session {
    const struct run_options *options;
    struct fh_suite *suite;
    const struct fh_engine *engines[8];
    char *out_dir, *log_dir;
    struct fh_report *report;
    guint done, total; /* results */
};

static void on_signal(int number)
{
    fh_process_interrupt_all();
    signal(number, SIG_DFL); /* a second one ends freehold at once */
}

static gboolean find_engines(struct session *session, GError **error)
{
    guint count = 0;
    const char *wanted = session->options->engines;
    g_auto(GStrv) names = wanted ? g_strsplit(wanted, ",", -1) : NULL;
    for (guint i = 0; !names && fh_engines()[i]; i++)
        session->engines[count++] = fh_engines()[i];
    for (guint i = 0; names && names[i] && count < G_N_ELEMENTS(session->engines) - 1; i++) {
        session->engines[count] = fh_engine_by_name(g_strstrip(names[i]));
        if (!session->engines[count]) {
            GString *all = g_string_new(NULL);
            for (guint j = 0; fh_engines()[j]; j++)
                g_string_append_printf(all, "%s%s", j ? ", " : "", fh_engines()[j]->name);
            g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "unknown engine '%s'; there is: %s", names[i],
                        all->str);
            g_string_free(all, TRUE);
            return FALSE;
        }
        count++;
    }
    return TRUE;
}

static gboolean is_ours(const char *name)
{
    return g_str_has_suffix(name, ".log") || g_str_has_suffix(name, ".out") ||
           g_str_has_suffix(name, ".err") || g_str_has_suffix(name, ".events") ||
           g_str_has_suffix(name, ".plan");
}

/* Logs and reports of an earlier run must not be taken for this one's. */
static gboolean prepare_output(struct session *session, GError **error)
{
    session->out_dir = g_canonicalize_filename(session->options->out, NULL);
    session->log_dir = g_build_filename(session->out_dir, "logs", NULL);
    if (g_mkdir_with_parents(session->log_dir, 0777) != 0) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't make folder %s: %s", session->log_dir,
                    g_strerror(errno));
        return FALSE;
    }
    g_autofree char *report = g_build_filename(session->out_dir, fh_json_writer.file_name, NULL);
    unlink(report);
    g_autoptr(GDir) dir = g_dir_open(session->log_dir, 0, error);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(session->log_dir, name, NULL);
        if (is_ours(name))
            unlink(path);
    }
    return dir != NULL;
}

static gboolean is_wanted(const struct session *session, const char *name)
{
    char **patterns = session->options->scenarios;
    for (guint i = 0; patterns && patterns[i]; i++)
        if (g_pattern_match_simple(patterns[i], name))
            return TRUE;
    return patterns == NULL;
}

static GArray *wanted_scenarios(const struct session *session, const struct fh_plan *plan)
{
    GArray *indices = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < plan->scenarios->len; i++)
        if (is_wanted(session, ((const struct fh_planned *)plan->scenarios->pdata[i])->name))
            g_array_append_val(indices, i);
    return indices;
}

static void show_progress(guint done, guint total, gpointer data)
{
    const struct session *session = data;
    (void)total;
    fprintf(stderr, "\r%u of %u scenarios", session->done + done, session->total);
    fflush(stderr);
}

static void hide_progress(void)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
}

static void add_inconclusive(struct session *session, const char *library, const char *scenario,
                             const char *file, guint line, const char *engine, const char *reason)
{
    struct fh_result *result = fh_result_new(scenario, file, line, engine);
    result->verdict = FH_VERDICT_INCONCLUSIVE;
    result->reason = g_strdup(reason);
    result->library = g_strdup(library);
    g_ptr_array_add(session->report->results, result);
}

/* A library that could not be built: its scenarios are in the report all the same. */
static void report_failed_part(struct session *session, const struct fh_suite_part *part, const char *engine)
{
    for (guint i = 0; i < part->scripts->len; i++) {
        const struct fh_script *script = part->scripts->pdata[i];
        for (guint j = 0; j < script->scenarios->len; j++) {
            const struct fh_scenario *scenario = script->scenarios->pdata[j];
            if (is_wanted(session, scenario->name))
                add_inconclusive(session, part->config->name, scenario->name, script->source->path,
                                 scenario->line, engine, part->failure->message);
        }
    }
}

static void report_unrunnable(struct session *session, const struct fh_suite_part *part,
                              const GArray *scenarios, const char *engine, const char *reason)
{
    for (guint i = 0; i < scenarios->len; i++) {
        const struct fh_planned *planned = part->plan->scenarios->pdata[g_array_index(scenarios, guint, i)];
        add_inconclusive(session, part->config->name, planned->name, planned->file, planned->line, engine,
                         reason);
    }
}

static void describe_library(struct session *session, const struct fh_suite_part *part)
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

static void audit_part(struct session *session, struct fh_suite_part *part, guint number,
                       const struct fh_engine *engine, const GArray *scenarios)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *runner = NULL;
    g_autofree char *prefix = g_strdup_printf("%s-", part->config->name[0] ? part->config->name : "scenario");
    g_autofree char *plan_path = g_strdup_printf("%s/%s%u.plan", session->log_dir, prefix, number);
    if (!fh_runner_link(part->library, part->api, part->hooks, &runner, &error) ||
        !g_file_set_contents(plan_path, (const char *)part->plan->bytes->data, part->plan->bytes->len,
                             &error)) {
        report_unrunnable(session, part, scenarios, engine->name, error->message);
        return;
    }
    guint before = session->report->results->len;
    struct fh_audit audit = {.engine = engine,
                             .plan = part->plan,
                             .scenarios = scenarios,
                             .runner = runner,
                             .plan_path = plan_path,
                             .log_dir = session->log_dir,
                             .log_prefix = prefix,
                             .out_dir = session->out_dir,
                             .hook_problem = part->hooks->problem,
                             .timeout_s = session->options->timeout,
                             .jobs = session->options->jobs,
                             .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
                             .progress_data = session};
    fh_audit_run(&audit, session->report->results);
    for (guint i = before; i < session->report->results->len; i++)
        ((struct fh_result *)session->report->results->pdata[i])->library = g_strdup(part->config->name);
    unlink(plan_path);
}

static void run_part(struct session *session, struct fh_suite_part *part, guint number,
                     const struct fh_engine *engine, const GError *engine_failure)
{
    if (part->failure) {
        report_failed_part(session, part, engine->name);
        return;
    }
    g_autoptr(GArray) scenarios = wanted_scenarios(session, part->plan);
    if (scenarios->len == 0)
        return;
    if (engine_failure)
        report_unrunnable(session, part, scenarios, engine->name, engine_failure->message);
    else
        audit_part(session, part, number, engine, scenarios);
    session->done += scenarios->len;
}

static void run_engine(struct session *session, const struct fh_engine *engine)
{
    g_autoptr(GError) failure = NULL;
    struct fh_engine_info *info = NULL;
    if (engine->probe(&info, &failure))
        g_ptr_array_add(session->report->engines, info);
    for (guint i = 0; i < session->suite->parts->len; i++)
        run_part(session, session->suite->parts->pdata[i], i, engine, failure);
}

static guint count_wanted(const struct session *session)
{
    guint count = 0;
    for (guint i = 0; i < session->suite->parts->len; i++) {
        const struct fh_suite_part *part = session->suite->parts->pdata[i];
        for (guint j = 0; j < part->scripts->len; j++) {
            const struct fh_script *script = part->scripts->pdata[j];
            for (guint k = 0; k < script->scenarios->len; k++)
                count += is_wanted(session, ((const struct fh_scenario *)script->scenarios->pdata[k])->name);
        }
    }
    return count;
}

static int compare_results(gconstpointer a, gconstpointer b)
{
    const struct fh_result *x = *(const struct fh_result *const *)a, *y = *(const struct fh_result *const *)b;
    int order = g_strcmp0(x->file, y->file);
    if (order == 0)
        order = (x->line > y->line) - (x->line < y->line);
    return order ? order : g_strcmp0(x->engine, y->engine);
}

static void fingerprint_all(struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++) {
        struct fh_result *result = report->results->pdata[i];
        for (guint j = 0; j < result->findings->len; j++)
            fh_finding_fingerprint(result->findings->pdata[j], result->scenario);
    }
}

static gboolean write_report_file(const struct session *session, const struct fh_writer *writer,
                                  GError **error)
{
    g_autofree char *path = g_build_filename(session->out_dir, writer->file_name, NULL);
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileOutputStream) stream =
        g_file_replace(file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, error);
    return stream && writer->write(session->report, G_OUTPUT_STREAM(stream), FALSE, error) &&
           g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, error);
}

static gboolean write_reports(const struct session *session, const struct fh_writer *terminal, GError **error)
{
    for (guint i = 0; fh_writers()[i]; i++)
        if (fh_writers()[i]->file_name && !write_report_file(session, fh_writers()[i], error))
            return FALSE;
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    gboolean colour = isatty(STDOUT_FILENO) && !g_getenv("NO_COLOR");
    fflush(stdout);
    if (!terminal->write(session->report, out, colour, error))
        return FALSE;
    if (terminal == &fh_text_writer) {
        printf("report: %s/%s\n", session->options->out, fh_json_writer.file_name);
        fflush(stdout);
    }
    return TRUE;
}

static void run_all(struct session *session)
{
    gint64 start = g_get_monotonic_time();
    guint n_engines = 0;
    while (session->engines[n_engines])
        n_engines++;
    session->total = count_wanted(session) * n_engines;
    for (guint i = 0; i < session->suite->parts->len; i++)
        describe_library(session, session->suite->parts->pdata[i]);
    for (guint i = 0; i < n_engines; i++)
        run_engine(session, session->engines[i]);
    hide_progress();
    g_ptr_array_sort(session->report->results, compare_results);
    fingerprint_all(session->report);
    session->report->is_cut = fh_process_is_interrupted();
    session->report->duration_us = g_get_monotonic_time() - start;
}

static int run_session(struct session *session, char **paths, const struct fh_writer *terminal)
{
    const struct run_options *options = session->options;
    g_autoptr(GError) error = NULL;
    if (!find_engines(session, &error))
        return fh_command_fail(error);
    session->suite = fh_suite_load(paths, &options->suite, &error);
    if (!session->suite)
        return fh_command_fail(error);
    if (session->suite->diagnostics->items->len > 0)
        return fh_command_print_diagnostics(session->suite->diagnostics);
    if (count_wanted(session) == 0) {
        fprintf(stderr, "freehold: no scenario matches --scenario\n");
        return FH_EXIT_USAGE;
    }
    if (!fh_suite_check(session->suite, &options->suite, &error))
        return fh_command_fail(error);
    if (session->suite->diagnostics->items->len > 0)
        return fh_command_print_diagnostics(session->suite->diagnostics);
    if (!prepare_output(session, &error))
        return fh_command_fail(error);
    run_all(session);
    if (!write_reports(session, terminal, &error)) {
        fprintf(stderr, "freehold: the report could not be written: %s\n", error->message);
        return FH_EXIT_NOT_JUDGED;
    }
    return fh_verdict_exit_status(fh_report_verdict(session->report));
}

static int run_with(const struct run_options *options, char **paths)
{
    const struct fh_writer *terminal = fh_writer_by_name(options->format);
    if (!terminal || terminal->file_name) {
        fprintf(stderr, "freehold run: unknown format '%s'; there are: text, tap\n", options->format);
        return FH_EXIT_USAGE;
    }
    if (options->jobs < 1 || options->timeout < 1) {
        fprintf(stderr, "freehold run: --jobs and --timeout must be at least 1\n");
        return FH_EXIT_USAGE;
    }
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    struct session session = {.options = options, .report = fh_report_new()};
    session.report->version = g_strdup(FH_VERSION);
    session.report->is_deterministic = options->is_deterministic;
    int status = run_session(&session, paths, terminal);
    fh_report_free(session.report);
    fh_suite_free(session.suite);
    g_free(session.out_dir);
    g_free(session.log_dir);
    return status;
}

static void options_finish(struct run_options *options)
{
    g_free((char *)options->suite.config_path);
    g_free((char *)options->suite.build_dir);
    g_free((char *)options->suite.profile);
    g_free(options->engines);
    g_free(options->out);
    g_free(options->format);
    g_strfreev(options->scenarios);
}

static int run_main(int argc, char **argv)
{
    g_auto(GStrv) paths = NULL;
    int status;
    struct run_options o = {.out = g_strdup("freehold-report"),
                            .format = g_strdup("text"),
                            .jobs = g_get_num_processors(),
                            .timeout = 60};
    const GOptionEntry entries[] = {
        {"engine", 0, 0, G_OPTION_ARG_STRING, &o.engines, "What watches (default: all there are): valgrind",
         "NAME[,NAME]"},
        {"scenario", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.scenarios,
         "Only scenarios of that name; * and ? match", "NAME"},
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &o.out,
         "For report.json and the raw logs (default: freehold-report)", "DIR"},
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &o.suite.config_path,
         "Where the library is (default: the nearest freehold.ini)", "FILE"},
        {"build-dir", 0, 0, G_OPTION_ARG_FILENAME, &o.suite.build_dir,
         "For what is built (default: .freehold beside freehold.ini)", "DIR"},
        {"profile", 0, 0, G_OPTION_ARG_STRING, &o.suite.profile, "Build the crate as debug or release",
         "NAME"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &o.format, "On the terminal: text (default) or tap", "NAME"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &o.jobs, "Processes at a time (default: one a processor)", "N"},
        {"timeout", 0, 0, G_OPTION_ARG_INT, &o.timeout, "For one scenario (default: 60)", "SECONDS"},
        {"deterministic", 0, 0, G_OPTION_ARG_NONE, &o.is_deterministic,
         "No times, addresses, process ids or absolute paths", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL},
        G_OPTION_ENTRY_NULL,
    };
    if (fh_command_parse(
            &fh_run_command,
            "Runs every scenario against its library, under each engine, and judges what was seen.\n"
            "Without a path: the current folder. Exit status: freehold --help.",
            entries, &argc, &argv, &status)) {
        char *here[] = {(char *)".", NULL};
        status = run_with(&o, paths ? paths : here);
    }
    options_finish(&o);
    return status;
}

const struct fh_command fh_run_command = {
    .name = "run",
    .synopsis = "run [SCENARIO.scn|DIR …]",
    .summary = "audit the library under audit with scenarios",
    .main = run_main,
};
