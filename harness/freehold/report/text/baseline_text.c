// SPDX-License-Identifier: MIT
#include "report/text/baseline_text.h"

#include "model/kinds.h"
#include "report/shared/columns.h"
#include "report/shared/redact.h"

/* After a large clean-up nobody reads each; report.json has all. */
#define MAX_FIXED 20

/* "2 known findings (baseline.json)"; NULL without a baseline. Caller owns; free with g_free(). */
static char *use_words(const struct fh_report *report)
{
    const struct fh_baseline_use *use = report->baseline;
    if (!use)
        return NULL;
    g_autofree char *path = fh_redact_path(report, use->path);
    return g_strdup_printf("%u known finding%s (%s)", use->n_known, use->n_known == 1 ? "" : "s",
                           path ? path : "baseline");
}

char *fh_baseline_fixed_words(const struct fh_report *report, const struct fh_known *known)
{
    g_autofree char *file = fh_redact_path(report, known->file);
    g_autofree char *shown = !file ? fh_redact_text(report, known->scenario) : NULL;
    const char *scenario = shown ? shown : known->scenario;
    g_autoptr(GString) text = g_string_new(fh_kind_info(known->kind)->name);
    if (known->count > 1)
        g_string_append_printf(text, " ×%u", known->count);
    g_string_append_printf(text, " in %s%s%s", file ? file : "", file ? ": " : "", scenario ? scenario : "");
    if (known->engine)
        g_string_append_printf(text, " [%s]", known->engine);
    return g_utf8_make_valid(text->str, -1);
}

static void show_fixed(const struct fh_text_layout *layout, const GPtrArray *fixed)
{
    for (guint i = 0; i < fixed->len && i < MAX_FIXED; i++) {
        g_autofree char *text = fh_baseline_fixed_words(layout->report, g_ptr_array_index(fixed, i));
        fh_columns_wrap(layout->page, 0, FH_STYLE_GOOD, "fixed: ", text);
    }
    if (fixed->len > MAX_FIXED) {
        fh_columns_printf(layout->page, FH_STYLE_DIM, "… %u more", fixed->len - MAX_FIXED);
        fh_columns_end(layout->page);
    }
    if (fixed->len > 0)
        fh_columns_wrap(layout->page, 0, FH_STYLE_DIM, "", "What is fixed can go: the baseline can shrink.");
}

void fh_baseline_text_show(const struct fh_text_layout *layout)
{
    g_autofree char *text = use_words(layout->report);
    if (!text)
        return;
    fh_columns_wrap(layout->page, 0, layout->report->baseline->n_known > 0 ? FH_STYLE_UNSURE : FH_STYLE_DIM,
                    "", text);
    show_fixed(layout, layout->report->baseline->fixed);
}
