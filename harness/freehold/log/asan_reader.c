// SPDX-License-Identifier: MIT
#include "log/asan_reader.h"

#include <stdio.h>
#include <string.h>

#include "log/asan_address.h"
#include "log/asan_frame.h"
#include "log/asan_headline.h"
#include "log/asan_leaks.h"
#include "log/asan_open.h"
#include "log/record.h"
#include "log/scan.h"
#include "wire/notices.h"

#define TABLE_EDGE "-----"

struct fh_asan_reader {
    struct fh_asan_log *log;
    fh_asan_resolve *resolve;
    gpointer data;
    guint pid;
    struct fh_asan_open open;
    struct fh_asan_leaks leaks;
    gboolean is_announced;   /* a separator, or DEADLYSIGNAL: a report follows */
    gboolean needs_end;      /* a report was begun that ends in a SUMMARY */
    gboolean is_ended;       /* … which has come: what follows is an appendix */
    gboolean is_suppressing; /* in the table "Suppressions used" */
};

struct fh_asan_reader *fh_asan_reader_new(struct fh_asan_log *log, fh_asan_resolve *resolve, gpointer data)
{
    struct fh_asan_reader *reader = g_new0(struct fh_asan_reader, 1);

    reader->log = log;
    reader->resolve = resolve;
    reader->data = data;
    fh_asan_open_init(&reader->open);
    fh_asan_leaks_init(&reader->leaks);
    return reader;
}

void fh_asan_reader_free(struct fh_asan_reader *reader)
{
    if (!reader)
        return;
    fh_asan_open_finish(&reader->open);
    fh_asan_leaks_finish(&reader->leaks);
    g_free(reader);
}

static gboolean is_open_as(const struct fh_asan_reader *reader, enum fh_record_type type)
{
    return reader->open.record && reader->open.record->type == type;
}

static gboolean is_notice_open(const struct fh_asan_reader *reader)
{
    return is_open_as(reader, FH_RECORD_NOTICE) || is_open_as(reader, FH_RECORD_DESCRIPTION);
}

static void close_record(struct fh_asan_reader *reader)
{
    struct fh_record *record = fh_asan_open_close(&reader->open);

    if (!record)
        return;
    if (record->type == FH_RECORD_LEAK)
        fh_asan_leaks_compare(&reader->leaks, record);
    g_ptr_array_add(reader->log->records, record);
}

/* What is open ends here, with or without its end. */
static void close_report(struct fh_asan_reader *reader)
{
    close_record(reader);
    reader->log->is_cut |= reader->needs_end && !reader->is_ended;
    reader->needs_end = reader->is_ended = reader->is_suppressing = FALSE;
}

static void open_record(struct fh_asan_reader *reader, enum fh_record_type type, const char *headline,
                        const char *text)
{
    close_record(reader);
    fh_asan_open_begin(&reader->open, type, headline, text);
    reader->open.record->pid = reader->pid;
    reader->open.record->leak_search = MAX(reader->leaks.search, 1);
}

static gboolean read_frame(struct fh_asan_reader *reader, const char *text)
{
    guint64 number;
    g_autoptr(GPtrArray) frames = fh_asan_frames(text, reader->resolve, reader->data, &number);

    if (!frames)
        return FALSE;
    if (reader->open.record && !reader->is_ended)
        fh_asan_open_take_frames(&reader->open, frames, number, text,
                                 reader->resolve && !strstr(text, " in ") && strstr(text, "+0x"));
    return TRUE;
}

static gboolean read_notice(struct fh_asan_reader *reader, const char *text, gboolean is_whole)
{
    guint number;

    if (!g_str_has_prefix(text, FH_NOTICE_PREFIX))
        return FALSE;
    close_report(reader);
    reader->log->is_cut |= !is_whole;
    if (!is_whole)
        return TRUE;
    open_record(reader, FH_RECORD_NOTICE, text, text);
    if (sscanf(text, FH_NOTICE_PREFIX FH_NOTICE_END, &number) == 1)
        reader->leaks.is_checking = TRUE;
    else if (sscanf(text, FH_NOTICE_PREFIX FH_NOTICE_CHECKED, &number) == 1)
        reader->leaks.is_checking = FALSE;
    return TRUE;
}

