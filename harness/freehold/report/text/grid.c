// SPDX-License-Identifier: MIT
#include "report/text/grid.h"

#include "model/report.h"
#include "model/result.h"
#include "report/shared/columns.h"
#include "report/shared/printable.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "report/text/details.h"
#include "report/text/table.h"
#include "verdict/scenarios.h"
#include "verdict/verdict.h"

#define NAME_COLUMN    4
#define MIN_NAME_WIDTH 20
#define MAX_NAME_WIDTH 40
#define GAP            2

/* Where the columns of this report begin. */
struct grid {
    const struct fh_text_layout *layout;
    const GPtrArray *engines;
    GArray *starts; /* guint: of each engine's, and last of what was found */
};

GPtrArray *fh_grid_engines(const struct fh_report *report)
{
    GPtrArray *engines = g_ptr_array_new();
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        const char *engine = result->engine ? result->engine : "";
        if (!g_ptr_array_find_with_equal_func(engines, engine, g_str_equal, NULL))
            g_ptr_array_add(engines, (gpointer)engine);
    }
    return engines;
}

static char *row_name(const struct fh_report *report, const GPtrArray *scenario)
{
    g_autofree char *name = fh_redact_scenario(report, g_ptr_array_index(scenario, 0));
    g_autofree char *printable = fh_printable(name);
    return fh_text_clip(printable, MAX_NAME_WIDTH);
}

static guint name_width(const struct fh_report *report, const GPtrArray *scenarios)
{
    guint width = MIN_NAME_WIDTH;
    for (guint i = 0; i < scenarios->len; i++) {
        g_autofree char *name = row_name(report, g_ptr_array_index(scenarios, i));
        width = MAX(width, fh_text_width(name));
    }
    return width;
}

static void measure(struct grid *grid, const GPtrArray *scenarios)
{
    guint start = NAME_COLUMN + name_width(grid->layout->report, scenarios) + GAP;
    for (guint i = 0; i < grid->engines->len; i++) {
        g_autofree char *engine = fh_printable(g_ptr_array_index(grid->engines, i));
        g_array_append_val(grid->starts, start);
        start += fh_text_width(engine) + GAP;
    }
    g_array_append_val(grid->starts, start);
}

static void show_file(const struct grid *grid, const char *file)
{
    struct fh_columns *page = grid->layout->page;
    fh_table_begin_file(grid->layout, file);
    for (guint i = 0; i < grid->engines->len; i++) {
        fh_columns_tab(page, g_array_index(grid->starts, guint, i));
        fh_columns_add(page, FH_STYLE_DIM, g_ptr_array_index(grid->engines, i));
    }
    fh_columns_end(page);
}

/* It passed for what it can see, and what it can't see by nature, another saw. */
static gboolean is_settled_by_others(const struct fh_result *result)
{
    return result->not_applicable->len > 0 && fh_result_verdict(result) == FH_VERDICT_PASS;
}

static void show_cells(const struct grid *grid, const GPtrArray *scenario)
{
    struct fh_columns *page = grid->layout->page;
    for (guint i = 0; i < grid->engines->len; i++) {
        const struct fh_result *result = fh_scenario_result(scenario, g_ptr_array_index(grid->engines, i));
        if (!result)
            continue;
        const struct fh_verdict_look *look = fh_verdict_look(fh_result_verdict(result));
        const gboolean is_settled = is_settled_by_others(result);
        fh_columns_tab(page, g_array_index(grid->starts, guint, i));
        fh_columns_add(page, is_settled ? FH_STYLE_DIM : look->style, is_settled ? "–" : look->mark);
    }
}

/* The one that has most to tell. */
static const struct fh_result *fullest(const GPtrArray *scenario)
{
    const struct fh_result *best = g_ptr_array_index(scenario, 0);
    for (guint i = 1; i < scenario->len; i++) {
        const struct fh_result *result = g_ptr_array_index(scenario, i);
        if (result->findings->len > best->findings->len ||
            (result->findings->len == best->findings->len && !best->heap.is_known))
            best = result;
    }
    return best;
}

