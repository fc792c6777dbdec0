// SPDX-License-Identifier: MIT
/* For people in a terminal: the grid of scenarios and engines, then what went wrong with its code and
 * stacks, then what the gate says. The verdict stands last because a terminal shows the end. */
#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "report/shared/columns.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "report/shared/writer.h"
#include "report/text/baseline_text.h"
#include "report/text/details.h"
#include "report/text/excerpts.h"
#include "report/text/gate_text.h"
#include "report/text/grid.h"
#include "report/text/stacks.h"
#include "report/text/table.h"
#include "verdict/verdict.h"

static void append_part(GString *text, const char *part)
{
    if (part && *part != '\0')
        g_string_append_printf(text, ", %s", part);
}

static void append_rustc(GString *text, const char *version)
{
    g_autofree char *named = version && *version != '\0' && !g_str_has_prefix(version, "rustc")
                                 ? g_strconcat("rustc ", version, NULL)
                                 : g_strdup(version);
    append_part(text, named);
}

static void show_library(const struct fh_text_layout *layout, const struct fh_library_info *library)
{
    g_autofree char *path =
        fh_redact_path(layout->report, library->crate ? library->crate : library->staticlib);
    g_autoptr(GString) text =
        g_string_new(library->name && *library->name != '\0' ? library->name : "library");
    append_part(text, path);
    append_part(text, library->profile);
    append_rustc(text, library->rustc);
    append_part(text, library->c_compiler);
    fh_columns_wrap(layout->page, 2, FH_STYLE_DIM, "under audit: ", text->str);
}

static void show_engine(const struct fh_text_layout *layout, const struct fh_engine_info *engine)
{
    g_autofree char *text =
        g_strdup_printf("%s %s", engine->name, engine->version ? engine->version : "of unknown version");
    fh_columns_wrap(layout->page, 2, FH_STYLE_DIM, "engine: ", text);
}

static void show_setting(const struct fh_text_layout *layout)
{
    const struct fh_report *report = layout->report;
    fh_columns_printf(layout->page, FH_STYLE_BOLD, "Freehold %s", report->version ? report->version : "");
    fh_columns_end(layout->page);
    for (guint i = 0; i < report->libraries->len; i++)
        show_library(layout, g_ptr_array_index(report->libraries, i));
    for (guint i = 0; i < report->engines->len; i++)
        show_engine(layout, g_ptr_array_index(report->engines, i));
}

static void show_problem(const struct fh_text_layout *layout, const struct fh_result *result)
{
    const struct fh_verdict_look *look = fh_verdict_look(fh_result_verdict(result));
    g_autofree char *place = fh_place_text(layout->report, result->file, result->line);
    g_autofree char *name = fh_redact_scenario(layout->report, result);
    g_autofree char *heading = g_strdup_printf("%s%s [%s]", place, name, result->engine);
    g_autofree char *word = g_strdup_printf("%s  ", look->word);
    fh_columns_blank(layout->page);
    fh_columns_wrap(layout->page, 0, look->style, word, heading);
    fh_details_show(layout, result, 2);
}

static gboolean has_uncounted(const struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!fh_finding_is_new(finding) && !finding->is_expected)
            return TRUE;
    }
    return FALSE;
}

/* A process, unlike a scenario, is not known to who reads this: what was seen of it is said also when all is
 * well. So is what passes only by a baseline, or since nobody asked for it. */
static gboolean is_worth_telling(const struct fh_result *result)
{
    return (!result->file && result->notes->len > 0) || has_uncounted(result);
}

static void show_problems(const struct fh_text_layout *layout)
{
    for (guint i = 0; i < layout->report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(layout->report->results, i);
        if (fh_result_verdict(result) != FH_VERDICT_PASS || is_worth_telling(result))
            show_problem(layout, result);
    }
}

static gboolean write_text(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    fh_auto(fh_columns) page = fh_columns_new(sink->out, "", sink->colour);
    fh_auto(fh_excerpts) excerpts = fh_excerpts_new();
    const struct fh_text_layout layout = {report, page, excerpts};
    show_setting(&layout);
    g_autoptr(GPtrArray) engines = fh_grid_engines(report);
    if (engines->len > 1)
        fh_grid_show(&layout, engines);
    else
        fh_table_show(&layout);
    show_problems(&layout);
    fh_gate_text_show_counts(page, report);
    fh_gate_text_show_coverage(page, report);
    fh_baseline_text_show(&layout);
    fh_gate_text_show_scope(page, report);
    fh_gate_text_show(page, report);
    return fh_columns_finish(page, error);
}

const struct fh_writer fh_text_writer = {"text", NULL, write_text, TRUE};
