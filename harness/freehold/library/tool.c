// SPDX-License-Identifier: MIT
#include "library/tool.h"

#include <gio/gio.h>
#include <string.h>

#include "base/error.h"

static GSubprocess *start(const struct fh_tool *tool, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
    if (tool->directory)
        g_subprocess_launcher_set_cwd(launcher, tool->directory);
    for (const char *const *pair = tool->environment; pair && *pair; pair += 2)
        g_subprocess_launcher_setenv(launcher, pair[0], pair[1], FALSE);
    if (tool->forced_name)
        g_subprocess_launcher_setenv(launcher, tool->forced_name, tool->forced_value, TRUE);
    return g_subprocess_launcher_spawnv(launcher, tool->argv, error);
}

static char *text_of(GBytes *bytes)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    return size ? g_utf8_make_valid(data, (gssize)size) : g_strdup("");
}

static gboolean missing(const struct fh_tool *tool, const GError *cause, GError **error)
{
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't run %s: %s; %s", tool->argv[0], cause->message,
                tool->install);
    return FALSE;
}

static gboolean failed(const struct fh_tool *tool, GSubprocess *process, GBytes *messages, GError **error)
{
    g_autofree char *text = g_strchomp(text_of(messages));
    g_autofree char *end = g_subprocess_get_if_signaled(process)
                               ? g_strdup_printf("signal %d", g_subprocess_get_term_sig(process))
                               : g_strdup_printf("status %d", g_subprocess_get_exit_status(process));
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s (%s)%s%s", tool->failure, end, *text ? ":\n" : "",
                text);
    return FALSE;
}

gboolean fh_tool_run(const struct fh_tool *tool, char **output, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GSubprocess) process = start(tool, &cause);
    g_autoptr(GBytes) written = NULL, messages = NULL;
    if (!process || !g_subprocess_communicate(process, NULL, NULL, &written, &messages, &cause))
        return missing(tool, cause, error);
    if (!g_subprocess_get_successful(process))
        return failed(tool, process, messages, error);
    *output = text_of(written);
    return TRUE;
}

char **fh_tool_words(const char *variable, const char *fallback, GError **error)
{
    const char *value = g_getenv(variable);
    g_autoptr(GError) cause = NULL;
    char **words = NULL;
    if (g_shell_parse_argv(value && *value ? value : fallback, NULL, &words, &cause))
        return words;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "$%s: %s", variable, cause->message);
    return NULL;
}

char *fh_tool_version(char **words)
{
    guint length = g_strv_length(words);
    g_autofree const char **argv = g_new0(const char *, length + 2);
    memcpy(argv, words, length * sizeof(*words));
    argv[length] = "--version";
    char *text = NULL;
    g_autoptr(GSubprocess) process =
        g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
    if (!process || !g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, NULL) || !text)
        return NULL;
    text[strcspn(text, "\n")] = '\0';
    if (!g_subprocess_get_successful(process))
        g_clear_pointer(&text, g_free);
    return text;
}
