// SPDX-License-Identifier: MIT
#include "report/details.h"
#include "report/found.h"
#include "report/shown.h"
#include "report/table.h"
#include "report/writer.h"

static void append_part(GString *text, const char *part)
{
    if (part != NULL && *part != '\0')
        g_string_append_printf(text, ", %s", part);
}

static void show_library(const struct fh_layout *layout, const struct fh_library_info *library)
{
    g_autofree char *path =
        fh_shown_path(layout->report, library->crate != NULL ? library->crate : library->staticlib);
    g_autoptr(GString) text =
        g_string_new(library->name != NULL && *library->name != '\0' ? library->name : "library");
    append_part(text, path);
    append_part(text, library->profile);
    append_part(text, library->rustc);
    append_part(text, library->c_compiler);
    fh_page_wrap(layout->page, 2, FH_STYLE_DIM, "under audit: ", text->str);
}

static void show_engine(const struct fh_layout *layout, const struct fh_engine_info *engine)
{
    g_autofree char *text = g_strdup_printf("%s %s", engine->name,
                                            engine->version != NULL ? engine->version : "of unknown version");
    fh_page_wrap(layout->page, 2, FH_STYLE_DIM, "engine: ", text);
}

static void show_setting(const struct fh_layout *layout)
{
    const struct fh_report *report = layout->report;
    fh_page_printf(layout->page, FH_STYLE_BOLD, "Freehold %s",
                   report->version != NULL ? report->version : "");
    fh_page_end(layout->page);
    for (guint i = 0; i < report->libraries->len; i++)
        show_library(layout, g_ptr_array_index(report->libraries, i));
    for (guint i = 0; i < report->engines->len; i++)
        show_engine(layout, g_ptr_array_index(report->engines, i));
}

static void show_problem(const struct fh_layout *layout, const struct fh_result *result)
{
    const struct fh_verdict_look *look = fh_verdict_look(fh_result_verdict(result));
    g_autofree char *place = fh_place_text(layout->report, result->file, result->line);
    g_autofree char *name = fh_shown_scenario(layout->report, result);
    g_autofree char *heading = g_strdup_printf("%s%s [%s]", place, name, result->engine);
    g_autofree char *word = g_strdup_printf("%s  ", look->word);
    fh_page_blank(layout->page);
    fh_page_wrap(layout->page, 0, look->style, word, heading);
    fh_details_show(layout, result, 2);
}

/* A process, unlike a scenario, is not known to who reads this: what was seen of it is said also when all is well. */
static gboolean is_worth_telling(const struct fh_result *result)
{
    return result->file == NULL && result->notes->len > 0;
}

static void show_problems(const struct fh_layout *layout)
{
    for (guint i = 0; i < layout->report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(layout->report->results, i);
        if (fh_result_verdict(result) != FH_VERDICT_PASS || is_worth_telling(result))
            show_problem(layout, result);
    }
}

/* What was audited: scenarios, or the processes of a program. */
static gboolean has_scenarios(const struct fh_report *report)
{
    return report->results->len == 0 ||
           ((const struct fh_result *)g_ptr_array_index(report->results, 0))->file != NULL;
}

static void show_counts(struct fh_page *page, const struct fh_report *report)
{
    const struct fh_counts counts = fh_report_counts(report);
    fh_page_blank(page);
    if (has_scenarios(report))
        fh_page_printf(page, FH_STYLE_BOLD, "%u scenario%s: ", counts.scenarios,
                       counts.scenarios == 1 ? "" : "s");
    else
        fh_page_printf(page, FH_STYLE_BOLD, "%u process%s: ", counts.scenarios,
                       counts.scenarios == 1 ? "" : "es");
    fh_page_printf(page, counts.pass > 0 ? FH_STYLE_GOOD : FH_STYLE_PLAIN, "%u pass", counts.pass);
    fh_page_add(page, FH_STYLE_PLAIN, ", ");
    fh_page_printf(page, counts.fail > 0 ? FH_STYLE_BAD : FH_STYLE_PLAIN, "%u fail", counts.fail);
    fh_page_add(page, FH_STYLE_PLAIN, ", ");
    fh_page_printf(page, counts.inconclusive > 0 ? FH_STYLE_UNSURE : FH_STYLE_PLAIN, "%u inconclusive",
                   counts.inconclusive);
    fh_page_end(page);
}

static void show_gate(struct fh_page *page, const struct fh_report *report)
{
    const enum fh_verdict verdict = fh_report_verdict(report);
    fh_page_add(page, FH_STYLE_BOLD, "gate: ");
    fh_page_add(page, fh_verdict_look(verdict)->style, fh_verdict_name(verdict));
    if (verdict != FH_VERDICT_PASS)
        fh_page_printf(page, FH_STYLE_PLAIN, " (exit status %d)", fh_verdict_exit_status(verdict));
    if (!report->is_deterministic && report->duration_us > 0)
        fh_page_printf(page, FH_STYLE_DIM, ", in %.1f s", (double)report->duration_us / G_USEC_PER_SEC);
    fh_page_end(page);
    if (report->is_cut)
        fh_page_wrap(page, 0, FH_STYLE_UNSURE, "", "The run was interrupted: not everything was run.");
    else if (report->results->len == 0)
        fh_page_wrap(page, 0, FH_STYLE_UNSURE, "", "Nothing was run: no scenario, no verdict.");
}

static gboolean write_text(const struct fh_report *report, GOutputStream *out, gboolean colour,
                           GError **error)
{
    fh_auto(fh_page) page = fh_page_new(out, "", colour);
    fh_auto(fh_excerpts) excerpts = fh_excerpts_new();
    const struct fh_layout layout = {report, page, excerpts};
    show_setting(&layout);
    g_autoptr(GPtrArray) engines = fh_grid_engines(report);
    if (engines->len > 1)
        fh_grid_show(&layout, engines);
    else
        fh_table_show(&layout);
    show_problems(&layout);
    show_counts(page, report);
    show_gate(page, report);
    return fh_page_finish(page, error);
}

const struct fh_writer fh_text_writer = {"text", NULL, write_text};
