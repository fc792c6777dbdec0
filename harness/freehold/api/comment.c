// SPDX-License-Identifier: MIT
#include "api/comment.h"

#include <string.h>

static gboolean skip(char **text, const char *prefix)
{
    if (!g_str_has_prefix(*text, prefix))
        return FALSE;
    *text += strlen(prefix);
    return TRUE;
}

/* What opens a comment, longest first. `<` marks one that follows what it describes. */
static gboolean skip_opening(char **text)
{
    static const char *const openings[] = {"/**<", "/*!<", "///<", "//!<", "/**",
                                           "/*!",  "///",  "//!",  "/*",   "//"};
    for (guint i = 0; i < G_N_ELEMENTS(openings); i++)
        if (skip(text, openings[i]))
            return TRUE;
    return FALSE;
}

static void cut_closing(char *text)
{
    if (!g_str_has_suffix(text, "*/"))
        return;
    gsize end = strlen(text) - 2;
    /* Not the stars of an opening. */
    while (end > 3 && text[end - 1] == '*')
        end--;
    text[end] = '\0';
    g_strchomp(text);
}

static char *undecorated(char *line)
{
    char *text = g_strstrip(line);
    cut_closing(text);
    if (!skip_opening(&text) && text[0] == '*')
        text++;
    return g_strdup(g_strchug(text));
}

char **fh_comment_lines(const char *raw)
{
    g_auto(GStrv) lines = g_strsplit(raw, "\n", -1);
    g_autoptr(GStrvBuilder) plain = g_strv_builder_new();
    for (char **line = lines; *line; line++) {
        g_autofree char *text = undecorated(*line);
        g_strv_builder_add(plain, text);
    }
    return g_strv_builder_end(plain);
}
