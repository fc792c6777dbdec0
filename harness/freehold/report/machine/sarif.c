// SPDX-License-Identifier: MIT
/*
 * SARIF 2.1.0 (OASIS), as GitHub's code scanning reads it.
 *
 * Results are what fails the gate, and what the baseline holds or nobody asked for, suppressed. What a
 * scenario expects is no result: it is what the test wants. What could not be judged is a notification, and
 * the execution not successful.
 */
#include "model/finding.h"
#include "model/report.h"
#include "model/stack.h"
#include "report/machine/json_document.h"
#include "report/machine/sarif_limits.h"
#include "report/machine/sarif_rules.h"
#include "report/shared/printable.h"
#include "report/shared/problem.h"
#include "report/shared/problem_ids.h"
#include "report/shared/project_path.h"
#include "report/shared/redact.h"
#include "report/shared/writer.h"
#include "report/text/details.h"
#include "report/text/stacks.h"
#include "verdict/gate.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define ROOT   "%SRCROOT%"

/* What results are told apart by, from run to run. */
struct identities {
    struct fh_problem_ids *ids;
    GHashTable *places; /* char *, a rule's on a line -> it has a result */
};

/* "[text](1)" in a message is a link, also where others wrote it. */
static char *without_links(const char *printable)
{
    g_autoptr(GString) text = g_string_new(printable);
    g_string_replace(text, "](", "] (", 0);
    return g_strdup(text->str);
}

static void add_message(const struct fh_json *json, const char *text)
{
    g_autofree char *printable = fh_printable(text);
    g_autofree char *plain = without_links(printable);
    fh_sarif_add_message(json, "message", plain);
}

static char *uri_of(const char *path)
{
    return g_path_is_absolute(path) ? g_filename_to_uri(path, NULL, NULL)
                                    : g_uri_escape_string(path, "/", FALSE);
}

/* A file that is not the project's has a base of its own. */
static void add_artifact(const struct fh_json *json, const char *path)
{
    g_autofree char *uri = uri_of(path);
    fh_json_name(json, "artifactLocation");
    fh_json_begin(json);
    fh_json_add_word(json, "uri", uri);
    if (!g_path_is_absolute(path))
        fh_json_add_word(json, "uriBaseId", ROOT);
    fh_json_end(json);
}

/* `line` 0: none. */
static void add_physical_location(const struct fh_json *json, const char *path, guint line)
{
    fh_json_name(json, "physicalLocation");
    fh_json_begin(json);
    add_artifact(json, path);
    if (line != 0) {
        fh_json_name(json, "region");
        fh_json_begin(json);
        fh_json_add_count(json, "startLine", line);
        fh_json_end(json);
    }
    fh_json_end(json);
}

static void add_function(const struct fh_json *json, const char *function)
{
    g_autofree char *name = fh_printable(function);
    fh_json_name(json, "logicalLocations");
    fh_json_begin_list(json);
    fh_json_begin(json);
    fh_json_add_word(json, "fullyQualifiedName", name);
    fh_json_add_word(json, "kind", "function");
    fh_json_end(json);
    fh_json_end_list(json);
}

static void add_locations(const struct fh_json *json, const struct fh_problem *problem)
{
    fh_json_name(json, "locations");
    fh_json_begin_list(json);
    if (problem->path) {
        fh_json_begin(json);
        add_physical_location(json, problem->path, problem->line);
        fh_json_end(json);
    }
    fh_json_end_list(json);
}

static void add_frame_place(const struct fh_json *json, const struct fh_problem *problem,
                            const struct fh_frame *frame)
{
    const guint step = fh_frame_step_line(frame);
    g_autofree char *path = step != 0 ? fh_project_path(json->report, problem->result->file)
                                      : fh_project_path_of_frame(json->report, frame);
    if (path)
        add_physical_location(json, path, step != 0 ? step : frame->line);
    if (frame->function && step == 0)
        add_function(json, frame->function);
}

static void add_frame(const struct fh_json *json, const struct fh_problem *problem,
                      const struct fh_frame *frame)
{
    fh_json_begin(json);
    fh_json_name(json, "location");
    fh_json_begin(json);
    add_frame_place(json, problem, frame);
    fh_json_end(json);
    fh_json_end(json);
}

/* The harness's own frames are nobody's business. */
static gboolean is_shown(const struct fh_frame *frame)
{
    return !frame->is_harness || fh_frame_step_line(frame) != 0;
}

static void add_stack(const struct fh_json *json, const struct fh_problem *problem,
                      const struct fh_stack *stack)
{
    g_autofree char *title = fh_stack_title(problem->finding, stack);
    fh_json_begin(json);
    add_message(json, title);
    fh_json_name(json, "frames");
    fh_json_begin_list(json);
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (is_shown(frame))
            add_frame(json, problem, frame);
    }
    fh_json_end_list(json);
    fh_json_end(json);
}

