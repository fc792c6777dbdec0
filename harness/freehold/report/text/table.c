// SPDX-License-Identifier: MIT
#include "report/text/table.h"

#include "model/result.h"
#include "report/shared/columns.h"
#include "report/shared/printable.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "report/text/details.h"
#include "verdict/verdict.h"

#define NAME_COLUMN    4
#define MIN_NAME_WIDTH 20
#define MAX_NAME_WIDTH 48
#define MAX_HEAP_WIDTH 24

/* The columns, as wide as this report needs them. */
struct columns {
    guint name, heap;
};

static char *row_name(const struct fh_report *report, const struct fh_result *result)
{
    g_autofree char *scenario = fh_redact_scenario(report, result);
    return fh_printable(scenario);
}

static struct columns measure(const struct fh_report *report)
{
    struct columns columns = {MIN_NAME_WIDTH, 1};
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        g_autofree char *name = row_name(report, result);
        g_autofree char *heap = fh_heap_text(&result->heap);
        columns.name = MAX(columns.name, fh_text_width(name));
        columns.heap = MAX(columns.heap, fh_text_width(heap));
    }
    columns.name = MIN(columns.name, MAX_NAME_WIDTH);
    columns.heap = MIN(columns.heap, MAX_HEAP_WIDTH);
    return columns;
}

static void show_row(const struct fh_text_layout *layout, const struct columns *columns,
                     const struct fh_result *result)
{
    const struct fh_verdict_look *look = fh_verdict_look(fh_result_verdict(result));
    g_autofree char *whole_name = row_name(layout->report, result);
    g_autofree char *name = fh_text_clip(whole_name, columns->name);
    g_autofree char *whole_heap = fh_heap_text(&result->heap);
    g_autofree char *heap = fh_text_clip(whole_heap, columns->heap);
    g_autofree char *found = fh_result_words(result);
    g_autofree char *shown = fh_redact_text(layout->report, *found != '\0' ? found : "clean");
    struct fh_columns *page = layout->page;
    fh_columns_tab(page, NAME_COLUMN - 2);
    fh_columns_add(page, look->style, look->mark);
    fh_columns_tab(page, NAME_COLUMN);
    fh_columns_add(page, FH_STYLE_PLAIN, name);
    fh_columns_tab(page, NAME_COLUMN + columns->name + 2);
    fh_columns_add(page, FH_STYLE_DIM, heap);
    fh_columns_tab(page, NAME_COLUMN + columns->name + 2 + columns->heap + 2);
    fh_columns_add(page, fh_result_words_style(result), shown);
    fh_columns_end(page);
}

void fh_table_begin_file(const struct fh_text_layout *layout, const char *file)
{
    g_autofree char *path = fh_redact_path(layout->report, file);
    fh_columns_blank(layout->page);
    fh_columns_add(layout->page, FH_STYLE_BOLD, path ? path : "processes");
}

void fh_table_show(const struct fh_text_layout *layout)
{
    const struct columns columns = measure(layout->report);
    const GPtrArray *results = layout->report->results;
    for (guint i = 0; i < results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(results, i);
        const struct fh_result *before = i > 0 ? g_ptr_array_index(results, i - 1) : NULL;
        if (!before || g_strcmp0(before->file, result->file) != 0) {
            fh_table_begin_file(layout, result->file);
            fh_columns_end(layout->page);
        }
        show_row(layout, &columns, result);
    }
}
