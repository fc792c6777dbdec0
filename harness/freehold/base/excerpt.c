// SPDX-License-Identifier: MIT
#include "base/excerpt.h"

#include <string.h>

enum {
    WHOLE_LINE = 120, /* characters; longer lines are cut */
    KEPT_BEFORE = 50,
    KEPT_AFTER = 70,
    TAB_STOP = 4,
};

static const char ellipsis[] = "...";

/* One character of the source as it is shown. */
struct cell {
    char text[16];
    guint bytes; /* of the source */
    guint width; /* columns on the terminal */
};

static gboolean is_continuation(char byte)
{
    return (byte & 0xC0) == 0x80;
}

static void show_unprintable(struct cell *cell, gunichar character)
{
    const char *format = character < 0x100 ? "\\x%02x" : "\\u{%04x}";
    cell->width = (guint)g_snprintf(cell->text, sizeof cell->text, format, character);
}

static void show_printable(struct cell *cell, const char *text, gunichar character)
{
    memcpy(cell->text, text, cell->bytes);
    cell->text[cell->bytes] = '\0';
    cell->width = g_unichar_iszerowidth(character) ? 0 : g_unichar_iswide(character) ? 2 : 1;
}

/* `column` counts from 0 and places tabs. */
static struct cell cell_at(const char *text, const char *end, guint column)
{
    struct cell cell = {.bytes = 1};
    gunichar character = g_utf8_get_char_validated(text, end - text);
    if (character == (gunichar)-1 || character == (gunichar)-2) {
        show_unprintable(&cell, (guchar)*text);
        return cell;
    }
    cell.bytes = (guint)g_unichar_to_utf8(character, NULL);
    if (character == '\t') {
        cell.width = TAB_STOP - column % TAB_STOP;
        memset(cell.text, ' ', cell.width);
    } else if (g_unichar_isprint(character)) {
        show_printable(&cell, text, character);
    } else {
        show_unprintable(&cell, character);
    }
    return cell;
}

void fh_excerpt_append_visible(GString *out, const char *text, gsize size)
{
    const char *end = text + size;
    while (text < end) {
        struct cell cell = cell_at(text, end, TAB_STOP - 1);
        g_string_append(out, cell.text);
        text += cell.bytes;
    }
}

/* The end of the line, without its line end. */
static const char *line_end(const struct fh_source *source, const char *start)
{
    const char *end = memchr(start, '\n', (gsize)(source->text + source->size - start));
    if (!end)
        end = source->text + source->size;
    if (end > start && end[-1] == '\r')
        end--;
    return end;
}

static const char *step_back(const char *from, const char *limit, guint characters)
{
    while (from > limit && characters > 0) {
        from--;
        if (!is_continuation(*from))
            characters--;
    }
    return from;
}

static const char *step_on(const char *from, const char *limit, guint characters)
{
    while (from < limit && characters > 0) {
        from++;
        while (from < limit && is_continuation(*from))
            from++;
        characters--;
    }
    return from;
}

/* The marks for a cell: a caret where the span starts, tildes up to its end. */
static void append_marks(GString *marks, guint width, gboolean starts, gboolean inside)
{
    for (guint i = 0; i < width; i++)
        g_string_append_c(marks, starts && i == 0 ? '^' : inside ? '~' : ' ');
}

/* The part of a line that is shown. */
struct window {
    const char *from, *to;
    gboolean cut_before, cut_after;
};

static struct window choose_window(const char *start, const char *end, const char *caret)
{
    struct window window = {.from = start, .to = end};
    if (step_on(start, end, WHOLE_LINE) < end) {
        window.from = step_back(caret, start, KEPT_BEFORE);
        window.to = step_on(caret, end, KEPT_AFTER);
    }
    window.cut_before = window.from > start;
    window.cut_after = window.to < end;
    return window;
}

static void render_window(const struct window *window, const char *caret, const char *span_end, GString *line,
                          GString *marks)
{
    if (window->cut_before) {
        g_string_append(line, ellipsis);
        append_marks(marks, strlen(ellipsis), FALSE, FALSE);
    }
    guint column = 0;
    for (const char *at = window->from; at < window->to;) {
        struct cell cell = cell_at(at, window->to, column);
        g_string_append(line, cell.text);
        append_marks(marks, cell.width, at == caret, at >= caret && at < span_end);
        column += cell.width;
        at += cell.bytes;
    }
    if (caret >= window->to)
        g_string_append_c(marks, '^');
    if (window->cut_after)
        g_string_append(line, ellipsis);
}

static void trim_end(GString *text)
{
    while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate(text, text->len - 1);
}

char *fh_excerpt_render(const struct fh_source *source, struct fh_span span)
{
    guint line_number = fh_source_line(source, span.offset);
    const char *start = source->text + g_array_index(source->line_starts, guint32, line_number - 1);
    const char *end = line_end(source, start);
    const char *caret = source->text + MIN(span.offset, source->size);
    const char *span_end = caret + span.length;
    caret = MIN(caret, end);

    struct window window = choose_window(start, end, caret);
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GString) marks = g_string_new(NULL);
    render_window(&window, caret, span_end, line, marks);
    trim_end(line);
    trim_end(marks);
    return g_strdup_printf("%5u |%s%s\n      | %s", line_number, line->len > 0 ? " " : "", line->str,
                           marks->str);
}
