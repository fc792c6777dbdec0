// SPDX-License-Identifier: MIT
#include "program/judge.h"

#include <signal.h>
#include <string.h>

#include "classify/classify.h"
#include "classify/fatal_signal.h"
#include "classify/leaks_reachable.h"
#include "engine/engine.h"
#include "log/memcheck.h"
#include "log/record.h"
#include "program/host.h"
#include "program/host_heap.h"
#include "program/loader.h"
#include "program/marks.h"
#include "program/process_result.h"
#include "program/program.h"
#include "program/program_engine.h"
#include "program/rust_objects.h"
#include "program/valgrind.h"
#include "verdict/expectation.h"
#include "verdict/verdict.h"
#include "wire/notices.h"

static gboolean is_notice(const struct fh_record *record, const char *text)
{
    return record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX) &&
           g_str_has_prefix(record->headline + strlen(FH_NOTICE_PREFIX), text);
}

static gboolean has_notice(const struct fh_memcheck_log *log, const char *text)
{
    for (guint i = 0; i < log->records->len; i++)
        if (is_notice(g_ptr_array_index(log->records, i), text))
            return TRUE;
    return FALSE;
}

static gboolean is_fork(const struct fh_process_log *process)
{
    return has_notice(process->log, "forked ");
}

/* Of a forked process's leaks only those that were not there before it; whatever becomes another program has
 * its leaks looked for before. The search at exit says all of them again. */
static GPtrArray *records_of(const struct fh_process_log *process)
{
    GPtrArray *own = g_ptr_array_new();
    g_autoptr(GPtrArray) records = fh_records_without_end(process->log->records);
    gboolean is_searched_before = is_fork(process) || process->has_executed;
    gboolean counts_leaks = !is_fork(process);
    for (guint i = 0; i < records->len; i++) {
        struct fh_record *record = g_ptr_array_index(records, i);
        if (is_notice(record, "checked 0"))
            counts_leaks = TRUE;
        if (is_searched_before && is_notice(record, "checked 1"))
            counts_leaks = FALSE;
        if (record->type != FH_RECORD_LEAK || (counts_leaks && record->is_added == is_searched_before))
            g_ptr_array_add(own, record);
    }
    return own;
}

/* The first word of the log's "Command:", in which Valgrind puts a backslash before blanks. */
static char *program_of(const struct fh_process_log *process)
{
    GString *word = g_string_new(NULL);
    for (const char *at = process->log->command; at && *at && *at != ' '; at++) {
        if (*at == '\\' && at[1])
            at++;
        g_string_append_c(word, *at);
    }
    return g_string_free(word, FALSE);
}

/* Nothing was preloaded into it; or it is a child of vfork() that could not become another program, and says
 * so. */
static char *why_without_events(const struct fh_process_log *process, const struct fh_program *program)
{
    if (has_notice(process->log, FH_NOTICE_FINISHED))
        return NULL;
    if (!program)
        return g_strdup("nothing could be preloaded into it, and what it is can't be told");
    if (program->has_asan)
        return g_strdup("it is built with AddressSanitizer, and can't run under Valgrind; audit it by "
                        "itself: freehold exec -- "
                        "PROGRAM, without what starts it");
    if (program->is_static)
        return g_strdup(
            "it is statically linked: neither its malloc nor Rust's allocator can be watched; link it "
            "with the shared C library");
    if (program->refusal)
        return g_strdup(program->refusal);
    if (program->rust_code != FH_RUST_CODE_NONE)
        return g_strdup("it holds Rust code, and nothing could be preloaded into it (it was started with an "
                        "environment of its own): its allocations were not watched");
    return g_strdup(
        "nothing could be preloaded into it (it was started with an environment of its own): whether a "
        "library of it holds Rust code can't be told");
}

/* Why Valgrind itself gave up, in its words: "FATAL: …" and the line below it; NULL when it did not. */
static char *fatal_words(const struct fh_process_log *process)
{
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GRegex) pattern =
        g_regex_new("^==[0-9]+== FATAL: (.+)\n==[0-9]+== +(.+)$", G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
    if (!g_regex_match(pattern, process->bytes, 0, &match))
        return NULL;
    g_autofree char *what = g_match_info_fetch(match, 1), *why = g_match_info_fetch(match, 2);
    g_autofree char *words = g_strdup_printf("Valgrind did not begin: %s %s", what, why);
    return g_utf8_make_valid(words, -1);
}

/* The log has no end. */
static char *why_cut(const struct fh_process_log *process)
{
    char *words = fatal_words(process);
    return words ? words : g_strdup_printf("Valgrind's log is cut: %s", process->log->incomplete_reason);
}

