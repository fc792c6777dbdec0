// SPDX-License-Identifier: MIT
#include "log/xml_once.h"

#include <string.h>

#include "log/repeats.h"
#include "log/xml_find.h"

#define BEGIN        "<error>"
#define END          "</error>"
#define NUMBER       "<unique>"
#define NUMBER_END   "</unique>"
#define COUNT        "<" FH_XML_REPEATS ">"
#define ROOT_END     "</valgrindoutput" /* FH_XML_ROOT_END, and what is cut of it */
#define MESSAGE      "<clientmsg"
#define BLANKS       " \t\r\n"
#define NUMBER_BYTES "0123456789abcdefx"

/* An error that was left in, and may come again. */
struct entry {
    gsize end; /* in `once`: where its END begins */
    guint64 repeats;
};

struct reader {
    const char *at, *end;
    const char *kept; /* of a mapped file (fh_bytes_forget()); NULL: it is none */
    GString *once;
    struct fh_log_repeats *known; /* the words of each → its entry */
    GPtrArray *entries;           /* struct entry *, owned */
};

/* In [start, end). NULL: it is not there. */
static const char *find(const char *start, const char *end, const char *text)
{
    return memmem(start, (gsize)(end - start), text, strlen(text));
}

static gboolean is_at(const char *at, const char *end, const char *text)
{
    return (gsize)(end - at) >= strlen(text) && memcmp(at, text, strlen(text)) == 0;
}

static const char *behind_any(const char *at, const char *end, const char *bytes)
{
    while (at < end && *at && strchr(bytes, *at))
        at++;
    return at;
}

/* What follows the number of the error that begins at `begin`; NULL: it does not begin with one. */
static const char *behind_number(const char *begin, const char *end)
{
    const char *at = behind_any(begin + strlen(BEGIN), end, BLANKS);

    if (!is_at(at, end, NUMBER))
        return NULL;
    at = behind_any(at + strlen(NUMBER), end, NUMBER_BYTES);
    return is_at(at, end, NUMBER_END) ? at + strlen(NUMBER_END) : NULL;
}

/* No line of it but Valgrind's. */
static gboolean is_markup(const char *words, const char *end)
{
    for (const char *line = words; (line = memchr(line, '\n', (gsize)(end - line)));) {
        line = behind_any(line + 1, end, BLANKS);
        if (line < end && *line != '<')
            return FALSE;
    }
    return TRUE;
}

/* An error that says these words may be counted. Leaks are of their search, descriptors of what opened them;
 * what another process wrote in between is no part of it. */
static gboolean may_count(const char *words, const char *end)
{
    static const char *const others[] = {"<kind>Leak_", "<kind>Fd", BEGIN, MESSAGE,
                                         FH_XML_ROOT,   ROOT_END,   COUNT};

    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (find(words, end, others[i]))
            return FALSE;
    return find(words, end, "<stack>") && is_markup(words, end);
}

/* Behind what is between two errors, the same words may mean something else. */
static gboolean is_break(const char *start, const char *end)
{
    return find(start, end, MESSAGE) || find(start, end, FH_XML_ROOT) || find(start, end, ROOT_END);
}

static void keep(struct reader *reader, const char *to)
{
    g_string_append_len(reader->once, reader->at, to - reader->at);
    reader->at = to;
    if (reader->kept)
        reader->kept = fh_bytes_forget(reader->kept, to);
}

static void add_entry(struct reader *reader, const char *words, const char *next)
{
    struct entry *entry = g_new0(struct entry, 1);

    entry->end = reader->once->len - (gsize)(next - find(words, next, END));
    g_ptr_array_add(reader->entries, entry);
    fh_log_repeats_remember(reader->known, words, (gsize)(next - words), entry);
}

/* An error that says `words`, up to `next`: behind its END, and the newline there. */
static void read_whole(struct reader *reader, const char *words, const char *next)
{
    struct entry *entry = fh_log_repeats_find(reader->known, words, (gsize)(next - words));

    if (entry) {
        entry->repeats++;
        reader->at = next;
        return;
    }
    keep(reader, next);
    if (may_count(words, next))
        add_entry(reader, words, next);
}

/* The next error. FALSE: it has no end. */
static gboolean read_error(struct reader *reader)
{
    const char *words = behind_number(reader->at, reader->end), *close;
    gsize size;
    struct entry *entry = words ? fh_log_repeats_follow(reader->known, words, reader->end, &size) : NULL;

    if (entry) {
        entry->repeats++;
        reader->at = words + size;
        return TRUE;
    }
    close = find(reader->at, reader->end, END);
    if (!close)
        return FALSE;
    close += strlen(END);
    if (words && words < close)
        read_whole(reader, words, close + (close < reader->end && *close == '\n'));
    else
        keep(reader, close);
    return TRUE;
}

static void read_all(struct reader *reader)
{
    const char *begin;
    gboolean has_end = TRUE;

    while (has_end && (begin = find(reader->at, reader->end, BEGIN))) {
        if (is_break(reader->at, begin))
            fh_log_repeats_forget(reader->known);
        keep(reader, begin);
        has_end = read_error(reader);
    }
    keep(reader, reader->end);
}

/* With what each came again. */
static GString *count(const struct reader *reader)
{
    GString *counted = g_string_sized_new(reader->once->len);
    gsize at = 0;

    for (guint i = 0; i < reader->entries->len; i++) {
        const struct entry *entry = g_ptr_array_index(reader->entries, i);

        g_string_append_len(counted, reader->once->str + at, (gssize)(entry->end - at));
        at = entry->end;
        if (entry->repeats > 0)
            g_string_append_printf(counted, COUNT "%" G_GUINT64_FORMAT "</" FH_XML_REPEATS ">",
                                   entry->repeats);
    }
    g_string_append_len(counted, reader->once->str + at, (gssize)(reader->once->len - at));
    return counted;
}

GString *fh_xml_once(const struct fh_bytes *bytes)
{
    struct reader reader = {.at = bytes->start,
                            .end = bytes->start + bytes->size,
                            .kept = bytes->is_mapped ? bytes->start : NULL,
                            .once = g_string_new(NULL),
                            .known = fh_log_repeats_new(),
                            .entries = g_ptr_array_new_with_free_func(g_free)};
    GString *counted;

    read_all(&reader);
    counted = count(&reader);
    g_string_free(reader.once, TRUE);
    fh_log_repeats_free(reader.known);
    g_ptr_array_unref(reader.entries);
    return counted;
}
