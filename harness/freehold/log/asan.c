// SPDX-License-Identifier: MIT
#include "log/asan.h"

#include "log/asan_reader.h"
#include "log/lines.h"
#include "log/record.h"

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

static void read_lines(struct fh_asan_reader *reader, const struct fh_bytes *bytes)
{
    struct fh_log_lines lines;
    gboolean is_whole;
    const char *text;

    fh_log_lines_init(&lines, bytes, FALSE);
    while ((text = fh_log_lines_next(&lines, &is_whole)))
        fh_asan_reader_line(reader, text, is_whole);
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
    read_lines(reader, bytes);
    fh_asan_reader_finish(reader);
    fh_asan_reader_free(reader);
    set_pids(log);
    return log;
}

struct fh_asan_log *fh_asan_log_parse(const char *bytes, gsize size, fh_asan_resolve *resolve, gpointer data)
{
    return fh_asan_log_read(&(struct fh_bytes){bytes, size, FALSE}, resolve, data);
}
