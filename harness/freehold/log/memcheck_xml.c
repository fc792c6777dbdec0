// SPDX-License-Identifier: MIT
#include "log/memcheck_xml.h"

#include <string.h>

#include "log/record.h"
#include "log/scan.h"
#include "log/xml_mend.h"
#include "log/xml_once.h"
#include "log/xml_record.h"
#include "log/xml_tree.h"
#include "model/result.h"

#define MAX_CONTEXTS    1000     /* Valgrind stops reporting there, and says so in the text log only */
#define MAX_ERRORS      10000000 /* … and there */
#define TOTALS_PROTOCOL 6        /* the first with totals */
#define OLDEST_PROTOCOL 4        /* the first that names its tool */
#define NEWEST_PROTOCOL 6

struct reader {
    struct fh_memcheck_log *log;
    guint64 protocol;
    char *tool;
    gboolean is_finished, has_counts, has_suppressions, has_heap;
    gboolean has_no_limit;     /* --error-limit=no */
    gboolean is_quiet;         /* -q */
    GString *notice;           /* what the program wrote of a line that it has not ended */
    guint leak_search;         /* that have ended */
    guint64 last_loss_record;  /* of the search that goes on */
    guint64 leaks;             /* that count as errors */
    guint64 counted, contexts; /* by <errorcounts>, where leaks are not */
};

static guint64 number_of(const struct fh_xml_element *element, const char *name)
{
    g_autofree char *text = fh_xml_child_text(element, name);
    const char *at = text;
    guint64 number = 0;

    if (at)
        fh_scan_number(&at, &number);
    return number;
}

/* What Valgrind says in several lines, of which the last has the stack. */
static gboolean continues_limit(const struct reader *reader, const struct fh_record *record)
{
    const struct fh_record *last =
        reader->log->records->len > 0 ? g_ptr_array_index(reader->log->records, reader->log->records->len - 1)
                                      : NULL;

    return last && last->type == FH_RECORD_LIMIT && record->type == FH_RECORD_NOTICE &&
           *record->headline == ' ';
}

static void continue_limit(struct reader *reader, struct fh_record *take_record)
{
    struct fh_record *last = g_ptr_array_index(reader->log->records, reader->log->records->len - 1);
    g_autofree char *text = g_steal_pointer(&last->text);

    last->text = g_strdup_printf("%s\n%s", text, take_record->text);
    if (!last->stack)
        last->stack = g_steal_pointer(&take_record->stack);
    fh_record_free(take_record);
}

static void add_record(struct reader *reader, struct fh_record *record)
{
    if (continues_limit(reader, record)) {
        continue_limit(reader, record);
        return;
    }
    record->pid = reader->log->pid;
    record->leak_search = reader->leak_search + 1;
    g_ptr_array_add(reader->log->records, record);
}

/* "… in loss record 3 of 6": where the numbers begin anew, so does the search. */
static void count_leak(struct reader *reader, const struct fh_record *record)
{
    const char *at = strstr(record->headline, "loss record ");
    guint64 number = 0;

    if (record->type != FH_RECORD_LEAK)
        return;
    if (at && fh_scan_text(&at, "loss record "))
        fh_scan_number(&at, &number);
    if (number <= reader->last_loss_record && reader->last_loss_record > 0)
        reader->leak_search++;
    reader->last_loss_record = number;
    reader->leaks += record->leak_state == FH_LEAK_DEFINITE || record->leak_state == FH_LEAK_POSSIBLE;
}

/* The text log says "<inherited from parent>" there: whoever opened it, it was not this program. */
static gboolean is_inherited(const struct fh_record *record, const struct fh_xml_element *error)
{
    g_autofree char *kind = fh_xml_child_text(error, "kind");

    return !record->stack && g_strcmp0(kind, "FdNotClosed") == 0;
}

