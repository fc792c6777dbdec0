// SPDX-License-Identifier: MIT
/*
 * The page, one file that works from a mail or an artefact store: styles, script and data stand in it, and
 * it asks no server for anything. A table in plain HTML comes first, for readers without JavaScript; the
 * script replaces it.
 */
#include "model/report.h"
#include "model/result.h"
#include "report/html/html_about.h"
#include "report/html/html_data.h"
#include "report/html/html_document.h"
#include "report/html/html_head.h"
#include "report/html/html_selftest.h"
#include "report/html/html_tables.h"
#include "report/shared/writer.h"
#include "verdict/gate.h"

static char *make_title(const struct fh_report *report)
{
    const struct fh_library_info *first =
        report->libraries->len > 0 ? g_ptr_array_index(report->libraries, 0) : NULL;
    const char *name = first && first->name ? first->name : "";
    return g_strdup_printf("%s%s%s – Freehold", fh_verdict_name(fh_report_verdict(report)),
                           *name != '\0' ? ": " : "", name);
}

static char *make_body(const struct fh_report *report)
{
    GString *html = g_string_new("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n");
    fh_html_append_head(html, report);
    g_string_append(html, "<main>\n");
    fh_html_append_findings(html, report);
    fh_html_append_scenarios(html, report);
    fh_html_append_fixed(html, report);
    fh_html_append_coverage(html, report);
    fh_html_append_selftest(html, report);
    fh_html_append_kinds(html, report);
    fh_html_append_setting(html, report);
    g_string_append(html, "</main>");
    return g_string_free(html, FALSE);
}

static gboolean write_html(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    g_autofree char *title = make_title(report);
    g_autofree char *body = make_body(report);
    fh_auto(fh_json_text) data = fh_html_data(report);
    const struct fh_html_document document = {title, body, fh_json_text_get(data)->str};
    return fh_html_document_write(&document, sink->out, error);
}

const struct fh_writer fh_html_writer = {"html", "index.html", write_html};
