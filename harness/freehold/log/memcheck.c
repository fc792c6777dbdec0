// SPDX-License-Identifier: MIT
#include "log/memcheck.h"

#include <string.h>

#include "log/lines.h"
#include "log/memcheck_process.h"
#include "log/record.h"
#include "log/repeats.h"
#include "log/scan.h"

/* What stands before the text of a line. */
enum line_type {
    LINE_ENGINE, /* "==PID== " */
    LINE_CLIENT, /* "**PID** ", what the program wrote */
    LINE_TRACE,  /* "--PID-- ", what Valgrind traces */
    LINE_BARE,
};

/* From a line that is empty but for "==PID==" to the next one. */
struct paragraph {
    const char *start; /* NULL: there is none */
    struct fh_log_process *process;
    guint n_records; /* that it had added before */
};

struct reader {
    struct fh_memcheck_log *log; /* NULL: each process has one of its own, in `logs` */
    GPtrArray *logs;
    GPtrArray *all;        /* struct fh_log_process *, owned */
    GHashTable *processes; /* pid -> the last of them that has it */
    char *instruction; /* bytes that Valgrind does not know; whose they are, the next line of its own says */
    struct fh_log_repeats *repeats;
    struct paragraph open; /* being read */
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

/* Followed by a space or nothing. */
static enum line_type read_prefix(const char **text, guint *pid)
{
    static const struct {
        const char *mark;
        enum line_type type;
    } marks[] = {{"==", LINE_ENGINE}, {"**", LINE_CLIENT}, {"--", LINE_TRACE}};

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *p = *text;

        if (!fh_scan_prefix(&p, marks[i].mark, pid) || (*p && *p != ' '))
            continue;
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

static struct fh_log_process *add_process(struct reader *reader, guint pid)
{
    struct fh_log_process *process = fh_log_process_new(log_of_new_process(reader), pid);

    fh_log_repeats_forget(reader->repeats);
    g_ptr_array_add(reader->all, process);
    g_hash_table_insert(reader->processes, GUINT_TO_POINTER(pid), process);
    return process;
}

static struct fh_log_process *process_of(struct reader *reader, guint pid)
{
    struct fh_log_process *process = g_hash_table_lookup(reader->processes, GUINT_TO_POINTER(pid));

