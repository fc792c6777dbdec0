// SPDX-License-Identifier: MIT
/*
 * GitLab's Code Quality: a list of issues, in the part of Code Climate's format that GitLab reads
 * (description, check_name, fingerprint, severity, location). An issue that could not be judged is one, too:
 * an empty list reads as clean. GitLab shows an issue once for each fingerprint.
 */
#include "model/report.h"
#include "report/machine/json_document.h"
#include "report/shared/problem.h"
#include "report/shared/problem_ids.h"
#include "report/shared/writer.h"

/* Code Climate's levels, beneath "blocker". */
static const char *severity(const struct fh_problem *problem)
{
    if (problem->sort == FH_PROBLEM_KNOWN || problem->sort == FH_PROBLEM_OUTSIDE)
        return "info";
    const guint tenths = problem->finding ? fh_kind_severity(problem->finding->kind) : 0;
    if (tenths >= 70)
        return "critical";
    return tenths == 0 || tenths >= 40 ? "major" : "minor";
}

static void add_location(const struct fh_json *json, const struct fh_problem *problem)
{
    fh_json_name(json, "location");
    fh_json_begin(json);
    fh_json_add_word(json, "path", problem->path ? problem->path : ".");
    fh_json_name(json, "lines");
    fh_json_begin(json);
    fh_json_add_count(json, "begin", problem->line);
    fh_json_end(json);
    fh_json_end(json);
}

static void add_issue(const struct fh_json *json, const struct fh_problem *problem,
                      struct fh_problem_ids *ids)
{
    g_autofree char *context = fh_problem_context(json->report, problem);
    g_autofree char *print = fh_problem_ids_next(ids, problem, context);
    g_autofree char *description = g_strdup_printf("%s: %s (%s)", problem->title, problem->message, context);
    fh_json_begin(json);
    fh_json_add_word(json, "description", description);
    fh_json_add_word(json, "check_name", problem->rule);
    fh_json_add_word(json, "fingerprint", print);
    fh_json_add_word(json, "severity", severity(problem));
    add_location(json, problem);
    fh_json_end(json);
}

static gboolean write_code_quality(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    g_autoptr(GPtrArray) problems = fh_problems_merged(report);
    fh_auto(fh_problem_ids) ids = fh_problem_ids_new();
    fh_auto(fh_json_text) text = fh_json_text_new(1);
    const struct fh_json json = {report, text};
    fh_json_begin_list(&json);
    for (guint i = 0; i < problems->len; i++)
        add_issue(&json, g_ptr_array_index(problems, i), ids);
    fh_json_end_list(&json);
    return fh_json_write(&json, sink->out, error);
}

const struct fh_writer fh_code_quality_writer = {"code-quality", "code-quality.json", write_code_quality};
