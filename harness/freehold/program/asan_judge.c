// SPDX-License-Identifier: MIT
#include "program/asan_judge.h"

#include <signal.h>
#include <string.h>

#include "classify/classify.h"
#include "classify/fatal_signal.h"
#include "classify/past_hook.h"
#include "engine/asan/asan_run.h"
#include "engine/engine.h"
#include "log/asan.h"
#include "log/record.h"
#include "program/asan_process_log.h"
#include "program/asan_seen.h"
#include "program/host.h"
#include "program/host_heap.h"
#include "program/process_result.h"
#include "program/program_engine.h"
#include "program/rust_objects.h"
#include "verdict/expectation.h"
#include "verdict/verdict.h"
#include "wire/notices.h"

static gboolean is_fatal(const struct fh_asan_log *log)
{
    for (guint i = 0; i < log->records->len; i++)
        if (((const struct fh_record *)g_ptr_array_index(log->records, i))->type == FH_RECORD_FATAL_SIGNAL)
            return TRUE;
    return FALSE;
}

static gboolean is_fork(const struct fh_asan_process_log *process)
{
    return process->log && fh_asan_count_notices(process->log->records, "forked ") > 0;
}

static char *why_log_is_not_whole(const struct fh_asan_process_log *process)
{
    if (!process->log)
        return g_strdup("AddressSanitizer left no log");
    char *reason = fh_asan_why_failed(process->log);
    if (!reason && process->log->is_cut)
        reason = g_strdup("AddressSanitizer's log is cut");
    if (!reason && fh_asan_count_notices(process->log->records, "begin ") == 0)
        reason = g_strdup("AddressSanitizer's log has no beginning: another program, or the process itself, "
                          "has begun it anew");
    return reason;
}

/* Of a fork that could not be searched, and of what does not become another program. */
static char *why_not_searched(const struct fh_asan_process_log *process)
{
    const GPtrArray *records = process->log->records;
    guint n_last = fh_asan_count_notices(records, "checked 1");
    guint n_first = is_fork(process) && fh_asan_count_notices(records, "checked 0") > 0;
    if (n_last == 0 && is_fork(process))
        return process->has_executed
                   ? NULL
                   : g_strdup("its leaks can't be told from its parent's: it was forked while other threads "
                              "ran, or past the C library; fork before there are threads");
    if (n_last == 0 || process->n_proven < n_first + n_last)
        return g_strdup("LeakSanitizer did not look for leaks, or was told not to (__lsan_disable(), "
                        "__lsan_is_turned_off(), suppressions that fit everything)");
    return NULL;
}

/* It must have come to its own end, or to where it became another program. */
static char *why_not_ended(const struct fh_asan_process_log *process)
{
    const GPtrArray *records = process->log->records;
    const char *end = process->has_executed ? "exec " : FH_NOTICE_FINISHED;
    guint signal = fh_signal_from_outside(records);
    if (signal)
        return g_strdup_printf("the process was ended from outside: %s", strsignal((int)signal));
    if (is_fatal(process->log))
        return NULL;
    if (process->events->header->is_finished && fh_asan_count_notices(records, end) > 0)
        return why_not_searched(process);
    if (!process->events->header->is_finished && process->log->errors > 0)
        return g_strdup("AddressSanitizer ended it at an error: what would have come after that, and what it "
                        "leaked, was not seen; compile with -fsanitize-recover=address (freehold flags)");
    return g_strdup("the process did not come to its end: it was killed, or left past the C library");
}

/* A closed gate: everything that would keep this process from being seen whole. NULL when it was. */
static char *why_not_judged(const struct fh_asan_bench *context, const struct fh_asan_process_log *process)
{
    char *stopped = fh_program_why_stopped(context->exec, process->pid,
                                           process->has_events && process->events->header->is_finished);
    if (stopped)
        return stopped;
    if (kill((GPid)process->pid, 0) == 0)
        return g_strdup_printf("it was still running %u s after the program's end",
                               context->exec->leftover_timeout_s);
    char *reason = fh_asan_why_not_watched(process, context->options);
    if (!reason)
        reason = why_log_is_not_whole(process);
    if (!reason)
        reason = fh_asan_why_not_all_rust(process);
    if (!reason)
        reason = g_strdup(fh_why_past_hook(process->log->records));
    if (!reason)
        reason = fh_asan_why_not_all_programs(context->processes, process);
    return reason ? reason : why_not_ended(process);
}

static void classify(const struct fh_asan_bench *context, const struct fh_asan_process_log *process,
                     struct fh_result *result)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GPtrArray) records = fh_records_without_end(process->log->records);
    struct fh_trace trace = {.engine = fh_asan_engine.title,
                             .records = records,
                             .events = process->has_events ? process->events->events : none,
                             .separates_allocators = context->exec->separates_allocators};
    struct fh_last_words last_words = fh_program_last_words(process->has_events ? process->events : NULL);
    trace.last_words = &last_words;
    fh_auto(fh_classified) classified = fh_classify(&trace);
    fh_classified_give(classified, result);
    fh_last_words_clear(&last_words);
    if (!result->reason && process->log->errors > 0 && result->findings->len == 0)
        result->reason = g_strdup_printf("AddressSanitizer reported %u errors, and no record of them was "
                                         "understood",
                                         process->log->errors);
}

static void add_notes(const struct fh_asan_process_log *process, struct fh_result *result)
{
    for (guint i = 0; process->log && i < process->log->warnings->len; i++)
        g_ptr_array_add(result->notes, g_strdup(g_ptr_array_index(process->log->warnings, i)));
    if (!result->reason && !fh_asan_holds_rust(process))
        g_ptr_array_add(result->notes, g_strdup("no sign of Rust code: audited as plain C"));
    if (fh_asan_has_imports_watched(process))
        g_ptr_array_add(result->notes, g_strdup(FH_PROGRAM_IMPORTS_ASAN));
    if (fh_asan_has_replaced_allocator(process))
        g_ptr_array_add(result->notes, g_strdup(FH_PROGRAM_REPLACED));
    if (fh_asan_has_plain_rust(process))
        g_ptr_array_add(result->notes, g_strdup(FH_PROGRAM_PLAIN_RUST));
    if (process->has_events)
        fh_rust_objects_add_notes(process->events->events, result->notes);
    fh_host_add_notes(process->has_events ? process->events : NULL, result);
    if (is_fork(process))
        g_ptr_array_add(result->notes, g_strdup("a forked process: of its leaks, those since the fork"));
}

struct fh_result *fh_asan_process_log_judge(const struct fh_asan_bench *context, guint index)
{
    const struct fh_asan_process_log *process = g_ptr_array_index(context->processes, index);
    const struct fh_event *program = fh_asan_process_log_event(process, FH_EVENT_PROGRAM);
    g_autofree char *name = fh_program_result_name(program ? fh_event_text(program) : NULL,
                                                   process->has_events ? process->events->events : NULL,
                                                   index, context->processes->len);
    struct fh_result *result = fh_result_new(name, NULL, 0, fh_asan_engine.name);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    result->ran_alone = TRUE;
    result->reason = why_not_judged(context, process);
    if (process->log_path)
        fh_program_result_name_log(context->exec, process->log_path, result);
    if (process->log)
        classify(context, process, result);
    fh_host_name_heaps(process->has_events ? process->events->events : NULL, result);
    add_notes(process, result);
    fh_focus_apply(context->exec->focus, process->has_events ? process->events->events : NULL, G_MAXUINT,
                   result);
    fh_program_be_strict(context->exec, result);
    fh_judge(result, none, NULL, &fh_asan_engine.visibility);
    return result;
}
