// SPDX-License-Identifier: MIT
#include "report/text/gate_text.h"

#include "model/result.h"
#include "report/shared/coverage_words.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "verdict/gate.h"
#include "verdict/not_looked_for.h"
#include "verdict/scope.h"

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

void fh_gate_text_show_coverage(struct fh_columns *page, const struct fh_report *report)
{
    g_autofree char *words = fh_coverage_words(report);
    g_autofree char *shortfall = fh_coverage_shortfall(report);
    if (words)
        fh_columns_wrap(page, 0, FH_STYLE_PLAIN, "coverage: ", words);
    if (shortfall)
        fh_columns_wrap(page, 0, FH_STYLE_BAD, "", shortfall);
}

void fh_gate_text_show_verdict(struct fh_columns *page, enum fh_verdict verdict)
{
    fh_columns_add(page, FH_STYLE_BOLD, "gate: ");
    fh_columns_add(page, fh_verdict_look(verdict)->style, fh_verdict_name(verdict));
    if (verdict != FH_VERDICT_PASS)
        fh_columns_printf(page, FH_STYLE_PLAIN, " (exit status %d)", fh_verdict_exit_status(verdict));
}

void fh_gate_text_show_not_looked_for(struct fh_columns *page, const struct fh_report *report)
{
    g_autoptr(GPtrArray) entries = fh_report_not_looked_for(report);
    for (guint i = 0; i < entries->len; i++) {
        g_autofree char *words = fh_not_looked_for_words(g_ptr_array_index(entries, i));
        g_autofree char *shown = fh_redact_text(report, words);
        fh_columns_wrap(page, 0, FH_STYLE_UNSURE, "", shown);
    }
}

void fh_gate_text_show_scope(struct fh_columns *page, const struct fh_report *report)
{
    g_autoptr(GPtrArray) lines = fh_scope_words(report);
    for (guint i = 0; i < lines->len; i++) {
        g_autofree char *shown = fh_redact_text(report, g_ptr_array_index(lines, i));
        fh_columns_wrap(page, 0, FH_STYLE_UNSURE, "", shown);
    }
}

void fh_gate_text_show(struct fh_columns *page, const struct fh_report *report)
{
    fh_gate_text_show_verdict(page, fh_report_verdict(report));
    if (!report->is_deterministic && report->duration_us > 0)
        fh_columns_printf(page, FH_STYLE_DIM, ", in %.1f s", (double)report->duration_us / G_USEC_PER_SEC);
    fh_columns_end(page);
    if (fh_gap_text(report))
        fh_columns_wrap(page, 0, FH_STYLE_UNSURE, "", fh_gap_text(report));
    fh_gate_text_show_not_looked_for(page, report);
}
