// SPDX-License-Identifier: MIT
#include "log/memcheck_process.h"

#include <string.h>

#include "log/memcheck_address.h"
#include "log/memcheck_frame.h"
#include "log/memcheck_headline.h"
#include "log/memcheck_summary.h"
#include "log/record.h"
#include "log/scan.h"
#include "model/result.h"
#include "model/stack.h"

#define FIRST_LINE   "Memcheck, a memory error detector"
#define UNRECOGNISED "valgrind: Unrecognised instruction"

enum section { SECTION_RECORDS, SECTION_HEAP, SECTION_LEAKS };

struct fh_log_process {
    struct fh_memcheck_log *log;
    guint pid, parent_pid;
    char *version, *command;
    gboolean is_past_preamble;

    struct fh_record *open; /* the record that lines are added to; owned until it is closed */
    GString *text;          /* … its text so far */
    struct fh_stack *stack; /* … where its next frame goes; borrowed from it; NULL: frames are only text */
    gboolean is_aside;      /* … its next stack is of something else, and only text */
    char *instruction; /* the bytes that Valgrind could not make anything of, until it names their place */
    char *thread;      /* "Thread 2:", which stands before a record's headline */
    gboolean is_repeating; /* -v and -s list all errors again after the first ERROR SUMMARY */

    enum section section;
    guint rows; /* of the section, see fh_memcheck_heap_row() */
    guint leak_search;
    guint n_records; /* added to the log */
    struct fh_heap heap;
    struct fh_leak_summary leaks;
    gboolean has_heap, has_leaks, all_freed, has_error_summary, stopped_reporting;
    const char *gave_up; /* fh_memcheck_gave_up() */
    gboolean was_cut;    /* it began anew before its end: exec, or another log of the same pid */
    guint64 errors, error_contexts, suppressed;
};

struct fh_log_process *fh_log_process_new(struct fh_memcheck_log *log, guint pid)
{
    struct fh_log_process *process = g_new0(struct fh_log_process, 1);

    process->log = log;
    process->pid = pid;
    process->text = g_string_new(NULL);
    return process;
}

void fh_log_process_free(struct fh_log_process *process)
{
    if (!process)
        return;
    fh_record_free(process->open);
    g_string_free(process->text, TRUE);
    g_free(process->version);
    g_free(process->command);
    g_free(process->instruction);
    g_free(process->thread);
    g_free(process);
}

/* Chatter has no stack, like a descriptor that was inherited: whatever has one, and whatever Valgrind says
 * about its own death, is a record. Where it knows the instruction for one that every processor refuses
 * (ud2), the signal that follows says all. */
static gboolean is_chatter(const struct fh_record *record)
{
    gboolean may_be = record->type == FH_RECORD_UNKNOWN || record->type == FH_RECORD_DESCRIPTOR_LEAK;

    return (may_be && !record->stack) ||
           (record->type == FH_RECORD_UNKNOWN && g_str_has_prefix(record->headline, UNRECOGNISED));
}

static void add_record(struct fh_log_process *process, struct fh_record *record)
{
    g_ptr_array_add(process->log->records, record);
    process->n_records++;
}

static void close_record(struct fh_log_process *process)
{
    struct fh_record *record = g_steal_pointer(&process->open);

    process->stack = NULL;
    process->is_aside = FALSE;
    if (!record)
        return;
    record->text = g_strdup(process->text->str);
    g_string_truncate(process->text, 0);
    if (is_chatter(record))
        g_ptr_array_add(process->log->warnings, g_strdelimit(g_strdup(record->text), "\n", ' '));
    if (is_chatter(record) || process->is_repeating)
        fh_record_free(record);
    else
        add_record(process, record);
}

static struct fh_record *open_record(struct fh_log_process *process, enum fh_record_type type,
                                     const char *text)
{
    struct fh_record *record = g_new0(struct fh_record, 1);

    close_record(process);
    process->section = SECTION_RECORDS;
    record->type = type;
    record->pid = process->pid;
    record->headline = g_strdup(text);
    record->leak_search = process->leak_search + 1;
    if (process->thread)
        g_string_append_printf(process->text, "%s\n", process->thread);
    g_clear_pointer(&process->thread, g_free);
    g_string_append(process->text, text);
    process->open = record;
    return record;
}

