// SPDX-License-Identifier: MIT
/*
 * Workflow commands of GitHub's actions: an annotation for each problem, then the counts and the gate, as in
 * text.
 *
 *   ::error file=strings.scn,line=18,title=cross-allocator-free (CWE-762)::a block of 29 bytes …%0A…
 *
 * The runner takes for a command what stands at a line's start, so every line here begins with words of ours,
 * and all line ends in what others wrote are escaped, as GitHub's toolkit does (@actions/core, command.ts).
 * GitHub makes annotations of the first 10 errors and the first 10 warnings of a step (actions/toolkit,
 * docs/problem-matchers.md); the log has them all.
 */
#include <string.h>

#include "model/report.h"
#include "report/shared/alike.h"
#include "report/shared/columns.h"
#include "report/shared/printable.h"
#include "report/shared/problem.h"
#include "report/shared/writer.h"
#include "report/text/baseline_text.h"
#include "report/text/excerpts.h"
#include "report/text/gate_text.h"
#include "report/text/plain_details.h"
#include "report/text/stacks.h"

#define MAX_SHOWN 10

/* Of a message '%' and the ends of lines are escaped; of a property ':' and ',' too. */
static char *escaped(const char *text, gboolean is_property)
{
    g_autoptr(GString) out = g_string_new(text);
    g_string_replace(out, "%", "%25", 0);
    g_string_replace(out, "\r", "%0D", 0);
    g_string_replace(out, "\n", "%0A", 0);
    if (is_property) {
        g_string_replace(out, ":", "%3A", 0);
        g_string_replace(out, ",", "%2C", 0);
    }
    return g_strdup(out->str);
}

static void add_property(GString *command, const char *name, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    g_autofree char *value = escaped(printable, TRUE);
    g_string_append_printf(command, "%s%s=%s", !strchr(command->str, '=') ? "" : ",", name, value);
}

static void add_place(GString *command, const struct fh_problem *problem)
{
    g_autofree char *line = g_strdup_printf("%u", problem->line);
    if (!problem->path)
        return;
    add_property(command, "file", problem->path);
    add_property(command, "line", line);
}

/* What happened, where, and how it is known. */
static char *message(const struct fh_report *report, struct fh_excerpts *excerpts,
                     const struct fh_problem *problem)
{
    if (!problem->result)
        return escaped(problem->message, FALSE);
    g_autofree char *context = fh_problem_context(report, problem);
    g_autofree char *evidence =
        problem->sort == FH_PROBLEM_FINDING
            ? fh_plain_details_of_evidence(report, excerpts, problem->result, problem->finding)
            : NULL;
    g_autofree char *text = g_strjoin("\n", problem->message, context, evidence, NULL);
    return escaped(text, FALSE);
}

static gboolean is_error(const struct fh_problem *problem)
{
    return problem->sort == FH_PROBLEM_FINDING || problem->sort == FH_PROBLEM_UNMET ||
           g_str_equal(problem->rule, FH_RULE_COVERAGE);
}

/* `n_more`: so many that are alike are not shown. */
static void show_problem(const struct fh_text_layout *layout, const struct fh_problem *problem, guint n_more)
{
    g_autofree char *text = message(layout->report, layout->excerpts, problem);
    g_autoptr(GString) command = g_string_new(is_error(problem) ? "::error " : "::warning ");
    add_place(command, problem);
    add_property(command, "title", problem->title);
    g_string_append_printf(command, "::%s", text);
    if (n_more > 0) {
        g_autofree char *others = fh_alike_words(n_more);
        g_string_append_printf(command, "%%0A%s", others);
    }
    fh_columns_whole_line(layout->page, command->str);
}

/* Annotations that are the same would take the place of others. */
static void show_problems(const struct fh_text_layout *layout, const GPtrArray *problems)
{
    fh_auto(fh_alike) alike = fh_alike_new();
    guint n_more = 0;
    for (guint i = 0; i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (problem->finding && problem->sort != FH_PROBLEM_OUTSIDE)
            fh_alike_add(alike, problem->result, problem->finding);
    }
    for (guint i = 0; i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (problem->sort == FH_PROBLEM_OUTSIDE)
            continue;
        if (problem->finding && !fh_alike_is_shown(alike, problem->result, problem->finding, &n_more))
            continue;
        show_problem(layout, problem, problem->finding ? n_more : 0);
    }
}

static void show_fixed(const struct fh_text_layout *layout)
{
    const struct fh_baseline_use *use = layout->report->baseline;
    for (guint i = 0; use && i < use->fixed->len; i++) {
        g_autofree char *fixed = fh_baseline_fixed_words(layout->report, g_ptr_array_index(use->fixed, i));
        g_autofree char *text = fh_printable(fixed);
        g_autofree char *message = escaped(text, FALSE);
        g_autofree char *line = g_strdup_printf("::notice title=fixed::%s; the baseline can shrink", message);
        fh_columns_whole_line(layout->page, line);
    }
}

/* NULL: GitHub shows them all. Caller owns. */
static char *not_shown(const GPtrArray *problems)
{
    guint n_errors = 0, n_warnings = 0;
    for (guint i = 0; i < problems->len; i++) {
        if (is_error(g_ptr_array_index(problems, i)))
            n_errors++;
        else if (((const struct fh_problem *)g_ptr_array_index(problems, i))->sort != FH_PROBLEM_OUTSIDE)
            n_warnings++;
    }
    if (n_errors <= MAX_SHOWN && n_warnings <= MAX_SHOWN)
        return NULL;
    return g_strdup_printf(
        "GitHub shows %u errors and %u warnings of a step as annotations, and here are %u and "
        "%u: this log, the summary and the page have the others",
        MAX_SHOWN, MAX_SHOWN, n_errors, n_warnings);
}

static gboolean write_github(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    g_autoptr(GPtrArray) problems = fh_problems_merged(report);
    fh_auto(fh_columns) page = fh_columns_new(sink->out, "", FALSE);
    fh_auto(fh_excerpts) excerpts = fh_excerpts_new();
    const struct fh_text_layout layout = {report, page, excerpts};
    show_problems(&layout, problems);
    show_fixed(&layout);
    sink->left_out = not_shown(problems);
    fh_gate_text_show_counts(page, report);
    fh_gate_text_show_scope(page, report);
    fh_gate_text_show(page, report);
    return fh_columns_finish(page, error);
}

const struct fh_writer fh_github_writer = {"github", NULL, write_github, TRUE};