    return process ? process : add_process(reader, pid);
}

/* The first of all; NULL: there is none. */
static struct fh_log_process *first_of(const struct reader *reader)
{
    return reader->all->len > 0 ? g_ptr_array_index(reader->all, 0) : NULL;
}

/* With --trace-malloc=yes an error's headline is glued to the trace of the call: "--7-- free(0x1)Mismatched
 * free() …". */
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

/* The program had not ended its line when Valgrind wrote its own, into the same terminal or file: the part of
 * it that a process which is known wrote. NULL: there is none. */
static const char *after_program(struct reader *reader, const char *text, guint *pid, enum line_type *type)
{
    for (const char *at = text; (at = strpbrk(at, "=*")); at++) {
        const char *rest = at;

        *type = read_prefix(&rest, pid);
        if (*type != LINE_BARE && g_hash_table_contains(reader->processes, GUINT_TO_POINTER(*pid)))
            return rest;
    }
    *type = LINE_BARE;
    return NULL;
}

static gboolean is_instruction(const char *text)
{
    return strstr(text, ": unhandled instruction bytes: ") || strstr(text, "): unhandled instruction");
}

/* A line without "==PID==". */
static void read_bare(struct reader *reader, const char *text, gboolean is_whole)
{
    if (g_str_has_prefix(text, "valgrind: ") && first_of(reader)) {
        fh_log_process_message(first_of(reader), text, is_whole);
    } else if (is_instruction(text)) {
        g_free(reader->instruction);
        reader->instruction = g_strdup(text);
    }
}

static void read_message(struct reader *reader, guint pid, const char *text, gboolean is_whole)
{
    struct fh_log_process *process = process_of(reader, pid);

    if (!reader->log && fh_log_process_is_another(process, text))
        process = add_process(reader, pid);
    if (reader->instruction)
        fh_log_process_instruction(process, reader->instruction);
    g_clear_pointer(&reader->instruction, g_free);
    fh_log_process_message(process, text, is_whole);
}

static void read_line(struct reader *reader, const char *text, gboolean is_whole)
{
    guint pid = 0;
    enum line_type type = read_prefix(&text, &pid);
    const char *glued = type == LINE_TRACE ? glued_headline(text) : NULL;

    if (type == LINE_BARE)
        glued = after_program(reader, text, &pid, &type);
    if (type == LINE_CLIENT) {
        fh_log_process_notice(process_of(reader, pid), glued ? glued : text);
        fh_log_repeats_forget(reader->repeats);
        reader->open.start = NULL;
    } else if (type == LINE_ENGINE || glued)
        read_message(reader, pid, glued ? glued : text, is_whole);
    else if (type == LINE_TRACE)
        fh_log_process_trace(process_of(reader, pid));
    else
        read_bare(reader, text, is_whole);
}

/* What stands behind "==PID==", where a line begins with it; NULL: it does not. */
static const char *after_pid(const char *at, const char *end, guint *pid)
{
    const gsize mark = strlen("==");
    const char *p = at + mark;

    *pid = 0;
    if ((gsize)(end - at) < mark || memcmp(at, "==", mark) != 0)
        return NULL;
    for (; p < end && g_ascii_isdigit(*p); p++)
        *pid = *pid * 10 + (guint)(*p - '0');
    return (gsize)(end - p) >= mark && memcmp(p, "==", mark) == 0 && p > at + mark ? p + mark : NULL;
}

/* The length of "==PID== " with its newline, where a line begins that has nothing else; 0: none does. */
static gsize empty_line(const char *at, const char *end, guint *pid)
{
    const char *p = after_pid(at, end, pid);

    if (p && p < end && *p == ' ')
        p++;
    return p && p < end && *p == '\n' ? (gsize)(p + 1 - at) : 0;
}

/* Where the paragraph ends that begins at `at`, its last, empty line included; NULL: nowhere. */
static const char *paragraph_end(const char *at, const char *end)
{
    guint pid;

    while (at < end) {
        const gsize size = empty_line(at, end, &pid);
        const char *newline = memchr(at, '\n', (gsize)(end - at));

        if (size > 0)
            return at + size;
        if (!newline || *at != '=')
            return NULL;
        at = newline + 1;
    }
    return NULL;
}

/* Its lines are all in the record's text, but for what stands before each, and for the empty one. */
static gboolean is_all_of(const struct fh_record *record, const char *start, const char *end, gsize empty)
{
    gsize n_lines = 1;

    for (const char *at = record->text; (at = strchr(at, '\n')); at++)
        n_lines++;
    return (gsize)(end - start) == strlen(record->text) - (n_lines - 1) + (n_lines + 1) * empty;
}

/* The process whose line comes next, if that begins a paragraph: nothing of it is open. */
static struct fh_log_process *at_rest(const struct reader *reader, const struct fh_log_lines *lines)
{
    struct fh_log_process *process;
    guint pid;