static void fail(struct fh_asan_reader *reader, char **words, const char *text)
{
    close_report(reader);
    reader->is_announced = FALSE;
    if (!*words)
        *words = g_strdup(text);
}

static void begin_report(struct fh_asan_reader *reader)
{
    close_report(reader);
    reader->needs_end = TRUE;
    reader->is_announced = FALSE;
    if (reader->log->pid == 0)
        reader->log->pid = reader->pid;
}

/* Who reports, where it is neither AddressSanitizer nor LeakSanitizer. Caller owns. */
static char *speaker_of(const char *text)
{
    const char *name = strstr(text, ": ") + strlen(": ");
    gsize length = strcspn(name, ": ");

    if (g_str_has_prefix(name, "AddressSanitizer") || g_str_has_prefix(name, "LeakSanitizer"))
        return NULL;
    return g_strndup(name, length);
}

/* "ERROR: AddressSanitizer: …", "ERROR: LeakSanitizer: …", without "==PID==". */
static void read_report(struct fh_asan_reader *reader, guint pid, const char *text)
{
    const char *words = fh_asan_words(text);

    reader->pid = pid;

    begin_report(reader);
    if (g_str_has_prefix(text, "ERROR: LeakSanitizer: detected memory leaks")) {
        reader->log->has_leak_report = TRUE;
        fh_asan_leaks_begin_search(&reader->leaks);
        return;
    }
    if (!strstr(text, "LeakSanitizer"))
        reader->log->errors++;
    open_record(reader, FH_RECORD_UNKNOWN, words ? words : text, text);
    reader->open.record->speaker = speaker_of(text);
    fh_asan_headline(reader->open.record);
}

static void read_warning(struct fh_asan_reader *reader, const char *text)
{
    g_ptr_array_add(reader->log->warnings, g_strdup(text));
    if (is_notice_open(reader) && strstr(text, "Sanitizer"))
        close_record(reader); /* a stack of its own follows */
}

/* What the runtime says in the name of process `pid`. FALSE: it is not the runtime that speaks. */
static gboolean read_message(struct fh_asan_reader *reader, guint pid, const char *text)
{
    gboolean is_report = fh_asan_is_report(text);

    if (!is_report && g_str_has_prefix(text, "WARNING: ")) {
        read_warning(reader, text);
    } else if (fh_asan_is_runtime_failure(text)) {
        fail(reader, &reader->log->runtime_failure, text);
    } else if (strstr(text, "LeakSanitizer has encountered a fatal error")) {
        fail(reader, &reader->log->leak_failure, text);
    } else if (is_report) {
        read_report(reader, pid, text);
    } else {
        return FALSE;
    }
    return TRUE;
}

/* "==PID==" */
static gboolean scan_pid(const char **text, guint *pid)
{
    const char *at = *text;
    guint64 number;

    if (!fh_scan_text(&at, "==") || !fh_scan_number(&at, &number) || number == 0 || number > G_MAXINT ||
        !fh_scan_text(&at, "=="))
        return FALSE;
    *pid = (guint)number;
    *text = at;
    return TRUE;
}

/* "HINT: …", "Hint: …", "The signal is caused by …" belong to the open report of that process. */
static gboolean read_prefixed(struct fh_asan_reader *reader, const char *text)
{
    guint pid;

    if (!scan_pid(&text, &pid))
        return FALSE;
    if (*text == ' ' && !fh_asan_is_report(text + 1))
        return TRUE; /* Valgrind's own */
    if (read_message(reader, pid, *text == ' ' ? text + 1 : text))
        return TRUE;
    if (!reader->open.record || reader->open.record->pid != pid || is_notice_open(reader))
        return FALSE;
    fh_asan_open_add_text(&reader->open, text);
    return TRUE;
}