static void read_error(struct reader *reader, const struct fh_xml_element *error)
{
    struct fh_record *record = fh_xml_record_error(error);

    record->repeats = number_of(error, FH_XML_REPEATS);
    if (is_inherited(record, error)) {
        g_ptr_array_add(reader->log->warnings, g_strdup(record->headline));
        fh_record_free(record);
        return;
    }
    count_leak(reader, record);
    add_record(reader, record);
}

static void read_signal(struct reader *reader, const struct fh_xml_element *signal)
{
    add_record(reader, fh_xml_record_signal(signal));
}

/* `message`: where its stack is; NULL: it has none. */
static void end_notice(struct reader *reader, const struct fh_xml_element *message)
{
    if (reader->notice->len > 0)
        add_record(reader, fh_xml_record_notice(reader->notice->str, message));
    g_string_truncate(reader->notice, 0);
}

/* VALGRIND_PRINTF may write a line in pieces, and several at once, of which the last has the stack. Valgrind
 * indents what follows the text. */
static void read_message(struct reader *reader, const struct fh_xml_element *message)
{
    const struct fh_xml_element *text = fh_xml_child(message, "text");
    const char *at = text ? text->text->str : "";
    gsize length = strlen(at);

    length -= length >= 2 && g_str_has_suffix(at, "  ") ? 2 : 0;
    for (const char *end = at + length; at < end;) {
        const char *newline = memchr(at, '\n', (gsize)(end - at));

        g_string_append_len(reader->notice, at, (newline ? newline : end) - at);
        at = newline ? newline + 1 : end;
        if (newline)
            end_notice(reader, at == end ? message : NULL);
    }
}

static void read_preamble(struct reader *reader, const struct fh_xml_element *preamble)
{
    for (guint i = 0; i < preamble->children->len; i++) {
        const struct fh_xml_element *line = g_ptr_array_index(preamble->children, i);
        const char *at = line->text->str;

        if (fh_scan_text(&at, "Using Valgrind-") && !reader->log->version)
            reader->log->version = g_strndup(at, strcspn(at, " -"));
        else if (fh_scan_text(&at, "Command: ") && !reader->log->command)
            reader->log->command = g_strdup(at);
    }
}

static void read_arguments(struct reader *reader, const struct fh_xml_element *arguments)
{
    const struct fh_xml_element *own = fh_xml_child(arguments, "vargv");

    for (guint i = 0; own && i < own->children->len; i++) {
        const struct fh_xml_element *argument = g_ptr_array_index(own->children, i);

        if (g_str_has_prefix(argument->text->str, "--error-limit="))
            reader->has_no_limit = g_str_equal(argument->text->str, "--error-limit=no");
        if (g_str_has_prefix(argument->text->str, "--leak-check="))
            reader->log->is_searched = g_str_equal(argument->text->str, "--leak-check=full") ||
                                       g_str_equal(argument->text->str, "--leak-check=yes");
        reader->is_quiet |=
            g_str_equal(argument->text->str, "-q") || g_str_equal(argument->text->str, "--quiet=yes");
    }
}

static void read_simple(struct reader *reader, const struct fh_xml_element *element)
{
    const char *at = element->text->str;
    guint64 number = 0;

    if (g_str_equal(element->name, "protocoltool")) {
        g_free(reader->tool);
        reader->tool = g_strstrip(g_strdup(at));
    } else if (fh_scan_number(&at, &number) && number <= G_MAXUINT) {
        if (g_str_equal(element->name, "protocolversion"))
            reader->protocol = number;
        else if (g_str_equal(element->name, "pid"))
            reader->log->pid = (guint)number;
        else
            reader->log->parent_pid = (guint)number;
    }
}

static void read_status(struct reader *reader, const struct fh_xml_element *status)
{
    g_autofree char *state = fh_xml_child_text(status, "state");

    reader->is_finished |= g_strcmp0(state, "FINISHED") == 0;
}

static guint64 sum_counts(const struct fh_xml_element *counts, guint64 *n_pairs)
{
    guint64 sum = 0;

    *n_pairs = 0;
    for (guint i = 0; i < counts->children->len; i++) {
        const struct fh_xml_element *pair = g_ptr_array_index(counts->children, i);

        if (!g_str_equal(pair->name, "pair"))
            continue;
        sum += number_of(pair, "count");
        ++*n_pairs;
    }
    return sum;
}