static void add_text(struct fh_log_process *process, const char *text)
{
    g_string_append_c(process->text, '\n');
    g_string_append(process->text, text);
}

static struct fh_stack *new_stack(struct fh_stack **slot, const char *role)
{
    fh_stack_free(*slot);
    *slot = fh_stack_new(role);
    return *slot;
}

/* "at" is the innermost frame: a stack begins. Nothing announced it: it is the record's own, or the second of
 * some kind that has no place here. */
static void begin_stack(struct fh_log_process *process)
{
    struct fh_record *open = process->open;
    gboolean is_announced = process->stack && process->stack->frames->len == 0;

    if (!process->is_aside && !open->stack && open->address_kind == FH_ADDRESS_NONE && !open->origin)
        process->stack = new_stack(&open->stack, "at");
    else if (process->is_aside || !is_announced)
        process->stack = NULL;
    process->is_aside = FALSE;
}

static gboolean read_frame(struct fh_log_process *process, const char *text)
{
    struct fh_frame *frame;
    const char *at = text;
    gboolean is_first = fh_scan_text(&at, "   at ");

    if (!process->open || (!is_first && !fh_scan_text(&at, "   by ")))
        return FALSE;
    frame = fh_memcheck_frame(at);
    if (!frame)
        return FALSE;
    add_text(process, text);
    if (is_first)
        begin_stack(process);
    if (process->stack)
        fh_memcheck_add_frame(process->stack, frame);
    else
        fh_frame_free(frame);
    return TRUE;
}

static void read_address(struct fh_log_process *process, const char *text)
{
    struct fh_record *record = process->open;

    /* `v.info location` answers outside of any error. */
    if (!record || record->type == FH_RECORD_NOTICE || record->address_kind != FH_ADDRESS_NONE)
        record = open_record(process, FH_RECORD_DESCRIPTION, text);
    else
        add_text(process, text);
    fh_memcheck_address(record, text);
    process->stack = NULL;
    if (record->address_kind == FH_ADDRESS_LIVE_BLOCK)
        process->stack = new_stack(&record->block_stack, "allocated");
    else if (record->address_kind == FH_ADDRESS_FREED_BLOCK)
        process->stack = new_stack(&record->block_stack, "released");
}

/* --track-fds: where the descriptor was closed and opened, in 3.24 before the stack of the wrong use. */
static gboolean is_aside(const char *text)
{
    return g_str_has_prefix(text, " Previously closed") || g_str_has_prefix(text, " Originally opened");
}

static void read_detail(struct fh_log_process *process, const char *text)
{
    struct fh_record scratch = {0};

    if (fh_memcheck_address(&scratch, text)) {
        read_address(process, text);
        return;
    }
    if (!process->open)
        return;
    add_text(process, text);
    if (g_str_has_prefix(text, " Block was alloc'd at"))
        process->stack = new_stack(&process->open->block_alloc_stack, "allocated");
    else if (g_str_has_prefix(text, " Uninitialised value was created"))
        process->stack = new_stack(&process->open->origin, "origin");
    else
        process->stack = NULL;
    process->is_aside = is_aside(text);
}

static gboolean read_row(struct fh_log_process *process, const char *text)
{
    if (process->section == SECTION_HEAP && fh_memcheck_heap_row(&process->heap, &process->rows, text)) {
        process->has_heap = process->heap.is_known;
        return TRUE;
    }
    if (process->section == SECTION_LEAKS && fh_memcheck_leak_row(&process->leaks, &process->rows, text)) {
        process->has_leaks = process->leaks.is_present;
        return TRUE;
    }
    return FALSE;
}

static void begin_section(struct fh_log_process *process, enum section section)
{
    close_record(process);
    process->section = section;
    process->rows = 0;
    if (section == SECTION_HEAP) {
        process->heap = (struct fh_heap){0};
        process->has_heap = process->all_freed = process->has_leaks = FALSE;
    } else {
        process->leaks = (struct fh_leak_summary){0};
        process->has_leaks = FALSE;
        process->leak_search++;
    }
}

