// SPDX-License-Identifier: MIT
#include "report/html/html_selftest.h"

#include "model/selftest.h"
#include "report/html/html_document.h"
#include "report/shared/redact.h"
#include "report/shared/selftest_words.h"

static void append_engine(GString *html, const struct fh_report *report, const struct fh_selftest *selftest)
{
    g_autofree char *words = fh_selftest_words(selftest);
    g_autofree char *shown = fh_redact_text(report, words);
    fh_html_append_element(html, selftest->state == FH_SELFTEST_MEASURED ? "li" : "li class=\"inconclusive\"",
                           shown);
    g_string_append_c(html, '\n');
}

static const char *class_of(enum fh_answer answer)
{
    if (answer == FH_ANSWER_CLEAN || answer == FH_ANSWER_SEEN)
        return "td class=\"pass\"";
    return answer == FH_ANSWER_MISSED || answer == FH_ANSWER_FALSE_ALARM ? "td class=\"fail\""
                                                                         : "td class=\"inconclusive\"";
}

static void append_row(GString *html, const struct fh_report *report, const struct fh_selftest_row *row)
{
    g_string_append(html, "<tr>");
    fh_html_append_element(html, "td", row->kind ? row->kind : "right use");
    fh_html_append_element(html, "td", row->direction);
    for (guint i = 0; i < report->selftests->len; i++) {
        enum fh_answer answer;
        if (fh_selftest_answer(g_ptr_array_index(report->selftests, i), row, &answer))
            fh_html_append_element(html, class_of(answer), fh_answer_name(answer));
        else
            g_string_append(html, "<td>not measured</td>");
    }
    g_string_append(html, "</tr>\n");
}

static void append_table(GString *html, const struct fh_report *report, const GPtrArray *rows)
{
    g_string_append(html, "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Kind</th>"
                          "<th scope=\"col\">Direction</th>");
    for (guint i = 0; i < report->selftests->len; i++)
        fh_html_append_element(html, "th scope=\"col\"",
                               ((const struct fh_selftest *)g_ptr_array_index(report->selftests, i))->engine);
    g_string_append(html, "</tr></thead>\n<tbody>\n");
    for (guint i = 0; i < rows->len; i++)
        append_row(html, report, g_ptr_array_index(rows, i));
    g_string_append(html, "</tbody>\n</table></div>\n");
}

void fh_html_append_selftest(GString *html, const struct fh_report *report)
{
    if (report->selftests->len == 0 || report->is_deterministic)
        return;
    g_autoptr(GPtrArray) rows = fh_selftest_rows(report);
    g_string_append(html,
                    "<section id=\"selftest\" aria-labelledby=\"selftest-title\" tabindex=\"-1\">\n"
                    "<h2 id=\"selftest-title\">" FH_SELFTEST_TITLE "</h2>\n"
                    "<p><code>freehold selftest</code> tried each engine on this machine with faults of "
                    "every kind, and with right use.</p>\n<ul>\n");
    for (guint i = 0; i < report->selftests->len; i++)
        append_engine(html, report, g_ptr_array_index(report->selftests, i));
    g_string_append(html, "</ul>\n");
    if (rows->len > 0)
        append_table(html, report, rows);
    g_string_append(html, "</section>\n");
}
