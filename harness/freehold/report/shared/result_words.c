// SPDX-License-Identifier: MIT
#include "report/shared/result_words.h"

#include "model/kinds.h"
#include "verdict/verdict.h"

const struct fh_verdict_look *fh_verdict_look(enum fh_verdict verdict)
{
    static const struct fh_verdict_look looks[] = {
        [FH_VERDICT_PASS] = {"✓", "pass", FH_STYLE_GOOD},
        [FH_VERDICT_FAIL] = {"✗", "FAIL", FH_STYLE_BAD},
        [FH_VERDICT_INCONCLUSIVE] = {"?", "INCONCLUSIVE", FH_STYLE_UNSURE},
    };
    return &looks[verdict];
}

char *fh_finding_title(const struct fh_finding *finding)
{
    const guint cwe = fh_finding_cwe(finding);
    const gboolean is_known = !finding->is_expected && finding->is_known;
    GString *text = g_string_new(is_known ? "known " : "");
    g_string_append(text, fh_kind_info(finding->kind)->name);
    if (finding->kind == FH_KIND_DISAGREEMENT)
        g_string_append(text, " of the engines");
    if (finding->kind == FH_KIND_UNKNOWN)
        g_string_append(text, " record of the engine");
    if (cwe != 0)
        g_string_append_printf(text, " (CWE-%u%s)", cwe, is_known ? ", baseline" : "");
    else if (is_known)
        g_string_append(text, " (baseline)");
    return g_string_free(text, FALSE);
}

const char *fh_gap_text(const struct fh_report *report)
{
    if (report->is_cut)
        return "The run was interrupted: not everything was run.";
    return report->results->len == 0 ? "Nothing was run: no scenario, no verdict." : NULL;
}

/* How the gate takes a finding. */
enum taken { TAKEN_NEW, TAKEN_KNOWN, TAKEN_OUTSIDE, TAKEN_EXPECTED, TAKEN_COUNT };

static enum taken taken(const struct fh_finding *finding)
{
    if (finding->is_expected)
        return TAKEN_EXPECTED;
    if (finding->outside != FH_OUTSIDE_NOTHING)
        return TAKEN_OUTSIDE;
    return finding->is_known ? TAKEN_KNOWN : TAKEN_NEW;
}

static guint count_taken(const struct fh_result *result, enum taken as)
{
    guint n = 0;
    for (guint i = 0; i < result->findings->len; i++)
        n += taken(g_ptr_array_index(result->findings, i)) == as ? 1 : 0;
    return n;
}

/* "leak ×2, double-free": the findings that are taken so. */
static void append_kinds(GString *text, const struct fh_result *result, enum taken as)
{
    guint counts[FH_KIND_COUNT] = {0};
    const char *comma = "";
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (taken(finding) == as)
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
char *fh_result_words(const struct fh_result *result)
{
    GString *text = g_string_new(NULL);
    if (count_taken(result, TAKEN_NEW) > 0) {
        g_string_append(text, result->file ? "unexpected " : "");
        append_kinds(text, result, TAKEN_NEW);
    }
    if (count_taken(result, TAKEN_KNOWN) > 0) {
        g_string_append_printf(text, "%sknown ", separator(text));
        append_kinds(text, result, TAKEN_KNOWN);
    }
    if (count_taken(result, TAKEN_OUTSIDE) > 0) {
        g_string_append_printf(text, "%snot asked for: ", separator(text));
        append_kinds(text, result, TAKEN_OUTSIDE);
    }
    if (result->unmet->len > 0)
        append_unmet(text, result->unmet);
    if (result->reason)
        g_string_append_printf(text, "%s%s", separator(text), result->reason);
    if (count_taken(result, TAKEN_EXPECTED) > 0) {
        g_string_append(text, separator(text));
        append_kinds(text, result, TAKEN_EXPECTED);
        g_string_append(text, ", as expected");
    }
    return g_string_free(text, FALSE);
}

enum fh_style fh_result_words_style(const struct fh_result *result)
{
    const struct fh_verdict_look *look = fh_verdict_look(fh_result_verdict(result));
    return look->style == FH_STYLE_GOOD && result->findings->len == 0 ? FH_STYLE_DIM : look->style;
}
