// SPDX-License-Identifier: MIT
#include "compare/html.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "report/html/html_about.h"
#include "report/html/html_document.h"
#include "report/shared/redact.h"
#include "verdict/scope.h"
#include "verdict/verdict.h"

static const struct look {
    const char *mark, *sentence;
} looks[] = {
    [FH_VERDICT_PASS] = {"✓", "Nothing got worse"},
    [FH_VERDICT_FAIL] = {"✗", "Something got worse"},
    [FH_VERDICT_INCONCLUSIVE] = {"?", "Not all can be compared"},
};

/* What is shown of each change, in that order. */
static const struct part {
    enum fh_change change;
    const char *id, *title;
} parts[] = {
    {FH_CHANGE_WORSE, "worse", "Worse"},
    {FH_CHANGE_BETTER, "better", "Better"},
    {FH_CHANGE_ADDED, "added", "Added"},
    {FH_CHANGE_REMOVED, "removed", "Removed"},
};

/* The document as it grows; both borrowed. */
struct sheet {
    GString *html;
    const struct fh_comparison *comparison;
};

static void append_scope(const struct sheet *sheet, const struct fh_report *report, const char *when)
{
    g_autoptr(GPtrArray) lines = fh_scope_words(report);
    for (guint i = 0; i < lines->len; i++) {
        g_autofree char *line = g_strdup_printf("%s: %s", when, (const char *)g_ptr_array_index(lines, i));
        fh_html_append_element(sheet->html, "p class=\"cut\"", line);
    }
}

static void append_head(const struct sheet *sheet)
{
    const enum fh_verdict verdict = fh_comparison_verdict(sheet->comparison);
    guint counts[FH_CHANGE_COUNT];
    fh_comparison_count(sheet->comparison, counts);
    g_string_append(sheet->html, "<header>\n<p class=\"brand\">Freehold ");
    fh_html_append_text(sheet->html, sheet->comparison->after->version);
    g_string_append_printf(
        sheet->html,
        ": two reports</p>\n<h1 class=\"verdict %s\"><span class=\"mark\" aria-hidden=\"true\">%s"
        "</span> %s</h1>\n<p class=\"counts\">",
        fh_verdict_name(verdict), looks[verdict].mark, looks[verdict].sentence);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        g_string_append_printf(sheet->html, "<b>%u</b> %s, ", counts[parts[i].change], parts[i].id);
    g_string_append_printf(sheet->html, "<b>%u</b> unchanged</p>\n", counts[FH_CHANGE_NONE]);
    if (sheet->comparison->after->is_cut)
        g_string_append(sheet->html,
                        "<p class=\"cut\">The new run was interrupted: not everything was run.</p>\n");
    append_scope(sheet, sheet->comparison->before, "Before");
    append_scope(sheet, sheet->comparison->after, "Now");
    g_string_append(sheet->html, "</header>\n");
}

static void append_place(const struct sheet *sheet, const struct fh_report *report, const char *file,
                         guint line)
{
    g_autofree char *path = fh_redact_path(report, file);
    g_autofree char *number = line != 0 ? g_strdup_printf("%s%u", path ? ":" : "line ", line) : NULL;
    g_autofree char *place = g_strconcat(path ? path : "", number, NULL);
    fh_html_append_element(sheet->html, "span class=\"place\"", place);
}

static void append_item(const struct sheet *sheet, const struct fh_report *report, const char *sign,
                        const char *what, const char *message)
{
    g_autofree char *shown = fh_redact_text(report, message);
    g_string_append_printf(sheet->html, "<li>%s ", sign);
    fh_html_append_element(sheet->html, "b", what);
    g_string_append(sheet->html, " ");
    fh_html_append_text(sheet->html, shown);
    g_string_append(sheet->html, " ");
}

static void append_findings(const struct sheet *sheet, const struct fh_report *report,
                            const GPtrArray *findings, const char *sign)
{
    for (guint i = 0; i < findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(findings, i);
        g_autofree char *what =
            g_strdup_printf("%s%s%s", finding->is_known ? "known " : "",
                            finding->outside != FH_OUTSIDE_NOTHING ? "not asked for: " : "",
                            fh_kind_info(finding->kind)->name);
        append_item(sheet, report, sign, what, finding->message);
        fh_html_append_cwe(sheet->html, fh_finding_cwe(finding));
        g_string_append(sheet->html, " ");
        append_place(sheet, report, finding->file, finding->line);
        g_string_append(sheet->html, "</li>\n");
    }
}

