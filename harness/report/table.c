// SPDX-License-Identifier: MIT
#include "report/table.h"

#include "report/details.h"
#include "report/printable.h"
#include "report/shown.h"

#define NAME_COLUMN    4
#define MIN_NAME_WIDTH 20
#define MAX_NAME_WIDTH 48
#define MAX_HEAP_WIDTH 24

/* The columns, as wide as this report needs them. */
struct columns {
    guint name, heap;
    gboolean has_engines; /* results of several: each names its own */
};

const struct fh_verdict_look *fh_verdict_look(enum fh_verdict verdict)
{
    static const struct fh_verdict_look looks[] = {
        [FH_VERDICT_PASS] = {"✓", "pass", FH_STYLE_GOOD},
        [FH_VERDICT_FAIL] = {"✗", "FAIL", FH_STYLE_BAD},
        [FH_VERDICT_INCONCLUSIVE] = {"?", "INCONCLUSIVE", FH_STYLE_UNSURE},
    };
    return &looks[verdict];
}

static gboolean has_several_engines(const struct fh_report *report)
{
    for (guint i = 1; i < report->results->len; i++) {
        const struct fh_result *first = g_ptr_array_index(report->results, 0);
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        if (g_strcmp0(first->engine, result->engine) != 0)
            return TRUE;
    }
    return FALSE;
}

static char *row_name(const struct fh_report *report, const struct columns *columns,
                      const struct fh_result *result)
{
    g_autofree char *scenario = fh_shown_scenario(report, result);
    g_autofree char *name = fh_printable(scenario);
    if (!columns->has_engines)
        return g_steal_pointer(&name);
    g_autofree char *engine = fh_printable(result->engine);
    const guint tag = fh_text_width(engine) + 3;
    g_autofree char *cut = fh_text_clip(name, tag < MAX_NAME_WIDTH ? MAX_NAME_WIDTH - tag : 1);
    return g_strdup_printf("%s [%s]", cut, engine);
}

static struct columns measure(const struct fh_report *report)
{
    struct columns columns = {MIN_NAME_WIDTH, 1, has_several_engines(report)};
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        g_autofree char *name = row_name(report, &columns, result);
        g_autofree char *heap = fh_heap_text(&result->heap);
        columns.name = MAX(columns.name, fh_text_width(name));
        columns.heap = MAX(columns.heap, fh_text_width(heap));
    }
    columns.name = MIN(columns.name, MAX_NAME_WIDTH);
    columns.heap = MIN(columns.heap, MAX_HEAP_WIDTH);
    return columns;
}

/* "leak ×2, double-free": the findings that were expected, or those that were not. */
static void append_kinds(GString *text, const struct fh_result *result, gboolean is_expected)
{
    guint counts[FH_KIND_COUNT] = {0};
    const char *comma = "";
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!finding->is_expected == !is_expected)
            counts[finding->kind]++;
    }
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++) {
        if (counts[kind] == 0)
            continue;
        g_string_append_printf(text, "%s%s%s", comma, fh_kind_info((enum fh_kind)kind)->name,
                               kind == FH_KIND_UNKNOWN ? " record" : "");
        if (counts[kind] > 1)
            g_string_append_printf(text, " ×%u", counts[kind]);
        comma = ", ";
    }
}

static guint count_expected(const struct fh_result *result)
{
    guint n = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        n += finding->is_expected ? 1 : 0;
    }
    return n;
}

static const char *separator(const GString *text)
{
    return text->len > 0 ? "; " : "";
}

/* One alone is told whole; beside something else there is no room for it. */
static void append_unmet(GString *text, const GPtrArray *unmet)
{
    const struct fh_unmet *first = g_ptr_array_index(unmet, 0);
    if (unmet->len == 1 && text->len == 0)
        g_string_append_printf(text, "line %u: %s", first->line, first->message);
    else
        g_string_append_printf(text, "%s%u unmet", separator(text), unmet->len);
}

/* What the table says of a result, in short. */
static char *found_text(const struct fh_result *result)
{
    GString *text = g_string_new(NULL);
    const guint n_expected = count_expected(result);
    if (n_expected < result->findings->len) {
        g_string_append(text, "unexpected ");
        append_kinds(text, result, FALSE);
    }
    if (result->unmet->len > 0)
        append_unmet(text, result->unmet);
    if (result->reason != NULL)
        g_string_append_printf(text, "%s%s", separator(text), result->reason);
    if (n_expected > 0) {
        g_string_append(text, separator(text));
        append_kinds(text, result, TRUE);
        g_string_append(text, ", as expected");
    }
    return g_string_free(text, FALSE);
}

static enum fh_style found_style(const struct fh_verdict_look *look, const struct fh_result *result)
{
    return look->style == FH_STYLE_GOOD && result->findings->len == 0 ? FH_STYLE_DIM : look->style;
}

static void show_row(const struct fh_layout *layout, const struct columns *columns,
                     const struct fh_result *result)
{
    const struct fh_verdict_look *look = fh_verdict_look(fh_result_verdict(result));
    g_autofree char *whole_name = row_name(layout->report, columns, result);
    g_autofree char *name = fh_text_clip(whole_name, columns->name);
    g_autofree char *whole_heap = fh_heap_text(&result->heap);
    g_autofree char *heap = fh_text_clip(whole_heap, columns->heap);
    g_autofree char *found = found_text(result);
    g_autofree char *shown = fh_shown_text(layout->report, *found != '\0' ? found : "clean");
    struct fh_page *page = layout->page;
    fh_page_tab(page, NAME_COLUMN - 2);
    fh_page_add(page, look->style, look->mark);
    fh_page_tab(page, NAME_COLUMN);
    fh_page_add(page, FH_STYLE_PLAIN, name);
    fh_page_tab(page, NAME_COLUMN + columns->name + 2);
    fh_page_add(page, FH_STYLE_DIM, heap);
    fh_page_tab(page, NAME_COLUMN + columns->name + 2 + columns->heap + 2);
    fh_page_add(page, found_style(look, result), shown);
    fh_page_end(page);
}

static void show_file(const struct fh_layout *layout, const char *file)
{
    g_autofree char *path = fh_shown_path(layout->report, file);
    fh_page_blank(layout->page);
    fh_page_add(layout->page, FH_STYLE_BOLD, path != NULL ? path : "processes");
    fh_page_end(layout->page);
}

void fh_table_show(const struct fh_layout *layout)
{
    const struct columns columns = measure(layout->report);
    const GPtrArray *results = layout->report->results;
    for (guint i = 0; i < results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(results, i);
        const struct fh_result *before = i > 0 ? g_ptr_array_index(results, i - 1) : NULL;
        if (before == NULL || g_strcmp0(before->file, result->file) != 0)
            show_file(layout, result->file);
        show_row(layout, &columns, result);
    }
}