static void add_stacks(const struct fh_json *json, const struct fh_problem *problem)
{
    const GPtrArray *stacks = problem->finding->stacks;
    fh_json_name(json, "stacks");
    fh_json_begin_list(json);
    for (guint i = 0; i < stacks->len; i++)
        add_stack(json, problem, g_ptr_array_index(stacks, i));
    fh_json_end_list(json);
}

/* Where a stack enters the user's own code, or the scenario. */
static const struct fh_frame *entry_of(const struct fh_stack *stack)
{
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (is_shown(frame) &&
            (fh_frame_step_line(frame) != 0 ||
             (frame->file && !fh_frame_is_rust_std(frame) && !fh_frame_is_cxx_library(frame))))
            return frame;
    }
    return NULL;
}

/* One for each stack; all that GitHub shows of them. */
static void add_related(const struct fh_json *json, const struct fh_problem *problem)
{
    const GPtrArray *stacks = problem->finding->stacks;
    fh_json_name(json, "relatedLocations");
    fh_json_begin_list(json);
    for (guint i = 0; i < stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(stacks, i);
        const struct fh_frame *frame = entry_of(stack);
        if (!frame)
            continue;
        g_autofree char *title = fh_stack_title(problem->finding, stack);
        fh_json_begin(json);
        fh_json_add_count(json, "id", i + 1);
        add_message(json, title);
        add_frame_place(json, problem, frame);
        fh_json_end(json);
    }
    fh_json_end_list(json);
}

static void add_suppression(const struct fh_json *json, const struct fh_problem *problem)
{
    g_autofree char *outside =
        problem->sort == FH_PROBLEM_OUTSIDE
            ? g_strconcat("outside --", fh_outside_name(problem->finding->outside), NULL)
            : NULL;
    fh_json_name(json, "suppressions");
    fh_json_begin_list(json);
    fh_json_begin(json);
    fh_json_add_word(json, "kind", "external");
    fh_json_add_word(json, "justification", outside ? outside : "baseline");
    fh_json_end(json);
    fh_json_end_list(json);
}

static void add_evidence(const struct fh_json *json, const struct fh_problem *problem)
{
    const guint cwe = fh_finding_cwe(problem->finding);
    add_related(json, problem);
    add_stacks(json, problem);
    if (cwe != 0) {
        fh_json_name(json, "taxa");
        fh_json_begin_list(json);
        fh_sarif_add_weakness(json, NULL, cwe);
        fh_json_end_list(json);
    }
}

/* GitHub knows an alert by its rule and "primaryLocationLineHash", which its action makes of the line's text:
 * of two results on one line it would show one. So the second brings its own. */
static gboolean is_on_taken_line(const struct identities *identities, const struct fh_problem *problem)
{
    return problem->path &&
           !g_hash_table_add(identities->places,
                             g_strdup_printf("%s\n%s\n%u", problem->rule, problem->path, problem->line));
}

static void add_fingerprints(const struct fh_json *json, const struct identities *identities,
                             const struct fh_problem *problem, const char *context)
{
    g_autofree char *id = fh_problem_ids_next(identities->ids, problem, context);
    fh_json_name(json, "partialFingerprints");
    fh_json_begin(json);
    fh_json_add_word(json, "freehold/v1", id);
    if (is_on_taken_line(identities, problem))
        fh_json_add_word(json, "primaryLocationLineHash", id);
    fh_json_end(json);
}

static void add_properties(const struct fh_json *json, const struct fh_problem *problem)
{
    g_autofree char *scenario = fh_redact_scenario(json->report, problem->result);
    fh_json_name(json, "properties");
    fh_json_begin(json);
    fh_json_add_word(json, "scenario", scenario);
    fh_json_add_word(json, "engines", problem->engines);
    fh_json_end(json);
}

static char *result_message(const struct fh_problem *problem, const char *context)
{
    return g_strdup_printf("%s: %s (%s)", problem->title, problem->message, context);
}

static void add_result(const struct fh_json *json, const struct identities *identities,
                       const struct fh_problem *problem)
{
    const gboolean is_known = problem->finding && problem->finding->is_known;
    const gboolean is_suppressed = problem->sort == FH_PROBLEM_KNOWN || problem->sort == FH_PROBLEM_OUTSIDE;
    g_autofree char *context = fh_problem_context(json->report, problem);
    g_autofree char *text = result_message(problem, context);
    fh_json_begin(json);
    fh_sarif_add_rule_of(json, problem);
    fh_json_add_word(json, "level", is_suppressed ? "note" : "error");
    add_message(json, text);
    add_locations(json, problem);
    add_fingerprints(json, identities, problem, context);
    if (problem->finding)
        add_evidence(json, problem);
    if (json->report->baseline)
        fh_json_add_word(json, "baselineState", is_known ? "unchanged" : "new");
    if (is_suppressed)
        add_suppression(json, problem);
    add_properties(json, problem);
    fh_json_end(json);
}