static void append_unmet(const struct sheet *sheet, const struct fh_pair *pair)
{
    for (guint i = 0; i < pair->unmet->len; i++) {
        const struct fh_unmet *unmet = g_ptr_array_index(pair->unmet, i);
        append_item(sheet, sheet->comparison->after, "appeared:", "unmet", unmet->message);
        append_place(sheet, sheet->comparison->after, pair->after->file, unmet->line);
        g_string_append(sheet->html, "</li>\n");
    }
}

/* What is not seen in a result that was not judged whole may be there all the same. */
static void append_what(const struct sheet *sheet, const struct fh_pair *pair)
{
    const gboolean is_whole = !pair->after || !pair->after->reason;
    g_string_append(sheet->html, "<td><ul>\n");
    append_findings(sheet, sheet->comparison->after, pair->appeared, "appeared:");
    append_unmet(sheet, pair);
    if (!is_whole) {
        append_item(sheet, sheet->comparison->after, "", "not judged whole", pair->after->reason);
        g_string_append(sheet->html, "</li>\n");
    }
    append_findings(sheet, sheet->comparison->before, pair->vanished,
                    !pair->after ? "was there:"
                    : is_whole   ? "fixed:"
                                 : "not seen:");
    if (pair->n_same > 0)
        g_string_append_printf(sheet->html, "<li><small>%u finding%s as before</small></li>\n", pair->n_same,
                               pair->n_same == 1 ? "" : "s");
    g_string_append(sheet->html, "</ul></td>");
}

static void append_verdict(const struct sheet *sheet, const struct fh_result *result)
{
    const char *name = result ? fh_verdict_name(fh_result_verdict(result)) : "–";
    g_string_append_printf(sheet->html, "<td class=\"%s\">%s</td>", result ? name : "none", name);
}

static void append_pair(const struct sheet *sheet, const struct fh_pair *pair)
{
    const struct fh_result *result = pair->after ? pair->after : pair->before;
    const struct fh_report *report = pair->after ? sheet->comparison->after : sheet->comparison->before;
    g_autofree char *scenario = fh_redact_scenario(report, result);
    g_string_append(sheet->html, "<tr><th scope=\"row\">");
    fh_html_append_text(sheet->html, scenario);
    g_string_append(sheet->html, "<br>");
    append_place(sheet, report, result->file, result->line);
    g_string_append(sheet->html, "</th>");
    fh_html_append_element(sheet->html, "td", result->engine);
    append_verdict(sheet, pair->before);
    append_verdict(sheet, pair->after);
    append_what(sheet, pair);
    g_string_append(sheet->html, "</tr>\n");
}

static void append_part(const struct sheet *sheet, const struct part *part, guint n)
{
    if (n == 0)
        return;
    g_string_append_printf(
        sheet->html,
        "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n<table class=\"comparison\">\n<thead><tr>"
        "<th scope=\"col\">Scenario</th><th scope=\"col\">Engine</th><th scope=\"col\">Before</th>"
        "<th scope=\"col\">Now</th><th scope=\"col\">What changed</th></tr></thead>\n<tbody>\n",
        part->id, part->id, part->title);
    for (guint i = 0; i < sheet->comparison->pairs->len; i++) {
        const struct fh_pair *pair = g_ptr_array_index(sheet->comparison->pairs, i);
        if (fh_pair_change(pair) == part->change)
            append_pair(sheet, pair);
    }
    g_string_append(sheet->html, "</tbody>\n</table>\n</section>\n");
}

gboolean fh_comparison_write_html(const struct fh_comparison *comparison, GOutputStream *out, GError **error)
{
    g_autoptr(GString) html = g_string_new(NULL);
    const struct sheet sheet = {html, comparison};
    guint counts[FH_CHANGE_COUNT];
    fh_comparison_count(comparison, counts);
    append_head(&sheet);
    g_string_append(html, "<main>\n");
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        append_part(&sheet, &parts[i], counts[parts[i].change]);
    g_string_append(html, "</main>");
    const struct fh_html_document document = {.title = "Comparison – Freehold", .body = html->str};
    return fh_html_document_write(&document, out, error);
}
