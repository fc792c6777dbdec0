// SPDX-License-Identifier: MIT
#include "compare/text.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "report/shared/columns.h"
#include "report/shared/redact.h"
#include "report/text/details.h"
#include "report/text/gate_text.h"
#include "verdict/scope.h"
#include "verdict/verdict.h"

/* What is being written. */
struct sheet {
    const struct fh_comparison *comparison;
    struct fh_columns *page;
};

static const struct fh_report *report_of(const struct sheet *sheet, const struct fh_pair *pair)
{
    return pair->after ? sheet->comparison->after : sheet->comparison->before;
}

static void show_line(const struct sheet *sheet, const struct fh_report *report, enum fh_style style,
                      const char *mark, const char *place, const char *what, const char *message)
{
    g_autofree char *shown = fh_redact_text(report, message);
    g_autofree char *line = g_strdup_printf("%s%s: %s", place, what, shown ? shown : "");
    fh_columns_wrap(sheet->page, 4, style, mark, line);
}

static void show_findings(const struct sheet *sheet, const struct fh_report *report,
                          const GPtrArray *findings, enum fh_style style, const char *mark)
{
    for (guint i = 0; i < findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(findings, i);
        g_autofree char *place = fh_place_text(report, finding->file, finding->line);
        g_autofree char *what =
            g_strdup_printf("%s%s%s", finding->is_known ? "known " : "",
                            finding->outside != FH_OUTSIDE_NOTHING ? "not asked for: " : "",
                            fh_kind_info(finding->kind)->name);
        show_line(sheet, report, style, mark, place, what, finding->message);
    }
}

static void show_unmet(const struct sheet *sheet, const struct fh_pair *pair)
{
    for (guint i = 0; i < pair->unmet->len; i++) {
        const struct fh_unmet *unmet = g_ptr_array_index(pair->unmet, i);
        g_autofree char *place = fh_place_text(sheet->comparison->after, pair->after->file, unmet->line);
        show_line(sheet, sheet->comparison->after, FH_STYLE_BAD, "+ ", place, "unmet", unmet->message);
    }
}

static char *verdicts_text(const struct fh_pair *pair)
{
    const char *before = pair->before ? fh_verdict_name(fh_result_verdict(pair->before)) : NULL;
    const char *after = pair->after ? fh_verdict_name(fh_result_verdict(pair->after)) : NULL;
    if (!before || !after || g_str_equal(before, after))
        return g_strdup(after ? after : before);
    return g_strdup_printf("%s → %s", before, after);
}

static void show_pair(const struct sheet *sheet, const struct fh_pair *pair)
{
    const struct fh_result *result = pair->after ? pair->after : pair->before;
    const struct fh_report *report = report_of(sheet, pair);
    g_autofree char *place = fh_place_text(report, result->file, result->line);
    g_autofree char *name = fh_redact_scenario(report, result);
    g_autofree char *verdicts = verdicts_text(pair);
    g_autofree char *line = g_strdup_printf("%s%s [%s]: %s", place, name, result->engine, verdicts);
    fh_columns_wrap(sheet->page, 2, FH_STYLE_PLAIN, "", line);
    show_findings(sheet, sheet->comparison->after, pair->appeared, FH_STYLE_BAD, "+ ");
    show_unmet(sheet, pair);
    if (pair->after && pair->after->reason)
        show_line(sheet, report, FH_STYLE_UNSURE, "? ", "", "not judged whole", pair->after->reason);
    show_findings(sheet, sheet->comparison->before, pair->vanished,
                  pair->after && !pair->after->reason ? FH_STYLE_GOOD : FH_STYLE_DIM, "- ");
    if (pair->n_same > 0) {
        g_autofree char *same =
            g_strdup_printf("%u finding%s as before", pair->n_same, pair->n_same == 1 ? "" : "s");
        fh_columns_wrap(sheet->page, 4, FH_STYLE_DIM, "  ", same);
    }
}

static void show_change(const struct sheet *sheet, enum fh_change change)
{
    static const enum fh_style styles[FH_CHANGE_COUNT] = {[FH_CHANGE_WORSE] = FH_STYLE_BAD,
                                                          [FH_CHANGE_BETTER] = FH_STYLE_GOOD,
                                                          [FH_CHANGE_ADDED] = FH_STYLE_BOLD};
    gboolean is_begun = FALSE;
    for (guint i = 0; i < sheet->comparison->pairs->len; i++) {
        const struct fh_pair *pair = g_ptr_array_index(sheet->comparison->pairs, i);
        if (fh_pair_change(pair) != change)
            continue;
        if (!is_begun) {
            fh_columns_blank(sheet->page);
            fh_columns_add(sheet->page, styles[change], fh_change_name(change));
            fh_columns_end(sheet->page);
        }
        is_begun = TRUE;
        show_pair(sheet, pair);
    }
}

static void show_counts(const struct sheet *sheet)
{
    static const enum fh_change order[] = {FH_CHANGE_WORSE, FH_CHANGE_BETTER, FH_CHANGE_ADDED,
                                           FH_CHANGE_REMOVED, FH_CHANGE_NONE};
    guint counts[FH_CHANGE_COUNT];
    fh_comparison_count(sheet->comparison, counts);
    fh_columns_blank(sheet->page);
    for (guint i = 0; i < G_N_ELEMENTS(order); i++)
        fh_columns_printf(sheet->page, FH_STYLE_BOLD, "%s%u %s", i > 0 ? ", " : "", counts[order[i]],
                          fh_change_name(order[i]));
    fh_columns_end(sheet->page);
}

static void show_scope(const struct sheet *sheet, const struct fh_report *report, const char *when)
{
    g_autoptr(GPtrArray) lines = fh_scope_words(report);
    for (guint i = 0; i < lines->len; i++)
        fh_columns_wrap(sheet->page, 0, FH_STYLE_UNSURE, when, g_ptr_array_index(lines, i));
}

static void show_gate(const struct sheet *sheet)
{
    fh_gate_text_show_verdict(sheet->page, fh_comparison_verdict(sheet->comparison));
    fh_columns_end(sheet->page);
    if (sheet->comparison->after->is_cut)
        fh_columns_wrap(sheet->page, 0, FH_STYLE_UNSURE, "",
                        "The new run was interrupted: not everything was run.");
}

gboolean fh_comparison_write_text(const struct fh_comparison *comparison, GOutputStream *out, gboolean colour,
                                  GError **error)
{
    fh_auto(fh_columns) page = fh_columns_new(out, "", colour);
    const struct sheet sheet = {comparison, page};
    fh_columns_printf(page, FH_STYLE_BOLD, "%u results before, %u now", comparison->before->results->len,
                      comparison->after->results->len);
    fh_columns_end(page);
    show_change(&sheet, FH_CHANGE_WORSE);
    show_change(&sheet, FH_CHANGE_BETTER);
    show_change(&sheet, FH_CHANGE_ADDED);
    show_change(&sheet, FH_CHANGE_REMOVED);
    show_counts(&sheet);
    show_scope(&sheet, comparison->before, "before: ");
    show_scope(&sheet, comparison->after, "now: ");
    show_gate(&sheet);
    return fh_columns_finish(page, error);
}
