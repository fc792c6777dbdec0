// SPDX-License-Identifier: MIT
#include "report/html/html_tables.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "report/html/html_about.h"
#include "report/html/html_document.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "report/text/grid.h"
#include "verdict/gate.h"
#include "verdict/scenarios.h"
#include "verdict/verdict.h"

/* The table of findings as it grows. */
struct table {
    GString *html; /* borrowed */
    const struct fh_report *report;
    guint n_rows, n_more;
};

/* One row of it; all borrowed. */
struct row {
    const struct fh_result *result;
    const char *status, *kind, *message;
    guint cwe;
    const char *file, *function; /* of a finding in a program, the function that it was found in */
    guint line;
};

static void append_place(const struct table *table, const struct row *row)
{
    g_autofree char *file = fh_redact_path(table->report, row->file);
    GString *place = g_string_new(file);
    if (row->line != 0)
        g_string_append_printf(place, "%s%u", file ? ":" : "line ", row->line);
    if (row->function)
        g_string_append_printf(place, "%s(%s)", place->len > 0 ? " " : "", row->function);
    fh_html_append_element(table->html, "td class=\"place\"", place->str);
    g_string_free(place, TRUE);
}

static void append_row(struct table *table, const struct row *row)
{
    if (table->n_rows >= FH_HTML_ROWS) {
        table->n_more++;
        return;
    }
    table->n_rows++;
    g_autofree char *message = fh_redact_text(table->report, row->message);
    g_autofree char *scenario = fh_redact_scenario(table->report, row->result);
    g_string_append(table->html, "<tr>");
    fh_html_append_element(table->html, "td", row->status);
    g_string_append(table->html, "<td>");
    fh_html_append_text(table->html, row->kind);
    g_string_append(table->html, row->cwe != 0 ? " " : "");
    fh_html_append_cwe(table->html, row->cwe);
    g_string_append(table->html, "</td>");
    fh_html_append_element(table->html, "td", message);
    append_place(table, row);
    fh_html_append_element(table->html, "td", scenario);
    fh_html_append_element(table->html, "td", row->result->engine);
    g_string_append(table->html, "</tr>\n");
}

static const char *status_of(const struct fh_finding *finding)
{
    if (finding->is_expected)
        return "as expected";
    if (finding->outside != FH_OUTSIDE_NOTHING)
        return "not asked for";
    return finding->is_known ? "known" : "wrong";
}

static void append_finding(struct table *table, const struct fh_result *result,
                           const struct fh_finding *finding)
{
    const struct fh_frame *frame = !finding->file ? fh_finding_users_frame(finding) : NULL;
    const struct row row = {
        .result = result,
        .status = status_of(finding),
        .kind = fh_kind_info(finding->kind)->name,
        .cwe = fh_finding_cwe(finding),
        .message = finding->message,
        .file = frame ? frame->file : finding->file,
        .function = frame ? frame->function : NULL,
        .line = frame ? frame->line : finding->line,
    };
    append_row(table, &row);
}

/* A finding of the report, and the result that it is in; both borrowed. */
struct entry {
    const struct fh_result *result;
    const struct fh_finding *finding;
};

static gint compare_entries(gconstpointer a, gconstpointer b)
{
    const struct entry *left = a, *right = b;
    return (gint)fh_kind_info(right->finding->kind)->severity -
           (gint)fh_kind_info(left->finding->kind)->severity;
}

/* struct entry: new findings, or the others; the most severe first. */
static GArray *entries_of(const struct fh_report *report, gboolean new_ones)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; j < result->findings->len; j++) {
            const struct entry entry = {result, g_ptr_array_index(result->findings, j)};
            if (!fh_finding_is_new(entry.finding) == !new_ones)
                g_array_append_val(entries, entry);
        }
    }
    g_array_sort(entries, compare_entries);
    return entries;
}

static void append_findings(struct table *table, gboolean new_ones)
{
    g_autoptr(GArray) entries = entries_of(table->report, new_ones);
    for (guint i = 0; i < entries->len; i++) {
        const struct entry *entry = &g_array_index(entries, struct entry, i);
        append_finding(table, entry->result, entry->finding);
    }
}

static void append_not_met(struct table *table, const struct fh_result *result)
{
    struct row row = {.result = result, .status = "not met", .kind = "expectation", .file = result->file};
    for (guint i = 0; i < result->unmet->len; i++) {
        const struct fh_unmet *unmet = g_ptr_array_index(result->unmet, i);
        row.message = unmet->message;
        row.line = unmet->line;
        append_row(table, &row);
    }
    if (!result->reason)
        return;
    row.status = "not judged";
    row.kind = "";
    row.message = result->reason;
    row.line = result->line;
    append_row(table, &row);
}

