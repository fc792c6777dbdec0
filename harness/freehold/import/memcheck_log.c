// SPDX-License-Identifier: MIT
#include "import/memcheck_log.h"

#include <string.h>

#include "classify/fatal_signal.h"
#include "classify/leaks_reachable.h"
#include "classify/words.h"
#include "engine/engine.h"
#include "log/memcheck.h"
#include "log/memcheck_xml.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"

/* Of a clean log that nobody trusts. */
static const char reason_blind[] =
    "plain Valgrind can't see a block that the other side's allocator releases (C's free() of a Rust block, "
    "Rust's drop of a C block), nor a wrong layout: that it reported nothing does not say that there was "
    "none. "
    "Run the program under `freehold exec`, or say --trust-logs, and the log counts for what it can see";
static const char note_blind[] = "taken from a log made elsewhere (--trust-logs): not watched were releases "
                                 "by the other side's allocator, "
                                 "layouts and release functions";

/* Of a log without preamble and summaries. */
static const char reason_quiet[] = "it has neither Valgrind's preamble nor its summaries: valgrind -q leaves "
                                   "them out, and without them nobody can tell whether the log "
                                   "is whole; make it without -q";

static char *amount(const struct fh_leak_summary *leaks, enum fh_leak_state state)
{
    g_autofree char *bytes = fh_words_count(leaks->bytes[state], "byte");
    g_autofree char *blocks = fh_words_count(leaks->blocks[state], "block");
    return g_strdup_printf("%s in %s", bytes, blocks);
}

/* What the log shows of each state, of which LEAK SUMMARY has all. */
static struct fh_leak_summary shown_leaks(const struct fh_memcheck_log *log)
{
    struct fh_leak_summary shown = {0};
    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(log->records, i);
        if (record->type != FH_RECORD_LEAK)
            continue;
        shown.bytes[record->leak_state] += record->bytes - MIN(record->indirect_bytes, record->bytes);
        shown.blocks[record->leak_state] += record->blocks;
    }
    return shown;
}

static guint64 rest(guint64 all, guint64 shown)
{
    return all > shown ? all - shown : 0;
}

/* Without --leak-check=full LEAK SUMMARY is all that there is of a leak, as it is of what --show-leak-kinds
 * leaves out. */
static void add_sum(const struct fh_leak_summary *hidden, gboolean is_some_shown, struct fh_result *result)
{
    g_autofree char *lost = amount(hidden, FH_LEAK_DEFINITE);
    struct fh_finding *finding = fh_finding_new(FH_KIND_LEAK);
    finding->bytes = hidden->bytes[FH_LEAK_DEFINITE] + hidden->bytes[FH_LEAK_INDIRECT];
    finding->blocks = hidden->blocks[FH_LEAK_DEFINITE] + hidden->blocks[FH_LEAK_INDIRECT];
    finding->released_by = FH_DOMAIN_NONE;
    finding->message =
        g_strdup_printf("%s%s definitely lost, says LEAK SUMMARY; where they were allocated a log with "
                        "--leak-check=full%s says",
                        lost, is_some_shown ? " more" : "", is_some_shown ? " --show-leak-kinds=all" : "");
    g_ptr_array_add(result->findings, finding);
}

static gboolean has_blocks(const struct fh_leak_summary *leaks)
{
    return leaks->blocks[FH_LEAK_DEFINITE] + leaks->blocks[FH_LEAK_INDIRECT] +
               leaks->blocks[FH_LEAK_POSSIBLE] >
           0;
}

