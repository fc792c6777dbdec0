// SPDX-License-Identifier: MIT
#include "report/found.h"

const struct fh_verdict_look *fh_verdict_look(enum fh_verdict verdict)
{
    static const struct fh_verdict_look looks[] = {
        [FH_VERDICT_PASS] = {"✓", "pass", FH_STYLE_GOOD},
        [FH_VERDICT_FAIL] = {"✗", "FAIL", FH_STYLE_BAD},
        [FH_VERDICT_INCONCLUSIVE] = {"?", "INCONCLUSIVE", FH_STYLE_UNSURE},
    };
    return &looks[verdict];
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
char *fh_found_text(const struct fh_result *result)
{
    GString *text = g_string_new(NULL);
    const guint n_expected = count_expected(result);
    if (n_expected < result->findings->len) {
        if (result->file != NULL)
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

enum fh_style fh_found_style(const struct fh_result *result)
{
    const struct fh_verdict_look *look = fh_verdict_look(fh_result_verdict(result));
    return look->style == FH_STYLE_GOOD && result->findings->len == 0 ? FH_STYLE_DIM : look->style;
}
