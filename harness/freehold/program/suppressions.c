// SPDX-License-Identifier: MIT
#include "program/suppressions.h"

#include <string.h>

#include "base/error.h"

/* "--PID-- used_suppression:      1 NAME FILE:LINE suppressed: …" */
static gboolean is_used_in(const char *log, const char *name)
{
    static const char mark[] = "used_suppression:";
    for (const char *at = strstr(log, mark); at; at = strstr(at, mark)) {
        at += strlen(mark);
        at += strspn(at, " ");
        at += strspn(at, "0123456789,");
        at += strspn(at, " ");
        gsize length = strlen(name);
        if (strncmp(at, name, length) == 0 && at[length] == ' ')
            return TRUE;
    }
    return FALSE;
}

static gboolean is_used(const GPtrArray *logs, const char *name)
{
    for (guint i = 0; i < logs->len; i++)
        if (is_used_in(g_ptr_array_index(logs, i), name))
            return TRUE;
    return FALSE;
}

/* A suppression's name is the first line after its brace. */
GPtrArray *fh_suppressions_unused(const char *path, const GPtrArray *logs, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &text, NULL, &cause)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s", cause->message);
        return NULL;
    }
    GPtrArray *unused = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    gboolean is_name_next = FALSE;
    for (guint i = 0; lines[i]; i++) {
        const char *line = g_strstrip(lines[i]);
        if (*line == '\0' || *line == '#')
            continue;
        if (is_name_next && !is_used(logs, line))
            g_ptr_array_add(unused, g_strdup_printf("%s (%s:%u)", line, path, i + 1));
        is_name_next = *line == '{';
    }
    return unused;
}