static void add_what_only_sums_say(const struct fh_memcheck_log *log, struct fh_result *result)
{
    const struct fh_leak_summary shown = shown_leaks(log);
    struct fh_leak_summary hidden = {0};
    for (guint state = 0; state < FH_LEAK_STATE_COUNT; state++) {
        hidden.bytes[state] = rest(log->leaks.bytes[state], shown.bytes[state]);
        hidden.blocks[state] = rest(log->leaks.blocks[state], shown.blocks[state]);
    }
    /* What only lost blocks reach is shown with them. */
    if (has_blocks(&shown))
        hidden.bytes[FH_LEAK_INDIRECT] = hidden.blocks[FH_LEAK_INDIRECT] = 0;
    if (hidden.blocks[FH_LEAK_DEFINITE] > 0)
        add_sum(&hidden, has_blocks(&shown), result);
    else if (has_blocks(&hidden) && !result->reason)
        result->reason = g_strdup("LEAK SUMMARY counts blocks that are possibly or indirectly lost, and the "
                                  "log does not show them; run Valgrind with --leak-check=full");
    if (hidden.blocks[FH_LEAK_REACHABLE] > 0 && shown.blocks[FH_LEAK_REACHABLE] == 0) {
        g_autofree char *kept = amount(&log->leaks, FH_LEAK_REACHABLE);
        g_ptr_array_add(result->notes, g_strdup_printf("%s still reachable", kept));
    }
}

static gboolean is_forked(const struct fh_memcheck_log *log)
{
    return !log->version;
}

static gboolean is_quiet(const struct fh_memcheck_log *log)
{
    return !log->version && !log->heap.is_known && !log->leaks.is_present && !log->all_freed &&
           !log->has_error_summary;
}

/* What is in use at the end, and is in none of the states of LEAK SUMMARY: FALSE when the two don't add up.
 * Valgrind leaves a block out of its search that a pool gives out in pieces, which it announces: each of them
 * lies in it, and is counted by itself. */
static gboolean count_left_out(const struct fh_memcheck_log *log, guint64 *blocks, guint64 *bytes)
{
    guint64 counted_blocks = 0, counted_bytes = 0;
    for (guint state = 0; state < FH_LEAK_STATE_COUNT && !log->all_freed; state++) {
        counted_blocks += log->leaks.blocks[state];
        counted_bytes += log->leaks.bytes[state];
    }
    *blocks = *bytes = 0;
    if (!log->heap.is_known)
        return TRUE;
    *blocks = rest(log->heap.in_use_blocks, counted_blocks);
    *bytes = rest(log->heap.in_use_bytes, counted_bytes);
    return counted_blocks <= log->heap.in_use_blocks && counted_bytes <= log->heap.in_use_bytes &&
           *blocks <= counted_blocks && (*blocks > 0 || *bytes == 0);
}

static const char *advice_for(const struct fh_memcheck_log *log)
{
    return log->version
               ? "let the program run to its end, with --leak-check=full"
               : "if it is that of a forked process, it belongs behind its parent's (cat PARENT CHILD)";
}

/* What keeps the log from being the whole truth; NULL: nothing. `is_child`: the file has its parent's log. */
static char *why_not_whole(const struct fh_memcheck_log *log, gboolean is_child)
{
    guint signal = fh_signal_from_outside(log->records);
    if (is_quiet(log) && !is_child)
        return g_strdup(reason_quiet);
    if (!log->is_complete)
        return g_strdup_printf("Valgrind's log is not whole: %s; %s", log->incomplete_reason,
                               is_child ? "let the program run to its end, with --leak-check=full"
                                        : advice_for(log));
    if (signal)
        return g_strdup_printf("the process was ended from outside: %s", strsignal((int)signal));
    return NULL;
}

/* … and from being clean, though nothing was found in it. */
static char *why_not_clean(const struct fh_log_source *source, const struct fh_memcheck_log *log)
{
    guint64 missing = is_forked(log) ? 0 : fh_memcheck_log_missing(log, FALSE), blocks, bytes;
    if (missing > 0)
        return g_strdup_printf("Valgrind counted errors in %" G_GUINT64_FORMAT
                               " contexts, and the log does not show %" G_GUINT64_FORMAT " of them",
                               log->error_contexts, missing);
    if (!log->all_freed && !log->leaks.is_present && !log->is_searched)
        return g_strdup("the log does not say that leaks were looked for; run Valgrind with "
                        "--leak-check=full");
    if ((log->leaks.is_present || log->all_freed) && !count_left_out(log, &blocks, &bytes))
        return g_strdup("HEAP SUMMARY and LEAK SUMMARY don't add up: a part of the log is missing");
    return source->is_trusted ? NULL : g_strdup(reason_blind);
}