static void read_errorcounts(struct reader *reader, const struct fh_xml_element *counts)
{
    guint64 n_pairs;

    reader->log->errors = reader->counted = sum_counts(counts, &n_pairs);
    reader->log->error_contexts = reader->contexts = n_pairs;
    reader->has_counts = TRUE;
}

static void read_suppcounts(struct reader *reader, const struct fh_xml_element *counts)
{
    guint64 n_pairs;

    reader->log->suppressed = sum_counts(counts, &n_pairs);
    reader->has_suppressions = TRUE;
}

static void read_heap(struct reader *reader, const struct fh_xml_element *summary)
{
    const struct fh_xml_element *in_use = fh_xml_child(summary, "memory_in_use_at_exit");
    const struct fh_xml_element *usage = fh_xml_child(summary, "total_heap_usage");
    struct fh_heap *heap = &reader->log->heap;

    *heap = (struct fh_heap){0};
    reader->log->all_freed = reader->log->leaks.is_present = reader->log->has_error_summary = FALSE;
    if (!in_use || !usage || !fh_xml_child(usage, "bytes_allocated"))
        return;
    heap->is_known = TRUE;
    heap->in_use_bytes = number_of(in_use, "bytes");
    heap->in_use_blocks = number_of(in_use, "blocks");
    heap->allocs = number_of(usage, "allocs");
    heap->frees = number_of(usage, "frees");
    heap->bytes = number_of(usage, "bytes_allocated");
}

static void read_leaks(struct reader *reader, const struct fh_xml_element *summary)
{
    static const char *const rows[FH_LEAK_STATE_COUNT] = {
        [FH_LEAK_DEFINITE] = "definitely_lost", [FH_LEAK_INDIRECT] = "indirectly_lost",
        [FH_LEAK_POSSIBLE] = "possibly_lost",   [FH_LEAK_REACHABLE] = "still_reachable",
        [FH_LEAK_SUPPRESSED] = "suppressed",
    };
    struct fh_leak_summary *leaks = &reader->log->leaks;

    *leaks = (struct fh_leak_summary){.is_present = TRUE};
    reader->leak_search++;
    reader->last_loss_record = 0;
    for (guint state = 0; state < FH_LEAK_STATE_COUNT; state++) {
        const struct fh_xml_element *row = fh_xml_child(summary, rows[state]);

        leaks->is_present &= row != NULL;
        leaks->bytes[state] = row ? number_of(row, "bytes") : 0;
        leaks->blocks[state] = row ? number_of(row, "blocks") : 0;
    }
}

static void read_all_freed(struct reader *reader, const struct fh_xml_element *element)
{
    reader->log->all_freed = reader->log->heap.is_known && g_str_equal(element->text->str, "true");
}

static void read_totals(struct reader *reader, const struct fh_xml_element *summary)
{
    struct fh_memcheck_log *log = reader->log;

    if (!fh_xml_child(summary, "suppressed"))
        return;
    log->errors = number_of(summary, "errors");
    log->error_contexts = number_of(summary, "error_contexts");
    log->suppressed = number_of(summary, "suppressed");
    log->has_error_summary = log->heap.is_known && (log->leaks.is_present || log->all_freed);
}

static const struct {
    const char *name;
    void (*read)(struct reader *reader, const struct fh_xml_element *element);
} entries[] = {
    {"error", read_error},
    {"fatal_signal", read_signal},
    {"clientmsg", read_message},
    {"preamble", read_preamble},
    {"args", read_arguments},
    {"protocolversion", read_simple},
    {"protocoltool", read_simple},
    {"pid", read_simple},
    {"ppid", read_simple},
    {"status", read_status},
    {"errorcounts", read_errorcounts},
    {"suppcounts", read_suppcounts},
    {"heap_summary", read_heap},
    {"leak_summary", read_leaks},
    {"all_heap_blocks_freed", read_all_freed},
    {"error_summary", read_totals},
};