static gboolean read_error_summary(struct fh_log_process *process, const char *at, gboolean is_whole)
{
    guint64 errors, contexts, suppressed, from;

    if (!fh_scan_text(&at, "ERROR SUMMARY: ") || !fh_scan_number(&at, &errors) ||
        !fh_scan_text(&at, " errors from ") || !fh_scan_number(&at, &contexts) ||
        !fh_scan_text(&at, " contexts (suppressed: ") || !fh_scan_number(&at, &suppressed) ||
        !fh_scan_text(&at, " from ") || !fh_scan_number(&at, &from) || !fh_scan_text(&at, ")") || *at ||
        !is_whole)
        return FALSE;
    close_record(process);
    process->errors = errors;
    process->error_contexts = contexts;
    process->suppressed = suppressed;
    process->has_error_summary = process->has_heap && (process->has_leaks || process->all_freed);
    return TRUE;
}

static gboolean read_preamble(struct fh_log_process *process, const char *text)
{
    guint64 number;

    if (process->is_past_preamble || process->open)
        return FALSE;
    if (fh_scan_text(&text, "Using Valgrind-")) {
        g_free(process->version);
        process->version = g_strndup(text, strcspn(text, " -"));
        return TRUE;
    }
    if (fh_scan_text(&text, "Command: ")) {
        g_free(process->command);
        process->command = g_strdup(text);
        return TRUE;
    }
    if (fh_scan_text(&text, "Parent PID: ") && fh_scan_number(&text, &number)) {
        process->parent_pid = (guint)number;
        process->is_past_preamble = TRUE;
        return TRUE;
    }
    return g_str_has_prefix(text, FIRST_LINE) || g_str_has_prefix(text, "Copyright (C) ");
}

static void begin_anew(struct fh_log_process *process)
{
    close_record(process);
    process->was_cut |= !process->has_error_summary;
    process->is_past_preamble = process->is_repeating = FALSE;
    process->has_heap = process->has_leaks = process->all_freed = process->has_error_summary = FALSE;
}

/* Advice that says nothing about the program. */
static gboolean is_advice(const char *text)
{
    static const char *const prefixes[] = {
        "For lists of detected",    "For counts of detected",    "For a detailed leak analysis",
        "Use --track-origins=yes",  "Rerun with --leak-check",   "Reachable blocks (those to which",
        "To see them, rerun with:", "Searching for pointers to", "Checked ",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(text, prefixes[i]))
            return TRUE;
    return FALSE;
}

static gboolean read_end(struct fh_log_process *process, const char *text, gboolean is_whole)
{
    if (g_str_equal(text, "HEAP SUMMARY:"))
        begin_section(process, SECTION_HEAP);
    else if (g_str_equal(text, "LEAK SUMMARY:"))
        begin_section(process, SECTION_LEAKS);
    else if (g_str_equal(text, "All heap blocks were freed -- no leaks are possible"))
        process->all_freed = process->has_heap;
    else if (is_advice(text))
        close_record(process);
    else
        return read_error_summary(process, text, is_whole);
    return TRUE;
}

/* "Thread 2:", "Thread 2 worker:" */
static gboolean is_thread(const char *text)
{
    guint64 number;

    return fh_scan_text(&text, "Thread ") && fh_scan_number(&text, &number) &&
           (*text == ':' || *text == ' ') && g_str_has_suffix(text, ":");
}

/* "3 errors in context 1 of 2:" */
static gboolean is_repetition(const char *text)
{
    guint64 number;

    return fh_scan_number(&text, &number) && fh_scan_text(&text, " errors in context ");
}

/* Does a line that is no headline we know still belong to the record that is open? It does while that has no
 * stack
 * ("Stack overflow in thread #1 …" stands inside of a fatal signal), and to an unknown one that has none
 * either. */
static gboolean continues(const struct fh_record *open)
{
    return open && !open->stack && open->type != FH_RECORD_NOTICE && open->type != FH_RECORD_DESCRIPTION;
}

static void name_instruction(struct fh_log_process *process, struct fh_record *record)
{
    if (process->instruction)
        add_text(process, process->instruction);
    else
        record->type = FH_RECORD_UNKNOWN;
    g_clear_pointer(&process->instruction, g_free);
}

static void read_headline(struct fh_log_process *process, const char *text)
{
    struct fh_record probe = {.headline = (char *)text};
    gboolean is_known = fh_memcheck_headline(&probe);
    struct fh_record *record;

    if (strstr(text, "I'm not reporting any more"))
        process->stopped_reporting = TRUE;
    if (!is_known && continues(process->open)) {
        add_text(process, text);
        return;
    }
    record = open_record(process, FH_RECORD_UNKNOWN, text);
    fh_memcheck_headline(record);
    if (g_str_has_prefix(text, UNRECOGNISED))
        name_instruction(process, record);
}

