// SPDX-License-Identifier: MIT
#include "report/shared/problem.h"
#include "report/shared/coverage_words.h"

#include <string.h>

#include "model/kinds.h"
#include "model/stack.h"
#include "report/shared/count.h"
#include "report/shared/printable.h"
#include "report/shared/project_path.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "verdict/verdict.h"

static void free_problem(gpointer data)
{
    struct fh_problem *problem = data;
    g_free(problem->title);
    g_free(problem->message);
    g_free(problem->engines);
    g_free(problem->path);
    g_free(problem);
}

static char *one_line(const struct fh_report *report, const char *text)
{
    g_autofree char *shown = fh_redact_text(report, text);
    return fh_printable(shown);
}

static struct fh_problem *add(GPtrArray *problems, enum fh_problem_sort sort, const struct fh_result *result)
{
    struct fh_problem *problem = g_new0(struct fh_problem, 1);
    problem->sort = sort;
    problem->result = result;
    problem->engines = result ? g_strdup(result->engine) : NULL;
    g_ptr_array_add(problems, problem);
    return problem;
}

static void place(struct fh_problem *problem, const struct fh_report *report, const char *file, guint line)
{
    problem->path = fh_project_path(report, file);
    problem->line = line;
    if (!problem->path)
        problem->path = fh_project_path_of_result(report, problem->result);
    if (problem->line == 0)
        problem->line = MAX(problem->result->line, 1);
}

/* Of a process: the innermost frame that is the user's own, and whose source is known. */
static void place_finding(struct fh_problem *problem, const struct fh_report *report)
{
    const struct fh_finding *finding = problem->finding;
    const char *file = finding->file ? finding->file : problem->result->file;
    const struct fh_frame *frame = !file ? fh_finding_users_place(finding) : NULL;
    if (frame)
        problem->path = fh_project_path_of_frame(report, frame);
    if (problem->path)
        problem->line = MAX(frame->line, 1);
    else
        place(problem, report, file, finding->line);
}

static char *first_line(const char *record)
{
    const char *start = record + strspn(record, "\n");
    return g_strndup(start, strcspn(start, "\n"));
}

static char *finding_message(const struct fh_report *report, const struct fh_finding *finding)
{
    if (finding->message && *finding->message != '\0')
        return one_line(report, finding->message);
    g_autofree char *record = finding->record ? first_line(finding->record) : NULL;
    if (record && *record != '\0')
        return one_line(report, record);
    return g_strdup(fh_kind_info(finding->kind)->description);
}

static enum fh_problem_sort sort_of(const struct fh_finding *finding)
{
    if (finding->outside != FH_OUTSIDE_NOTHING)
        return FH_PROBLEM_OUTSIDE;
    return fh_finding_is_new(finding) ? FH_PROBLEM_FINDING : FH_PROBLEM_KNOWN;
}

static void add_findings(GPtrArray *problems, const struct fh_report *report, const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->is_expected)
            continue;
        struct fh_problem *problem = add(problems, sort_of(finding), result);
        problem->finding = finding;
        problem->rule = fh_kind_info(finding->kind)->name;
        problem->title = fh_finding_title(finding);
        problem->message = finding_message(report, finding);
        place_finding(problem, report);
    }
}

static void add_unmet(GPtrArray *problems, const struct fh_report *report, const struct fh_result *result)
{
    for (guint i = 0; i < result->unmet->len; i++) {
        const struct fh_unmet *unmet = g_ptr_array_index(result->unmet, i);
        struct fh_problem *problem = add(problems, FH_PROBLEM_UNMET, result);
        problem->rule = FH_RULE_UNMET;
        problem->title = g_strdup("unmet expectation");
        problem->message = one_line(report, unmet->message);
        place(problem, report, result->file, unmet->line);
    }
}

static void add_not_judged(GPtrArray *problems, const struct fh_report *report,
                           const struct fh_result *result, const char *reason)
{
    const gboolean is_inconclusive = fh_result_verdict(result) == FH_VERDICT_INCONCLUSIVE;
    struct fh_problem *problem = add(problems, FH_PROBLEM_NOT_JUDGED, result);
    problem->rule = FH_RULE_NOT_JUDGED;
    problem->title = g_strdup(is_inconclusive ? "inconclusive" : "not judged whole");
    problem->message = one_line(report, reason);
    place(problem, report, result->file, 0);
}

/* Whatever is no pass has an entry, also where it holds nothing that says why. */
static void add_result(GPtrArray *problems, const struct fh_report *report, const struct fh_result *result)
{
    const guint n_before = problems->len;
    add_unmet(problems, report, result);
    add_findings(problems, report, result);
    if (result->reason)
        add_not_judged(problems, report, result, result->reason);
    else if (fh_result_verdict(result) != FH_VERDICT_PASS && problems->len == n_before)
        add_not_judged(problems, report, result, "no pass, and nothing in the report says why");
}

static void add_of_run(GPtrArray *problems, const char *rule, const char *title, const char *message)
{
    struct fh_problem *problem = add(problems, FH_PROBLEM_NOT_JUDGED, NULL);
    problem->rule = rule;
    problem->title = g_strdup(title);
    problem->message = fh_printable(message);
    problem->line = 1;
}

