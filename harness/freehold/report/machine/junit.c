// SPDX-License-Identifier: MIT
/*
 * JUnit XML, as Jenkins, GitLab and actions of GitHub's read it: a test suite for each scenario file (of
 * processes: each program), a test case for each result. At most one <failure> or <error> a case: GitLab and
 * Jenkins read the first one only. `file` and `line` are what GitLab links to. What it can't take is left out
 * (junit_limits.h). Text is printable (printable.h), so XML can hold all of it; libxml2 escapes the rest.
 */
#include <libxml/xmlwriter.h>

#include "model/report.h"
#include "model/result.h"
#include "report/machine/junit_limits.h"
#include "report/shared/count.h"
#include "report/shared/coverage_words.h"
#include "report/shared/printable.h"
#include "report/shared/problem.h"
#include "report/shared/project_path.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "report/shared/writer.h"
#include "report/text/excerpts.h"
#include "report/text/plain_details.h"
#include "verdict/not_looked_for.h"
#include "verdict/scope.h"
#include "verdict/verdict.h"

/* The results of one scenario file, or of one program. */
struct suite {
    char *path;
    char *class;        /* "scenarios.strings": Jenkins takes all but the last word for a package */
    GPtrArray *results; /* const struct fh_result * */
};

struct junit {
    const struct fh_report *report;
    struct fh_excerpts *excerpts;
    GHashTable *problems; /* const struct fh_result * -> GPtrArray of const struct fh_problem * */
    struct fh_junit_share share;
    xmlTextWriter *xml;
    GHashTable *names; /* char *, class and name of a case -> how many asked for it */
    guint n_elements, n_cases;
    guint n_left_out; /* results that don't pass */
};

struct tally {
    guint tests, failures, errors;
    guint64 duration_us;
};

static const xmlChar *xml_text(const char *text)
{
    return (const xmlChar *)text;
}

static void begin(struct junit *junit, const char *element)
{
    junit->n_elements++;
    xmlTextWriterStartElement(junit->xml, xml_text(element));
}

static void end(const struct junit *junit)
{
    xmlTextWriterEndElement(junit->xml);
}

/* "[[ATTACHMENT|…]]" is a file to Jenkins and GitLab, also where others wrote it. */
static char *without_attachments(const char *text)
{
    g_autoptr(GString) plain = g_string_new(text);
    g_string_replace(plain, "[[", "[ [", 0);
    return g_strdup(plain->str);
}

static void write_text(const struct junit *junit, const char *text)
{
    g_autofree char *plain = without_attachments(text);
    xmlTextWriterWriteString(junit->xml, xml_text(plain));
}

static void attribute(const struct junit *junit, const char *name, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    xmlTextWriterWriteAttribute(junit->xml, xml_text(name), xml_text(printable));
}

static void count_attribute(const struct junit *junit, const char *name, guint count)
{
    xmlTextWriterWriteFormatAttribute(junit->xml, xml_text(name), "%u", count);
}

static void time_attribute(const struct junit *junit, guint64 duration_us)
{
    const guint64 ms = duration_us / 1000;
    if (!junit->report->is_deterministic)
        xmlTextWriterWriteFormatAttribute(junit->xml, xml_text("time"),
                                          "%" G_GUINT64_FORMAT ".%03" G_GUINT64_FORMAT, ms / 1000, ms % 1000);
}

static void tally_attributes(const struct junit *junit, const struct tally *tally)
{
    count_attribute(junit, "tests", tally->tests);
    count_attribute(junit, "failures", tally->failures);
    count_attribute(junit, "errors", tally->errors);
    time_attribute(junit, tally->duration_us);
}

static gboolean is_told(const struct junit *junit, const struct fh_result *result)
{
    return junit->share.passed || fh_result_verdict(result) != FH_VERDICT_PASS;
}

/* Of the cases that will be written, which are the first that there is room for. */
static struct tally tally_of(const struct junit *junit, const GPtrArray *results)
{
    const guint room = junit->share.max_cases - MIN(junit->share.max_cases, junit->n_cases);
    struct tally tally = {0};
    for (guint i = 0; i < results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(results, i);
        if (!is_told(junit, result) || tally.tests == room)
            continue;
        tally.tests++;
        tally.failures += fh_result_verdict(result) == FH_VERDICT_FAIL;
        tally.errors += fh_result_verdict(result) == FH_VERDICT_INCONCLUSIVE;
        tally.duration_us += result->duration_us;
    }
    return tally;
}