static void note_left_out(const struct fh_memcheck_log *log, GPtrArray *notes)
{
    guint64 blocks, bytes;
    if (!log->leaks.is_present || !count_left_out(log, &blocks, &bytes) || blocks == 0)
        return;
    g_autofree char *size = fh_words_count(bytes, "byte");
    g_autofree char *count = fh_words_count(blocks, "block");
    g_ptr_array_add(
        notes, g_strdup_printf(
                   "%s in %s that Valgrind left out of its search: the program gives them out in pieces, "
                   "which it announces",
                   size, count));
}

static void add_notes(const struct fh_log_source *source, const struct fh_memcheck_log *log,
                      gboolean is_child, struct fh_result *result)
{
    fh_classify_note_suppressed(&log->leaks, result->notes);
    note_left_out(log, result->notes);
    if (log->suppressed > 0) {
        g_autofree char *count = fh_words_count(log->suppressed, "error");
        g_ptr_array_add(result->notes, g_strdup_printf("%s suppressed", count));
    }
    if (is_child)
        g_ptr_array_add(result->notes,
                        g_strdup("a forked process: what its parent had allocated counts as its own"));
    if (source->is_trusted && result->verdict == FH_VERDICT_PASS)
        g_ptr_array_add(result->notes, g_strdup(note_blind));
}

/* What only the preamble says, which a forked process's log has not: its parent's. */
struct preamble {
    const char *command, *version;
};

/* `number`: of the process, from 1; 0: the only one. */
static void judge(const struct fh_log_source *source, const struct fh_memcheck_log *log,
                  const struct preamble *preamble, guint number)
{
    const char *name = preamble->command;
    struct fh_result *result = fh_log_add_result(source, &fh_valgrind_engine, name, number);
    gboolean is_child = is_forked(log) && name;
    result->reason = why_not_whole(log, is_child);
    result->heap = log->heap;
    g_autoptr(GPtrArray) records = fh_records_without_end(log->records);
    fh_log_classify(records, &fh_valgrind_engine, preamble->version, result);
    add_what_only_sums_say(log, result);
    if (!result->reason && result->findings->len == 0)
        result->reason = why_not_clean(source, log);
    fh_log_judge(result, &fh_valgrind_engine);
    add_notes(source, log, is_child, result);
    fh_log_add_engine(source, &fh_valgrind_engine, log->version);
}

gboolean fh_log_read_memcheck_xml(const struct fh_log_source *source, const char *document)
{
    fh_auto(fh_memcheck_log) log = fh_memcheck_xml_parse(document, strlen(document));
    if (fh_log_is_freeholds(log->records))
        return FALSE;
    judge(source, log, &(struct preamble){log->command, log->version}, 0);
    return TRUE;
}

gboolean fh_log_read_memcheck(const struct fh_log_source *source)
{
    struct preamble preamble = {NULL, NULL};
    g_autoptr(GPtrArray) logs = fh_memcheck_logs_parse(&source->contents->said);
    for (guint i = 0; i < logs->len; i++)
        if (fh_log_is_freeholds(((const struct fh_memcheck_log *)g_ptr_array_index(logs, i))->records))
            return FALSE;
    for (guint i = 0; i < logs->len; i++) {
        const struct fh_memcheck_log *log = g_ptr_array_index(logs, i);
        if (log->version || log->command)
            preamble = (struct preamble){log->command, log->version};
        judge(source, log, &preamble, logs->len > 1 ? i + 1 : 0);
    }
    return TRUE;
}