gboolean fh_log_process_is_another(const struct fh_log_process *process, const char *text)
{
    return process->has_error_summary && g_str_has_prefix(text, FIRST_LINE);
}

void fh_log_process_message(struct fh_log_process *process, const char *text, gboolean is_whole)
{
    process->gave_up = process->gave_up ? process->gave_up : fh_memcheck_gave_up(text);
    if (*text == '\0') {
        close_record(process);
        return;
    }
    if (process->version && g_str_has_prefix(text, FIRST_LINE))
        begin_anew(process);
    if (read_preamble(process, text) || read_row(process, text) || read_frame(process, text) ||
        read_end(process, text, is_whole))
        return;
    if (*text == ' ') {
        read_detail(process, text);
    } else if (is_repetition(text) && (process->has_error_summary || process->is_repeating)) {
        close_record(process);
        /* Another summary comes at the end. */
        process->is_repeating = TRUE;
        process->has_error_summary = FALSE;
    } else if (is_thread(text)) {
        close_record(process);
        g_free(process->thread);
        process->thread = g_strdup(text);
    } else {
        read_headline(process, text);
    }
}

void fh_log_process_notice(struct fh_log_process *process, const char *text)
{
    struct fh_record *open = process->open;

    if (open && open->type == FH_RECORD_NOTICE && read_frame(process, text))
        return;
    if (open && open->type == FH_RECORD_LIMIT && *text == ' ')
        add_text(process, text);
    else
        open_record(process, fh_memcheck_is_limit(text) ? FH_RECORD_LIMIT : FH_RECORD_NOTICE, text);
}

void fh_log_process_instruction(struct fh_log_process *process, const char *bytes)
{
    g_free(process->instruction);
    process->instruction = g_strdup(bytes);
}

void fh_log_process_trace(struct fh_log_process *process)
{
    if (process->open && is_chatter(process->open))
        close_record(process);
}

gboolean fh_log_process_is_at_rest(const struct fh_log_process *process)
{
    return !process->open && !process->thread && !process->instruction && !process->is_repeating &&
           process->section == SECTION_RECORDS;
}

guint fh_log_process_count(const struct fh_log_process *process)
{
    return process->n_records;
}

const GPtrArray *fh_log_process_records(const struct fh_log_process *process)
{
    return process->log->records;
}

void fh_log_process_finish(struct fh_log_process *process)
{
    close_record(process);
}

void fh_log_process_summarise(const struct fh_log_process *process)
{
    struct fh_memcheck_log *log = process->log;

    log->version = g_strdup(process->version);
    log->command = g_strdup(process->command);
    log->pid = process->pid;
    log->parent_pid = process->parent_pid;
    log->heap = process->heap;
    log->all_freed = process->all_freed;
    log->leaks = process->leaks;
    log->has_error_summary = process->has_error_summary;
    log->errors = process->errors;
    log->error_contexts = process->error_contexts;
    log->suppressed = process->suppressed;
}

char *fh_log_process_missing(const struct fh_log_process *process, gboolean needs_preamble)
{
    const char *missing = NULL;

    if (needs_preamble && (!process->version || !process->command))
        missing = "Valgrind's preamble is missing";
    else if (!process->has_heap)
        missing = "HEAP SUMMARY is missing";
    else if (!process->has_leaks && !process->all_freed)
        missing = "LEAK SUMMARY is missing";
    else if (!process->has_error_summary)
        missing = "ERROR SUMMARY is missing";
    else if (process->was_cut)
        missing = "it began anew before its end";
    else if (process->stopped_reporting)
        missing = "Valgrind stopped reporting errors";
    if (missing && process->gave_up)
        return g_strdup_printf("%s (process %u): %s", missing, process->pid, process->gave_up);
    return missing ? g_strdup_printf("%s (process %u)", missing, process->pid) : NULL;
}

void fh_log_process_complete(const struct fh_log_process *process, gboolean needs_preamble)
{
    process->log->incomplete_reason = fh_log_process_missing(process, needs_preamble);
    process->log->is_complete = !process->log->incomplete_reason;
}
