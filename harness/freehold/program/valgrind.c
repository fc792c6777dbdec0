// SPDX-License-Identifier: MIT
#include "program/valgrind.h"

#include <string.h>

#include "base/error.h"
#include "engine/engine.h"
#include "engine/valgrind/valgrind_options.h"
#include "model/report.h"
#include "model/result.h"
#include "program/exec.h"
#include "program/judge.h"
#include "program/process_log.h"
#include "program/process_result.h"
#include "program/program_engine.h"
#include "program/suppressions.h"

#define STEM "exec.valgrind"

/* By which nothing would be told, or less, or elsewhere; beside what Freehold gives itself. */
static const char *const refused[] = {
    "--child-silent-after-fork",
    "--ignore-ranges",
    "--log-fd",
    "--log-file",
    "--log-socket",
    "--quiet",
    "--show-error-list",
    "--show-mismatched-frees",
    "--show-possibly-lost",
    "--show-reachable",
    "--trace-children-skip",
    "--trace-children-skip-by-arg",
    "--undef-value-errors",
    "--xml",
    "--xml-fd",
    "--xml-file",
    "--xml-socket",
    "-q",
    NULL,
};

/* How many frames there are, and whether counts are shown, may be asked for: neither takes anything away. */
static gboolean may_be_given(const char *name)
{
    if (g_str_equal(name, "--num-callers") || g_str_equal(name, "-s"))
        return TRUE;
    return !g_strv_contains(refused, name) && !fh_valgrind_has_option(fh_valgrind_program_options, name);
}

static gboolean check_argument(const char *argument, GError **error)
{
    g_autofree char *name = g_strndup(argument, strcspn(argument, "="));
    if (*argument != '-' || g_str_equal(argument, "--"))
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--valgrind-arg: '%s' is no option of Valgrind's",
                    argument);
    else if (!may_be_given(name))
        g_set_error(
            error, FH_ERROR, FH_ERROR_USAGE,
            "--valgrind-arg: '%s' can't be given: it changes what is seen, or where Valgrind tells of it",
            argument);
    else
        return TRUE;
    return FALSE;
}

gboolean fh_exec_check_valgrind_arguments(char *const *arguments, GError **error)
{
    for (; arguments && *arguments; arguments++)
        if (!check_argument(*arguments, error))
            return FALSE;
    return TRUE;
}

guint fh_exec_n_callers(char *const *arguments)
{
    static const char option[] = "--num-callers=";
    const char *last = "";
    for (const char *const *word = fh_valgrind_program_options; *word; word++)
        last = g_str_has_prefix(*word, option) ? *word : last;
    for (; arguments && *arguments; arguments++)
        last = g_str_has_prefix(*arguments, option) ? *arguments : last;
    return (guint)g_ascii_strtoull(last + MIN(strlen(last), strlen(option)), NULL, 10);
}

static void add_words(GPtrArray *argv, const char *prefix, char *const *words)
{
    for (; words && *words; words++)
        g_ptr_array_add(argv, g_strconcat(prefix, *words, NULL));
}

static GPtrArray *command_line(const struct fh_exec *exec)
{
    GPtrArray *argv = fh_valgrind_words(fh_valgrind_program_options);
    add_words(argv, "--suppressions=", exec->suppressions);
    g_ptr_array_add(argv, g_strdup_printf("--log-file=%s/" STEM ".%%p.log", exec->log_dir));
    add_words(argv, "", exec->valgrind_arguments);
    g_ptr_array_add(argv, g_strdup("--"));
    add_words(argv, "", exec->argv);
    g_ptr_array_add(argv, NULL);
    return argv;
}

static void note_unused(const GPtrArray *unused, GPtrArray *results)
{
    for (guint i = 0; i < unused->len; i++)
        for (guint j = 0; j < results->len; j++)
            g_ptr_array_add(((struct fh_result *)g_ptr_array_index(results, j))->notes,
                            g_strdup_printf("suppression %s suppressed nothing",
                                            (const char *)g_ptr_array_index(unused, i)));
}

static gboolean note_suppressions(const struct fh_exec *exec, const GPtrArray *processes, GPtrArray *results,
                                  GError **error)
{
    g_autoptr(GPtrArray) logs = g_ptr_array_new();
    for (guint i = 0; i < processes->len; i++)
        g_ptr_array_add(logs, ((const struct fh_process_log *)g_ptr_array_index(processes, i))->bytes);
    for (guint i = 0; exec->suppressions && exec->suppressions[i]; i++) {
        g_autoptr(GPtrArray) unused = fh_suppressions_unused(exec->suppressions[i], logs, error);
        if (!unused)
            return FALSE;
        note_unused(unused, results);
    }
    return TRUE;
}

static gboolean judge(const struct fh_exec *exec, GPtrArray *results, GError **error)
{
    g_autoptr(GPtrArray) processes = fh_process_logs_find(exec->log_dir, STEM);
    for (guint i = 0; i < processes->len; i++) {
        const struct fh_process_log *process = g_ptr_array_index(processes, i);
        g_autofree char *name = fh_program_result_name(
            process->log->command, process->has_events ? process->events->events : NULL, i, processes->len);
        g_ptr_array_add(results, fh_process_log_judge(exec, process, name));
    }
    fh_host_rules_note_unused(exec->host_rules, results);
    return note_suppressions(exec, processes, results, error);
}

static gboolean probe(const struct fh_exec *exec, struct fh_engine_info **out, GError **error)
{
    (void)exec;
    if (!fh_valgrind_engine.probe(out, error))
        return FALSE;
    g_free((*out)->command);
    (*out)->command = fh_valgrind_command(fh_valgrind_program_options);
    return TRUE;
}

const struct fh_program_engine fh_program_engine_valgrind = {
    .engine = "valgrind",
    .stem = STEM,
    .preload = "libfreehold-preload.so",
    .probe = probe,
    .command_line = command_line,
    .judge = judge,
};