static char *passed_text(const GPtrArray *scenario)
{
    const struct fh_result *result = fullest(scenario);
    g_autofree char *text = fh_result_words(result);
    g_autofree char *heap = fh_heap_text(&result->heap);
    if (*text != '\0')
        return g_steal_pointer(&text);
    return result->heap.is_known ? g_strdup_printf("clean, %s", heap) : g_strdup("clean");
}

static gboolean all_say(const GPtrArray *scenario, const char *text)
{
    for (guint i = 0; i < scenario->len; i++) {
        g_autofree char *other = fh_result_words(g_ptr_array_index(scenario, i));
        if (!g_str_equal(other, text))
            return FALSE;
    }
    return TRUE;
}

char *fh_grid_problem_text(const GPtrArray *scenario)
{
    g_autofree char *first = fh_result_words(g_ptr_array_index(scenario, 0));
    if (all_say(scenario, first))
        return g_steal_pointer(&first);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < scenario->len; i++) {
        const struct fh_result *result = g_ptr_array_index(scenario, i);
        if (fh_result_verdict(result) == FH_VERDICT_PASS)
            continue;
        g_autofree char *found = fh_result_words(result);
        g_string_append_printf(text, "%s%s: %s", text->len > 0 ? "; " : "", result->engine, found);
    }
    return g_strdup(text->str);
}

static void show_found(const struct grid *grid, const GPtrArray *scenario, enum fh_verdict verdict)
{
    const gboolean has_passed = verdict == FH_VERDICT_PASS;
    g_autofree char *text = has_passed ? passed_text(scenario) : fh_grid_problem_text(scenario);
    g_autofree char *shown = fh_redact_text(grid->layout->report, text);
    const enum fh_style style =
        has_passed ? fh_result_words_style(fullest(scenario)) : fh_verdict_look(verdict)->style;
    fh_columns_tab(grid->layout->page, g_array_index(grid->starts, guint, grid->engines->len));
    fh_columns_add(grid->layout->page, style, shown);
}

static void show_row(const struct grid *grid, const GPtrArray *scenario)
{
    const enum fh_verdict verdict = fh_scenario_verdict(scenario);
    const struct fh_verdict_look *look = fh_verdict_look(verdict);
    g_autofree char *name = row_name(grid->layout->report, scenario);
    struct fh_columns *page = grid->layout->page;
    fh_columns_tab(page, NAME_COLUMN - 2);
    fh_columns_add(page, look->style, look->mark);
    fh_columns_tab(page, NAME_COLUMN);
    fh_columns_add(page, FH_STYLE_PLAIN, name);
    show_cells(grid, scenario);
    show_found(grid, scenario, verdict);
    fh_columns_end(page);
}

/* Why there are dashes, each reason once. */
static void show_legend(const struct fh_text_layout *layout)
{
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < layout->report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(layout->report->results, i);
        for (guint j = 0; is_settled_by_others(result) && j < result->not_applicable->len; j++) {
            const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, j);
            if (!g_hash_table_add(told, entry->reason))
                continue;
            if (g_hash_table_size(told) == 1)
                fh_columns_blank(layout->page);
            fh_columns_wrap(layout->page, 2, FH_STYLE_DIM, "– not applicable: ", entry->reason);
        }
    }
}

void fh_grid_show(const struct fh_text_layout *layout, const GPtrArray *engines)
{
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(layout->report->results);
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint));
    struct grid grid = {layout, engines, starts};
    const char *file = NULL;
    measure(&grid, scenarios);
    for (guint i = 0; i < scenarios->len; i++) {
        const GPtrArray *scenario = g_ptr_array_index(scenarios, i);
        const struct fh_result *first = g_ptr_array_index(scenario, 0);
        if (i == 0 || g_strcmp0(file, first->file) != 0)
            show_file(&grid, first->file);
        file = first->file;
        show_row(&grid, scenario);
    }
    show_legend(layout);
}
