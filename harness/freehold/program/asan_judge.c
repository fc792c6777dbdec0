// SPDX-License-Identifier: MIT
#include "program/asan_judge.h"

#include <signal.h>
#include <string.h>

#include "classify/classify.h"
#include "engine/asan/asan_run.h"
#include "engine/engine.h"
#include "program/asan_seen.h"
#include "program/program_engine.h"
#include "verdict/verdict.h"
#include "wire/notices.h"

static gboolean is_fatal(const struct fh_asan_log *log)
{
    for (guint i = 0; i < log->records->len; i++)
        if (((const struct fh_record *)log->records->pdata[i])->type == FH_RECORD_FATAL_SIGNAL)
            return TRUE;
    return FALSE;
}

static gboolean is_fork(const struct fh_asan_image *image)
{
    return image->log && fh_asan_count_notices(image->log->records, "forked ") > 0;
}

static char *why_log_is_not_whole(const struct fh_asan_image *image)
{
    if (!image->log)
        return g_strdup("AddressSanitizer left no log");
    char *reason = fh_asan_why_failed(image->log);
    if (!reason && image->log->is_cut)
        reason = g_strdup("AddressSanitizer's log is cut");
    if (!reason && fh_asan_count_notices(image->log->records, "begin ") == 0)
        reason = g_strdup("AddressSanitizer's log has no beginning: another program, or the process itself, "
                          "has begun it anew");
    return reason;
}

/* Of a fork that could not be searched, and of what does not become another program. */
static char *why_not_searched(const struct fh_asan_image *image)
{
    const GPtrArray *records = image->log->records;
    guint n_last = fh_asan_count_notices(records, "checked 1");
    guint n_first = is_fork(image) && fh_asan_count_notices(records, "checked 0") > 0;
    if (n_last == 0 && is_fork(image))
        return image->has_executed
                   ? NULL
                   : g_strdup("its leaks can't be told from its parent's: it was forked while other threads "
                              "ran, or past the C library; fork before there are threads");
    if (n_last == 0 || image->n_proven < n_first + n_last)
        return g_strdup("LeakSanitizer did not look for leaks, or was told not to (__lsan_disable(), "
                        "__lsan_is_turned_off(), suppressions that fit everything)");
    return NULL;
}

/* It must have come to its own end, or to where it became another program. */
static char *why_not_ended(const struct fh_asan_image *image)
{
    const GPtrArray *records = image->log->records;
    const char *end = image->has_executed ? "exec " : FH_NOTICE_FINISHED;
    if (is_fatal(image->log))
        return NULL;
    if (image->events->header->is_finished && fh_asan_count_notices(records, end) > 0)
        return why_not_searched(image);
    if (!image->events->header->is_finished && image->log->errors > 0)
        return g_strdup("AddressSanitizer ended it at an error: what would have come after that, and what it "
                        "leaked, was not seen; compile with -fsanitize-recover=address (freehold flags)");
    return g_strdup("the process did not come to its end: it was killed, or left past the C library");
}

/* A closed gate: everything that would keep this image from being seen whole. NULL when it was. */
static char *why_not_judged(const struct fh_asan_bench *bench, const struct fh_asan_image *image)
{
    if (kill((GPid)image->pid, 0) == 0)
        return g_strdup_printf("it was still running %u s after the program's end", bench->exec->timeout_s);
    char *reason = fh_asan_why_not_watched(image, bench->options);
    if (!reason)
        reason = why_log_is_not_whole(image);
    if (!reason)
        reason = fh_asan_why_not_all_rust(image);
    if (!reason && fh_asan_hook_was_missed(image->log))
        reason = g_strdup(FH_ASAN_PAST_HOOK);
    if (!reason)
        reason = fh_asan_why_not_all_programs(bench->images, image);
    return reason ? reason : why_not_ended(image);
}

static void classify(const struct fh_asan_image *image, struct fh_result *result)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    struct fh_trace trace = {.engine = fh_asan_engine.title,
                             .records = image->log->records,
                             .events = image->has_events ? image->events->events : none};
    fh_auto(fh_classified) classified = fh_classify(&trace);
    fh_classified_give(classified, result);
    if (!result->reason && image->log->errors > 0 && result->findings->len == 0)
        result->reason = g_strdup_printf("AddressSanitizer reported %u errors, and no record of them was "
                                         "understood",
                                         image->log->errors);
}

static void add_notes(const struct fh_asan_image *image, struct fh_result *result)
{
    for (guint i = 0; image->log && i < image->log->warnings->len; i++)
        g_ptr_array_add(result->notes, g_strdup(image->log->warnings->pdata[i]));
    if (!result->reason && !fh_asan_holds_rust(image))
        g_ptr_array_add(result->notes, g_strdup("no Rust code in it: audited as plain C"));
    if (fh_asan_has_imports_watched(image))
        g_ptr_array_add(result->notes, g_strdup(FH_WATCH_IMPORTS));
    if (is_fork(image))
        g_ptr_array_add(result->notes, g_strdup("a forked process: of its leaks, those since the fork"));
}

struct fh_result *fh_asan_image_judge(const struct fh_asan_bench *bench, guint index)
{
    const struct fh_asan_image *image = bench->images->pdata[index];
    const struct fh_event *program = fh_asan_image_event(image, FH_EVENT_PROGRAM);
    g_autofree char *name =
        fh_watch_name(program ? fh_event_text(program) : NULL,
                      image->has_events ? image->events->events : NULL, index, bench->images->len);
    struct fh_result *result = fh_result_new(name, NULL, 0, fh_asan_engine.name);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    result->ran_alone = TRUE;
    result->reason = why_not_judged(bench, image);
    if (image->log_path)
        fh_watch_name_log(bench->exec, image->log_path, result);
    if (image->log)
        classify(image, result);
    add_notes(image, result);
    fh_judge(result, none, NULL, &fh_asan_engine.sight);
    return result;
}
