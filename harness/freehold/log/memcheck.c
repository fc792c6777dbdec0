// SPDX-License-Identifier: MIT
#include "log/memcheck.h"

#include <string.h>

#include "log/memcheck_process.h"
#include "log/scan.h"

/* What stands before the text of a line. */
enum line_type {
    LINE_ENGINE, /* "==PID== " */
    LINE_CLIENT, /* "**PID** ", what the program wrote */
    LINE_TRACE,  /* "--PID-- ", what Valgrind traces */
    LINE_BARE,
};

struct reader {
    struct fh_memcheck_log *log; /* NULL: each process has one of its own, in `logs` */
    GPtrArray *logs;
    GHashTable *processes; /* pid -> struct fh_log_process * */
    struct fh_log_process *first;
};

static void free_record(gpointer record)
{
    fh_record_free(record);
}

struct fh_memcheck_log *fh_memcheck_log_new(void)
{
    struct fh_memcheck_log *log = g_new0(struct fh_memcheck_log, 1);

    log->records = g_ptr_array_new_with_free_func(free_record);
    log->warnings = g_ptr_array_new_with_free_func(g_free);
    return log;
}

static void free_process(gpointer process)
{
    fh_log_process_free(process);
}

void fh_memcheck_log_free(struct fh_memcheck_log *log)
{
    if (!log)
        return;
    g_free(log->version);
    g_free(log->command);
    g_ptr_array_unref(log->records);
    g_free(log->incomplete_reason);
    g_ptr_array_unref(log->warnings);
    g_free(log);
}

/* "==PID==", with --time-stamp=yes "==00:00:00:01.234 PID==", followed by a space or nothing. */
static enum line_type read_prefix(const char **text, guint *pid)
{
    static const struct {
        const char *mark;
        enum line_type type;
    } marks[] = {{"==", LINE_ENGINE}, {"**", LINE_CLIENT}, {"--", LINE_TRACE}};
    guint64 number;

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *p = *text;
        gsize stamp;

        if (!fh_scan_text(&p, marks[i].mark))
            continue;
        stamp = strspn(p, "0123456789:.");
        if (stamp > 0 && p[stamp] == ' ')
            p += stamp + 1;
        if (!fh_scan_number(&p, &number) || number > G_MAXUINT || !fh_scan_text(&p, marks[i].mark) ||
            (*p && *p != ' '))
            continue;
        *pid = (guint)number;
        *text = *p ? p + 1 : p;
        return marks[i].type;
    }
    return LINE_BARE;
}

static struct fh_memcheck_log *log_of_new_process(struct reader *reader)
{
    struct fh_memcheck_log *log = reader->log;

    if (!log) {
        log = fh_memcheck_log_new();
        g_ptr_array_add(reader->logs, log);
    }
    return log;
}

static struct fh_log_process *process_of(struct reader *reader, guint pid)
{
    struct fh_log_process *process = g_hash_table_lookup(reader->processes, GUINT_TO_POINTER(pid));

    if (process)
        return process;
    process = fh_log_process_new(log_of_new_process(reader), pid);
    g_hash_table_insert(reader->processes, GUINT_TO_POINTER(pid), process);
    if (!reader->first)
        reader->first = process;
    return process;
}

/* With --trace-malloc=yes an error's headline is glued to the trace of the call: "--7-- free(0x1)Mismatched free() …". */
static const char *glued_headline(const char *text)
{
    static const char *const headlines[] = {")Mismatched free() ", ")Invalid free() ",
                                            ")realloc() with size 0", ")Argument '", ")Thread "};

    for (gsize i = 0; i < G_N_ELEMENTS(headlines); i++) {
        const char *found = strstr(text, headlines[i]);

        if (found)
            return found + 1;
    }
    return NULL;
}

/* The program had not ended its line when Valgrind wrote its own, into the same terminal or file: the part of it
 * that a process which is known wrote. NULL: there is none. */
