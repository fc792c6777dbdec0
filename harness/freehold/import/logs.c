// SPDX-License-Identifier: MIT
#include "import/logs.h"

#include "base/error.h"
#include "classify/classify.h"
#include "import/foreign_log.h"
#include "log/sniff.h"
#include "model/finding.h"
#include "model/fingerprint.h"
#include "model/result.h"
#include "verdict/verdict.h"
#include "wire/notices.h"

struct fh_result *fh_log_add_result(const struct fh_log_source *source, const struct fh_engine *engine,
                                    const char *name, guint number)
{
    g_autofree char *plain = g_strdup(name ? name : source->path);
    g_autofree char *numbered = g_strdup_printf("%s (process %u)", plain, number);
    struct fh_result *result = fh_result_new(number > 0 ? numbered : plain, NULL, 0, engine->name);
    result->ran_alone = TRUE;
    g_ptr_array_add(source->results, result);
    return result;
}

/* Where no one told Rust's heap from C's, malloc() and free() are Rust's as well: neither side is named. */
static char *without_side(const char *text)
{
    g_autoptr(GRegex) sides = g_regex_new("\\bC \\((\\w+)\\)|\\bC's (?=\\w+\\(\\))", 0, 0, NULL);
    char *plain = text ? g_regex_replace(sides, text, -1, 0, "\\1", 0, NULL) : NULL;
    return plain ? plain : g_strdup(text);
}

static void neutralise(char **text)
{
    char *plain = without_side(*text);
    g_free(*text);
    *text = plain;
}

static void neutralise_all(GPtrArray *texts)
{
    for (guint i = 0; i < texts->len; i++)
        neutralise((char **)&texts->pdata[i]);
}

static void forget_sides(struct fh_finding *finding)
{
    if (finding->allocated_by == FH_DOMAIN_C)
        finding->allocated_by = FH_DOMAIN_UNKNOWN;
    if (finding->released_by == FH_DOMAIN_C)
        finding->released_by = FH_DOMAIN_UNKNOWN;
    neutralise(&finding->message);
    neutralise_all(finding->folded);
}

void fh_log_classify(const GPtrArray *records, const struct fh_engine *engine, struct fh_result *result)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    struct fh_trace trace = {.engine = engine->title, .records = records, .events = none};
    fh_auto(fh_classified) classified = fh_classify(&trace);
    fh_classified_give(classified, result);
    for (guint i = 0; i < result->findings->len; i++)
        forget_sides(result->findings->pdata[i]);
    neutralise_all(result->notes);
}

void fh_log_judge(struct fh_result *result, const struct fh_engine *engine)
{
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    fh_judge(result, none, NULL, &engine->visibility);
}

gboolean fh_log_is_freeholds(const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = records->pdata[i];
        if (record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX))
            return TRUE;
    }
    return FALSE;
}

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
