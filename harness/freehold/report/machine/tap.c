// SPDX-License-Identifier: MIT
/* TAP 13 (testanything.org), as `meson test` and `prove` read it: a test for each scenario and engine. What
 * went wrong follows as comment lines, which no reader takes for a result. */
#include <string.h>

#include "model/report.h"
#include "model/result.h"
#include "report/shared/columns.h"
#include "report/shared/coverage_words.h"
#include "report/shared/printable.h"
#include "report/shared/redact.h"
#include "report/shared/writer.h"
#include "report/text/baseline_text.h"
#include "report/text/details.h"
#include "report/text/excerpts.h"
#include "report/text/gate_text.h"
#include "report/text/stacks.h"
#include "verdict/verdict.h"

static gboolean is_directive(const char *text)
{
    return g_ascii_strncasecmp(text, "skip", 4) == 0 || g_ascii_strncasecmp(text, "todo", 4) == 0;
}

/* Skips white space of any script, as readers of TAP do. */
static const char *skip_spaces(const char *text)
{
    while (g_unichar_isspace(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return text;
}

/* '#' and '\\' are escaped. Readers that don't know the escape (Meson's) would still take "\# TODO" for a
 * directive, which turns a failed test into an expected one: an underscore keeps the two apart. */
static char *escaped(const char *printable)
{
    GString *out = g_string_new(NULL);
    for (const char *p = printable; *p != '\0'; p++) {
        if (*p == '#' || *p == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p);
        if (*p == '#' && is_directive(skip_spaces(p + 1))) {
            g_string_append_c(out, '_');
            p = skip_spaces(p + 1) - 1;
        }
    }
    return g_string_free(out, FALSE);
}

static char *description(const struct fh_report *report, const struct fh_result *result)
{
    g_autofree char *file = result->file ? g_path_get_basename(result->file) : NULL;
    g_autofree char *scenario = fh_redact_scenario(report, result);
    g_autofree char *whole =
        g_strdup_printf("%s%s%s [%s]", file ? file : "", file ? ": " : "", scenario, result->engine);
    g_autofree char *printable = fh_printable(whole);
    return escaped(printable);
}

static void show_of_passed(const struct fh_text_layout *layout, const struct fh_result *result)
{
    fh_details_show_known(layout, result, 0);
    fh_details_show_not_applicable(layout, result, 0);
}

static void show_result(const struct fh_text_layout *layout, guint number, const struct fh_result *result)
{
    const enum fh_verdict verdict = fh_result_verdict(result);
    g_autofree char *name = description(layout->report, result);
    g_autofree char *line =
        g_strdup_printf("%sok %u - %s", verdict == FH_VERDICT_PASS ? "" : "not ", number, name);
    fh_columns_whole_line(layout->page, line);
    if (verdict != FH_VERDICT_PASS)
        fh_details_show(layout, result, 0);
    else
        show_of_passed(layout, result);
}

/* "1..0" would read as a skip, and that as a success. */
static void show_nothing(struct fh_columns *page)
{
    fh_columns_whole_line(page, "1..1");
    fh_columns_whole_line(page, "not ok 1 - freehold: nothing was run");
}

static gboolean write_tap(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    fh_auto(fh_columns) page = fh_columns_new(sink->out, "# ", FALSE);
    fh_auto(fh_excerpts) excerpts = fh_excerpts_new();
    const struct fh_text_layout layout = {report, page, excerpts};
    fh_columns_whole_line(page, "TAP version 13");
    if (report->results->len == 0) {
        show_nothing(page);
    } else {
        g_autofree char *plan = g_strdup_printf("1..%u", report->results->len);
        fh_columns_whole_line(page, plan);
    }
    for (guint i = 0; i < report->results->len; i++)
        show_result(&layout, i + 1, g_ptr_array_index(report->results, i));
    fh_baseline_text_show(&layout);
    fh_gate_text_show_scope(page, report);
    fh_gate_text_show_not_looked_for(page, report);
    g_autofree char *shortfall = fh_coverage_shortfall(report);
    if (shortfall) {
        g_autofree char *line = g_strconcat("Bail out! ", shortfall, NULL);
        fh_columns_whole_line(page, line);
    }
    if (report->is_cut)
        fh_columns_whole_line(page, "Bail out! interrupted: not everything was run");
    return fh_columns_finish(page, error);
}

const struct fh_writer fh_tap_writer = {"tap", NULL, write_tap, TRUE};
