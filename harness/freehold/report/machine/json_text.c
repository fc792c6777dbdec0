// SPDX-License-Identifier: MIT
#include "report/machine/json_text.h"

#include <string.h>

struct fh_json_text {
    GString *out;
    guint indent;        /* spaces a level; 0: no lines */
    guint depth;         /* brackets that are open */
    gboolean is_first;   /* nothing stands in the open bracket yet */
    gboolean is_at_name; /* the value comes right behind its name */
};

struct fh_json_text *fh_json_text_new(guint indent)
{
    struct fh_json_text *text = g_new0(struct fh_json_text, 1);
    text->out = g_string_new(NULL);
    text->indent = indent;
    text->is_first = TRUE;
    return text;
}

void fh_json_text_free(struct fh_json_text *text)
{
    if (!text)
        return;
    g_string_free(text->out, TRUE);
    g_free(text);
}

void fh_json_text_clear(struct fh_json_text *text)
{
    g_string_truncate(text->out, 0);
    text->is_first = TRUE;
}

const GString *fh_json_text_get(const struct fh_json_text *text)
{
    return text->out;
}

static const char spaces[] = "                                ";

static void add_line_end(struct fh_json_text *text)
{
    if (text->indent == 0 || text->depth == 0)
        return;
    g_string_append_c(text->out, '\n');
    for (guint left = text->depth * text->indent; left > 0;) {
        const guint n = MIN(left, (guint)sizeof(spaces) - 1);
        g_string_append_len(text->out, spaces, n);
        left -= n;
    }
}

/* What stands between this and what was before it. */
static void add_separator(struct fh_json_text *text)
{
    if (!text->is_at_name) {
        if (!text->is_first)
            g_string_append_c(text->out, ',');
        add_line_end(text);
    }
    text->is_at_name = FALSE;
    text->is_first = FALSE;
}

void fh_json_text_begin(struct fh_json_text *text, char bracket)
{
    add_separator(text);
    g_string_append_c(text->out, bracket);
    text->depth++;
    text->is_first = TRUE;
}

void fh_json_text_end(struct fh_json_text *text, char bracket)
{
    text->depth--;
    if (!text->is_first && text->depth > 0)
        add_line_end(text);
    else if (!text->is_first && text->indent > 0)
        g_string_append_c(text->out, '\n');
    g_string_append_c(text->out, bracket);
    text->is_first = FALSE;
}

/* JSON's short escapes, in the order of the bytes that they stand for. */
static const char *short_escape(char byte)
{
    static const char bytes[] = "\b\t\n\f\r\"\\", *const escapes[] = {"\\b", "\\t",  "\\n", "\\f",
                                                                      "\\r", "\\\"", "\\\\"};
    const char *at = byte != '\0' ? strchr(bytes, byte) : NULL;
    return at ? escapes[at - bytes] : NULL;
}

static gboolean is_plain(char byte)
{
    return (guchar)byte >= ' ' && byte != '"' && byte != '\\' && byte != 0x7f;
}

/* Without printf(), of which a report has some ten for each scenario. */
static void add_digits(GString *out, gint64 number)
{
    char digits[24];
    guint at = sizeof(digits);
    guint64 rest = number < 0 ? -(guint64)number : (guint64)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        digits[--at] = '-';
    g_string_append_len(out, digits + at, (gssize)(sizeof(digits) - at));
}

static void add_quoted(GString *out, const char *valid)
{
    g_string_append_c(out, '"');
    for (const char *p = valid; *p != '\0';) {
        const char *end = p;
        while (*end != '\0' && is_plain(*end))
            end++;
        g_string_append_len(out, p, end - p);
        p = end;
        if (*p == '\0')
            break;
        const char *escape = short_escape(*p);
        if (escape)
            g_string_append(out, escape);
        else
            g_string_append_printf(out, "\\u%04x", (guchar)*p);
        p++;
    }
    g_string_append_c(out, '"');
}

void fh_json_text_name(struct fh_json_text *text, const char *name)
{
    add_separator(text);
    add_quoted(text->out, name);
    g_string_append(text->out, text->indent > 0 ? " : " : ":");
    text->is_at_name = TRUE;
}

void fh_json_text_string(struct fh_json_text *text, const char *valid)
{
    add_separator(text);
    if (valid)
        add_quoted(text->out, valid);
    else
        g_string_append(text->out, "null");
}

void fh_json_text_number(struct fh_json_text *text, gint64 number)
{
    add_separator(text);
    add_digits(text->out, number);
}

void fh_json_text_flag(struct fh_json_text *text, gboolean flag)
{
    add_separator(text);
    g_string_append(text->out, flag ? "true" : "false");
}
