// SPDX-License-Identifier: MIT
/*
 * A summary in GitHub's Markdown, for a pull request's comment or a job's summary: the verdict, a table of
 * what is not clean, then problem by problem what happened, with the evidence folded. It is never longer than
 * a comment may be: what has no room is counted.
 */
#include "model/report.h"
#include "model/result.h"
#include "model/selftest.h"
#include "report/machine/markdown_text.h"
#include "report/shared/alike.h"
#include "report/shared/coverage_words.h"
#include "report/shared/printable.h"
#include "report/shared/problem.h"
#include "report/shared/project_path.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "report/shared/selftest_words.h"
#include "report/shared/writer.h"
#include "report/text/baseline_text.h"
#include "report/text/excerpts.h"
#include "report/text/grid.h"
#include "report/text/plain_details.h"
#include "verdict/gate.h"
#include "verdict/not_looked_for.h"
#include "verdict/scenarios.h"
#include "verdict/scope.h"

/* GitHub's limit for a comment is 65,536 characters; of these the table may take a third, known and fixed
 * findings a sixth. */
#define MAX_SIZE    65000
#define TABLE_SIZE  21000
#define FIXED_SIZE  10000
#define MAX_MESSAGE 400 /* columns of one message */

struct markdown {
    const struct fh_report *report;
    struct fh_excerpts *excerpts;
    GString *out;
};

static const char *plural(guint n)
{
    return n == 1 ? "" : "s";
}

static void add_code(GString *out, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    g_autofree char *clipped = fh_text_clip(printable, MAX_MESSAGE);
    fh_markdown_add_code(out, clipped);
}

/* Adds `part` when there is room up to `size`. Consumes it. */
static gboolean take_part(const struct markdown *markdown, GString *part, gsize size)
{
    const gboolean fits = markdown->out->len + part->len <= size;
    if (fits)
        g_string_append_len(markdown->out, part->str, (gssize)part->len);
    g_string_free(part, TRUE);
    return fits;
}

/* What others said of it is in a result's note, and so of no more than a few sorts; each is cut, as messages
 * are. */
static void add_not_looked_for(const struct markdown *markdown)
{
    g_autoptr(GPtrArray) entries = fh_report_not_looked_for(markdown->report);
    for (guint i = 0; i < entries->len; i++) {
        GString *item = g_string_new("- ");
        g_autofree char *words = fh_not_looked_for_words(g_ptr_array_index(entries, i));
        g_autofree char *shown = fh_redact_text(markdown->report, words);
        add_code(item, shown);
        g_string_append(item, i + 1 < entries->len ? "\n" : "\n\n");
        take_part(markdown, item, FIXED_SIZE);
    }
}

/* Functions of C: their names need no care, but all that comes from a file gets it. */
static void add_coverage(const struct markdown *markdown)
{
    g_autofree char *words = fh_coverage_words(markdown->report);
    g_autofree char *shortfall = fh_coverage_shortfall(markdown->report);
    if (words)
        g_string_append_printf(markdown->out, "coverage: %s\n\n", words);
    if (!shortfall)
        return;
    add_code(markdown->out, shortfall);
    g_string_append(markdown->out, "\n\n");
}

static void add_verdict(const struct markdown *markdown)
{
    const struct fh_report *report = markdown->report;
    const enum fh_verdict verdict = fh_report_verdict(report);
    const struct fh_counts counts = fh_report_counts(report);
    const char *gap = fh_gap_text(report);
    g_string_append_printf(markdown->out, "## Freehold: %s\n\n", fh_verdict_name(verdict));
    g_string_append_printf(markdown->out, "%u audited: %u pass, %u fail, %u inconclusive\n\n",
                           counts.scenarios, counts.pass, counts.fail, counts.inconclusive);
    if (gap)
        g_string_append_printf(markdown->out, "**%s**\n\n", gap);
    add_coverage(markdown);
    add_not_looked_for(markdown);
}

static char *scenario_text(const struct fh_report *report, const struct fh_result *result)
{
    g_autofree char *path = fh_project_path(report, result->file);
    g_autofree char *scenario = fh_redact_scenario(report, result);
    return g_strdup_printf("%s%s%s", path ? path : "", path ? ": " : "", scenario);
}

static GString *row(const struct fh_report *report, const GPtrArray *scenario)
{
    GString *text = g_string_new("| ");
    g_autofree char *name = scenario_text(report, g_ptr_array_index(scenario, 0));
    g_autofree char *found = fh_grid_problem_text(scenario);
    g_autofree char *shown = fh_redact_text(report, found);
    g_string_append_printf(text, "%s | ", fh_verdict_name(fh_scenario_verdict(scenario)));
    add_code(text, name);
    g_string_append(text, " | ");
    add_code(text, shown);
    g_string_append(text, " |\n");
    return text;
}