/* A closed gate: everything that would keep this process from being seen whole. NULL when it was. */
static char *why_not_judged(const struct fh_exec *exec, const struct fh_process_log *process,
                            const struct fh_program *program)
{
    const struct fh_memcheck_log *log = process->log;
    guint signal = fh_signal_from_outside(log->records);
    char *stopped = fh_program_why_stopped(exec, process->pid,
                                           process->has_events && process->events->header->is_finished);
    if (stopped)
        return stopped;
    if (kill((GPid)process->pid, 0) == 0)
        return g_strdup_printf("it was still running %u s after the program's end", exec->leftover_timeout_s);
    if (!log->is_complete && !process->has_executed)
        return why_cut(process);
    if (signal)
        return g_strdup_printf("the process was ended from outside: %s", strsignal((int)signal));
    if (!process->events)
        return why_without_events(process, program);
    if (!process->has_events)
        return g_strdup("its events are damaged or were too many");
    if (process->has_executed && process->events->header->marks > 0)
        return g_strdup("it became another program after its marks: its leaks can't be told from what the "
                        "searches at the marks have reported; mark in a program that ends by itself");
    char *reason = fh_rust_objects_problem(process->events->events);
    if (!reason && !process->events->header->is_finished && !fh_records_fatal(log->records))
        reason = g_strdup("it left without _exit(): what Rust leaked could not be told");
    return reason;
}

static void add_notes(const struct fh_process_log *process, struct fh_result *result)
{
    fh_classify_note_suppressed(&process->log->leaks, result->notes);
    const GPtrArray *events = process->events ? process->events->events : NULL;
    if (events && fh_rust_objects_have_imports(events))
        g_ptr_array_add(result->notes, g_strdup(FH_PROGRAM_IMPORTS));
    else if (!(events && fh_rust_objects_are_redirected(events)) && !result->reason)
        g_ptr_array_add(result->notes, g_strdup("no sign of Rust code: audited as plain C"));
    if (events)
        fh_rust_objects_add_notes(events, result->notes);
    fh_host_add_notes(process->events, result);
    if (is_fork(process))
        g_ptr_array_add(result->notes, g_strdup("a forked process: of its leaks, those since the fork"));
}

/* In a static program Valgrind takes the C library's own doings for errors; where the loader gave up, it
 * calls what is not yet there. */
static gboolean is_seen_rightly(const struct fh_program *program)
{
    return !program->is_static && !program->refusal;
}

/* TRUE: it knows errors that Valgrind counted, and that are none. */
static gboolean classify(const struct fh_exec *exec, const GPtrArray *records,
                         const struct fh_process_log *process, struct fh_result *result)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    struct fh_trace trace = {.engine = fh_valgrind_engine.title,
                             .tool_version = process->log->version,
                             .records = records,
                             .events = process->has_events ? process->events->events : none,
                             .lists_std = exec->has_no_default_suppressions,
                             .separates_allocators = exec->separates_allocators};
    struct fh_last_words last_words = fh_program_last_words(process->has_events ? process->events : NULL);
    trace.last_words = &last_words;
    fh_auto(fh_classified) classified = fh_classify(&trace);
    fh_classified_give(classified, result);
    fh_last_words_clear(&last_words);
    return classified->has_known_mistakes;
}

/* Each context that Valgrind counts has a record, and of all records somebody made something: a finding, a
 * note, a known mistake. NULL: so it is. */
static char *why_errors_are_not_told(const struct fh_memcheck_log *log, const struct fh_result *result,
                                     gboolean has_known)
{
    const guint64 missing = fh_memcheck_log_missing(log, TRUE);
    if (missing > 0)
        return g_strdup_printf("Valgrind counted errors in %" G_GUINT64_FORMAT
                               " contexts, and the log does not show %" G_GUINT64_FORMAT " of them",
                               log->error_contexts, missing);
    if (log->errors > 0 && result->findings->len == 0 && result->notes->len == 0 && !has_known)
        return g_strdup_printf("Valgrind counted %" G_GUINT64_FORMAT
                               " errors, and no record of them was understood",
                               log->errors);
    return NULL;
}

struct fh_result *fh_process_log_judge(const struct fh_exec *exec, const struct fh_process_log *process,
                                       const char *name)
{
    const struct fh_memcheck_log *log = process->log;
    struct fh_result *result = fh_result_new(name, NULL, 0, fh_valgrind_engine.name);
    g_autoptr(GPtrArray) records = records_of(process);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    g_autofree char *word = program_of(process);
    fh_auto(fh_program) program = !process->events && *word ? fh_program_find(word, NULL) : NULL;
    if (program)
        program->refusal = fh_loader_refusal(program);
    result->ran_alone = TRUE;
    result->reason = why_not_judged(exec, process, program);
    fh_program_result_name_log(exec, process->log_path, result);
    gboolean has_known = (!program || is_seen_rightly(program)) && classify(exec, records, process, result);
    if (!is_fork(process) && !process->has_executed)
        result->heap = log->heap;
    if (!result->reason && !is_fork(process))
        result->reason = why_errors_are_not_told(log, result, has_known);
    fh_marks_judge(exec, log->records, process->has_events ? process->events : NULL, result);
    fh_host_name_heaps(process->events ? process->events->events : NULL, result);
    add_notes(process, result);
    fh_focus_apply(exec->focus, process->events ? process->events->events : NULL,
                   fh_exec_n_callers(exec->valgrind_arguments), result);
    fh_host_rules_apply(exec->host_rules, process->events ? process->events->events : NULL,
                        fh_exec_n_callers(exec->valgrind_arguments), result);
    fh_program_be_strict(exec, result);
    fh_judge(result, none, NULL, &fh_valgrind_engine.visibility);
    return result;
}
