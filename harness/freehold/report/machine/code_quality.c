// SPDX-License-Identifier: MIT
/*
 * GitLab's Code Quality: a list of issues, in the part of Code Climate's format that GitLab reads (description,
 * check_name, fingerprint, severity, location). An issue that could not be judged is one, too: an empty list reads
 * as clean. GitLab shows an issue once for each fingerprint.
 */
#include "model/report.h"
#include "report/machine/json_document.h"
#include "report/shared/problem.h"
#include "report/shared/writer.h"

/* Code Climate's levels, beneath "blocker". */
static const char *severity(const struct fh_problem *problem)
{
    if (problem->sort == FH_PROBLEM_KNOWN)
        return "info";
    const guint tenths = problem->finding != NULL ? fh_kind_severity(problem->finding->kind) : 0;
    if (tenths >= 70)
        return "critical";
    return tenths == 0 || tenths >= 40 ? "major" : "minor";
}

static char *hash_of(const char *const *parts)
{
    g_autofree char *whole = g_strjoinv("\n", (char **)parts);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);
}

/* Of what has no fingerprint: what it is and where. */
static char *own_fingerprint(const struct fh_problem *problem, const char *context)
{
    if (problem->finding != NULL && problem->finding->fingerprint != NULL)
        return g_utf8_make_valid(problem->finding->fingerprint, -1);
    const char *const parts[] = {problem->rule, context, problem->message, NULL};
    return hash_of(parts);
}

/* Two lines do the same, or one does it twice. The place tells them apart, and where it does not, the number. */
static char *fingerprint(const struct fh_problem *problem, const char *context, GHashTable *taken)
{
    char *own = own_fingerprint(problem, context);
    for (guint n = 0; !g_hash_table_add(taken, g_strdup(own)); n++) {
        g_autofree char *place = g_strdup_printf("%s:%u\n%u", problem->path, problem->line, n);
        const char *const parts[] = {own, context, place, NULL};
        char *next = hash_of(parts);
        g_free(own);
        own = next;
    }
    return own;
}

static void add_location(const struct fh_json *json, const struct fh_problem *problem)
{
    fh_json_name(json, "location");
    fh_json_begin(json);
    fh_json_add_word(json, "path", problem->path != NULL ? problem->path : ".");
    fh_json_name(json, "lines");
    fh_json_begin(json);
    fh_json_add_count(json, "begin", problem->line);
    fh_json_end(json);
    fh_json_end(json);
}

static void add_issue(const struct fh_json *json, const struct fh_problem *problem, GHashTable *taken)
{
    g_autofree char *context = fh_problem_context(json->report, problem);
    g_autofree char *print = fingerprint(problem, context, taken);
    g_autofree char *description = g_strdup_printf("%s: %s (%s)", problem->title, problem->message, context);
    fh_json_begin(json);
    fh_json_add_word(json, "description", description);
    fh_json_add_word(json, "check_name", problem->rule);
    fh_json_add_word(json, "fingerprint", print);
    fh_json_add_word(json, "severity", severity(problem));
    add_location(json, problem);
    fh_json_end(json);
}

static gboolean write_code_quality(const struct fh_report *report, GOutputStream *out,
                                   gboolean colour G_GNUC_UNUSED, GError **error)
{
    g_autoptr(GPtrArray) problems = fh_problems_merged(report);
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(JsonBuilder) builder = json_builder_new();
    const struct fh_json json = {report, builder};
    json_builder_begin_array(builder);
    for (guint i = 0; i < problems->len; i++)
        add_issue(&json, g_ptr_array_index(problems, i), taken);
    json_builder_end_array(builder);
    return fh_json_write(&json, out, error);
}

const struct fh_writer fh_code_quality_writer = {"code-quality", "code-quality.json", write_code_quality};