static void add_table(const struct markdown *markdown)
{
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(markdown->report->results);
    guint n_rows = 0, n_left = 0;
    for (guint i = 0; i < scenarios->len; i++) {
        const GPtrArray *scenario = g_ptr_array_index(scenarios, i);
        if (fh_scenario_verdict(scenario) == FH_VERDICT_PASS)
            continue;
        if (n_rows++ == 0)
            g_string_append(markdown->out, "| verdict | scenario | found |\n| --- | --- | --- |\n");
        n_left += !take_part(markdown, row(markdown->report, scenario), TABLE_SIZE);
    }
    if (n_rows > 0)
        g_string_append_c(markdown->out, '\n');
    if (n_left > 0)
        g_string_append_printf(markdown->out, "… and %u more that did not pass\n\n", n_left);
}

static void append_place(GString *text, const struct fh_problem *problem)
{
    g_autofree char *place = g_strdup_printf("%s:%u", problem->path, problem->line);
    if (!problem->path)
        return;
    g_string_append(text, " at ");
    add_code(text, place);
}

static void append_evidence(GString *text, const struct markdown *markdown, const struct fh_problem *problem)
{
    g_autofree char *evidence =
        fh_plain_details_of_evidence(markdown->report, markdown->excerpts, problem->result, problem->finding);
    if (*evidence == '\0')
        return;
    g_string_append(text, "\n<details><summary>stacks</summary>\n\n");
    fh_markdown_add_block(text, evidence);
    g_string_append(text, "\n</details>\n");
}

/* `n_more`: so many that are alike have no section. */
static GString *section(const struct markdown *markdown, const struct fh_problem *problem, guint n_more)
{
    GString *text = g_string_new("### ");
    g_string_append(text, problem->title);
    append_place(text, problem);
    g_string_append(text, "\n\n");
    add_code(text, problem->message);
    g_string_append_c(text, '\n');
    if (problem->result) {
        g_autofree char *context = fh_problem_context(markdown->report, problem);
        g_string_append(text, "in ");
        add_code(text, context);
        g_string_append_c(text, '\n');
    }
    if (problem->finding)
        append_evidence(text, markdown, problem);
    if (n_more > 0) {
        g_autofree char *others = fh_alike_words(n_more);
        g_string_append_printf(text, "\n%s\n", others);
    }
    g_string_append_c(text, '\n');
    return text;
}

static gboolean has_section(const struct fh_problem *problem)
{
    return problem->sort != FH_PROBLEM_KNOWN && problem->sort != FH_PROBLEM_OUTSIDE && problem->result;
}

/* The room of what comes after is spared. */
static void add_sections(const struct markdown *markdown, const GPtrArray *problems)
{
    fh_auto(fh_alike) alike = fh_alike_new();
    guint n_left = 0, n_more = 0;
    for (guint i = 0; i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (has_section(problem) && problem->finding)
            fh_alike_add(alike, problem->result, problem->finding);
    }
    for (guint i = 0; i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        const gboolean is_finding = problem->finding != NULL;
        if (!has_section(problem))
            continue;
        if (is_finding && !fh_alike_is_shown(alike, problem->result, problem->finding, &n_more))
            n_left += n_left > 0;
        else if (n_left > 0 || !take_part(markdown, section(markdown, problem, is_finding ? n_more : 0),
                                          MAX_SIZE - FIXED_SIZE))
            n_left++;
    }
    if (n_left > 0)
        g_string_append_printf(
            markdown->out,
            "… %u more problem%s left out: a comment has no room for more; report.json has "
            "them all\n\n",
            n_left, plural(n_left));
}

static GString *known_item(const struct fh_report *report, const struct fh_problem *problem)
{
    GString *text = g_string_new("- ");
    g_autofree char *context = fh_problem_context(report, problem);
    g_string_append(text, problem->title);
    append_place(text, problem);
    g_string_append(text, ", in ");
    add_code(text, context);
    g_string_append_c(text, '\n');
    return text;
}

static GString *fixed_item(const struct fh_report *report, const struct fh_known *known)
{
    GString *text = g_string_new("- fixed: ");
    g_autofree char *fixed = fh_baseline_fixed_words(report, known);
    add_code(text, fixed);
    g_string_append_c(text, '\n');
    return text;
}

