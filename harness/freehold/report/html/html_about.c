// SPDX-License-Identifier: MIT
#include "report/html/html_about.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "report/html/html_document.h"
#include "report/html/html_tables.h"
#include "report/shared/coverage_words.h"
#include "report/shared/redact.h"

void fh_html_append_cwe(GString *html, guint cwe)
{
    if (cwe != 0)
        g_string_append_printf(html,
                               "<a class=\"cwe\" rel=\"noreferrer\" "
                               "href=\"https://cwe.mitre.org/data/definitions/%u.html\">CWE-%u</a>",
                               cwe, cwe);
}

static void append_fixed(GString *html, const struct fh_report *report, const struct fh_known *known)
{
    g_autofree char *scenario = fh_redact_text(report, known->scenario);
    g_autofree char *message = fh_redact_text(report, known->message);
    g_string_append(html, "<li>");
    fh_html_append_element(html, "b", fh_kind_info(known->kind)->name);
    g_string_append(html, known->count > 1 ? "" : ": ");
    if (known->count > 1)
        g_string_append_printf(html, " ×%u: ", known->count);
    fh_html_append_text(html, message);
    g_string_append(html, " <small>");
    fh_html_append_text(html, scenario);
    g_string_append(html, known->engine ? " [" : "");
    fh_html_append_text(html, known->engine);
    g_string_append(html, known->engine ? "]</small></li>\n" : "</small></li>\n");
}

void fh_html_append_fixed(GString *html, const struct fh_report *report)
{
    if (!report->baseline || report->baseline->fixed->len == 0)
        return;
    const GPtrArray *fixed = report->baseline->fixed;
    g_string_append(
        html, "<section id=\"fixed\" aria-labelledby=\"fixed-title\" tabindex=\"-1\">\n"
              "<h2 id=\"fixed-title\">Fixed</h2>\n"
              "<p>The baseline holds these, and they are not found any more: it can shrink.</p>\n<ul>\n");
    for (guint i = 0; i < fixed->len && i < FH_HTML_ROWS; i++)
        append_fixed(html, report, g_ptr_array_index(fixed, i));
    g_string_append(html, "</ul>\n");
    if (fixed->len > FH_HTML_ROWS)
        g_string_append_printf(html, "<p>%u more are in report.json.</p>\n", fixed->len - FH_HTML_ROWS);
    g_string_append(html, "</section>\n");
}

/* Function by function, what of it was never seen. */
static void append_unseen(GString *html, const struct fh_coverage *coverage, guint *n_rows)
{
    for (guint i = 0; i < coverage->points->len; i++) {
        const struct fh_point *point = g_ptr_array_index(coverage->points, i);
        if (point->is_seen || (*n_rows)++ >= FH_HTML_ROWS)
            continue;
        g_autofree char *words = fh_point_words(point);
        fh_html_append_element(html, "li", words);
        g_string_append_c(html, '\n');
    }
}

static gboolean is_whole(const struct fh_report *report)
{
    const struct fh_coverage_counts counts = fh_coverage_counts(report);
    guint n_unseen = 0;
    for (guint kind = 0; kind < FH_POINT_KIND_COUNT; kind++)
        n_unseen += counts.all[kind] - counts.seen[kind];
    return n_unseen == 0;
}

void fh_html_append_coverage(GString *html, const struct fh_report *report)
{
    guint n_rows = 0;
    g_autofree char *words = fh_coverage_words(report);
    if (!words)
        return;
    g_string_append(html, "<section id=\"coverage\" aria-labelledby=\"coverage-title\" tabindex=\"-1\">\n"
                          "<h2 id=\"coverage-title\">Coverage</h2>\n<p>Of the library's C API, the scenarios "
                          "exercised ");
    fh_html_append_text(html, words);
    g_string_append(html, is_whole(report) ? ".</p>\n" : ". Never seen:</p>\n<ul>\n");
    for (guint i = 0; i < report->coverages->len; i++)
        append_unseen(html, g_ptr_array_index(report->coverages, i), &n_rows);
    g_string_append(html, n_rows > 0 ? "</ul>\n" : "");
    if (n_rows > FH_HTML_ROWS)
        g_string_append_printf(html, "<p>%u more are in report.json.</p>\n", n_rows - FH_HTML_ROWS);
    g_string_append(html, "</section>\n");
}

