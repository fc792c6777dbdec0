// SPDX-License-Identifier: MIT
#include "report/shared/columns.h"

#include <string.h>

#include "report/shared/printable.h"

/* About a terminal's height: longer text of a log or a program is cut, and says so. */
#define MAX_PARAGRAPH_LINES 24
#define FLUSH_EVERY         ((gsize)64 * 1024)

static const char *const escapes[FH_STYLE_COUNT] = {
    [FH_STYLE_PLAIN] = "",        [FH_STYLE_BOLD] = "\033[1m",   [FH_STYLE_DIM] = "\033[2m",
    [FH_STYLE_GOOD] = "\033[32m", [FH_STYLE_BAD] = "\033[1;31m", [FH_STYLE_UNSURE] = "\033[33m",
};

struct fh_columns *fh_columns_new(GOutputStream *out, const char *prefix, gboolean colour)
{
    struct fh_columns *page = g_new0(struct fh_columns, 1);
    page->out = out;
    page->text = g_string_new(NULL);
    page->prefix = prefix;
    page->colour = colour;
    return page;
}

void fh_columns_free(struct fh_columns *page)
{
    if (!page)
        return;
    g_clear_error(&page->error);
    g_string_free(page->text, TRUE);
    g_free(page);
}

static void flush(struct fh_columns *page)
{
    if (!page->error)
        g_output_stream_write_all(page->out, page->text->str, page->text->len, NULL, NULL, &page->error);
    g_string_truncate(page->text, 0);
}

static void end_bare_line(struct fh_columns *page)
{
    gsize length = page->text->len;
    while (length > 0 && page->text->str[length - 1] == ' ')
        length--;
    g_string_truncate(page->text, length);
    g_string_append_c(page->text, '\n');
    if (page->text->len >= FLUSH_EVERY)
        flush(page);
}

static void begin_line(struct fh_columns *page)
{
    if (page->is_blank_due) {
        g_string_append(page->text, page->prefix);
        end_bare_line(page);
        page->is_blank_due = FALSE;
    }
    g_string_append(page->text, page->prefix);
    page->column = fh_text_width(page->prefix);
    page->is_begun = TRUE;
}

static void append_styled(struct fh_columns *page, enum fh_style style, const char *text)
{
    const gboolean is_styled = page->colour && style != FH_STYLE_PLAIN;
    g_string_append_printf(page->text, "%*s", (int)page->blanks, "");
    page->blanks = 0;
    if (is_styled)
        g_string_append(page->text, escapes[style]);
    g_string_append(page->text, text);
    if (is_styled)
        g_string_append(page->text, "\033[0m");
}

/* Spaces at the end of a piece wait for the next one: a line has none at its end. */
static void add_printable(struct fh_columns *page, enum fh_style style, const char *printable)
{
    if (!page->is_begun)
        begin_line(page);
    const guint start = page->column + page->blanks;
    if (start >= FH_COLUMNS_WIDTH)
        return;
    g_autofree char *text = fh_text_clip(printable, FH_COLUMNS_WIDTH - start);
    const guint width = fh_text_width(text);
    g_strchomp(text);
    if (*text != '\0') {
        page->column = start + fh_text_width(text);
        append_styled(page, style, text);
    }
    page->blanks = start + width - page->column;
}

void fh_columns_add(struct fh_columns *page, enum fh_style style, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    add_printable(page, style, printable);
}

void fh_columns_printf(struct fh_columns *page, enum fh_style style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fh_columns_add(page, style, text);
}

void fh_columns_tab(struct fh_columns *page, guint column)
{
    if (!page->is_begun)
        begin_line(page);
    const guint target = column + fh_text_width(page->prefix);
    page->blanks = target >= page->column ? target - page->column : 2;
}

void fh_columns_end(struct fh_columns *page)
{
    if (!page->is_begun)
        begin_line(page);
    end_bare_line(page);
    page->column = 0;
    page->blanks = 0;
    page->is_begun = FALSE;
}

void fh_columns_blank(struct fh_columns *page)
{
    page->is_blank_due = TRUE;
}

/* Bytes of `text` for a line of `columns`: up to the last space that fits, or, without one, whatever fits. */
static gsize line_length(const char *text, guint columns)
{
    const gsize fits = fh_text_prefix(text, columns);
    if (text[fits] == '\0' || text[fits] == ' ')
        return fits;
    const char *space = g_strrstr_len(text, (gssize)fits, " ");
    if (!space || space == text)
        return fits > 0 ? fits : strlen(text);
    return (gsize)(space - text);
}

static guint columns_after(const struct fh_columns *page, guint indent)
{
    const guint used = indent + fh_text_width(page->prefix);
    return used + 20 < FH_COLUMNS_WIDTH ? FH_COLUMNS_WIDTH - used : 20;
}

void fh_columns_wrap(struct fh_columns *page, guint indent, enum fh_style style, const char *first,
                     const char *text)
{
    g_autofree char *printable = fh_printable(text);
    const guint hanging = indent + fh_text_width(first);
    const guint columns = columns_after(page, hanging);
    const char *rest = printable;
    for (guint i = 0; i == 0 || *rest != '\0'; i++) {
        const gsize length = line_length(rest, columns);
        g_autofree char *line = g_strndup(rest, length);
        fh_columns_tab(page, i == 0 ? indent : hanging);
        if (i == 0)
            add_printable(page, style, first);
        if (i == MAX_PARAGRAPH_LINES) {
            add_printable(page, FH_STYLE_DIM, "…");
            fh_columns_end(page);
            return;
        }
        add_printable(page, style, line);
        fh_columns_end(page);
        rest += length;
        rest += strspn(rest, " ");
    }
}

void fh_columns_whole_line(struct fh_columns *page, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    page->is_blank_due = FALSE;
    g_string_append(page->text, printable);
    end_bare_line(page);
}

gboolean fh_columns_finish(struct fh_columns *page, GError **error)
{
    flush(page);
    if (!page->error)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&page->error));
    return FALSE;
}
