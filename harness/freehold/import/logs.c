// SPDX-License-Identifier: MIT
#include "import/logs.h"

#include "base/error.h"
#include "import/asan_log.h"
#include "import/foreign_log.h"
#include "import/memcheck_log.h"
#include "log/contents.h"
#include "model/finding.h"
#include "model/fingerprint.h"
#include "model/result.h"
#include "wire/notices.h"

#define EXPECTED                                                                                          \
    "expected a report.json of freehold's, a log of Valgrind's memcheck (text, or --xml=yes), or one of " \
    "AddressSanitizer, LeakSanitizer or UBSan"

/* Nothing in the file could be read. */
static void fail_unknown(const struct fh_log_source *source, gsize size, GError **error)
{
    const GPtrArray *unread = source->contents->unread;
    if (unread->len > 0)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: can't be read: %s; " EXPECTED, source->path,
                    ((const struct fh_log_unread *)g_ptr_array_index(unread, 0))->what);
    else
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s; " EXPECTED, source->path,
                    size > 0 ? "neither results nor a log that freehold reads"
                             : "is empty (valgrind -q leaves that of a clean run, a sanitizer nothing), and "
                               "proves nothing");
}

/* What is in the file besides may be anything. */
static void add_unread(const struct fh_log_source *source)
{
    for (guint i = 0; i < source->contents->unread->len; i++) {
        const struct fh_log_unread *unread = g_ptr_array_index(source->contents->unread, i);
        const struct fh_engine *engine = unread->is_sanitizers ? &fh_asan_engine : &fh_valgrind_engine;
        struct fh_result *result = fh_log_add_result(source, engine, NULL, 0);
        result->reason = g_strdup_printf("a part of the file can't be read: %s", unread->what);
        fh_log_judge(result, engine);
        fh_log_add_engine(source, engine, NULL);
    }
}

/* FALSE: a part of it is freehold's own. */
static gboolean read_parts(const struct fh_log_source *source)
{
    const struct fh_log_contents *contents = source->contents;
    gboolean is_foreign = TRUE;
    for (guint i = 0; i < contents->documents->len && is_foreign; i++)
        is_foreign = fh_log_read_memcheck_xml(source, g_ptr_array_index(contents->documents, i));
    if (is_foreign && contents->has_memcheck)
        is_foreign = fh_log_read_memcheck(source);
    if (is_foreign && contents->has_sanitizer)
        is_foreign = fh_log_read_sanitizer(source);
    return is_foreign;
}

struct fh_report *fh_report_of_log(const char *path, const struct fh_bytes *bytes, gboolean is_trusted,
                                   GError **error)
{
    fh_auto(fh_report) report = fh_report_new();
    fh_auto(fh_log_contents) contents = fh_log_contents_new(bytes);
    const struct fh_log_source source = {path, contents, is_trusted, report};
    if (!read_parts(&source)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s: a log of freehold's own, which does not say by itself what was watched and "
                    "expected; name the report.json that was made with it, or its folder",
                    path);
        return NULL;
    }
    if (report->results->len == 0) {
        fail_unknown(&source, bytes->size, error);
        return NULL;
    }
    add_unread(&source);
    fh_report_fingerprint(report);
    return g_steal_pointer(&report);
}