    if (reader->instruction || !after_pid(lines->at, lines->end, &pid))
        return NULL;
    process = g_hash_table_lookup(reader->processes, GUINT_TO_POINTER(pid));
    return process && fh_log_process_is_at_rest(process) ? process : NULL;
}

/* Of one process, those that come in the order in which they came before. */
static void skip_following(struct reader *reader, struct fh_log_lines *lines, guint pid)
{
    struct fh_record *record;
    gsize size;

    while ((record = fh_log_repeats_follow(reader->repeats, lines->at, lines->end, &size)) &&
           record->pid == pid) {
        record->repeats++;
        fh_log_lines_skip(lines, lines->at + size);
    }
}

/* A paragraph that was read before, or else it begins now. */
static gboolean skip_repeat(struct reader *reader, struct fh_log_lines *lines)
{
    struct fh_log_process *process = at_rest(reader, lines);
    const char *start = lines->at;
    const char *end = process ? paragraph_end(start, lines->end) : NULL;
    struct fh_record *record = end ? fh_log_repeats_find(reader->repeats, start, (gsize)(end - start)) : NULL;

    if (record) {
        record->repeats++;
        fh_log_lines_skip(lines, end);
        skip_following(reader, lines, record->pid);
    } else if (process) {
        reader->open = (struct paragraph){start, process, fh_log_process_count(process)};
    }
    return record != NULL;
}

/* Of the process that it began with: one record that may be counted, and nothing else. */
static void remember(struct reader *reader, const char *end, gsize empty)
{
    const struct paragraph *open = &reader->open;
    const GPtrArray *records = fh_log_process_records(open->process);
    struct fh_record *record =
        fh_log_process_count(open->process) == open->n_records + 1 && fh_log_process_is_at_rest(open->process)
            ? g_ptr_array_index(records, records->len - 1)
            : NULL;

    if (record && fh_log_repeats_may_count(record) && is_all_of(record, open->start, end, empty))
        fh_log_repeats_remember(reader->repeats, open->start, (gsize)(end - open->start), record);
}

/* `before`: where the line began that was read. An empty one ends a paragraph. */
static void end_paragraph(struct reader *reader, const char *before, const struct fh_log_lines *lines)
{
    guint pid;
    const gsize empty = empty_line(before, lines->end, &pid);

    if (empty == 0 || !reader->open.start)
        return;
    if (reader->open.process == process_of(reader, pid))
        remember(reader, lines->at, empty);
    reader->open.start = NULL;
}

static void read_lines(struct reader *reader, const struct fh_bytes *bytes)
{
    struct fh_log_lines lines;
    gboolean is_whole;
    const char *text, *before;

    fh_log_lines_init(&lines, bytes, TRUE);
    do {
        do
            fh_log_lines_pass(&lines);
        while (skip_repeat(reader, &lines));
        before = lines.at;
        text = fh_log_lines_next(&lines, &is_whole);
        if (text) {
            read_line(reader, text, is_whole);
            end_paragraph(reader, before, &lines);
        }
    } while (text);
    fh_log_lines_finish(&lines);
}

/* The whole is complete when every process in it is; one that was forked from the first writes no preamble.
 */
static char *what_is_missing(const struct reader *reader)
{
    char *missing = NULL;

    if (reader->all->len == 0)
        return g_strdup("it holds no line of Valgrind's");
    for (guint i = 0; i < reader->all->len && !missing; i++)
        missing = fh_log_process_missing(g_ptr_array_index(reader->all, i), i == 0);
    return missing;
}

static void read_all(struct reader *reader, const struct fh_bytes *bytes)
{
    reader->all = g_ptr_array_new_with_free_func(free_process);
    reader->processes = g_hash_table_new(NULL, NULL);
    reader->repeats = fh_log_repeats_new();
    read_lines(reader, bytes);
    for (guint i = 0; i < reader->all->len; i++)
        fh_log_process_finish(g_ptr_array_index(reader->all, i));
}

static void reader_finish(struct reader *reader)
{
    g_hash_table_unref(reader->processes);
    fh_log_repeats_free(reader->repeats);
    g_ptr_array_unref(reader->all);
    g_free(reader->instruction);
}

struct fh_memcheck_log *fh_memcheck_log_parse(const char *bytes, gsize size)
{
    struct reader reader = {.log = fh_memcheck_log_new()};

    read_all(&reader, &(struct fh_bytes){bytes, size, FALSE});
    if (first_of(&reader))
        fh_log_process_summarise(first_of(&reader));
    reader.log->incomplete_reason = what_is_missing(&reader);
    reader.log->is_complete = !reader.log->incomplete_reason;
    reader_finish(&reader);
    return reader.log;
}

static void free_log(gpointer log)
{
    fh_memcheck_log_free(log);
}

GPtrArray *fh_memcheck_logs_parse(const struct fh_bytes *bytes)
{
    struct reader reader = {.logs = g_ptr_array_new_with_free_func(free_log)};

    read_all(&reader, bytes);
    for (guint i = 0; i < reader.all->len; i++) {
        const struct fh_log_process *process = g_ptr_array_index(reader.all, i);

        fh_log_process_summarise(process);
        fh_log_process_complete(process, i == 0);
    }
    reader_finish(&reader);
    return reader.logs;
}

/* Does ERROR SUMMARY count it as a context? A leak it does where something is lost, a descriptor from 3.21
 * on. */
static gboolean is_counted(const struct fh_record *record, gboolean is_own)
{
    switch (record->type) {
    case FH_RECORD_NOTICE:
    case FH_RECORD_DESCRIPTION:
    case FH_RECORD_FATAL_SIGNAL:
    case FH_RECORD_LIMIT:
        return FALSE;
    case FH_RECORD_LEAK:
        return record->leak_state == FH_LEAK_DEFINITE ||
               record->leak_state == (is_own ? FH_LEAK_INDIRECT : FH_LEAK_POSSIBLE);
    default:
        return TRUE;
    }
}

guint64 fh_memcheck_log_missing(const struct fh_memcheck_log *log, gboolean is_own)
{
    guint64 shown = 0, counted = log->error_contexts > 0 ? log->error_contexts : MIN(log->errors, 1);

    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(log->records, i);
        shown += is_counted(record, is_own) ? 1 + record->repeats : 0;
    }
    return counted > shown ? counted - shown : 0;
}
