// SPDX-License-Identifier: MIT
/*
 * exec for programs that were built with AddressSanitizer: they run as they are, with a library preloaded
 * and a log for each process. The program chose its engine when it was compiled, so Valgrind's options are
 * refused, not ignored.
 */
#include "base/error.h"
#include "engine/asan/asan_run.h"
#include "model/report.h"
#include "program/asan_judge.h"
#include "program/asan_process_log.h"
#include "program/exec.h"
#include "program/program_engine.h"

#define STEM "exec.asan"

static GPtrArray *command_line(const struct fh_exec *exec)
{
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    for (char **word = exec->argv; *word; word++)
        g_ptr_array_add(argv, g_strdup(*word));
    g_ptr_array_add(argv, NULL);
    return argv;
}

static char **environment(const struct fh_exec *exec)
{
    g_autofree char *stem = g_build_filename(exec->log_dir, STEM, NULL);
    return fh_asan_program_environment(stem);
}

static gboolean probe(const struct fh_exec *exec, struct fh_engine_info **out, GError **error)
{
    if (exec->suppressions || exec->valgrind_arguments || exec->has_no_default_suppressions ||
        exec->host_rules) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s is built with AddressSanitizer: --suppressions, --no-default-suppressions, "
                    "--host-suppressions and "
                    "--valgrind-arg are Valgrind's",
                    exec->argv[0]);
        return FALSE;
    }
    if (exec->looks_for_growth) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s is built with AddressSanitizer: --growth wants Valgrind, which can list all blocks "
                    "while the program runs",
                    exec->argv[0]);
        return FALSE;
    }
    g_auto(GStrv) options = fh_asan_program_environment(NULL);
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    info->name = g_strdup("asan");
    info->command = g_strjoinv(" ", options);
    *out = info;
    return TRUE;
}

static gboolean judge(const struct fh_exec *exec, GPtrArray *results, GError **error)
{
    (void)error;
    g_autoptr(GPtrArray) processes = fh_asan_process_logs_find(exec->log_dir, STEM);
    g_auto(GStrv) options = environment(exec);
    const struct fh_asan_bench context = {exec, processes, options};
    for (guint i = 0; i < processes->len; i++)
        g_ptr_array_add(results, fh_asan_process_log_judge(&context, i));
    return TRUE;
}

const struct fh_program_engine fh_program_engine_asan = {
    .engine = "asan",
    .stem = STEM,
    .preload = "libfreehold-preload-asan.so",
    .probe = probe,
    .command_line = command_line,
    .environment = environment,
    .judge = judge,
};
