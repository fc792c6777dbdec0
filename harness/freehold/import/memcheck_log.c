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

static gboolean is_lost(enum fh_leak_state state)
{
    return state == FH_LEAK_DEFINITE || state == FH_LEAK_INDIRECT || state == FH_LEAK_POSSIBLE;
}

static gboolean has_leaks_of(const struct fh_memcheck_log *log, gboolean lost)
{
    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = log->records->pdata[i];
        if (record->type == FH_RECORD_LEAK && is_lost(record->leak_state) == lost)
            return TRUE;
    }
    return FALSE;
}

static char *amount(const struct fh_leak_summary *leaks, enum fh_leak_state state)
{
    g_autofree char *bytes = fh_words_count(leaks->bytes[state], "byte");
    g_autofree char *blocks = fh_words_count(leaks->blocks[state], "block");
    return g_strdup_printf("%s in %s", bytes, blocks);
}

/* Without --leak-check=full LEAK SUMMARY is all that there is of a leak. */
static void add_sum(const struct fh_leak_summary *leaks, struct fh_result *result)
{
    g_autofree char *lost = amount(leaks, FH_LEAK_DEFINITE);
    struct fh_finding *finding = fh_finding_new(FH_KIND_LEAK);
    finding->bytes = leaks->bytes[FH_LEAK_DEFINITE] + leaks->bytes[FH_LEAK_INDIRECT];
    finding->blocks = leaks->blocks[FH_LEAK_DEFINITE] + leaks->blocks[FH_LEAK_INDIRECT];
    finding->released_by = FH_DOMAIN_NONE;
    finding->allocated_by = FH_DOMAIN_UNKNOWN;
    finding->message = g_strdup_printf(
        "%s definitely lost, says LEAK SUMMARY; where they were allocated a log with --leak-check=full says",
        lost);
    g_ptr_array_add(result->findings, finding);
}

static void add_what_only_sums_say(const struct fh_memcheck_log *log, struct fh_result *result)
{
    const struct fh_leak_summary *leaks = &log->leaks;
    gboolean has_records = has_leaks_of(log, TRUE);
    if (leaks->blocks[FH_LEAK_DEFINITE] > 0 && !has_records)
        add_sum(leaks, result);
    else if (leaks->blocks[FH_LEAK_INDIRECT] + leaks->blocks[FH_LEAK_POSSIBLE] > 0 && !has_records &&
             !result->reason)
        result->reason = g_strdup("LEAK SUMMARY counts blocks that are possibly or indirectly lost, and the "
                                  "log does not show them; run Valgrind with --leak-check=full");
    if (leaks->blocks[FH_LEAK_REACHABLE] > 0 && !has_leaks_of(log, FALSE)) {
        g_autofree char *kept = amount(leaks, FH_LEAK_REACHABLE);
        g_ptr_array_add(result->notes, g_strdup_printf("%s still reachable", kept));
    }
}

/* Valgrind writes its own options between <vargv> and </vargv>; what the program's are called does not count. */
static gboolean asks_for_leaks(const struct fh_log_source *source)
{
    g_autofree char *text = g_strndup(source->bytes, source->size);
    char *begin = strstr(text, "<vargv>"), *end = begin ? strstr(begin, "</vargv>") : NULL;
    if (!end)
        return FALSE;
    *end = '\0';
    return strstr(begin, "<arg>--leak-check=full</arg>") || strstr(begin, "<arg>--leak-check=yes</arg>");
}

static gboolean is_forked(const struct fh_memcheck_log *log)
{
    return log->version == NULL;
}

static gboolean adds_up(const struct fh_memcheck_log *log)
{
    guint64 blocks = 0;
    for (guint state = 0; state < FH_LEAK_STATE_COUNT; state++)
        blocks += log->leaks.blocks[state];
    return !log->heap.is_known || log->heap.in_use_blocks == (log->all_freed ? 0 : blocks);
}

