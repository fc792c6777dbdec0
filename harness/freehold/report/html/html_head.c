// SPDX-License-Identifier: MIT
#include "report/html/html_head.h"

#include "model/report.h"
#include "model/result.h"
#include "report/html/html_document.h"
#include "report/shared/coverage_words.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "verdict/gate.h"
#include "verdict/not_looked_for.h"
#include "verdict/scope.h"

static const struct look {
    const char *mark, *sentence;
} looks[] = {
    [FH_VERDICT_PASS] = {"✓", "The gate passes"},
    [FH_VERDICT_FAIL] = {"✗", "The gate fails"},
    [FH_VERDICT_INCONCLUSIVE] = {"?", "The gate could not judge"},
};

static void append_verdict(GString *html, enum fh_verdict verdict)
{
    g_string_append_printf(html,
                           "<h1 class=\"verdict %s\"><span class=\"mark\" aria-hidden=\"true\">%s</span> %s",
                           fh_verdict_name(verdict), looks[verdict].mark, looks[verdict].sentence);
    if (verdict != FH_VERDICT_PASS)
        g_string_append_printf(html, " <small>(exit status %d)</small>", fh_verdict_exit_status(verdict));
    g_string_append(html, "</h1>\n");
}

static const char *noun(const struct fh_report *report, guint n)
{
    if (fh_report_has_scenarios(report))
        return n == 1 ? "scenario" : "scenarios";
    return n == 1 ? "process" : "processes";
}

static void append_count(GString *html, const char *class, guint n, const char *word)
{
    g_string_append_printf(html, ", <span class=\"%s\"><b>%u</b> %s</span>", n > 0 ? class : "none", n, word);
}

static void append_duration(GString *html, const struct fh_report *report)
{
    if (!report->is_deterministic && report->duration_us > 0)
        g_string_append_printf(html, " <small>in %.1f s</small>", (double)report->duration_us / 1e6);
}

static void append_not_looked_for(GString *html, const struct fh_report *report)
{
    g_autoptr(GPtrArray) entries = fh_report_not_looked_for(report);
    for (guint i = 0; i < entries->len; i++) {
        g_autofree char *words = fh_not_looked_for_words(g_ptr_array_index(entries, i));
        g_autofree char *shown = fh_redact_text(report, words);
        fh_html_append_element(html, "p class=\"cut\"", shown);
    }
}

static void append_scope(GString *html, const struct fh_report *report)
{
    g_autoptr(GPtrArray) lines = fh_scope_words(report);
    for (guint i = 0; i < lines->len; i++) {
        g_autofree char *shown = fh_redact_text(report, g_ptr_array_index(lines, i));
        fh_html_append_element(html, "p class=\"cut\"", shown);
    }
}

static void append_counts(GString *html, const struct fh_report *report)
{
    const struct fh_counts counts = fh_report_counts(report);
    g_string_append_printf(html, "<p class=\"counts\"><b>%u</b> %s", counts.scenarios,
                           noun(report, counts.scenarios));
    append_count(html, "fail", counts.fail, "fail");
    append_count(html, "inconclusive", counts.inconclusive, "could not be judged");
    append_count(html, "pass", counts.pass, "pass");
    append_duration(html, report);
    g_string_append(html, "</p>\n");
    if (fh_gap_text(report))
        fh_html_append_element(html, "p class=\"cut\"", fh_gap_text(report));
    g_autofree char *shortfall = fh_coverage_shortfall(report);
    if (shortfall)
        fh_html_append_element(html, "p class=\"cut\"", shortfall);
    append_scope(html, report);
    append_not_looked_for(html, report);
}

static void begin_fact(GString *html, const char *name)
{
    g_string_append_printf(html, "<div><dt>%s</dt><dd>", name);
}

static void end_fact(GString *html)
{
    g_string_append(html, "</dd></div>\n");
}

/* A line of a fact; nothing when there is nothing to say. */
static void append_line(GString *html, const char *before, const char *text)
{
    if (!text || *text == '\0')
        return;
    g_string_append_printf(html, "<br><small>%s", before);
    fh_html_append_text(html, text);
    g_string_append(html, "</small>");
}

static void append_library(GString *html, const struct fh_report *report,
                           const struct fh_library_info *library)
{
    g_autofree char *path = fh_redact_path(report, library->crate ? library->crate : library->staticlib);
    g_autofree char *rustc = fh_redact_text(report, library->rustc);
    g_autofree char *c_compiler = fh_redact_text(report, library->c_compiler);
    begin_fact(html, "Library");
    fh_html_append_element(html, "b", library->name);
    g_string_append(html, library->name && *library->name != '\0' ? " " : "");
    fh_html_append_text(html, library->profile);
    append_line(html, "", path);
    append_line(html, rustc && g_str_has_prefix(rustc, "rustc") ? "" : "rustc ", rustc);
    append_line(html, "", c_compiler);
    end_fact(html);
}

static void append_engines(GString *html, const struct fh_report *report)
{
    if (report->engines->len == 0)
        return;
    begin_fact(html, report->engines->len == 1 ? "Engine" : "Engines");
    for (guint i = 0; i < report->engines->len; i++) {
        const struct fh_engine_info *engine = g_ptr_array_index(report->engines, i);
        g_autofree char *version = fh_redact_text(report, engine->version);
        g_string_append(html, i > 0 ? "<br>" : "");
        fh_html_append_element(html, "b", engine->name);
        g_string_append_c(html, ' ');
        fh_html_append_text(html, version ? version : "of unknown version");
    }
    end_fact(html);
}

static void append_baseline(GString *html, const struct fh_report *report)
{
    const struct fh_baseline_use *use = report->baseline;
    if (!use)
        return;
    g_autofree char *path = fh_redact_path(report, use->path);
    begin_fact(html, "Baseline");
    g_string_append_printf(html, "<b>%u</b> known, ", use->n_known);
    g_string_append_printf(html, "<b>%u</b> fixed<br>", use->fixed->len);
    fh_html_append_element(html, "small", path);
    end_fact(html);
}

static void append_coverage(GString *html, const struct fh_report *report)
{
    g_autofree char *words = fh_coverage_words(report);
    if (!words)
        return;
    begin_fact(html, "Coverage");
    fh_html_append_text(html, words);
    g_string_append(html, "<br><a href=\"#coverage\">what was never seen</a>");
    end_fact(html);
}

void fh_html_append_head(GString *html, const struct fh_report *report)
{
    g_string_append(html, "<header>\n<p class=\"brand\">Freehold ");
    fh_html_append_text(html, report->version);
    g_string_append(html, "</p>\n");
    append_verdict(html, fh_report_verdict(report));
    append_counts(html, report);
    g_string_append(html, "<dl class=\"facts\">\n");
    for (guint i = 0; i < report->libraries->len; i++)
        append_library(html, report, g_ptr_array_index(report->libraries, i));
    append_engines(html, report);
    append_baseline(html, report);
    append_coverage(html, report);
    g_string_append_printf(html,
                           "</dl>\n</header>\n<nav aria-label=\"Sections\">\n"
                           "<a href=\"#findings\">Findings</a> <a href=\"#scenarios\">%s</a> "
                           "<a href=\"#kinds\">Kinds</a> <a href=\"#setting\">Setting</a>\n</nav>\n",
                           fh_report_has_scenarios(report) ? "Scenarios" : "Processes");
}
