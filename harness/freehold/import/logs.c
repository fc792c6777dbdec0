// SPDX-License-Identifier: MIT
#include "import/logs.h"

#include "base/error.h"
#include "import/asan_log.h"
#include "import/foreign_log.h"
#include "import/memcheck_log.h"
#include "log/sniff.h"
#include "model/finding.h"
#include "model/fingerprint.h"
#include "model/result.h"
#include "wire/notices.h"

static void fail_unknown(const struct fh_log_source *source, GError **error)
{
    g_set_error(
        error, FH_ERROR, FH_ERROR_USAGE,
        "%s: %s; expected a report.json of freehold's, a log of Valgrind's memcheck (text, or "
        "--xml=yes), or one of AddressSanitizer, LeakSanitizer or UBSan",
        source->path,
        source->size > 0
            ? "neither results nor a log that freehold reads"
            : "is empty (valgrind -q leaves that of a clean run, a sanitizer nothing), and proves nothing");
}

struct fh_report *fh_report_of_log(const char *path, const char *bytes, gsize size, gboolean is_trusted,
                                   GError **error)
{
    fh_auto(fh_report) report = fh_report_new();
    const struct fh_log_source source = {path, bytes, size, is_trusted, report->results};
    enum fh_log_type type = fh_log_sniff(bytes, size);
    gboolean is_foreign = FALSE;
    if (type == FH_LOG_SANITIZER)
        is_foreign = fh_log_read_sanitizer(&source, report->engines);
    else if (type != FH_LOG_UNKNOWN)
        is_foreign = fh_log_read_memcheck(&source, type == FH_LOG_MEMCHECK_XML, report->engines);
    if (is_foreign && report->results->len > 0) {
        fh_report_fingerprint(report);
        return g_steal_pointer(&report);
    }
    if (is_foreign || type == FH_LOG_UNKNOWN)
        fail_unknown(&source, error);
    else
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s: a log of freehold's own, which does not say by itself what was watched and "
                    "expected; name the report.json that was made with it, or its folder",
                    path);
    return NULL;
}