static void property(struct junit *junit, const char *sort, const char *name, const char *value)
{
    g_autofree char *key = name ? g_strdup_printf("%s.%s", sort, name) : g_strdup(sort);
    begin(junit, "property");
    attribute(junit, "name", key);
    attribute(junit, "value", value ? value : "unknown");
    end(junit);
}

static void write_properties(struct junit *junit)
{
    const struct fh_report *report = junit->report;
    begin(junit, "properties");
    property(junit, "freehold", NULL, report->version);
    for (guint i = 0; i < report->engines->len; i++) {
        const struct fh_engine_info *engine = g_ptr_array_index(report->engines, i);
        g_autofree char *version = fh_redact_text(report, engine->version);
        property(junit, "engine", engine->name, version);
    }
    g_autoptr(GPtrArray) unsought = fh_report_not_looked_for(report);
    for (guint i = 0; i < unsought->len; i++) {
        g_autofree char *words = fh_not_looked_for_words(g_ptr_array_index(unsought, i));
        g_autofree char *shown = fh_redact_text(report, words);
        property(junit, "freehold", "not-looked-for", shown);
    }
    g_autoptr(GPtrArray) scope = fh_scope_words(report);
    for (guint i = 0; i < scope->len; i++) {
        g_autofree char *shown = fh_redact_text(report, g_ptr_array_index(scope, i));
        property(junit, "freehold", "scope", shown);
    }
    for (guint i = 0; i < report->libraries->len; i++) {
        const struct fh_library_info *library = g_ptr_array_index(report->libraries, i);
        g_autofree char *rustc = fh_redact_text(report, library->rustc);
        property(junit, "rustc", library->name && *library->name != '\0' ? library->name : NULL, rustc);
    }
    end(junit);
}

/* Never what is known. */
static const struct fh_problem *worst(const GPtrArray *problems)
{
    const struct fh_problem *worst = NULL;
    for (guint i = 0; problems && i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (fh_problem_weight(problem) > (worst ? fh_problem_weight(worst) : 0))
            worst = problem;
    }
    return worst;
}

/* `problem` says it in a line, `text` has it all. */
static void write_outcome(struct junit *junit, const char *element, const struct fh_problem *problem,
                          const char *text)
{
    g_autofree char *message =
        problem ? g_strdup_printf("%s: %s", problem->title, problem->message) : g_strdup(element);
    begin(junit, element);
    attribute(junit, "type", problem ? problem->rule : FH_RULE_NOT_JUDGED);
    attribute(junit, "message", message);
    write_text(junit, text);
    end(junit);
}

static void write_output(struct junit *junit, const char *text)
{
    begin(junit, "system-out");
    write_text(junit, text);
    end(junit);
}

static void write_details(struct junit *junit, const struct fh_result *result, const GPtrArray *problems)
{
    const enum fh_verdict verdict = fh_result_verdict(result);
    if (verdict == FH_VERDICT_PASS && !problems)
        return;
    g_autofree char *body = fh_junit_share_take_text(
        &junit->share, fh_plain_details_of_result(junit->report, junit->excerpts, result));
    if (verdict == FH_VERDICT_PASS)
        write_output(junit, body);
    else if (verdict == FH_VERDICT_FAIL)
        write_outcome(junit, "failure", worst(problems), body);
    else
        write_outcome(junit, "error", worst(problems), body);
}

static guint count_name(const struct junit *junit, const char *class, const char *name)
{
    return fh_count_up(junit->names, g_strdup_printf("%s\n%s", class, name));
}

/* A class and a name stand for one case: a second one would hide the first from GitLab. */
static char *case_name(const struct junit *junit, const struct suite *suite, const struct fh_result *result)
{
    g_autofree char *scenario = fh_redact_scenario(junit->report, result);
    g_autofree char *name = g_strdup_printf("%s [%s]", scenario, result->engine);
    char *unique = g_strdup(name);
    while (count_name(junit, suite->class, unique) > 1) {
        g_free(unique);
        unique = g_strdup_printf("%s (%u)", name, count_name(junit, suite->class, name) - 1);
    }
    return unique;
}

