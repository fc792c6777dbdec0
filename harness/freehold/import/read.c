// SPDX-License-Identifier: MIT
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "import/consistency.h"
#include "import/document.h"
#include "import/members.h"
#include "import/read.h"
#include "import/read_finding.h"
#include "import/read_selftest.h"
#include "import/read_timeline.h"
#include "model/coverage.h"
#include "model/report.h"
#include "model/result.h"

static const char *name_of_verdict(guint value)
{
    return fh_verdict_name((enum fh_verdict)value);
}

static enum fh_verdict read_verdict(struct fh_members *members)
{
    return fh_take_choice(members, "verdict", "verdict", name_of_verdict, FH_VERDICT_INCONCLUSIVE + 1);
}

static void read_heap(struct fh_members *members, gpointer target)
{
    struct fh_heap *heap = target;
    heap->is_known = TRUE;
    heap->allocs = fh_take_count(members, "allocs");
    heap->frees = fh_take_count(members, "frees");
    heap->bytes = fh_take_count(members, "bytes");
    heap->in_use_bytes = fh_take_count(members, "in_use_bytes");
    heap->in_use_blocks = fh_take_count(members, "in_use_blocks");
}

static void read_unmet(struct fh_members *members, gpointer target)
{
    struct fh_result *result = target;
    struct fh_unmet *unmet = g_new0(struct fh_unmet, 1);
    g_ptr_array_add(result->unmet, unmet);
    unmet->line = fh_take_line(members, "line");
    unmet->message = fh_take_text(members, "message");
}

static void read_not_applicable(struct fh_members *members, gpointer target)
{
    struct fh_result *result = target;
    struct fh_not_applicable *entry = g_new0(struct fh_not_applicable, 1);
    g_autoptr(GPtrArray) engines = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(result->not_applicable, entry);
    entry->line = fh_take_line(members, "line");
    entry->kind = fh_take_choice(members, "kind", "kind", fh_name_of_kind, FH_KIND_COUNT);
    entry->reason = fh_take_text_or_null(members, "reason");
    fh_take_texts(members, "seen_by", engines);
    gboolean is_seen = engines->len > 0;
    g_ptr_array_add(engines, NULL);
    entry->seen_by = is_seen ? g_strjoinv(", ", (char **)engines->pdata) : NULL;
}

static void read_reason(struct fh_members *members, struct fh_result *result)
{
    result->reason = fh_take_text_or_null(members, "reason");
    if (result->verdict == FH_VERDICT_INCONCLUSIVE && (!result->reason || !*result->reason))
        fh_reading_fail(members->reading, "reason",
                        "is missing from an inconclusive result; the file is damaged, make it again");
}

static void read_result(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    struct fh_result *result = fh_result_new(NULL, NULL, 0, NULL);
    g_ptr_array_add(report->results, result);
    result->scenario = fh_take_text(members, "scenario");
    result->file = fh_take_text_or_null(members, "file");
    result->line = fh_take_line(members, "line");
    result->library = fh_take_text_or_null(members, "library");
    result->engine = fh_take_text(members, "engine");
    result->verdict = read_verdict(members);
    read_reason(members, result);
    fh_take_object_or_null(members, "heap", read_heap, &result->heap);
    fh_take_objects(members, "findings", fh_read_finding, result);
    fh_take_objects(members, "unmet", read_unmet, result);
    fh_take_objects(members, "not_applicable", read_not_applicable, result);
    fh_take_object_or_null(members, "timeline", fh_read_timeline, result);
    fh_take_texts(members, "notes", result->notes);
    fh_take_texts(members, "logs", result->logs);
    result->ran_alone = fh_take_flag(members, "alone");
    if (fh_members_has(members, "findings_left_out"))
        result->n_left_out = fh_take_small_count(members, "findings_left_out");
    result->duration_us = fh_take_duration(members);
}

static void read_library(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    struct fh_library_info *library = g_new0(struct fh_library_info, 1);
    g_ptr_array_add(report->libraries, library);
    library->name = fh_take_text(members, "name");
    library->crate = fh_take_text_or_null(members, "crate");
    library->staticlib = fh_take_text_or_null(members, "staticlib");
    library->header = fh_take_text_or_null(members, "header");
    library->profile = fh_take_text_or_null(members, "profile");
    library->rustc = fh_take_text_or_null(members, "rustc");
    library->c_compiler = fh_take_text_or_null(members, "c_compiler");
}

static void read_engine(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    struct fh_engine_info *engine = g_new0(struct fh_engine_info, 1);
    g_ptr_array_add(report->engines, engine);
    engine->name = fh_take_text(members, "name");
    engine->version = fh_take_text_or_null(members, "version");
    engine->command = fh_take_text_or_null(members, "command");
}

static void read_baseline(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    report->baseline = fh_baseline_use_new(NULL);
    report->baseline->path = fh_take_text(members, "path");
    report->baseline->n_known = fh_take_small_count(members, "known");
    fh_take_objects(members, "fixed", fh_read_known, report->baseline->fixed);
}

static void read_point(struct fh_members *members, gpointer target)
{
    enum fh_point_kind kind =
        fh_take_choice(members, "kind", "kind of point", fh_point_kind_name, FH_POINT_KIND_COUNT);
    g_autofree char *function = fh_take_text(members, "function");
    g_autofree char *what = fh_take_text_or_null(members, "what");
    fh_coverage_add(target, kind, function, what)->is_seen = fh_take_flag(members, "seen");
}

static void read_coverage(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    struct fh_coverage *coverage = fh_coverage_new(NULL);
    g_ptr_array_add(report->coverages, coverage);
    coverage->library = fh_take_text(members, "library");
    fh_take_objects(members, "points", read_point, coverage);
}