static void append_rows(struct table *table)
{
    const GPtrArray *results = table->report->results;
    append_findings(table, TRUE);
    for (guint i = 0; i < results->len; i++)
        append_not_met(table, g_ptr_array_index(results, i));
    append_findings(table, FALSE);
}

static void append_more(GString *html, guint n)
{
    if (n > 0)
        g_string_append_printf(html, "<p>%u more have no room here: report.json has all of them.</p>\n", n);
}

void fh_html_append_findings(GString *html, const struct fh_report *report)
{
    struct table table = {html, report, 0, 0};
    g_string_append(html, "<section id=\"findings\" aria-labelledby=\"findings-title\" tabindex=\"-1\">\n"
                          "<h2 id=\"findings-title\">Findings</h2>\n<div id=\"findings-view\">\n");
    const gsize empty = html->len;
    g_string_append(
        html,
        "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Kind</th>"
        "<th scope=\"col\">What</th><th scope=\"col\">Where</th><th scope=\"col\">Scenario</th>"
        "<th scope=\"col\">Engine</th></tr></thead>\n<tbody>\n");
    append_rows(&table);
    g_string_append(html, "</tbody>\n</table></div>\n");
    append_more(html, table.n_more);
    if (table.n_rows == 0) {
        g_string_truncate(html, empty);
        g_string_append(html, "<p>Nothing was found.</p>\n");
    }
    g_string_append(html, "</div>\n</section>\n");
}

static void append_cell(GString *html, const struct fh_report *report, const struct fh_result *result)
{
    if (!result) {
        g_string_append(html, "<td></td>");
        return;
    }
    const enum fh_verdict verdict = fh_result_verdict(result);
    g_autofree char *found = fh_result_words(result);
    g_autofree char *shown = fh_redact_text(report, found);
    g_string_append_printf(html, "<td class=\"%s\">%s %s", fh_verdict_name(verdict),
                           fh_verdict_look(verdict)->mark, fh_verdict_name(verdict));
    if (*shown != '\0') {
        g_string_append(html, "<br>");
        fh_html_append_element(html, "small", shown);
    }
    g_string_append(html, "</td>");
}

static void append_scenario(GString *html, const struct fh_report *report, const GPtrArray *scenario,
                            const GPtrArray *engines)
{
    const struct fh_result *first = g_ptr_array_index(scenario, 0);
    g_autofree char *name = fh_redact_scenario(report, first);
    g_autofree char *file = fh_redact_path(report, first->file);
    g_string_append(html, "<tr>");
    fh_html_append_element(html, "th scope=\"row\"", name);
    fh_html_append_element(html, "td class=\"place\"", file);
    for (guint i = 0; i < engines->len; i++)
        append_cell(html, report, fh_scenario_result(scenario, g_ptr_array_index(engines, i)));
    g_string_append(html, "</tr>\n");
}

void fh_html_append_scenarios(GString *html, const struct fh_report *report)
{
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(report->results);
    g_autoptr(GPtrArray) engines = fh_grid_engines(report);
    const gboolean has_scenarios = fh_report_has_scenarios(report);
    g_string_append_printf(html,
                           "<section id=\"scenarios\" aria-labelledby=\"scenarios-title\" tabindex=\"-1\">\n"
                           "<h2 id=\"scenarios-title\">%s</h2>\n<div id=\"scenarios-view\">\n"
                           "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">%s</th>"
                           "<th scope=\"col\">File</th>",
                           has_scenarios ? "Scenarios" : "Processes", has_scenarios ? "Scenario" : "Process");
    for (guint i = 0; i < engines->len; i++)
        fh_html_append_element(html, "th scope=\"col\"", g_ptr_array_index(engines, i));
    g_string_append(html, "</tr></thead>\n<tbody>\n");
    for (guint i = 0; i < scenarios->len && i < FH_HTML_ROWS; i++)
        append_scenario(html, report, g_ptr_array_index(scenarios, i), engines);
    g_string_append(html, "</tbody>\n</table></div>\n");
    append_more(html, scenarios->len - MIN(scenarios->len, FH_HTML_ROWS));
    g_string_append(html, "</div>\n</section>\n");
}