/* What keeps the log from being the whole truth; NULL: nothing. */
static char *why_not_whole(const struct fh_memcheck_log *log)
{
    guint signal = fh_signal_from_outside(log->records);
    if (!log->is_complete)
        return g_strdup_printf("Valgrind's log is not whole: %s; let the program run to its end, with "
                               "--leak-check=full",
                               log->incomplete_reason);
    if (signal)
        return g_strdup_printf("the process was ended from outside: %s", strsignal((int)signal));
    return NULL;
}

/* … and from being clean, though nothing was found in it. */
static char *why_not_clean(const struct fh_log_source *source, const struct fh_memcheck_log *log)
{
    if (log->errors > 0 && !is_forked(log))
        return g_strdup_printf("Valgrind counted %" G_GUINT64_FORMAT
                               " errors, and no record of them was understood",
                               log->errors);
    if (!log->all_freed && !log->leaks.is_present && !asks_for_leaks(source))
        return g_strdup("the log does not say that leaks were looked for; run Valgrind with "
                        "--leak-check=full");
    if (log->leaks.is_present && !adds_up(log))
        return g_strdup("HEAP SUMMARY and LEAK SUMMARY don't add up: a part of the log is missing");
    return source->is_trusted ? NULL : g_strdup(reason_blind);
}

static void add_notes(const struct fh_log_source *source, const struct fh_memcheck_log *log,
                      struct fh_result *result)
{
    fh_classify_note_suppressed(&log->leaks, result->notes);
    if (log->suppressed > 0) {
        g_autofree char *count = fh_words_count(log->suppressed, "error");
        g_ptr_array_add(result->notes, g_strdup_printf("%s suppressed", count));
    }
    if (is_forked(log))
        g_ptr_array_add(result->notes,
                        g_strdup("a forked process: what its parent had allocated counts as its own"));
    if (source->is_trusted && result->verdict == FH_VERDICT_PASS)
        g_ptr_array_add(result->notes, g_strdup(note_blind));
}

static void judge(const struct fh_log_source *source, const struct fh_memcheck_log *log, const char *name,
                  guint number)
{
    struct fh_result *result = fh_log_add_result(source, &fh_valgrind_engine, name, number);
    result->reason = why_not_whole(log);
    result->heap = log->heap;
    g_autoptr(GPtrArray) records = fh_records_without_end(log->records);
    fh_log_classify(records, &fh_valgrind_engine, result);
    add_what_only_sums_say(log, result);
    if (!result->reason && result->findings->len == 0)
        result->reason = why_not_clean(source, log);
    fh_log_judge(result, &fh_valgrind_engine);
    add_notes(source, log, result);
}

static void add_engine(const struct fh_memcheck_log *log, GPtrArray *engines)
{
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    info->name = g_strdup(fh_valgrind_engine.name);
    info->version = g_strdup(log->version);
    g_ptr_array_add(engines, info);
}

static GPtrArray *parse(const struct fh_log_source *source, gboolean is_xml)
{
    if (!is_xml)
        return fh_memcheck_logs_parse(source->bytes, source->size);
    GPtrArray *logs = g_ptr_array_new_with_free_func((GDestroyNotify)fh_memcheck_log_free);
    g_ptr_array_add(logs, fh_memcheck_xml_parse(source->bytes, source->size));
    return logs;
}

gboolean fh_log_read_memcheck(const struct fh_log_source *source, gboolean is_xml, GPtrArray *engines)
{
    g_autoptr(GPtrArray) logs = parse(source, is_xml);
    const char *command = NULL;
    for (guint i = 0; i < logs->len; i++)
        if (fh_log_is_freeholds(((const struct fh_memcheck_log *)logs->pdata[i])->records))
            return FALSE;
    for (guint i = 0; i < logs->len; i++) {
        const struct fh_memcheck_log *log = logs->pdata[i];
        command = log->command ? log->command : command;
        judge(source, log, command, logs->len > 1 ? i + 1 : 0);
    }
    if (logs->len > 0)
        add_engine(logs->pdata[0], engines);
    return TRUE;
}