static const char *after_program(struct reader *reader, const char *text, guint *pid, enum line_type *type)
{
    for (const char *at = text; (at = strpbrk(at, "=*")) != NULL; at++) {
        const char *rest = at;

        *type = read_prefix(&rest, pid);
        if (*type != LINE_BARE && g_hash_table_contains(reader->processes, GUINT_TO_POINTER(*pid)))
            return rest;
    }
    *type = LINE_BARE;
    return NULL;
}

static void read_line(struct reader *reader, const char *text, gboolean is_whole)
{
    guint pid = 0;
    enum line_type type = read_prefix(&text, &pid);
    const char *glued = type == LINE_TRACE ? glued_headline(text) : NULL;

    if (type == LINE_BARE)
        glued = after_program(reader, text, &pid, &type);
    if (type == LINE_CLIENT)
        fh_log_process_notice(process_of(reader, pid), glued ? glued : text);
    else if (type == LINE_ENGINE || glued)
        fh_log_process_message(process_of(reader, pid), glued ? glued : text, is_whole);
    else if (type == LINE_TRACE)
        fh_log_process_trace(process_of(reader, pid));
    else if (type == LINE_BARE && g_str_has_prefix(text, "valgrind: ") && reader->first)
        fh_log_process_message(reader->first, text, is_whole);
}

static void read_lines(struct reader *reader, char *text)
{
    while (*text) {
        char *end = strchr(text, '\n');

        if (end)
            *end = '\0';
        read_line(reader, text, end != NULL);
        if (!end)
            return;
        text = end + 1;
    }
}

/* The whole is complete when every process in it is; one that was forked from the first writes no preamble. */
static char *what_is_missing(struct reader *reader)
{
    GHashTableIter iter;
    gpointer process;
    char *missing = NULL;

    if (!reader->first)
        return g_strdup("it holds no line of Valgrind's");
    g_hash_table_iter_init(&iter, reader->processes);
    while (!missing && g_hash_table_iter_next(&iter, NULL, &process))
        missing = fh_log_process_missing(process, process == reader->first);
    return missing;
}

static void finish(struct reader *reader)
{
    GHashTableIter iter;
    gpointer process;

    g_hash_table_iter_init(&iter, reader->processes);
    while (g_hash_table_iter_next(&iter, NULL, &process))
        fh_log_process_finish(process);
    if (reader->first)
        fh_log_process_summarise(reader->first);
    reader->log->incomplete_reason = what_is_missing(reader);
    reader->log->is_complete = !reader->log->incomplete_reason;
}

static void read_all(struct reader *reader, const char *bytes, gsize size)
{
    g_autofree char *text = fh_scan_harmless(bytes, size);

    reader->processes = g_hash_table_new_full(NULL, NULL, NULL, free_process);
    read_lines(reader, text);
}

struct fh_memcheck_log *fh_memcheck_log_parse(const char *bytes, gsize size)
{
    struct reader reader = {.log = fh_memcheck_log_new()};

    read_all(&reader, bytes, size);
    finish(&reader);
    g_hash_table_unref(reader.processes);
    return reader.log;
}

static void finish_each(struct reader *reader)
{
    GHashTableIter iter;
    gpointer item;

    g_hash_table_iter_init(&iter, reader->processes);
    while (g_hash_table_iter_next(&iter, NULL, &item)) {
        struct fh_log_process *process = item;

        fh_log_process_finish(process);
        fh_log_process_summarise(process);
        fh_log_process_complete(process, process == reader->first);
    }
}

static void free_log(gpointer log)
{
    fh_memcheck_log_free(log);
}

GPtrArray *fh_memcheck_logs_parse(const char *bytes, gsize size)
{
    struct reader reader = {.logs = g_ptr_array_new_with_free_func(free_log)};

    read_all(&reader, bytes, size);
    finish_each(&reader);
    g_hash_table_unref(reader.processes);
    return reader.logs;
}
