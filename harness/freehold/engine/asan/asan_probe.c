// SPDX-License-Identifier: MIT
#include "engine/asan/asan_probe.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "engine/asan/asan_run.h"
#include "engine/process.h"
#include "library/sanitizer.h"
#include "library/tool.h"

#define INSTALL                                                                                   \
    "install the compiler with its runtime (Debian: apt-get install gcc; for clang 14 clang and " \
    "libclang-rt-14-dev), or set $CC"

#define FOUND 42 /* exit status of the program: the leak was found */

/* It loses a block, with no stale copy of its address in a register or on the stack. */
static const char source[] = "#include <stdlib.h>\n"
                             "int __lsan_do_recoverable_leak_check(void);\n"
                             "static void *volatile kept;\n"
                             "__attribute__((noinline)) static void use(int n)\n"
                             "{ char *volatile p = malloc(n); p[0] = 1; kept = p; p = NULL; }\n"
                             "int main(void)\n"
                             "{ for (int i = 1; i < 9; i++) use(i); kept = NULL;\n"
                             "  return __lsan_do_recoverable_leak_check() ? 42 : 0; }\n";

/* The program's place, while it is there. */
struct trial {
    char *directory, *source, *program;
};

static gboolean trial_begin(struct trial *trial, GError **error)
{
    g_autoptr(GError) cause = NULL;
    trial->directory = g_dir_make_tmp("freehold-XXXXXX", &cause);
    if (trial->directory) {
        trial->source = g_build_filename(trial->directory, "leak.c", NULL);
        trial->program = g_build_filename(trial->directory, "leak", NULL);
        if (g_file_set_contents(trial->source, source, -1, &cause))
            return TRUE;
    }
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s", cause->message);
    return FALSE;
}

static void trial_end(struct trial *trial)
{
    if (trial->directory) {
        g_remove(trial->source);
        g_remove(trial->program);
        g_rmdir(trial->directory);
    }
    g_free(trial->directory);
    g_free(trial->source);
    g_free(trial->program);
}

static gboolean compile(const struct trial *trial, char **compiler, GError **error)
{
    g_auto(GStrv) flags = fh_sanitizer_flags(compiler, error);
    if (!flags)
        return FALSE;
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    const char *rest[] = {trial->source, "-o", trial->program, NULL};
    for (char **word = compiler; *word; word++)
        g_ptr_array_add(argv, *word);
    for (char **flag = flags; *flag; flag++)
        g_ptr_array_add(argv, *flag);
    for (const char **word = rest; *word; word++)
        g_ptr_array_add(argv, (gpointer)*word);
    g_ptr_array_add(argv, NULL);
    const struct fh_tool tool = {(const char *const *)argv->pdata, NULL, NULL,
                                 "the asan engine needs a C compiler with AddressSanitizer; " INSTALL,
                                 INSTALL};
    g_autofree char *output = NULL;
    return fh_tool_run(&tool, &output, error);
}

static char **trial_environment(void)
{
    char **environment = fh_process_environment(NULL);
    g_auto(GStrv) pairs = fh_asan_environment(NULL);
    for (char **pair = pairs; *pair; pair++) {
        g_auto(GStrv) words = g_strsplit(*pair, "=", 2);
        environment = g_environ_setenv(environment, words[0], words[1], TRUE);
    }
    return environment;
}

static gboolean run_trial(const struct trial *trial, GError **error)
{
    g_auto(GStrv) environment = trial_environment();
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
    g_subprocess_launcher_set_environ(launcher, environment);
    g_autoptr(GSubprocess) process = g_subprocess_launcher_spawn(launcher, NULL, trial->program, NULL);
    g_autofree char *text = NULL;
    if (process && g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &text, NULL) &&
        g_subprocess_get_if_exited(process) && g_subprocess_get_exit_status(process) == FOUND)
        return TRUE;
    const char *words = text ? g_strstrip(text) : "it can't be run";
    gboolean is_leak_failure = strstr(words, "LeakSanitizer has encountered a fatal error") != NULL;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s:\n%s",
                is_leak_failure ? FH_ASAN_NO_LEAK_SEARCH
                                : "the asan engine does not work here: a program that loses a block was not "
                                  "found out",
                words);
    return FALSE;
}

static struct fh_engine_info *describe(char **compiler)
{
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    g_auto(GStrv) pinned = NULL;
    g_strfreev(fh_process_environment(&pinned));
    g_auto(GStrv) options = fh_asan_environment(NULL);
    g_autofree char *variables = g_strjoinv(" ", pinned);
    g_autofree char *more = g_strjoinv(" ", options);
    info->name = g_strdup("asan");
    info->version = fh_tool_version(compiler);
    info->command = g_strdup_printf("%s %s runner-asan", variables, more);
    return info;
}

gboolean fh_asan_probe(struct fh_engine_info **out, GError **error)
{
    g_auto(GStrv) compiler = fh_tool_words("CC", "cc", error);
    struct trial trial = {NULL};
    gboolean is_working = compiler && trial_begin(&trial, error) && compile(&trial, compiler, error) &&
                          run_trial(&trial, error);
    trial_end(&trial);
    if (is_working)
        *out = describe(compiler);
    return is_working;
}