static void add_results(const struct fh_json *json, const GPtrArray *problems, guint n)
{
    fh_auto(fh_problem_ids) ids = fh_problem_ids_new();
    g_autoptr(GHashTable) places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const struct identities identities = {ids, places};
    fh_json_name(json, "results");
    fh_json_begin_list(json);
    for (guint i = 0; i < problems->len && n > 0; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (problem->sort == FH_PROBLEM_NOT_JUDGED)
            continue;
        add_result(json, &identities, problem);
        n--;
    }
    fh_json_end_list(json);
}

static void begin_notification(const struct fh_json *json, const char *id, guint index, const char *level)
{
    fh_json_begin(json);
    fh_json_name(json, "descriptor");
    fh_json_begin(json);
    fh_json_add_word(json, "id", id);
    fh_json_add_count(json, "index", index);
    fh_json_end(json);
    fh_json_add_word(json, "level", level);
}

static void add_notification(const struct fh_json *json, const struct fh_problem *problem)
{
    g_autofree char *context = fh_problem_context(json->report, problem);
    g_autofree char *text = problem->result ? result_message(problem, context) : g_strdup(problem->message);
    begin_notification(json, FH_SARIF_NOT_JUDGED, 0, "error");
    add_message(json, text);
    add_locations(json, problem);
    fh_json_end(json);
}

static void add_left_out(const struct fh_json *json, const struct fh_sarif_share *share)
{
    g_autofree char *text = fh_sarif_share_words(share);
    if (!text)
        return;
    begin_notification(json, FH_SARIF_LEFT_OUT, 1, "warning");
    add_message(json, text);
    fh_json_name(json, "locations");
    fh_json_begin_list(json);
    fh_json_end_list(json);
    fh_json_end(json);
}

static void add_notifications(const struct fh_json *json, const GPtrArray *problems,
                              const struct fh_sarif_share *share)
{
    guint n = share->notifications;
    fh_json_name(json, "toolExecutionNotifications");
    fh_json_begin_list(json);
    add_left_out(json, share);
    for (guint i = 0; i < problems->len && n > 0; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (problem->sort != FH_PROBLEM_NOT_JUDGED)
            continue;
        add_notification(json, problem);
        n--;
    }
    fh_json_end_list(json);
}

static void add_invocations(const struct fh_json *json, const GPtrArray *problems,
                            const struct fh_sarif_share *share)
{
    fh_json_name(json, "invocations");
    fh_json_begin_list(json);
    fh_json_begin(json);
    add_notifications(json, problems, share);
    fh_json_add_flag(json, "executionSuccessful", share->all_notifications == 0);
    fh_json_name(json, "exitCode");
    fh_json_number(json, fh_verdict_exit_status(fh_report_verdict(json->report)));
    fh_json_end(json);
    fh_json_end_list(json);
}

static void add_bases(const struct fh_json *json)
{
    fh_json_name(json, "originalUriBaseIds");
    fh_json_begin(json);
    fh_json_name(json, ROOT);
    fh_json_begin(json);
    fh_sarif_add_message(json, "description", "The project's root.");
    fh_json_end(json);
    fh_json_end(json);
}

static void add_run(const struct fh_json *json, const GPtrArray *problems, const struct fh_sarif_share *share)
{
    fh_json_begin(json);
    fh_sarif_add_tool(json);
    add_invocations(json, problems, share);
    add_bases(json);
    add_results(json, problems, share->results);
    fh_sarif_add_taxonomies(json, problems);
    fh_json_add_word(json, "columnKind", "unicodeCodePoints");
    fh_json_end(json);
}

static void add_document(const struct fh_json *json, const GPtrArray *problems,
                         const struct fh_sarif_share *share)
{
    fh_json_begin(json);
    fh_json_add_word(json, "$schema", SCHEMA);
    fh_json_add_word(json, "version", "2.1.0");
    fh_json_name(json, "runs");
    fh_json_begin_list(json);
    add_run(json, problems, share);
    fh_json_end_list(json);
    fh_json_end(json);
}

static gboolean write_sarif(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    g_autoptr(GPtrArray) problems = fh_problems_merged(report);
    struct fh_sarif_share share = fh_sarif_share_of(problems);
    fh_auto(fh_json_text) text = fh_json_text_new(1);
    const struct fh_json json = {report, text};
    add_document(&json, problems, &share);
    while (fh_sarif_share_shrink(&share, fh_json_text_get(text))) {
        fh_json_text_clear(text);
        add_document(&json, problems, &share);
    }
    g_autofree char *left_out = fh_sarif_share_words(&share);
    if (left_out)
        sink->left_out = g_strdup_printf("report.sarif: %s", left_out);
    return fh_json_write(&json, sink->out, error);
}

const struct fh_writer fh_sarif_writer = {"sarif", "report.sarif", write_sarif};
