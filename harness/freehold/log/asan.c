// SPDX-License-Identifier: MIT
#include "log/asan.h"

#include <string.h>

#include "log/asan_reader.h"
#include "log/record.h"
#include "log/scan.h"

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

static void read_lines(struct fh_asan_reader *reader, char *text)
{
    while (*text) {
        char *end = strchr(text, '\n');

        if (end)
            *end = '\0';
        fh_asan_reader_line(reader, text, end != NULL);
        if (!end)
            return;
        text = end + 1;
    }
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

struct fh_asan_log *fh_asan_log_parse(const char *bytes, gsize size, fh_asan_resolve *resolve, gpointer data)
{
    struct fh_asan_log *log = g_new0(struct fh_asan_log, 1);
    g_autofree char *text = fh_scan_plain(bytes, size);
    struct fh_asan_reader *reader;

    log->records = g_ptr_array_new_with_free_func(free_record);
    log->warnings = g_ptr_array_new_with_free_func(g_free);
    reader = fh_asan_reader_new(log, resolve, data);
    read_lines(reader, text);
    fh_asan_reader_finish(reader);
    fh_asan_reader_free(reader);
    set_pids(log);
    return log;
}
