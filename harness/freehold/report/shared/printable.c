// SPDX-License-Identifier: MIT
#include "report/shared/printable.h"

#include <string.h>

static gboolean is_harmless(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
        return FALSE;
    default:
        return g_unichar_isprint(c);
    }
}

static void append_escaped(GString *out, gunichar c)
{
    if (c == '\n')
        g_string_append(out, "\\n");
    else if (c == '\t')
        g_string_append(out, "\\t");
    else if (c == '\r')
        g_string_append(out, "\\r");
    else if (c < 0x100)
        g_string_append_printf(out, "\\x%02x", c);
    else
        g_string_append_printf(out, "\\u{%x}", c);
}

/* Nearly all text is nothing but this, and then needs none of Unicode's tables. */
static gboolean is_printable_ascii(const char *text)
{
    while (*text >= ' ' && *text <= '~')
        text++;
    return *text == '\0';
}

static char *made_printable(const char *text, const char *tab)
{
    if (text && is_printable_ascii(text))
        return g_strdup(text);
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *out = g_string_sized_new(strlen(valid));
    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (c == '\t' && tab)
            g_string_append(out, tab);
        else if (is_harmless(c))
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
        else
            append_escaped(out, c);
    }
    return g_string_free(out, FALSE);
}

char *fh_printable(const char *text)
{
    return made_printable(text, NULL);
}

char *fh_printable_source(const char *text)
{
    return made_printable(text, "    ");
}

static guint character_width(gunichar c)
{
    if (c <= '~')
        return 1;
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

guint fh_text_width(const char *printable)
{
    guint width = 0;
    for (const char *p = printable; *p != '\0'; p = g_utf8_next_char(p))
        width += character_width(g_utf8_get_char(p));
    return width;
}

gsize fh_text_prefix(const char *printable, guint columns)
{
    guint width = 0;
    const char *p = printable;
    while (*p != '\0') {
        width += character_width(g_utf8_get_char(p));
        if (width > columns)
            break;
        p = g_utf8_next_char(p);
    }
    return (gsize)(p - printable);
}

char *fh_text_clip(const char *printable, guint columns)
{
    if (printable[fh_text_prefix(printable, columns)] == '\0')
        return g_strdup(printable);
    if (columns == 0)
        return g_strdup("");
    const gsize kept = fh_text_prefix(printable, columns - 1);
    return g_strdup_printf("%.*s…", (int)kept, printable);
}