/* Who speaks without "==PID==": before a report as always, or where something took it away. */
static gboolean read_bare_message(struct fh_asan_reader *reader, const char *text)
{
    if (fh_asan_is_report(text)) {
        read_report(reader, 0, text);
        return TRUE;
    }
    if (g_str_has_suffix(text, "Sanitizer:DEADLYSIGNAL")) {
        close_report(reader);
        reader->is_announced = TRUE;
        return TRUE;
    }
    if (!strstr(text, "Sanitizer") || !fh_asan_is_runtime_failure(text))
        return FALSE;
    fail(reader, &reader->log->runtime_failure, text);
    return TRUE;
}

/* "SUMMARY: AddressSanitizer: 89 byte(s) leaked in 7 allocation(s)." must be the sum of what was read. */
static gboolean is_other_sum(const struct fh_asan_reader *reader, const char *text)
{
    const char *at = fh_asan_words(text);
    guint64 bytes;

    return fh_scan_number(&at, &bytes) && fh_scan_text(&at, " byte(s) leaked in ") &&
           bytes != reader->leaks.bytes;
}

static gboolean read_summary(struct fh_asan_reader *reader, const char *text, gboolean is_whole)
{
    if (!g_str_has_prefix(text, "SUMMARY: ") || !fh_asan_words(text))
        return FALSE;
    if (is_open_as(reader, FH_RECORD_LEAK))
        close_record(reader);
    else
        fh_asan_open_add_text(&reader->open, text);
    reader->is_ended = is_whole || strstr(text, "libFuzzer: "); /* which may leave its last line open */
    reader->log->is_cut |= is_other_sum(reader, text);
    return TRUE;
}

static gboolean read_leak(struct fh_asan_reader *reader, const char *text)
{
    struct fh_record scratch = {0};

    if (!fh_asan_leak(&scratch, text))
        return FALSE;
    open_record(reader, FH_RECORD_LEAK, text, text);
    return fh_asan_leak(reader->open.record, text);
}

/* "      1          7 lose_rust" */
static gboolean read_suppression(struct fh_asan_reader *reader, const char *text)
{
    const char *at = text + strspn(text, " ");
    guint64 count, bytes;

    if (!reader->is_suppressing || !fh_scan_number(&at, &count))
        return FALSE;
    at += strspn(at, " ");
    if (!fh_scan_number(&at, &bytes))
        return FALSE;
    g_ptr_array_add(reader->log->warnings, g_strdup_printf("suppressed leaks: %" G_GUINT64_FORMAT
                                                           " bytes in %" G_GUINT64_FORMAT " blocks by \"%s\"",
                                                           bytes, count, at + strspn(at, " ")));
    return TRUE;
}

/* Lines of a leak report that are no leaks. */
static gboolean read_leak_table(struct fh_asan_reader *reader, const char *text)
{
    gboolean is_title = g_str_has_prefix(text, "Suppressions used:");

    if (is_title || g_str_has_prefix(text, TABLE_EDGE)) {
        if (is_open_as(reader, FH_RECORD_LEAK))
            close_record(reader);
        reader->is_suppressing = is_title;
        return TRUE;
    }
    if (g_str_has_prefix(text, "Omitting ") && strstr(text, " more leak(s)")) {
        g_ptr_array_add(reader->log->warnings, g_strdup(text));
        return TRUE;
    }
    return read_suppression(reader, text);
}

static gboolean read_address(struct fh_asan_reader *reader, const char *text)
{
    struct fh_record scratch = {0};
    gboolean is_address = fh_asan_address(&scratch, text);

    g_free(scratch.variable.name);
    if (!is_address)
        return FALSE;
    if (reader->is_ended)
        close_report(reader);
    if (!reader->open.record || is_notice_open(reader))
        open_record(reader, FH_RECORD_DESCRIPTION, text, text);
    else
        fh_asan_open_add_text(&reader->open, text);
    if (!reader->open.record->block.is_known)
        fh_asan_address(reader->open.record, text);
    reader->open.slot = FH_ASAN_SLOT_NONE;
    return TRUE;
}

