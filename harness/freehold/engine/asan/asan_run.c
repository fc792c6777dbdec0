// SPDX-License-Identifier: MIT
#include "engine/asan/asan_run.h"

#include <string.h>

#include "classify/fatal_signal.h"
#include "engine/asan/asan_records.h"
#include "engine/process.h"
#include "library/sanitizer.h"
#include "log/record.h"
#include "symbols/symbols.h"
#include "wire/notices.h"

/* Beside what is the same in all versions: everything that is known to differ between them, or between
 * machines. */
static const char options[] = "halt_on_error=0:suppress_equal_pcs=0:symbolize=0:"
                              "fast_unwind_on_malloc=0:fast_unwind_on_fatal=0:malloc_context_size=50:"
                              "detect_leaks=1:leak_check_at_exit=0:allocator_may_return_null=1:"
                              "alloc_dealloc_mismatch=1:new_delete_type_mismatch=1:"
                              "detect_stack_use_after_return=0:detect_odr_violation=0:"
                              "handle_segv=1:handle_sigbus=1:handle_abort=1:handle_sigill=1:handle_sigfpe=1:"
                              "allow_user_segv_handler=1:use_sigaltstack=0:print_legend=0:color=never";

/* What a program may be built to want otherwise (__asan_default_options()), at the runtime's own defaults:
 * without these it sees less. */
#define SIGHT_OPTIONS                                                                                  \
    "start_deactivated=0:poison_heap=1:poison_partial=1:poison_array_cookie=1:allow_user_poisoning=1:" \
    "redzone=16:max_redzone=2048:quarantine_size_mb=256:thread_local_quarantine_size_kb=1024:"         \
    "report_globals=1:detect_container_overflow=1:check_printf=1:replace_str=1:replace_intrin=1:"      \
    "intercept_strstr=1:intercept_strspn=1:intercept_strpbrk=1:intercept_strlen=1:intercept_strchr=1:" \
    "intercept_strndup=1:intercept_strcmp=1:intercept_memcmp=1:intercept_memmem=1:strict_memcmp=1"

/* The same, and what would change how it ends. */
#define PROGRAM_OPTIONS                                                                      \
    SIGHT_OPTIONS ":use_sigaltstack=1:verify_asan_link_order=0:exitcode=1:abort_on_error=0:" \
                  "suppressions="

#define LEAK_OPTIONS "use_registers=1:use_tls=1:report_objects=0"
#define PROGRAM_LEAK_OPTIONS                                                                                 \
    "use_stacks=1:use_globals=1:use_root_regions=1:use_poisoned=0:use_unaligned=0:max_leaks=0:resolution=0:" \
    "suppressions="

/* `more`: further options of ASan's, after a ":"; `leak_options`: LeakSanitizer's. */
static char **options_for(const char *stem, const char *more, const char *leak_options)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    const char *quote = stem && strchr(stem, '"') ? "'" : "\"";
    g_autofree char *path = stem ? g_strdup_printf("log_path=%s%s.log%s:", quote, stem, quote) : g_strdup("");
    g_ptr_array_add(pairs, g_strconcat("ASAN_OPTIONS=", path, options, more, NULL));
    g_ptr_array_add(pairs, g_strconcat("LSAN_OPTIONS=", leak_options, NULL));
    g_ptr_array_add(pairs, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&pairs), FALSE);
}

char **fh_asan_environment(const char *stem)
{
    return options_for(stem, "", "use_stacks=0:" LEAK_OPTIONS);
}

char **fh_asan_program_environment(const char *stem)
{
    return options_for(stem, ":" PROGRAM_OPTIONS, LEAK_OPTIONS ":" PROGRAM_LEAK_OPTIONS);
}

void fh_asan_run_finish(struct fh_asan_run *run)
{
    fh_run_finish(&run->run);
    fh_asan_log_free(run->log);
    g_ptr_array_unref(run->children);
    g_free(run->reason);
}

/* The log has this notice of the runner's. */
static gboolean has_notice(const struct fh_asan_log *log, const char *text)
{
    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(log->records, i);
        if (record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX) &&
            g_str_has_prefix(record->headline + strlen(FH_NOTICE_PREFIX), text))
            return TRUE;
    }
    return FALSE;
}

static char *why_runtime_failed(const struct fh_asan_log *log)
{
    const char *words = log->runtime_failure;
    gboolean is_layout = strstr(words, "interleaves") || strstr(words, "Shadow memory");
    return g_strdup_printf("AddressSanitizer itself failed: %s%s", words,
                           is_layout ? "; this kernel places programs where older runtimes want their own "
                                       "memory: sysctl -w vm.mmap_rnd_bits=28, or use a newer compiler"
                                     : "");
}

char *fh_asan_why_failed(const struct fh_asan_log *log)
{
    if (log->leak_failure)
        return g_strdup_printf(FH_ASAN_NO_LEAK_SEARCH " (%s)", log->leak_failure);
    return log->runtime_failure ? why_runtime_failed(log) : NULL;
}

/* What keeps the log from being the whole truth; NULL: nothing. */
static char *why_log_is_not_whole(const struct fh_asan_run *run)
{
    g_autofree char *status = fh_wait_status_text(run->run.end.wait_status);
    if (!run->log)
        return g_strdup_printf("AddressSanitizer left no log (%s); see %s.err", status,
                               run->run.job->log_name);
    char *reason = fh_asan_why_failed(run->log);
    if (!reason && run->log->is_cut)
        reason = g_strdup_printf("AddressSanitizer's log is cut (%s)", status);
    return reason;
}

/* AddressSanitizer has the same words for a fault and for a signal that somebody sent; the runner, once it
 * has begun, can tell them apart. */
