// SPDX-License-Identifier: MIT
#include "report/text/gate_text.h"

#include <string.h>

#include "model/result.h"
#include "report/shared/result_words.h"
#include "verdict/gate.h"

void fh_gate_text_show_counts(struct fh_columns *page, const struct fh_report *report)
{
    const struct fh_counts counts = fh_report_counts(report);
    fh_columns_blank(page);
    if (fh_report_has_scenarios(report))
        fh_columns_printf(page, FH_STYLE_BOLD, "%u scenario%s: ", counts.scenarios,
                          counts.scenarios == 1 ? "" : "s");
    else
        fh_columns_printf(page, FH_STYLE_BOLD, "%u process%s: ", counts.scenarios,
                          counts.scenarios == 1 ? "" : "es");
    fh_columns_printf(page, counts.pass > 0 ? FH_STYLE_GOOD : FH_STYLE_PLAIN, "%u pass", counts.pass);
    fh_columns_add(page, FH_STYLE_PLAIN, ", ");
    fh_columns_printf(page, counts.fail > 0 ? FH_STYLE_BAD : FH_STYLE_PLAIN, "%u fail", counts.fail);
    fh_columns_add(page, FH_STYLE_PLAIN, ", ");
    fh_columns_printf(page, counts.inconclusive > 0 ? FH_STYLE_UNSURE : FH_STYLE_PLAIN, "%u inconclusive",
                      counts.inconclusive);
    fh_columns_end(page);
}

void fh_gate_text_show_verdict(struct fh_columns *page, enum fh_verdict verdict)
{
    fh_columns_add(page, FH_STYLE_BOLD, "gate: ");
    fh_columns_add(page, fh_verdict_look(verdict)->style, fh_verdict_name(verdict));
    if (verdict != FH_VERDICT_PASS)
        fh_columns_printf(page, FH_STYLE_PLAIN, " (exit status %d)", fh_verdict_exit_status(verdict));
}

/* What a note says was not looked for, without why; NULL: nothing. */
static char *not_looked_for(const char *note)
{
    const gsize length = strlen(FH_NOT_LOOKED_FOR);
    return g_str_has_prefix(note, FH_NOT_LOOKED_FOR) ? g_strndup(note + length, strcspn(note + length, "("))
                                                     : NULL;
}

static void count_not_looked_for(const struct fh_report *report, GPtrArray *what, GArray *counts)
{
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; j < result->notes->len; j++) {
            g_autofree char *text = not_looked_for(g_ptr_array_index(result->notes, j));
            guint at = what->len;
            if (text == NULL)
                continue;
            if (!g_ptr_array_find_with_equal_func(what, text, g_str_equal, &at)) {
                at = what->len;
                g_ptr_array_add(what, g_steal_pointer(&text));
                g_array_set_size(counts, what->len);
            }
            g_array_index(counts, guint, at)++;
        }
    }
}

static void show_not_looked_for(struct fh_columns *page, const struct fh_report *report)
{
    g_autoptr(GPtrArray) what = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) counts = g_array_new(FALSE, TRUE, sizeof(guint));
    count_not_looked_for(report, what, counts);
    for (guint i = 0; i < what->len; i++) {
        const guint n = g_array_index(counts, guint, i);
        g_autofree char *line =
            g_strdup_printf(FH_NOT_LOOKED_FOR "%sin %u process%s; --strict makes that inconclusive",
                            (const char *)g_ptr_array_index(what, i), n, n == 1 ? "" : "es");
        fh_columns_wrap(page, 0, FH_STYLE_UNSURE, "", line);
    }
}

void fh_gate_text_show(struct fh_columns *page, const struct fh_report *report)
{
    fh_gate_text_show_verdict(page, fh_report_verdict(report));
    if (!report->is_deterministic && report->duration_us > 0)
        fh_columns_printf(page, FH_STYLE_DIM, ", in %.1f s", (double)report->duration_us / G_USEC_PER_SEC);
    fh_columns_end(page);
    if (fh_gap_text(report) != NULL)
        fh_columns_wrap(page, 0, FH_STYLE_UNSURE, "", fh_gap_text(report));
    show_not_looked_for(page, report);
}
