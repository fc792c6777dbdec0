// SPDX-License-Identifier: MIT
#include "report/machine/markdown_text.h"

#include <string.h>

#include "report/shared/printable.h"

/* Of the longest run of backticks. */
static gsize longest_run(const char *text)
{
    gsize longest = 0;
    while (*text != '\0') {
        const gsize run = strspn(text, "`");
        longest = MAX(longest, run);
        text += run + strcspn(text + run, "`");
    }
    return longest;
}

static void append_fence(GString *out, gsize n)
{
    for (gsize i = 0; i < n; i++)
        g_string_append_c(out, '`');
}

static gboolean touches_fence(char c)
{
    return c == '`' || c == ' ';
}

/* A space on both sides is taken off by who reads it. */
static void append_span(GString *out, const char *text)
{
    const gsize length = strlen(text), fence = longest_run(text) + 1;
    if (length == 0)
        return;
    const gboolean is_padded = touches_fence(text[0]) || touches_fence(text[length - 1]);
    append_fence(out, fence);
    g_string_append_printf(out, "%s%s%s", is_padded ? " " : "", text, is_padded ? " " : "");
    append_fence(out, fence);
}

/* A '|' would end the cell of a table, in code too, and its escape depends on what is before it: it stands
 * outside of the code. */
void fh_markdown_add_code(GString *out, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    g_auto(GStrv) parts = g_strsplit(printable, "|", -1);
    for (guint i = 0; parts[i]; i++) {
        g_string_append(out, i > 0 ? "&#124;" : "");
        append_span(out, parts[i]);
    }
}

void fh_markdown_add_block(GString *out, const char *text)
{
    const gsize fence = MAX(longest_run(text) + 1, 3);
    append_fence(out, fence);
    g_string_append_printf(out, "text\n%s\n", text);
    append_fence(out, fence);
    g_string_append_c(out, '\n');
}