static void read_entry(struct reader *reader, const struct fh_xml_element *element)
{
    if (!g_str_equal(element->name, "clientmsg"))
        end_notice(reader, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++)
        if (g_str_equal(element->name, entries[i].name))
            entries[i].read(reader, element);
}

static const char *missing_total(const struct reader *reader)
{
    if (!reader->log->heap.is_known)
        return "<heap_summary> is missing";
    if (!reader->log->leaks.is_present && !reader->log->all_freed)
        return "<leak_summary> is missing";
    return reader->log->has_error_summary ? NULL : "<error_summary> is missing";
}

static const char *missing_part(const struct reader *reader)
{
    if (!reader->log->version || !reader->log->command)
        return "Valgrind's preamble is missing";
    if (!reader->is_finished)
        return "it does not say that the program finished";
    if (!reader->has_counts)
        return "<errorcounts> is missing";
    if (!reader->has_suppressions)
        return reader->is_quiet ? "valgrind -q leaves <suppcounts> out" : "<suppcounts> is missing";
    return reader->protocol >= TOTALS_PROTOCOL ? missing_total(reader) : NULL;
}

static gboolean stopped_reporting(const struct reader *reader)
{
    return !reader->has_no_limit && (reader->counted >= MAX_ERRORS || reader->contexts >= MAX_CONTEXTS);
}

static char *find_unknown(const struct reader *reader)
{
    if (reader->protocol < OLDEST_PROTOCOL || reader->protocol > NEWEST_PROTOCOL)
        return g_strdup_printf("its protocol, %" G_GUINT64_FORMAT ", is not known", reader->protocol);
    if (g_strcmp0(reader->tool, "memcheck") != 0)
        return g_strdup_printf("it is of another tool of Valgrind's, %s", reader->tool ? reader->tool : "");
    return NULL;
}

/* What speaks against the whole, or NULL. Caller owns. */
static char *find_reason(const struct reader *reader, const char *error, guint n_roots)
{
    char *unknown;
    const char *missing;

    if (n_roots == 0)
        return g_strdup("it is no XML of Valgrind's");
    if (n_roots > 1)
        return g_strdup("several processes wrote into it, and it does not say which wrote what; give each a "
                        "file of its own (--xml-file=NAME-%p.xml)");
    if (error)
        return g_strdup_printf("it is cut or malformed, %s", error);
    unknown = find_unknown(reader);
    if (unknown)
        return unknown;
    missing = missing_part(reader);
    if (!missing && stopped_reporting(reader))
        missing = "Valgrind stopped reporting errors";
    return g_strdup(missing);
}

static void read_document(struct reader *reader, const GString *text, guint n_roots)
{
    fh_auto(fh_xml_reader) xml = fh_xml_reader_new(text->str, text->len);
    struct fh_xml_element *element;

    while ((element = fh_xml_reader_next(xml))) {
        read_entry(reader, element);
        fh_xml_element_free(element);
    }
    end_notice(reader, NULL);
    if (!reader->log->has_error_summary) {
        reader->log->errors += reader->leaks;
        reader->log->error_contexts += reader->leaks;
    }
    reader->log->incomplete_reason = find_reason(reader, fh_xml_reader_error(xml), n_roots);
    reader->log->is_complete = !reader->log->incomplete_reason;
}

struct fh_memcheck_log *fh_memcheck_xml_parse(const char *bytes, gsize size)
{
    struct reader reader = {.log = fh_memcheck_log_new(), .notice = g_string_new(NULL)};
    g_autoptr(GString) once = fh_xml_once(&(struct fh_bytes){bytes, size, FALSE});
    g_autofree char *harmless = fh_scan_plain(once->str, once->len);
    guint n_roots;
    g_autoptr(GString) text = fh_xml_mend(harmless, &n_roots);

    read_document(&reader, text, n_roots);
    g_free(reader.tool);
    g_string_free(reader.notice, TRUE);
    return reader.log;
}