static void write_case(struct junit *junit, const struct suite *suite, const struct fh_result *result)
{
    g_autofree char *name = case_name(junit, suite, result);
    junit->n_cases++;
    begin(junit, "testcase");
    attribute(junit, "classname", suite->class);
    attribute(junit, "name", name);
    if (result->file)
        attribute(junit, "file", suite->path);
    if (result->line != 0)
        count_attribute(junit, "line", result->line);
    time_attribute(junit, result->duration_us);
    write_details(junit, result, g_hash_table_lookup(junit->problems, result));
    end(junit);
}

static void write_suite(struct junit *junit, const struct suite *suite)
{
    const struct tally tally = tally_of(junit, suite->results);
    if (tally.tests == 0)
        return;
    begin(junit, "testsuite");
    attribute(junit, "name", suite->path);
    tally_attributes(junit, &tally);
    write_properties(junit);
    for (guint i = 0; i < suite->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(suite->results, i);
        if (is_told(junit, result) && junit->n_cases < junit->share.max_cases)
            write_case(junit, suite, result);
    }
    end(junit);
}

/* A suite of its own, with one case that can't be read as a success. */
static void write_gap(struct junit *junit, const char *name, const char *rule, const char *gap)
{
    const struct tally tally = {.tests = 1, .errors = 1};
    begin(junit, "testsuite");
    attribute(junit, "name", "freehold");
    tally_attributes(junit, &tally);
    write_properties(junit);
    begin(junit, "testcase");
    attribute(junit, "classname", "freehold");
    attribute(junit, "name", name);
    begin(junit, "error");
    attribute(junit, "type", rule);
    attribute(junit, "message", gap);
    write_text(junit, gap);
    end(junit);
    end(junit);
    end(junit);
}

static char *class_of(const char *path)
{
    GString *class = g_string_new(path);
    if (g_str_has_suffix(path, ".scn"))
        g_string_truncate(class, class->len - 4);
    g_string_replace(class, ".", "_", 0);
    g_string_replace(class, "/", ".", 0);
    return g_string_free(class, FALSE);
}

static struct suite *suite_new(const char *path)
{
    struct suite *suite = g_new0(struct suite, 1);
    suite->path = g_strdup(path);
    suite->class = class_of(path);
    suite->results = g_ptr_array_new();
    return suite;
}

static void free_suite(gpointer data)
{
    struct suite *suite = data;
    g_free(suite->path);
    g_free(suite->class);
    g_ptr_array_unref(suite->results);
    g_free(suite);
}

static GPtrArray *suites_of(const struct fh_report *report)
{
    GPtrArray *suites = g_ptr_array_new_with_free_func(free_suite);
    g_autoptr(GHashTable) by_path = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < report->results->len; i++) {
        struct fh_result *result = g_ptr_array_index(report->results, i);
        g_autofree char *path = fh_project_path_of_result(report, result);
        struct suite *suite = g_hash_table_lookup(by_path, path);
        if (!suite) {
            suite = suite_new(path);
            g_ptr_array_add(suites, suite);
            g_hash_table_insert(by_path, suite->path, suite);
        }
        g_ptr_array_add(suite->results, result);
    }
    return suites;
}

static void free_list(gpointer list)
{
    g_ptr_array_unref(list);
}

static GHashTable *by_result(const GPtrArray *problems)
{
    GHashTable *table = g_hash_table_new_full(NULL, NULL, NULL, free_list);
    for (guint i = 0; i < problems->len; i++) {
        struct fh_problem *problem = g_ptr_array_index(problems, i);
        GPtrArray *list = g_hash_table_lookup(table, problem->result);
        if (!list) {
            list = g_ptr_array_new();
            g_hash_table_insert(table, (gpointer)problem->result, list);
        }
        g_ptr_array_add(list, problem);
    }
    return table;
}

/* What is wrong and has no room must not be taken for clean. */
static void write_left_out(struct junit *junit)
{
    if (junit->n_left_out == 0)
        return;
    g_autofree char *text =
        g_strdup_printf("%u results that don't pass had no room here: read report.json", junit->n_left_out);
    write_gap(junit, "everything has room", FH_RULE_NOT_JUDGED, text);
}

