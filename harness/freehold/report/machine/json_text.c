// SPDX-License-Identifier: MIT
#include "report/machine/json_text.h"

#include <string.h>

#define MUCH ((gsize)64 << 10) /* bytes: as much waits to be written */

struct fh_json_text {
    GString *out;
    GOutputStream *to;   /* where it is written to as it grows; NULL: it stays */
    GError *error;       /* … the first */
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

struct fh_json_text *fh_json_text_new_to(guint indent, GOutputStream *to)
{
    struct fh_json_text *text = fh_json_text_new(indent);
    text->to = to;
    return text;
}

void fh_json_text_free(struct fh_json_text *text)
{
    if (!text)
        return;
    g_string_free(text->out, TRUE);
    g_clear_error(&text->error);
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

static void write_all(struct fh_json_text *text, GOutputStream *to)
{
    if (!text->error)
        g_output_stream_write_all(to, text->out->str, text->out->len, NULL, NULL, &text->error);
    g_string_truncate(text->out, 0);
}

gboolean fh_json_text_write(struct fh_json_text *text, GOutputStream *to, GError **error)
{
    write_all(text, to);
    if (!text->error)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&text->error));
    return FALSE;
}

static void write_much(struct fh_json_text *text)
{
    if (text->to && text->out->len >= MUCH)
        write_all(text, text->to);
}

/* So many bytes more, for the caller to fill: a report has a hundred small pieces for each scenario. */
static char *add(struct fh_json_text *text, gsize size)
{
    GString *out = text->out;
    const gsize before = out->len;
    if (size < out->allocated_len - before) {
        out->len = before + size;
        out->str[out->len] = '\0';
    } else {
        g_string_set_size(out, before + size);
    }
    return out->str + before;
}

static void add_bytes(struct fh_json_text *text, const char *bytes, gsize size)
{
    memcpy(add(text, size), bytes, size);
}

static void add_word(struct fh_json_text *text, const char *word)
{
    add_bytes(text, word, strlen(word));
}

static gsize line_size(const struct fh_json_text *text)
{
    return 1 + (gsize)text->depth * text->indent;
}

/* A new line, and its blanks. */
static void put_line(char *at, gsize size)
{
    *at = '\n';
    memset(at + 1, ' ', size - 1);
}

/* What stands between this and what was before it: a comma, a line, both or nothing. */
static gsize separator_size(const struct fh_json_text *text)
{
    const gboolean has_line = text->indent > 0 && text->depth > 0;
    return text->is_at_name ? 0 : !text->is_first + (has_line ? line_size(text) : 0);
}

/* Fills that many bytes; returns what follows them. */
static char *put_separator(struct fh_json_text *text, char *at, gsize size)
{
    char *end = at + size;
    if (size > 0 && !text->is_first)
        *at++ = ',';
    if (at < end)
        put_line(at, (gsize)(end - at));
    text->is_at_name = FALSE;
    text->is_first = FALSE;
    return end;
}

/* `size` bytes behind a separator, for the caller to fill. */
static char *add_item(struct fh_json_text *text, gsize size)
{
    const gsize before = separator_size(text);
    return put_separator(text, add(text, before + size), before);
}

void fh_json_text_begin(struct fh_json_text *text, char bracket)
{
    *add_item(text, 1) = bracket;
    text->depth++;
    text->is_first = TRUE;
}

void fh_json_text_end(struct fh_json_text *text, char bracket)
{
    text->depth--;
    if (!text->is_first && text->indent > 0)
        put_line(add(text, line_size(text)), line_size(text));
    add_bytes(text, &bracket, 1);
    text->is_first = FALSE;
    write_much(text);
}

/* JSON's short escapes, in the order of the bytes that they stand for. */
static const char *short_escape(char byte)
{
    static const char bytes[] = "\b\t\n\f\r\"\\", *const escapes[] = {"\\b", "\\t",  "\\n", "\\f",
                                                                      "\\r", "\\\"", "\\\\"};
    const char *at = byte != '\0' ? strchr(bytes, byte) : NULL;
    return at ? escapes[at - bytes] : NULL;
}

/* By bits: all but control characters, '"', '\\' and DEL. */
static gboolean is_plain(guchar byte)
{
    static const guint64 plain[] = {~((G_GUINT64_CONSTANT(1) << 32) - 1 + (G_GUINT64_CONSTANT(1) << '"')),
                                    ~((G_GUINT64_CONSTANT(1) << ('\\' - 64)) + (G_GUINT64_CONSTANT(1) << 63)),
                                    G_MAXUINT64, G_MAXUINT64};
    return plain[byte / 64] >> (byte % 64) & 1;
}

/* To the end of `room`, without printf(), of which a report has some ten for each scenario. Returns how many
 * there are. */
static gsize write_digits(char *room, gsize size, gint64 number)
{
    gsize at = size;
    guint64 rest = number < 0 ? -(guint64)number : (guint64)number;
    do
        room[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        room[--at] = '-';
    return size - at;
}

static void add_escaped(struct fh_json_text *text, char byte)
{
    const char *escape = short_escape(byte);
    if (escape)
        add_word(text, escape);
    else
        g_string_append_printf(text->out, "\\u%04x", (guchar)byte);
}

static gsize plain_length(const char *valid)
{
    gsize n = 0;
    while (is_plain((guchar)valid[n]))
        n++;
    return n;
}

/* With its quotation marks; most are as they are. */
static void add_quoted(struct fh_json_text *text, const char *valid)
{
    gsize n = plain_length(valid);
    const gboolean is_all = valid[n] == '\0';
    char *at = add_item(text, n + 1 + is_all);
    *at++ = '"';
    memcpy(at, valid, n);
    if (is_all) {
        at[n] = '"';
        return;
    }
    for (const char *p = valid + n; *p != '\0'; p += n) {
        add_escaped(text, *p++);
        n = plain_length(p);
        add_bytes(text, p, n);
    }
    add_word(text, "\"");
}

static void end_name(struct fh_json_text *text)
{
    add_word(text, text->indent > 0 ? " : " : ":");
    text->is_at_name = TRUE;
}

void fh_json_text_name(struct fh_json_text *text, const char *name)
{
    const gsize length = strlen(name);
    char *at = add_item(text, length + 2);
    *at = at[length + 1] = '"';
    memcpy(at + 1, name, length);
    end_name(text);
}

void fh_json_text_key(struct fh_json_text *text, const char *valid)
{
    add_quoted(text, valid);
    end_name(text);
}

static void add_item_word(struct fh_json_text *text, const char *word)
{
    const gsize length = strlen(word);
    memcpy(add_item(text, length), word, length);
}

void fh_json_text_string(struct fh_json_text *text, const char *valid)
{
    if (valid)
        add_quoted(text, valid);
    else
        add_item_word(text, "null");
}

void fh_json_text_number(struct fh_json_text *text, gint64 number)
{
    char digits[24];
    const gsize n = write_digits(digits, sizeof(digits), number);
    memcpy(add_item(text, n), digits + sizeof(digits) - n, n);
}

void fh_json_text_flag(struct fh_json_text *text, gboolean flag)
{
    add_item_word(text, flag ? "true" : "false");
}
