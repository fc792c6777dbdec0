// SPDX-License-Identifier: MIT
#include "program/exec.h"

#include <string.h>

#include "base/error.h"
#include "library/runner.h"
#include "model/result.h"
#include "program/leftovers.h"
#include "program/loader.h"
#include "program/marks.h"
#include "program/program.h"
#include "program/program_engine.h"
#include "wire/events.h"

/* The user's own preloaded objects stay, after ours. */
static char **environment(const struct fh_exec *exec, const struct fh_program_engine *engine,
                          const char *preload)
{
    const char *given = g_getenv("LD_PRELOAD");
    g_autofree char *objects = exec->rust_objects ? g_strjoinv(":", exec->rust_objects) : g_strdup("");
    g_auto(GStrv) more = engine->environment ? engine->environment(exec) : NULL;
    GStrvBuilder *builder = g_strv_builder_new();
    g_autofree char *loaded =
        g_strdup_printf("LD_PRELOAD=%s%s%s", preload, given && *given ? ":" : "", given ? given : "");
    g_autofree char *events = g_strdup_printf("FREEHOLD_EVENTS=%s/%s", exec->log_dir, engine->stem);
    g_autofree char *rust = g_strdup_printf("FREEHOLD_RUST_OBJECTS=%s", objects);
    g_strv_builder_add_many(builder, loaded, events, rust, NULL);
    if (exec->separates_allocators)
        g_strv_builder_add(builder, "FREEHOLD_SEPARATE_ALLOCATORS=1");
    if (exec->looks_for_growth)
        g_strv_builder_add(builder, "FREEHOLD_GROWTH=1");
    if (more)
        g_strv_builder_addv(builder, (const char **)more);
    char **pairs = g_strv_builder_end(builder);
    g_strv_builder_unref(builder);
    return pairs;
}

static gboolean run(const struct fh_exec *exec, const struct fh_program_engine *engine,
                    struct fh_process_end *end, GError **error)
{
    g_autofree char *preload = fh_runner_file(engine->preload, error);
    if (!preload)
        return FALSE;
    g_auto(GStrv) pairs = environment(exec, engine, preload);
    g_autoptr(GPtrArray) argv = engine->command_line(exec);
    struct fh_process process = {
        .argv = (char **)argv->pdata,
        .environment = (const char *const *)pairs,
        .is_foreground = TRUE,
        .timeout_s = exec->timeout_s,
    };
    fh_leftovers_adopt();
    if (!fh_process_run(&process, end, error))
        return FALSE;
    if (end->timed_out)
        fh_leftovers_stop();
    else
        fh_leftovers_wait(exec->leftover_timeout_s);
    return TRUE;
}

static void set_error_of_no_log(const struct fh_program *program, const char *engine, GError **error)
{
    g_autofree char *refusal = fh_loader_refusal(program);
    if (refusal)
        g_set_error_literal(error, FH_ERROR, FH_ERROR_ENVIRONMENT, refusal);
    else
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                    "%s left no log: it did not begin, or ended at once", engine);
}

static gboolean watch_program(const struct fh_exec *exec, const struct fh_program *program,
                              const struct fh_program_engine *engine, struct fh_report *report,
                              struct fh_process_end *end, GError **error)
{
    struct fh_engine_info *info = NULL;
    if (!engine->probe(exec, &info, error))
        return FALSE;
    if (!info->version)
        info->version = g_strdup(program->compiler);
    g_ptr_array_add(report->engines, info);
    if (!run(exec, engine, end, error))
        return FALSE;
    struct fh_exec ended = *exec;
    ended.stopped_pid = end->timed_out ? end->pid : 0;
    if (!engine->judge(&ended, report->results, error))
        return FALSE;
    fh_focus_check(exec->focus, report->results);
    fh_marks_check(exec, report->results);
    if (report->results->len > 0)
        return TRUE;
    set_error_of_no_log(program, engine->engine, error);
    return FALSE;
}

/* What could not be run is in the report all the same. */
static void report_not_run(const struct fh_exec *exec, const struct fh_program_engine *engine,
                           const GError *why, GPtrArray *results)
{
    g_autofree char *command = g_strjoinv(" ", exec->argv);
    struct fh_result *result = fh_result_new(command, NULL, 0, engine->engine);
    result->reason = g_strdup(why->message);
    g_ptr_array_add(results, result);
}

/* What `engine` the user says that it is, it must be. */
static gboolean check_engine(const struct fh_exec *exec, const struct fh_program *program,
                             const struct fh_program_engine *engine, GError **error)
{
    const char *wanted = exec->engine;
    if (!wanted || g_str_equal(wanted, engine->engine))
        return TRUE;
    if (!g_str_equal(wanted, fh_program_engine_valgrind.engine) &&
        !g_str_equal(wanted, fh_program_engine_asan.engine))
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "unknown engine '%s'; a program runs under %s or %s",
                    wanted, fh_program_engine_valgrind.engine, fh_program_engine_asan.engine);
    else
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s runs under %s, not under %s: it is %s AddressSanitizer (see freehold flags)",
                    exec->argv[0], engine->engine, wanted,
                    program->has_asan ? "built with" : "not built with");
    return FALSE;
}

gboolean fh_exec_run(const struct fh_exec *exec, struct fh_report *report, struct fh_process_end *end,
                     GError **error)
{
    g_autoptr(GError) inner = NULL;
    fh_auto(fh_program) program = fh_program_find(exec->argv[0], error);
    if (!program)
        return FALSE;
    const struct fh_program_engine *engine =
        program->has_asan ? &fh_program_engine_asan : &fh_program_engine_valgrind;
    if (!check_engine(exec, program, engine, error))
        return FALSE;
    if (watch_program(exec, program, engine, report, end, &inner))
        return TRUE;
    if (!g_error_matches(inner, FH_ERROR, FH_ERROR_ENVIRONMENT)) {
        g_propagate_error(error, g_steal_pointer(&inner));
        return FALSE;
    }
    report_not_run(exec, engine, inner, report->results);
    return TRUE;
}