static guint n_told(const struct junit *junit)
{
    guint n = 0;
    for (guint i = 0; i < junit->report->results->len; i++)
        n += is_told(junit, g_ptr_array_index(junit->report->results, i)) ? 1 : 0;
    return n;
}

static void write_document(struct junit *junit)
{
    const char *gap = fh_gap_text(junit->report);
    struct tally tally = tally_of(junit, junit->report->results);
    g_autoptr(GPtrArray) suites = suites_of(junit->report);
    g_autofree char *shortfall = fh_coverage_shortfall(junit->report);
    junit->n_left_out = n_told(junit) - tally.tests;
    const guint n_gaps = (gap != NULL) + (shortfall != NULL) + (junit->n_left_out > 0);
    tally.tests += n_gaps;
    tally.errors += n_gaps;
    tally.duration_us = junit->report->duration_us;
    xmlTextWriterSetIndent(junit->xml, 1);
    xmlTextWriterStartDocument(junit->xml, NULL, "UTF-8", NULL);
    begin(junit, "testsuites");
    attribute(junit, "name", "freehold");
    tally_attributes(junit, &tally);
    if (gap)
        write_gap(junit, "everything was run", FH_RULE_NOT_JUDGED, gap);
    if (shortfall)
        write_gap(junit, "enough is covered", FH_RULE_COVERAGE, shortfall);
    for (guint i = 0; i < suites->len; i++)
        write_suite(junit, g_ptr_array_index(suites, i));
    write_left_out(junit);
    end(junit);
}

/* NULL when libxml2 could not. Caller owns. */
static xmlBuffer *make_document(struct junit *junit)
{
    xmlBuffer *buffer = xmlBufferCreate();
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    junit->xml = xmlNewTextWriterMemory(buffer, 0);
    junit->names = names;
    junit->n_elements = junit->n_cases = junit->n_left_out = 0;
    write_document(junit);
    const gboolean is_whole = xmlTextWriterEndDocument(junit->xml) >= 0;
    xmlFreeTextWriter(junit->xml);
    if (is_whole)
        return buffer;
    xmlBufferFree(buffer);
    return NULL;
}

/* As much as GitLab takes; NULL when libxml2 could not. Caller owns. */
static xmlBuffer *make_fitting_document(struct junit *junit)
{
    xmlBuffer *buffer = make_document(junit);
    while (buffer && fh_junit_share_shrink(&junit->share, (gsize)xmlBufferLength(buffer), junit->n_elements,
                                           junit->n_cases)) {
        xmlBufferFree(buffer);
        buffer = make_document(junit);
    }
    return buffer;
}

/* NULL: nothing, or just the ends of long details. */
static char *left_out(const struct junit *junit)
{
    if (junit->n_left_out > 0)
        return g_strdup_printf(
            "junit.xml: %u results that don't pass, and all that do, had no room: GitLab takes "
            "30 MB and 250,000 elements; report.json has them all",
            junit->n_left_out);
    if (!junit->share.passed)
        return g_strdup("junit.xml: results that pass had no room: GitLab takes 30 MB and 250,000 elements; "
                        "report.json has them all");
    return NULL;
}

static gboolean write_junit(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    g_autoptr(GPtrArray) problems = fh_problems(report);
    g_autoptr(GHashTable) table = by_result(problems);
    fh_auto(fh_excerpts) excerpts = fh_excerpts_new();
    struct junit junit = {
        .report = report, .excerpts = excerpts, .problems = table, .share = fh_junit_share_all()};
    xmlBuffer *buffer = make_fitting_document(&junit);
    if (!buffer) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "libxml2 could not write the document");
        return FALSE;
    }
    sink->left_out = left_out(&junit);
    const gboolean is_written = g_output_stream_write_all(sink->out, xmlBufferContent(buffer),
                                                          (gsize)xmlBufferLength(buffer), NULL, NULL, error);
    xmlBufferFree(buffer);
    return is_written;
}

const struct fh_writer fh_junit_writer = {"junit", "junit.xml", write_junit};
