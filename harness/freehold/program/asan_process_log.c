// SPDX-License-Identifier: MIT
#include "program/asan_process_log.h"

#include <stdio.h>
#include <string.h>

#include "engine/asan/asan_records.h"
#include "engine/run.h"
#include "log/record.h"
#include "model/stack.h"
#include "symbols/symbols.h"
#include "wire/notices.h"

#define UNKNOWN G_MAXUINT

static void image_free(gpointer data)
{
    struct fh_asan_process_log *process = data;
    g_free(process->log_path);
    fh_asan_log_free(process->log);
    fh_events_free(process->events);
    g_free(process);
}

static int compare_images(gconstpointer a, gconstpointer b)
{
    const struct fh_asan_process_log *x = *(const struct fh_asan_process_log *const *)a,
                                     *y = *(const struct fh_asan_process_log *const *)b;
    if (x->pid != y->pid)
        return x->pid < y->pid ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static gboolean scan(const char *text, const char *format, guint *pid, guint *number)
{
    int end = 0;
    sscanf(text, format, pid, number, &end);
    return end > 0 && text[end] == '\0';
}

/* "PID.N.events", "log.PID", "PID.N.exec.log", or of a child that became a program in its parent's memory
 * "PID.vfork.exec.log". */
static struct fh_asan_process_log *read_name(const char *folder, const char *name, const char *rest)
{
    struct fh_asan_process_log process = {.number = UNKNOWN};
    guint number = UNKNOWN;
    int end = 0;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (scan(rest, "%u.%u.events%n", &process.pid, &process.number)) {
        process.events = fh_events_open(path);
        process.has_events = process.events && fh_events_read(process.events);
    } else if (scan(rest, "%u.%u.exec.log%n", &process.pid, &number) ||
               (sscanf(rest, "%u.vfork.exec.log%n", &process.pid, &end) == 1 && end > 0)) {
        process.has_executed = TRUE;
        process.number = number;
        process.log_path = g_steal_pointer(&path);
    } else if (sscanf(rest, "log.%u%n", &process.pid, &end) == 1 && rest[end] == '\0') {
        process.log_path = g_steal_pointer(&path);
    } else {
        return NULL;
    }
    return g_memdup2(&process, sizeof(process));
}

static GPtrArray *list(const char *folder, const char *stem)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(image_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autofree char *prefix = g_strconcat(stem, ".", NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        struct fh_asan_process_log *file =
            g_str_has_prefix(name, prefix) ? read_name(folder, name, name + strlen(prefix)) : NULL;
        if (file)
            g_ptr_array_add(files, file);
    }
    g_ptr_array_sort(files, compare_images);
    return files;
}

/* The events file that a log belongs to: of the same number; what has none is the process's last. */
static struct fh_asan_process_log *owner_of(const GPtrArray *files, const struct fh_asan_process_log *log)
{
    struct fh_asan_process_log *owner = NULL;
    for (guint i = 0; i < files->len; i++) {
        struct fh_asan_process_log *file = g_ptr_array_index(files, i);
        if (file->events && file->pid == log->pid &&
            (log->has_executed ? file->number == log->number : !file->has_executed))
            owner = file;
    }
    return owner;
}

static gboolean give_log(const GPtrArray *files, struct fh_asan_process_log *log)
{
    struct fh_asan_process_log *owner = log->events ? NULL : owner_of(files, log);
    if (!owner || owner->log_path)
        return FALSE;
    owner->log_path = g_steal_pointer(&log->log_path);
    owner->has_executed = log->has_executed;
    return TRUE;
}

/* First those whose number is known. */
static void give_logs(GPtrArray *files)
{
    for (guint pass = 0; pass < 2; pass++)
        for (guint i = files->len; i > 0; i--) {
            struct fh_asan_process_log *file = g_ptr_array_index(files, i - 1);
            if (file->has_executed == (pass == 0) && give_log(files, file))
                g_ptr_array_remove_index(files, i - 1);
        }
}

guint fh_asan_count_notices(const GPtrArray *records, const char *text)
{
    guint n = 0;
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        n += record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX) &&
             g_str_has_prefix(record->headline + strlen(FH_NOTICE_PREFIX), text);
    }
    return n;
}

static gboolean is_lost_on_purpose(const struct fh_record *record)
{
    for (guint i = 0; record->stack && i < record->stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(record->stack->frames, i);
        if (frame->function && g_str_has_prefix(frame->function, FH_LOST_ON_PURPOSE))
            return TRUE;
    }
    return FALSE;
}

/* The number of the last search; `n_proven`: of how many it is proven that they looked. */
static guint take_canaries(GPtrArray *records, guint *n_proven)
{
    guint last = 0, last_proven = 0;
    *n_proven = 0;
    for (guint i = 0; i < records->len;) {
        struct fh_record *record = g_ptr_array_index(records, i);
        gboolean is_canary = record->type == FH_RECORD_LEAK && is_lost_on_purpose(record);
        if (record->type == FH_RECORD_LEAK)
            last = record->leak_search;
        if (is_canary && last != last_proven) {
            last_proven = last;
            ++*n_proven;
        }
        if (is_canary)
            g_ptr_array_remove_index(records, i);
        else
            i++;
    }
    return last;
}

static void keep_searches(GPtrArray *records, guint first, guint last)
{
    for (guint i = records->len; i > 0; i--) {
        const struct fh_record *record = g_ptr_array_index(records, i - 1);
        if (record->type == FH_RECORD_LEAK && record->leak_search != first && record->leak_search != last)
            g_ptr_array_remove_index(records, i - 1);
    }
}

/* classify/ takes a leak of a second search for a ring of those of the first. */
static void number_anew(GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++)
        ((struct fh_record *)g_ptr_array_index(records, i))->leak_search = 1;
}

guint fh_asan_take_leaks(GPtrArray *records)
{
    guint n_proven;
    gboolean is_fork = fh_asan_count_notices(records, "forked ") > 0;
    guint last = take_canaries(records, &n_proven);
    keep_searches(records, is_fork ? 1 : last, last);
    if (!is_fork)
        number_anew(records);
    fh_asan_records_prepare(records, is_fork);
    if (is_fork)
        keep_searches(records, last > 1 ? last : 0, 0);
    return n_proven;
}

static void resolve(gpointer symbols, const char *object, guint64 offset, GPtrArray *frames)
{
    fh_symbols_resolve(symbols, object, offset, frames);
}

static void read_log(struct fh_asan_process_log *process, struct fh_symbols *symbols)
{
    g_autofree char *bytes = NULL;
    gsize size;
    if (!process->log_path || !g_file_get_contents(process->log_path, &bytes, &size, NULL))
        return;
    process->log = fh_asan_log_parse(bytes, size, resolve, symbols);
    process->n_proven = fh_asan_take_leaks(process->log->records);
}

GPtrArray *fh_asan_process_logs_find(const char *folder, const char *stem)
{
    GPtrArray *processes = list(folder, stem);
    fh_auto(fh_symbols) symbols = fh_symbols_new();
    give_logs(processes);
    for (guint i = 0; i < processes->len; i++)
        read_log(g_ptr_array_index(processes, i), symbols);
    return processes;
}

const struct fh_event *fh_asan_process_log_event(const struct fh_asan_process_log *process,
                                                 enum fh_event_kind kind)
{
    return process->has_events ? fh_event_find(process->events->events, kind) : NULL;
}
