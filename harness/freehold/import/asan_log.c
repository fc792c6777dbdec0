// SPDX-License-Identifier: MIT
#include "import/asan_log.h"

#include "engine/asan/asan_run.h"
#include "engine/engine.h"
#include "log/asan.h"
#include "log/record.h"
#include "model/report.h"
#include "model/result.h"

static const char reason_silent[] =
    "a sanitizer's log says what was found, and not that the program came to its end, or that leaks were "
    "looked "
    "for: without findings it proves nothing. Audit the program with `freehold exec`, or its library with "
    "`freehold run --engine asan`";

/* guint: the processes that records are of, in the order of their first. */
static GArray *processes_of(const struct fh_asan_log *log)
{
    GArray *pids = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < log->records->len; i++) {
        guint pid = ((const struct fh_record *)log->records->pdata[i])->pid, known = 0;
        while (known < pids->len && g_array_index(pids, guint, known) != pid)
            known++;
        if (known == pids->len)
            g_array_append_val(pids, pid);
    }
    return pids;
}

static GPtrArray *records_of(const struct fh_asan_log *log, guint pid)
{
    GPtrArray *own = g_ptr_array_new();
    for (guint i = 0; i < log->records->len; i++)
        if (((const struct fh_record *)log->records->pdata[i])->pid == pid)
            g_ptr_array_add(own, log->records->pdata[i]);
    return own;
}

static void judge(const struct fh_log_source *source, const struct fh_asan_log *log, const GPtrArray *records,
                  guint number)
{
    struct fh_result *result = fh_log_add_result(source, &fh_asan_engine, NULL, number);
    result->reason = fh_asan_why_failed(log);
    if (!result->reason && log->is_cut)
        result->reason =
            g_strdup("the sanitizer's log is cut: a report in it has no end, or does not add up");
    fh_log_classify(records, &fh_asan_engine, result);
    if (!result->reason && result->findings->len == 0)
        result->reason = g_strdup(reason_silent);
    for (guint i = 0; i < log->warnings->len; i++)
        g_ptr_array_add(result->notes, g_strdup(log->warnings->pdata[i]));
    fh_log_judge(result, &fh_asan_engine);
}

gboolean fh_log_read_sanitizer(const struct fh_log_source *source, GPtrArray *engines)
{
    struct fh_asan_log *log = fh_asan_log_parse(source->bytes, source->size, NULL, NULL);
    g_autoptr(GArray) pids = processes_of(log);
    gboolean is_foreign = !fh_log_is_freeholds(log->records);
    for (guint i = 0; is_foreign && i < pids->len; i++) {
        g_autoptr(GPtrArray) own = records_of(log, g_array_index(pids, guint, i));
        judge(source, log, own, pids->len > 1 ? i + 1 : 0);
    }
    if (is_foreign && pids->len == 0) {
        g_autoptr(GPtrArray) none = g_ptr_array_new();
        judge(source, log, none, 0);
    }
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    info->name = g_strdup(fh_asan_engine.name);
    g_ptr_array_add(engines, info);
    fh_asan_log_free(log);
    return is_foreign;
}
