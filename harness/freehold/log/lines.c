// SPDX-License-Identifier: MIT
#include "log/lines.h"

#include <string.h>

#include "log/marks.h"
#include "log/scan.h"
#include "log/xml_find.h"

void fh_log_lines_init(struct fh_log_lines *lines, const struct fh_bytes *bytes, gboolean skips_silent)
{
    const char *start = bytes->start ? bytes->start : ""; /* of nothing there is no end */

    *lines = (struct fh_log_lines){.at = start,
                                   .end = start + bytes->size,
                                   .kept = bytes->is_mapped ? bytes->start : NULL,
                                   .skips_silent = skips_silent,
                                   .line = g_string_new(NULL)};
}

void fh_log_lines_finish(struct fh_log_lines *lines)
{
    g_string_free(lines->line, TRUE);
}

/* What is at `at`, which is before `end`, begins with the text. */
static gboolean is_at(const char *at, const char *end, const char *text)
{
    return (gsize)(end - at) >= strlen(text) && memcmp(at, text, strlen(text)) == 0;
}

/* The byte at `at` is one of those with which it begins, or in which it can be known, that an engine speaks,
 * or that something is no text. */
static gboolean is_said_at(const char *line, const char *at, const char *end)
{
    switch (*at) {
    case '=':
    case '*':
        return at + 1 < end && at[1] == *at;
    case ':':
        return is_at(at, end, ": runtime error: ") || is_at(at, end, ": unhandled instruction");
    case 'z':
        return (at - line >= 6 && is_at(at - 6, end, "Sanitizer")) || is_at(at, end, "zzer"); /* libFuzzer */
    case '<':
        return is_at(at, end, FH_XML_ROOT);
    case '\0': /* "==" or "<valgrindoutput>" in UTF-16 */
        return at > line && at + 1 < end &&
               ((at[-1] == '=' && at[1] == '=') || (at[-1] == '<' && at[1] == 'v'));
    case '\r':
    case '\x1b':
    case '\xef':
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean is_said_at_start(const char *line, const char *end)
{
    const char *at = line;

    while (at < end && *at == ' ')
        at++;
    return fh_log_mark_kind(line, (gsize)(end - line)) != FH_LOG_MARK_NONE || is_at(line, end, "--") ||
           is_at(line, end, "valgrind: ") || is_at(at, end, "Suppressions used:");
}

typedef char block __attribute__((vector_size(16)));

/* Most lines have few of these bytes. */
static gboolean has_mark(const char *at)
{
    block b;
    guint64 halves[2];

    memcpy(&b, at, sizeof b);
    b = (block)((b == '=') | (b == '*') | (b == ':') | (b == 'z') | (b == '<') | (b == '\r') | (b == '\x1b') |
                (b == '\xef') | (b == '\0'));
    memcpy(halves, &b, sizeof b);
    return (halves[0] | halves[1]) != 0;
}

static gboolean is_silent(const char *line, const char *end)
{
    const char *at = line;

    if (is_said_at_start(line, end))
        return FALSE;
    while (at < end) {
        const char *next = (gsize)(end - at) < sizeof(block) ? end : at + sizeof(block);

        if (next == end || has_mark(at))
            for (; at < next; at++)
                if (is_said_at(line, at, end))
                    return FALSE;
        at = next;
    }
    return TRUE;
}

static gboolean is_plain(const char *line, const char *end)
{
    while (line < end && ((*line >= 0x20 && *line < 0x7f) || *line == '\t'))
        line++;
    return line == end;
}

/* `end`: of the line's text, `next`: behind its newline. */
static void take(struct fh_log_lines *lines, const char *line, const char *end, const char *next)
{
    g_string_truncate(lines->line, 0);
    if (is_plain(line, end)) {
        g_string_append_len(lines->line, line, end - line);
        return;
    }
    /* With its newline: what is no text before it goes. */
    g_autofree char *plain = fh_scan_plain(line, (gsize)(next - line));
    g_string_append_len(lines->line, plain, (gssize)(strlen(plain) - (next > end)));
}

void fh_log_lines_skip(struct fh_log_lines *lines, const char *to)
{
    lines->at = to;
    if (lines->kept)
        lines->kept = fh_bytes_forget(lines->kept, to);
}

static const char *newline_after(const struct fh_log_lines *lines)
{
    return memchr(lines->at, '\n', (gsize)(lines->end - lines->at));
}

void fh_log_lines_pass(struct fh_log_lines *lines)
{
    while (lines->skips_silent && lines->at < lines->end) {
        const char *newline = newline_after(lines);

        if (!is_silent(lines->at, newline ? newline : lines->end))
            return;
        fh_log_lines_skip(lines, newline ? newline + 1 : lines->end);
    }
}

char *fh_log_lines_next(struct fh_log_lines *lines, gboolean *is_whole)
{
    const char *line, *newline, *end;

    fh_log_lines_pass(lines);
    line = lines->at;
    newline = newline_after(lines);
    end = newline ? newline : lines->end;
    if (line == lines->end)
        return NULL;
    fh_log_lines_skip(lines, newline ? newline + 1 : end);
    take(lines, line, end, lines->at);
    *is_whole = newline != NULL;
    return newline || lines->line->len > 0 ? lines->line->str : NULL;
}
