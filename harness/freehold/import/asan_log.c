// SPDX-License-Identifier: MIT
#include "import/asan_log.h"

#include <string.h>

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
        guint pid = ((const struct fh_record *)g_ptr_array_index(log->records, i))->pid, known = 0;
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
        if (((const struct fh_record *)g_ptr_array_index(log->records, i))->pid == pid)
            g_ptr_array_add(own, g_ptr_array_index(log->records, i));
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
    fh_log_classify(records, &fh_asan_engine, NULL, result);
    if (!result->reason && result->findings->len == 0)
        result->reason = g_strdup(reason_silent);
    for (guint i = 0; i < log->warnings->len; i++)
        g_ptr_array_add(result->notes, g_strdup(g_ptr_array_index(log->warnings, i)));
    fh_log_judge(result, &fh_asan_engine);
}

gboolean fh_log_read_sanitizer(const struct fh_log_source *source)
{
    fh_auto(fh_asan_log) log = fh_asan_log_read(&source->contents->text, NULL, NULL);
    g_autoptr(GArray) pids = processes_of(log);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    if (fh_log_is_freeholds(log->records))
        return FALSE;
    for (guint i = 0; i < pids->len; i++) {
        g_autoptr(GPtrArray) own = records_of(log, g_array_index(pids, guint, i));
        judge(source, log, own, pids->len > 1 ? i + 1 : 0);
    }
    if (pids->len == 0)
        judge(source, log, none, 0);
    fh_log_add_engine(source, &fh_asan_engine, NULL);
    return TRUE;
}