/* The percentage is made anew, as what is below. */
static void read_coverages(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    guint64 minimum = 0;
    fh_take_small_count(members, "percent");
    if (fh_take_count_or_null(members, "minimum", &minimum))
        report->min_coverage = (guint)MIN(minimum, 100);
    fh_take_objects(members, "libraries", read_coverage, report);
}

/* Made from the results whenever it is written; consistency.c compares. */
static void pass_over(struct fh_members *members, gpointer target)
{
    (void)target;
    g_autoptr(GList) names = json_object_get_members(members->object);
    for (GList *item = names; item && members->n_taken < FH_MEMBERS_MAX; item = item->next)
        members->taken[members->n_taken++] = item->data;
}

static void read_scope(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    g_autoptr(GPtrArray) kinds = g_ptr_array_new_with_free_func(g_free);
    fh_take_texts(members, "focus", report->focus);
    fh_take_texts(members, "kinds", kinds);
    for (guint i = 0; i < kinds->len; i++)
        report->kinds |= 1u << fh_kind_from_name(g_ptr_array_index(kinds, i));
    report->kinds &= ~1u;
    fh_take_count(members, "outside_focus");
    fh_take_count(members, "outside_kinds");
    fh_take_count(members, "outside_rust");
    fh_take_count(members, "outside_host");
}

static void read_report(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    members->reading->is_deterministic = !fh_members_has(members, "duration_us");
    report->is_deterministic = members->reading->is_deterministic;
    report->version = fh_take_text(members, "freehold");
    read_verdict(members);
    fh_take_object_or_null(members, "summary", pass_over, NULL);
    if (fh_members_has(members, "not_looked_for"))
        fh_take_objects(members, "not_looked_for", pass_over, NULL);
    if (fh_members_has(members, "scope"))
        fh_take_object_or_null(members, "scope", read_scope, report);
    fh_take_object_or_null(members, "baseline", read_baseline, report);
    if (fh_members_has(members, "coverage"))
        fh_take_object_or_null(members, "coverage", read_coverages, report);
    report->is_cut = fh_take_flag(members, "cut");
    if (fh_members_has(members, "shards")) {
        report->shard = fh_take_small_count(members, "shard");
        report->shards = fh_take_small_count(members, "shards");
    }
    report->duration_us = fh_take_duration(members);
    fh_take_objects(members, "libraries", read_library, report);
    fh_take_objects(members, "engines", read_engine, report);
    if (fh_members_has(members, "selftest"))
        fh_take_objects(members, "selftest", fh_read_selftest, report);
    fh_take_objects(members, "agreement", pass_over, NULL);
    fh_take_objects(members, "results", read_result, report);
}

/* "0.1.0" as a number that is larger for a newer one; 0: it is none. */
static guint64 version_number(const char *version)
{
    guint64 parts[3], number = 0;
    g_auto(GStrv) words = g_strsplit(version, ".", -1);
    if (g_strv_length(words) != G_N_ELEMENTS(parts))
        return 0;
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (!g_ascii_string_to_unsigned(words[i], 10, 0, 9999, &parts[i], NULL))
            return 0;
        number = number * 10000 + parts[i];
    }
    return number;
}

/* Before anything else: a newer freehold may say anything. */
static void check_version(struct fh_reading *reading, JsonNode *root, const char *own)
{
    JsonNode *node = json_object_get_member(json_node_get_object(root), "freehold");
    const char *version =
        node && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
    if (!version) {
        fh_reading_fail(reading, NULL, "is JSON, and no report of freehold's: it has no \"freehold\"");
        return;
    }
    g_autofree char *shown = fh_document_visible(version);
    guint64 number = version_number(version);
    if (number == 0)
        fh_reading_fail(reading, "freehold", "unknown version '%s'; the file is damaged, make it again",
                        shown);
    else if (number > version_number(own))
        fh_reading_fail(reading, NULL, "was written by freehold %s, this is %s; read it with that one", shown,
                        own);
}

struct fh_report *fh_report_parse(const char *path, const char *bytes, gsize size, const char *version,
                                  GError **error)
{
    g_autoptr(JsonNode) root = fh_document_parse(path, bytes, size, error);
    if (!root)
        return NULL;
    fh_auto(fh_report) report = fh_report_new();
    g_autoptr(GString) where = g_string_new(NULL);
    struct fh_reading reading = {.path = path, .where = where};
    check_version(&reading, root, version);
    if (!reading.error)
        fh_reading_object(&reading, root, read_report, report);
    if (!reading.error)
        fh_reading_check_unchanged(&reading, root, report);
    if (!reading.error)
        return g_steal_pointer(&report);
    g_propagate_error(error, reading.error);
    return NULL;
}

gboolean fh_report_is_saved(const char *bytes, gsize size)
{
    gsize i = 0;
    while (i < size && g_ascii_isspace(bytes[i]))
        i++;
    return i < size && bytes[i] == '{';
}

struct fh_report *fh_report_read(const char *path, const char *version, GError **error)
{
    g_autoptr(GError) inner = NULL;
    g_autofree char *bytes = NULL;
    gsize size;
    struct stat about;
    if (stat(path, &about) == 0 && about.st_size > FH_REPORT_MAX_SIZE) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: larger than any report (%d MiB)", path,
                    FH_REPORT_MAX_SIZE >> 20);
        return NULL;
    }
    if (g_file_get_contents(path, &bytes, &size, &inner))
        return fh_report_parse(path, bytes, size, version, error);
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't read a report: %s", inner->message);
    return NULL;
}
