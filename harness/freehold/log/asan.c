// SPDX-License-Identifier: MIT
#include "log/asan.h"

#include <string.h>

#include "log/asan_reader.h"
#include "log/lines.h"
#include "log/record.h"
#include "log/repeats.h"

static void free_record(gpointer record)
{
    fh_record_free(record);
}

void fh_asan_log_free(struct fh_asan_log *log)
{
    if (!log)
        return;
    g_ptr_array_unref(log->records);
    g_free(log->leak_failure);
    g_free(log->runtime_failure);
    g_ptr_array_unref(log->warnings);
    g_free(log);
}

/* From one separator to the next: what a log had said before it. */
struct stretch {
    const char *start; /* NULL: there is none */
    guint n_records, n_warnings, n_errors;
    gboolean is_cut;
};

static struct stretch stretch_at(const char *start, const struct fh_asan_log *log)
{
    return (struct stretch){start, log->records->len, log->warnings->len, log->errors, log->is_cut};
}

/* One record that may be counted, and nothing else, not even an error of the log's. */
static gboolean is_one_record(const struct stretch *stretch, const struct fh_asan_log *log)
{
    return log->records->len == stretch->n_records + 1 && log->warnings->len == stretch->n_warnings &&
           log->errors == stretch->n_errors + 1 && log->is_cut == stretch->is_cut &&
           fh_log_repeats_may_count(g_ptr_array_index(log->records, stretch->n_records));
}

static gboolean is_separator(const char *at, const char *end)
{
    const gsize size = strlen(FH_ASAN_SEPARATOR "\n");

    return (gsize)(end - at) >= size && memcmp(at, FH_ASAN_SEPARATOR "\n", size) == 0;
}

/* The next line is a separator: `stretch` ends before it. What is no single record, a notice among it, begins
 * something new. */
static void end_stretch(struct fh_log_repeats *repeats, const struct stretch *stretch, const char *at,
                        const struct fh_asan_log *log)
{
    if (stretch->start && is_one_record(stretch, log))
        fh_log_repeats_remember(repeats, stretch->start, (gsize)(at - stretch->start),
                                g_ptr_array_index(log->records, stretch->n_records));
    else
        fh_log_repeats_forget(repeats);
}

/* From a separator on, up to the next one, or to the end: how long it is. */
static gsize stretch_size(const struct fh_log_lines *lines)
{
    static const char next[] = "\n" FH_ASAN_SEPARATOR "\n";
    const char *found = memmem(lines->at, (gsize)(lines->end - lines->at), next, sizeof(next) - 1);

    return (gsize)((found ? found + 1 : lines->end) - lines->at);
}

static struct fh_record *find_repeat(struct fh_log_repeats *repeats, const struct fh_log_lines *lines,
                                     gsize *size)
{
    struct fh_record *next = fh_log_repeats_follow(repeats, lines->at, lines->end, size);

    if (next && (lines->at + *size == lines->end || is_separator(lines->at + *size, lines->end)))
        return next;
    *size = stretch_size(lines);
    return fh_log_repeats_find(repeats, lines->at, *size);
}

static gboolean skip_repeat(struct fh_log_repeats *repeats, struct fh_log_lines *lines,
                            struct fh_asan_log *log)
{
    gsize size;
    struct fh_record *record = find_repeat(repeats, lines, &size);

    if (!record)
        return FALSE;
    record->repeats++;
    log->errors++;
    fh_log_lines_skip(lines, lines->at + size);
    return TRUE;
}

static void read_lines(struct fh_asan_reader *reader, struct fh_asan_log *log, const struct fh_bytes *bytes)
{
    fh_auto(fh_log_repeats) repeats = fh_log_repeats_new();
    struct stretch stretch = {.start = NULL};
    struct fh_log_lines lines;
    gboolean is_whole;
    const char *text;

    fh_log_lines_init(&lines, bytes, FALSE);
    do {
        if (is_separator(lines.at, lines.end)) {
            fh_asan_reader_rest(reader);
            end_stretch(repeats, &stretch, lines.at, log);
            while (skip_repeat(repeats, &lines, log))
                continue;
            stretch = stretch_at(lines.at, log);
        }
        text = fh_log_lines_next(&lines, &is_whole);
        if (text)
            fh_asan_reader_line(reader, text, is_whole);
    } while (text);
    fh_log_lines_finish(&lines);
}

/* Notices have no pid of their own; before the first report nothing does. */
static void set_pids(struct fh_asan_log *log)
{
    for (guint i = 0; i < log->records->len; i++) {
        struct fh_record *record = g_ptr_array_index(log->records, i);

        if (record->pid == 0)
            record->pid = log->pid;
    }
}

struct fh_asan_log *fh_asan_log_read(const struct fh_bytes *bytes, fh_asan_resolve *resolve, gpointer data)
{
    struct fh_asan_log *log = g_new0(struct fh_asan_log, 1);
    struct fh_asan_reader *reader;

    log->records = g_ptr_array_new_with_free_func(free_record);
    log->warnings = g_ptr_array_new_with_free_func(g_free);
    reader = fh_asan_reader_new(log, resolve, data);
    read_lines(reader, log, bytes);
    fh_asan_reader_finish(reader);
    fh_asan_reader_free(reader);
    set_pids(log);
    return log;
}

struct fh_asan_log *fh_asan_log_parse(const char *bytes, gsize size, fh_asan_resolve *resolve, gpointer data)
{
    return fh_asan_log_read(&(struct fh_bytes){bytes, size, FALSE}, resolve, data);
}