static void add_baseline(const struct markdown *markdown, const GPtrArray *problems)
{
    const struct fh_baseline_use *use = markdown->report->baseline;
    const gsize room = MIN(markdown->out->len + FIXED_SIZE - 500, MAX_SIZE - 500);
    guint n_left = 0;
    if (!use)
        return;
    g_string_append_printf(markdown->out, "### Baseline\n\n%u known finding%s, %u fixed%s\n\n", use->n_known,
                           plural(use->n_known), use->fixed->len,
                           use->fixed->len > 0 ? ": the baseline can shrink" : "");
    for (guint i = 0; i < use->fixed->len; i++)
        n_left += !take_part(markdown, fixed_item(markdown->report, g_ptr_array_index(use->fixed, i)), room);
    for (guint i = 0; i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (problem->sort == FH_PROBLEM_KNOWN)
            n_left += !take_part(markdown, known_item(markdown->report, problem), room);
    }
    if (n_left > 0)
        g_string_append_printf(markdown->out, "\n… and %u more\n", n_left);
}

static void append_answers(GString *text, const struct fh_report *report, const struct fh_selftest_row *row)
{
    g_string_append(text, "| ");
    add_code(text, row->kind ? row->kind : "right use");
    g_string_append(text, " | ");
    add_code(text, row->direction);
    for (guint i = 0; i < report->selftests->len; i++) {
        enum fh_answer answer;
        const gboolean is_asked = fh_selftest_answer(g_ptr_array_index(report->selftests, i), row, &answer);
        g_string_append_printf(text, " | %s", is_asked ? fh_answer_name(answer) : "not measured");
    }
    g_string_append(text, " |\n");
}

static void append_answers_of_all(GString *text, const struct fh_report *report, const GPtrArray *rows)
{
    GString *rule = g_string_new("| --- | --- |");
    g_string_append(text, "\n| kind | direction |");
    for (guint i = 0; i < report->selftests->len; i++) {
        g_string_append_c(text, ' ');
        add_code(text, ((const struct fh_selftest *)g_ptr_array_index(report->selftests, i))->engine);
        g_string_append(text, " |");
        g_string_append(rule, " --- |");
    }
    g_string_append_printf(text, "\n%s\n", rule->str);
    g_string_free(rule, TRUE);
    for (guint i = 0; i < rows->len; i++)
        append_answers(text, report, g_ptr_array_index(rows, i));
}

/* Last: problems come first, and it is a few KiB, for which there is room in all but the worst reports. */
static void add_selftest(const struct markdown *markdown)
{
    const struct fh_report *report = markdown->report;
    if (report->selftests->len == 0 || report->is_deterministic)
        return;
    GString *text = g_string_new("\n<details><summary>" FH_SELFTEST_TITLE "</summary>\n\n");
    g_autoptr(GPtrArray) rows = fh_selftest_rows(report);
    for (guint i = 0; i < report->selftests->len; i++) {
        g_autofree char *words = fh_selftest_words(g_ptr_array_index(report->selftests, i));
        g_string_append(text, "- ");
        add_code(text, words);
        g_string_append_c(text, '\n');
    }
    if (rows->len > 0)
        append_answers_of_all(text, report, rows);
    g_string_append(text, "\n</details>\n");
    if (!take_part(markdown, text, MAX_SIZE))
        g_string_append(markdown->out, "\n" FH_SELFTEST_TITLE ": see report.json\n");
}

static void add_scope(const struct markdown *markdown)
{
    g_autoptr(GPtrArray) lines = fh_scope_words(markdown->report);
    for (guint i = 0; i < lines->len; i++) {
        g_autofree char *shown = fh_redact_text(markdown->report, g_ptr_array_index(lines, i));
        add_code(markdown->out, shown);
        g_string_append(markdown->out, "\n\n");
    }
}

static gboolean write_markdown(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    g_autoptr(GPtrArray) problems = fh_problems_merged(report);
    g_autoptr(GString) text = g_string_new(NULL);
    fh_auto(fh_excerpts) excerpts = fh_excerpts_new();
    const struct markdown markdown = {report, excerpts, text};
    add_verdict(&markdown);
    add_table(&markdown);
    add_sections(&markdown, problems);
    add_scope(&markdown);
    add_baseline(&markdown, problems);
    add_selftest(&markdown);
    return g_output_stream_write_all(sink->out, text->str, text->len, NULL, NULL, error);
}

const struct fh_writer fh_markdown_writer = {"markdown", "summary.md", write_markdown, TRUE};