/* "freed by thread T1 (worker) here:", "Thread T1 created by T0 here:" */
static gboolean read_stack_header(struct fh_asan_reader *reader, const char *text)
{
    static const struct {
        const char *prefix;
        enum fh_asan_slot slot;
        gboolean is_release;
    } headers[] = {{"freed by thread ", FH_ASAN_SLOT_BLOCK, TRUE},
                   {"previously allocated by thread ", FH_ASAN_SLOT_BLOCK_ALLOC, FALSE},
                   {"allocated by thread ", FH_ASAN_SLOT_BLOCK, FALSE},
                   {"Thread T", FH_ASAN_SLOT_NONE, FALSE}};
    struct fh_record *record = reader->open.record;

    for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
        if (!g_str_has_prefix(text, headers[i].prefix) || !g_str_has_suffix(text, ":"))
            continue;
        if (!record || reader->is_ended)
            return TRUE;
        if (headers[i].is_release && !record->block_stack)
            record->address_kind = FH_ADDRESS_FREED_BLOCK;
        fh_asan_open_add_text(&reader->open, text);
        reader->open.slot = headers[i].slot;
        return TRUE;
    }
    return FALSE;
}

static gboolean read_undefined(struct fh_asan_reader *reader, const char *text)
{
    if (!fh_asan_is_undefined(text))
        return FALSE;
    close_report(reader);
    open_record(reader, FH_RECORD_UNDEFINED, text, text);
    return TRUE;
}

static gboolean read_separator(struct fh_asan_reader *reader, const char *text)
{
    if (!g_str_has_suffix(text, FH_ASAN_SEPARATOR))
        return FALSE;
    close_report(reader);
    reader->is_announced = TRUE;
    return TRUE;
}

/* Stacks end in an empty line; a leak has nothing else. */
static gboolean read_empty(struct fh_asan_reader *reader, const char *text)
{
    if (*text)
        return FALSE;
    reader->open.stack = NULL;
    if (is_open_as(reader, FH_RECORD_LEAK) && reader->open.record->stack)
        close_record(reader);
    else if (is_open_as(reader, FH_RECORD_UNKNOWN))
        fh_asan_open_add_text(&reader->open, text);
    return TRUE;
}

/* What is no report's has no line of its own but these: the dump of memory under UBSan's, the frame of a
 * variable. */
static gboolean continues(const struct fh_asan_reader *reader, const char *text)
{
    if (is_notice_open(reader))
        return *text == ' ';
    return !is_open_as(reader, FH_RECORD_UNDEFINED) || *text == ' ' || strstr(text, ": note: ");
}

/* MemorySanitizer's. */
static gboolean is_origin(const char *text)
{
    return g_str_has_prefix(text, "  Uninitialized value was created by ");
}

/* Of a report every line; of an appendix (shadow bytes, registers) only an unknown one's. */
static void read_other(struct fh_asan_reader *reader, const char *text)
{
    if (!reader->open.record)
        return;
    if (!continues(reader, text)) {
        close_record(reader);
        return;
    }
    if (reader->is_ended && !is_open_as(reader, FH_RECORD_UNKNOWN))
        return;
    if (!fh_asan_access(reader->open.record, text) && !fh_asan_variable(reader->open.record, text) &&
        !fh_asan_layout(reader->open.record, text) && is_origin(text))
        reader->open.slot = FH_ASAN_SLOT_ORIGIN;
    fh_asan_open_add_text(&reader->open, text);
}

void fh_asan_reader_line(struct fh_asan_reader *reader, const char *text, gboolean is_whole)
{
    reader->log->is_cut |= !is_whole && *text == '=';
    if (read_empty(reader, text) || read_notice(reader, text, is_whole) || read_separator(reader, text) ||
        read_frame(reader, text) || read_prefixed(reader, text) || read_bare_message(reader, text) ||
        read_summary(reader, text, is_whole) || read_undefined(reader, text) || read_leak(reader, text) ||
        read_leak_table(reader, text) || read_address(reader, text) || read_stack_header(reader, text))
        return;
    read_other(reader, text);
}

void fh_asan_reader_rest(struct fh_asan_reader *reader)
{
    close_report(reader);
}

void fh_asan_reader_finish(struct fh_asan_reader *reader)
{
    close_report(reader);
    reader->log->is_cut |= reader->is_announced;
}