guint fh_problem_weight(const struct fh_problem *problem)
{
    switch (problem->sort) {
    case FH_PROBLEM_FINDING:
        return 3 + fh_kind_info(problem->finding->kind)->severity;
    case FH_PROBLEM_UNMET:
        return 2;
    case FH_PROBLEM_NOT_JUDGED:
        return 1;
    case FH_PROBLEM_KNOWN:
    case FH_PROBLEM_OUTSIDE:
        break;
    }
    return 0;
}

static gint compare_weight(gconstpointer a, gconstpointer b)
{
    return (gint)fh_problem_weight(*(struct fh_problem *const *)b) -
           (gint)fh_problem_weight(*(struct fh_problem *const *)a);
}

GPtrArray *fh_problems(const struct fh_report *report)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func(free_problem);
    const char *gap = fh_gap_text(report);
    g_autofree char *shortfall = fh_coverage_shortfall(report);
    for (guint i = 0; i < report->results->len; i++)
        add_result(problems, report, g_ptr_array_index(report->results, i));
    if (gap)
        add_of_run(problems, FH_RULE_NOT_JUDGED, "inconclusive", gap);
    if (shortfall)
        add_of_run(problems, FH_RULE_COVERAGE, "too little covered", shortfall);
    g_ptr_array_sort(problems, compare_weight);
    return problems;
}

/* Caller owns. */
static char *line_of_scenario(const struct fh_problem *problem)
{
    const struct fh_result *result = problem->result;
    return g_strdup_printf("%s\n%u\n%s\n%u %s\n%s\n%u\n%s", result->file, result->line, result->scenario,
                           problem->sort, problem->rule, problem->path, problem->line,
                           !problem->finding ? problem->message : "");
}

/* How often this result has said that of that line, this time included: the second of one engine is the same
 * as the second of another. */
static guint count_said(GHashTable *counts, const struct fh_problem *problem, const char *line)
{
    return fh_count_up(counts, g_strdup_printf("%s\n%s", problem->result->engine, line));
}

/* A process is none of another: only scenarios are the same under several engines. */
static gboolean is_mergeable(const struct fh_problem *problem)
{
    return problem->result && problem->result->file;
}

/* Adds `problem` to the one of another engine that says the same; FALSE when it is the first that says so. */
static gboolean merge(GHashTable *firsts, GHashTable *counts, struct fh_problem *problem)
{
    g_autofree char *line = line_of_scenario(problem);
    char *key = g_strdup_printf("%s\n%u", line, count_said(counts, problem, line));
    struct fh_problem *first = g_hash_table_lookup(firsts, key);
    if (!first) {
        g_hash_table_insert(firsts, key, problem);
        return FALSE;
    }
    g_free(key);
    char *engines = g_strdup_printf("%s, %s", first->engines, problem->engines);
    g_free(first->engines);
    first->engines = engines;
    return TRUE;
}

GPtrArray *fh_problems_merged(const struct fh_report *report)
{
    g_autoptr(GPtrArray) all = fh_problems(report);
    g_autoptr(GHashTable) firsts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GPtrArray *merged = g_ptr_array_new_with_free_func(free_problem);
    g_ptr_array_set_free_func(all, NULL);
    for (guint i = 0; i < all->len; i++) {
        struct fh_problem *problem = g_ptr_array_index(all, i);
        if (is_mergeable(problem) && merge(firsts, counts, problem))
            free_problem(problem);
        else
            g_ptr_array_add(merged, problem);
    }
    return merged;
}

char *fh_problem_context(const struct fh_report *report, const struct fh_problem *problem)
{
    if (!problem->result)
        return g_strdup("freehold");
    g_autofree char *path = fh_project_path(report, problem->result->file);
    g_autofree char *scenario = fh_redact_scenario(report, problem->result);
    g_autofree char *text =
        g_strdup_printf("%s%s%s [%s]", path ? path : "", path ? ": " : "", scenario, problem->engines);
    return fh_printable(text);
}

guint fh_kind_severity(enum fh_kind kind)
{
    static const guint tenths[FH_KIND_COUNT] = {
        [FH_KIND_LEAK] = 30,
        [FH_KIND_CROSS_ALLOCATOR_FREE] = 75,
        [FH_KIND_DOUBLE_FREE] = 80,
        [FH_KIND_INVALID_FREE] = 75,
        [FH_KIND_LAYOUT_MISMATCH] = 65,
        [FH_KIND_WRONG_RELEASE] = 50,
        [FH_KIND_USE_AFTER_FREE] = 85,
        [FH_KIND_OUT_OF_BOUNDS] = 85,
        [FH_KIND_UNINITIALISED_USE] = 55,
        [FH_KIND_ABORT] = 50,
        [FH_KIND_UNDEFINED_BEHAVIOUR] = 50,
        [FH_KIND_WRONG_ARGUMENT] = 60,
        [FH_KIND_DESCRIPTOR_LEAK] = 30,
        [FH_KIND_DESCRIPTOR_MISUSE] = 60,
        [FH_KIND_EXPIRED_USE] = 60,
        [FH_KIND_GROWTH] = 30,
    };
    return tenths[kind];
}