static char *why_ended_from_outside(const struct fh_asan_run *run)
{
    g_autofree char *place = fh_run_place(&run->run);
    g_autofree char *said = fh_run_said(&run->run);
    guint signal = fh_signal_from_outside(run->log->records);
    if (signal)
        return g_strdup_printf("the process was ended from outside%s: %s", place, strsignal((int)signal));
    if (run->run.is_fatal && !has_notice(run->log, "signal "))
        return g_strconcat(
            "the process ended by a signal before the runner had begun: by a fault while the library was "
            "loaded, or from outside; the log says where",
            said, NULL);
    return NULL;
}

/* The runtime is told to go on after an error. Code that is compiled to end there ends all the same: so is
 * the std that comes compiled with AddressSanitizer. */
static char *why_ended_at_error(const struct fh_asan_run *run)
{
    const GPtrArray *records = run->log->records;
    const struct fh_record *last = records->len ? g_ptr_array_index(records, records->len - 1) : NULL;
    gboolean is_access =
        last && (last->type == FH_RECORD_INVALID_READ || last->type == FH_RECORD_INVALID_WRITE);
    if (!is_access || !run->run.has_events || run->run.events->header->is_finished)
        return NULL;
    g_autofree char *place = fh_run_place(&run->run);
    return g_strdup_printf(
        "AddressSanitizer ended the process%s, in code that is compiled to end at its first "
        "error, as Rust's std is",
        place);
}

static char *why_not_judged(const struct fh_asan_run *run)
{
    char *reason = fh_run_why_not_run(&run->run);
    if (!reason)
        reason = why_log_is_not_whole(run);
    if (!reason && !fh_sanitizer_is_linked(run->run.job->runner))
        reason = g_strdup("the runner is not linked with AddressSanitizer");
    if (!reason)
        reason = why_ended_from_outside(run);
    if (!reason)
        reason = why_ended_at_error(run);
    if (!reason)
        reason = fh_run_why_not_ended(&run->run, run->run.is_fatal);
    if (reason || run->run.is_fatal)
        return reason;
    if (!has_notice(run->log, FH_NOTICE_FINISHED))
        return g_strdup("AddressSanitizer's log has no end");
    if (!run->run.job->is_batch && !has_notice(run->log, "checked "))
        return g_strdup("LeakSanitizer did not look for leaks");
    return NULL;
}

/* The search after exit handlers finds more than those of the scenarios did. */
static gboolean is_more_lost_at_exit(const GPtrArray *records)
{
    for (guint i = records->len; i > 0; i--) {
        const struct fh_record *record = g_ptr_array_index(records, i - 1);
        if (record->type == FH_RECORD_NOTICE &&
            g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "checked "))
            return FALSE;
        if (record->type == FH_RECORD_LEAK && record->added_blocks > 0)
            return TRUE;
    }
    return FALSE;
}

static char *why_not_a_batch(const struct fh_asan_run *run)
{
    if (run->run.log_paths->len > 1 || run->run.events->header->forks > 0)
        return g_strdup("a scenario of the batch forked");
    g_autoptr(GPtrArray) records = fh_run_records_outside(&run->run, run->log->records);
    return fh_run_why_outside(&run->run, &fh_asan_engine, records, is_more_lost_at_exit(run->log->records));
}

static void resolve(gpointer symbols, const char *object, guint64 offset, GPtrArray *frames)
{
    fh_symbols_resolve(symbols, object, offset, frames);
}

static gboolean has_leak(const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++)
        if (((const struct fh_record *)g_ptr_array_index(records, i))->type == FH_RECORD_LEAK &&
            ((const struct fh_record *)g_ptr_array_index(records, i))->leak_search > 0)
            return TRUE;
    return FALSE;
}

/* NULL when it can't be read. */
static struct fh_asan_log *read_log(const struct fh_asan_run *run, const char *path)
{
    g_autofree char *bytes = NULL;
    gsize size;
    if (!g_file_get_contents(path, &bytes, &size, NULL))
        return NULL;
    struct fh_asan_log *log = fh_asan_log_parse(bytes, size, resolve, run->run.job->symbols);
    if (fh_asan_records_prepare(log->records, run->run.job->is_batch) > 0)
        log->has_leak_report = has_leak(log->records);
    return log;
}

static void read_logs(struct fh_asan_run *run)
{
    g_autofree char *own = g_strdup_printf("%s.log.%" G_GINT64_FORMAT, run->run.stem, run->run.end.pid);
    run->log = read_log(run, own);
    if (run->log)
        fh_run_survey(&run->run, run->log->records);
    for (guint i = 0; i < run->run.log_paths->len; i++) {
        struct fh_asan_log *log = NULL;
        if (!g_str_equal(g_ptr_array_index(run->run.log_paths, i), own))
            log = read_log(run, g_ptr_array_index(run->run.log_paths, i));
        if (log)
            g_ptr_array_add(run->children, log);
    }
}

void fh_asan_run(const struct fh_job *job, struct fh_asan_run *run)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *stem = fh_run_stem(job, 0);
    g_auto(GStrv) environment = fh_asan_environment(stem);
    struct fh_run_how how = {.environment = (const char *const *)environment};
    *run = (struct fh_asan_run){.children = g_ptr_array_new_with_free_func((GDestroyNotify)fh_asan_log_free)};
    if (!fh_run(&run->run, job, &how, &error)) {
        run->reason = g_strdup(error->message);
        return;
    }
    read_logs(run);
    run->reason = why_not_judged(run);
    if (!run->reason && job->is_batch)
        run->reason = why_not_a_batch(run);
    g_autofree char *outside = run->log ? why_ended_from_outside(run) : NULL;
    run->was_ended =
        run->run.end.timed_out || run->run.end.was_interrupted || fh_run_foreign_signal(&run->run) || outside;
}