/* 1 << kind of all findings. */
static guint kinds_of(const struct fh_report *report)
{
    guint kinds = 0;
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; j < result->findings->len; j++)
            kinds |= 1u << ((const struct fh_finding *)g_ptr_array_index(result->findings, j))->kind;
    }
    return kinds;
}

static void append_kind(GString *html, const struct fh_kind_info *info)
{
    g_string_append_printf(html, "<div><dt id=\"kind-%s\">", info->name);
    fh_html_append_element(html, "b", info->name);
    g_string_append_c(html, ' ');
    fh_html_append_cwe(html, info->cwe);
    g_string_append(html, "</dt>");
    fh_html_append_element(html, "dd", info->explanation);
    g_string_append(html, "<dd>To mend it: ");
    fh_html_append_text(html, info->remedy);
    g_string_append(html, "</dd></div>\n");
}

void fh_html_append_kinds(GString *html, const struct fh_report *report)
{
    const guint kinds = kinds_of(report);
    g_string_append(html, "<section id=\"kinds\" aria-labelledby=\"kinds-title\" tabindex=\"-1\">\n"
                          "<h2 id=\"kinds-title\">Kinds of findings</h2>\n");
    g_string_append(html, kinds != 0 ? "<dl>\n" : "<p>Nothing was found.</p>\n");
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
        if (kinds & (1u << kind))
            append_kind(html, fh_kind_info((enum fh_kind)kind));
    g_string_append(html, kinds != 0 ? "</dl>\n</section>\n" : "</section>\n");
}

static void append_command(GString *html, const struct fh_report *report, const struct fh_engine_info *engine)
{
    g_autofree char *command = fh_redact_text(report, engine->command);
    g_string_append(html, "<div>");
    fh_html_append_element(html, "dt", engine->name);
    fh_html_append_element(html, "dd class=\"command\"", command ? command : "(not known)");
    g_string_append(html, "</div>\n");
}

static void append_built(GString *html, const struct fh_report *report, const struct fh_library_info *library)
{
    g_autofree char *staticlib = fh_redact_path(report, library->staticlib);
    g_autofree char *header = fh_redact_path(report, library->header);
    g_string_append(html, "<div>");
    fh_html_append_element(html, "dt",
                           library->name && *library->name != '\0' ? library->name : "the library");
    if (staticlib)
        fh_html_append_element(html, "dd class=\"command\"", staticlib);
    if (header)
        fh_html_append_element(html, "dd class=\"command\"", header);
    g_string_append(html, "</div>\n");
}

void fh_html_append_setting(GString *html, const struct fh_report *report)
{
    g_string_append(html, "<section id=\"setting\" aria-labelledby=\"setting-title\" tabindex=\"-1\">\n"
                          "<h2 id=\"setting-title\">How it was built and run</h2>\n<dl>\n");
    for (guint i = 0; i < report->libraries->len; i++)
        append_built(html, report, g_ptr_array_index(report->libraries, i));
    for (guint i = 0; i < report->engines->len; i++)
        append_command(html, report, g_ptr_array_index(report->engines, i));
    if (report->libraries->len + report->engines->len == 0)
        g_string_append(html, "<div><dt>Nothing was built or run.</dt></div>\n");
    g_string_append(html, "</dl>\n<p>All of this, for programs: <a href=\"report.json\">report.json</a>. "
                          "Raw logs: <a href=\"logs/\">logs/</a>.</p>\n</section>\n");
}
