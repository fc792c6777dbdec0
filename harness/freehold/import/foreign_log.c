// SPDX-License-Identifier: MIT
#include "import/foreign_log.h"

#include "base/pattern.h"
#include "classify/classify.h"
#include "log/record.h"
#include "model/finding.h"
#include "verdict/expectation.h"
#include "verdict/verdict.h"
#include "wire/notices.h"

struct fh_result *fh_log_add_result(const struct fh_log_source *source, const struct fh_engine *engine,
                                    const char *name, guint number)
{
    g_autofree char *plain = g_strdup(name ? name : source->path);
    g_autofree char *numbered = g_strdup_printf("%s (process %u)", plain, number);
    struct fh_result *result = fh_result_new(number > 0 ? numbered : plain, NULL, 0, engine->name);
    result->ran_alone = TRUE;
    g_ptr_array_add(source->report->results, result);
    return result;
}

static gboolean has_engine(const struct fh_report *report, const char *name, const char *version)
{
    for (guint i = 0; i < report->engines->len; i++) {
        const struct fh_engine_info *other = g_ptr_array_index(report->engines, i);
        if (g_str_equal(other->name, name) && (!version || g_strcmp0(other->version, version) == 0))
            return TRUE;
    }
    return FALSE;
}

void fh_log_add_engine(const struct fh_log_source *source, const struct fh_engine *engine,
                       const char *version)
{
    if (has_engine(source->report, engine->name, version))
        return;
    struct fh_engine_info *info = g_new0(struct fh_engine_info, 1);
    info->name = g_strdup(engine->name);
    info->version = g_strdup(version);
    g_ptr_array_add(source->report->engines, info);
}

/* Where no one told Rust's heap from C's, malloc() and free() are Rust's as well: neither side is named. */
static char *without_side(const char *text)
{
    static struct fh_pattern sides = {.text = "\\bC \\((\\w+)\\)|\\bC's (?=\\w+\\(\\))"};
    char *plain = text ? fh_pattern_replace(&sides, text, "\\1") : NULL;
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
        neutralise((char **)&g_ptr_array_index(texts, i));
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

void fh_log_classify(const GPtrArray *records, const struct fh_engine *engine, const char *version,
                     struct fh_result *result)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    struct fh_trace trace = {.engine = engine->title,
                             .tool_version = version,
                             .records = records,
                             .events = none,
                             .is_foreign = TRUE};
    fh_auto(fh_classified) classified = fh_classify(&trace);
    fh_classified_give(classified, result);
    for (guint i = 0; i < result->findings->len; i++)
        forget_sides(g_ptr_array_index(result->findings, i));
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
        const struct fh_record *record = g_ptr_array_index(records, i);
        if (record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX))
            return TRUE;
    }
    return FALSE;
}
