// SPDX-License-Identifier: MIT
#include "report/text/details.h"

#include "model/kinds.h"
#include "report/shared/alike.h"
#include "report/shared/columns.h"
#include "report/shared/redact.h"
#include "report/shared/result_words.h"
#include "report/text/excerpts.h"
#include "verdict/verdict.h"

/* Enough to see a pattern; the page and report.json have the rest. */
#define MAX_FOLDED 8

static const char *plural(guint64 n)
{
    return n == 1 ? "" : "s";
}

char *fh_heap_text(const struct fh_heap *heap)
{
    if (!heap->is_known)
        return g_strdup("-");
    return g_strdup_printf("%" G_GUINT64_FORMAT " alloc%s, %" G_GUINT64_FORMAT " free%s", heap->allocs,
                           plural(heap->allocs), heap->frees, plural(heap->frees));
}

static void show_paragraph(const struct fh_text_layout *layout, guint indent, enum fh_style style,
                           const char *first, const char *text)
{
    g_autofree char *shown = fh_redact_text(layout->report, text);
    fh_columns_wrap(layout->page, indent, style, first, shown);
}

char *fh_place_text(const struct fh_report *report, const char *file, guint line)
{
    g_autofree char *path = fh_redact_path(report, file);
    if (!path)
        return line == 0 ? g_strdup("") : g_strdup_printf("line %u: ", line);
    return line == 0 ? g_strdup_printf("%s: ", path) : g_strdup_printf("%s:%u: ", path, line);
}

static void show_headline(const struct fh_text_layout *layout, guint indent, enum fh_style style,
                          const char *file, guint line, const char *what)
{
    g_autofree char *where = fh_place_text(layout->report, file, line);
    g_autofree char *shown = fh_redact_text(layout->report, what);
    g_autofree char *headline = g_strconcat(where, shown, NULL);
    fh_columns_wrap(layout->page, indent, style, "", headline);
}

static void show_excerpt(const struct fh_text_layout *layout, guint indent, const char *file, guint line)
{
    g_autofree char *text = fh_excerpts_line(layout->excerpts, file, line);
    if (!text)
        return;
    fh_columns_tab(layout->page, indent);
    fh_columns_printf(layout->page, FH_STYLE_DIM, "%5u |", line);
    fh_columns_printf(layout->page, FH_STYLE_PLAIN, " %s", text);
    fh_columns_end(layout->page);
}

static void show_unmet(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    for (guint i = 0; i < result->unmet->len; i++) {
        const struct fh_unmet *unmet = g_ptr_array_index(result->unmet, i);
        fh_columns_blank(layout->page);
        show_headline(layout, indent, FH_STYLE_BAD, result->file, unmet->line, unmet->message);
        show_excerpt(layout, indent, result->file, unmet->line);
    }
}

char *fh_stack_title(const struct fh_finding *finding, const struct fh_stack *stack)
{
    const gboolean is_release = g_strcmp0(stack->role, "released") == 0;
    const gboolean is_allocation = g_strcmp0(stack->role, "allocated") == 0;
    const char *who = NULL, *function = NULL;
    if (is_release || is_allocation) {
        const char *host = is_release ? finding->releasing_host : finding->allocating_host;
        who = host ? host : fh_domain_language(is_release ? finding->released_by : finding->allocated_by);
        function = is_release ? finding->releaser : finding->allocator;
    }
    GString *title = g_string_new(stack->role ? stack->role : "at");
    if (who)
        g_string_append_printf(title, " by %s", who);
    if (function)
        g_string_append_printf(title, " (%s)", function);
    return g_string_free(title, FALSE);
}

static void show_stacks(const struct fh_text_layout *layout, const char *file,
                        const struct fh_finding *finding, guint indent)
{
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);
        g_autofree char *title = fh_stack_title(finding, stack);
        fh_stack_show(layout, file, stack, title, indent);
    }
}

/* The engine's own words. */
static void show_record(const struct fh_text_layout *layout, const char *record, guint indent)
{
    g_auto(GStrv) lines = g_strsplit(record, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        if (*g_strchomp(lines[i]) != '\0')
            show_paragraph(layout, indent, FH_STYLE_DIM, "| ", lines[i]);
    }
}

static void show_folded_records(const struct fh_text_layout *layout, const GPtrArray *folded, guint indent)
{
    if (folded->len == 0)
        return;
    fh_columns_tab(layout->page, indent);
    fh_columns_add(layout->page, FH_STYLE_BOLD, "caused by this");
    fh_columns_end(layout->page);
    for (guint i = 0; i < folded->len && i < MAX_FOLDED; i++)
        show_paragraph(layout, indent + 2, FH_STYLE_DIM, "", g_ptr_array_index(folded, i));
    if (folded->len > MAX_FOLDED) {
        fh_columns_tab(layout->page, indent + 2);
        fh_columns_printf(layout->page, FH_STYLE_DIM, "… %u more", folded->len - MAX_FOLDED);
        fh_columns_end(layout->page);
    }
}

static gboolean is_unmet_line(const struct fh_result *result, guint line)
{
    for (guint i = 0; i < result->unmet->len; i++) {
        const struct fh_unmet *unmet = g_ptr_array_index(result->unmet, i);
        if (unmet->line == line)
            return TRUE;
    }
    return FALSE;
}

/* Of a program that no scenario ran in: where in its own code. */
static void append_users_place(GString *text, const struct fh_report *report,
                               const struct fh_finding *finding)
{
    const struct fh_frame *frame = fh_finding_users_frame(finding);
    if (!frame)
        return;
    g_autofree char *file = fh_redact_path(report, frame->file);
    g_string_append_printf(text, " in %s", frame->function);
    if (file && frame->line > 0)
        g_string_append_printf(text, " (%s:%u)", file, frame->line);
}

static char *finding_headline(const struct fh_report *report, const struct fh_finding *finding,
                              gboolean is_in_scenario)
{
    const gboolean is_surprise =
        is_in_scenario && fh_finding_is_new(finding) && finding->kind != FH_KIND_DISAGREEMENT;
    g_autofree char *title = fh_finding_title(finding);
    GString *text = g_string_new(is_surprise ? "unexpected " : "");
    g_string_append(text, title);
    if (!is_in_scenario)
        append_users_place(text, report, finding);
    else if (finding->line == 0 && finding->kind != FH_KIND_DISAGREEMENT)
        g_string_append(text, "; no line of the scenario is named");
    return g_string_free(text, FALSE);
}

static const char *file_of(const struct fh_result *result, const struct fh_finding *finding)
{
    return finding->file ? finding->file : result->file;
}

static void show_stacks_and_records(const struct fh_text_layout *layout, const char *file,
                                    const struct fh_finding *finding, guint indent)
{
    show_stacks(layout, file, finding, indent);
    if (finding->record && (finding->kind == FH_KIND_UNKNOWN || finding->stacks->len == 0))
        show_record(layout, finding->record, indent);
    show_folded_records(layout, finding->folded, indent);
}

void fh_details_show_evidence(const struct fh_text_layout *layout, const struct fh_result *result,
                              const struct fh_finding *finding, guint indent)
{
    const char *file = file_of(result, finding);
    show_excerpt(layout, indent, file, finding->line);
    show_stacks_and_records(layout, file, finding, indent);
}

static void show_summary(const struct fh_text_layout *layout, const struct fh_result *result,
                         const struct fh_finding *finding, guint indent, gboolean with_excerpt)
{
    const char *file = file_of(result, finding);
    g_autofree char *headline = finding_headline(layout->report, finding, file != NULL);
    fh_columns_blank(layout->page);
    show_headline(layout, indent, fh_finding_is_new(finding) ? FH_STYLE_BAD : FH_STYLE_UNSURE, file,
                  finding->line, headline);
    if (with_excerpt)
        show_excerpt(layout, indent, file, finding->line);
    if (finding->message)
        show_paragraph(layout, indent + 2, FH_STYLE_PLAIN, "", finding->message);
}

static void show_finding(const struct fh_text_layout *layout, const struct fh_result *result,
                         const struct fh_finding *finding, guint indent)
{
    show_summary(layout, result, finding, indent, !is_unmet_line(result, finding->line));
    show_stacks_and_records(layout, file_of(result, finding), finding, indent + 2);
}

static void show_number_of_others(const struct fh_text_layout *layout, guint n_more, guint indent)
{
    g_autofree char *words = fh_alike_words(n_more);
    fh_columns_blank(layout->page);
    show_paragraph(layout, indent, FH_STYLE_BAD, "", words);
}

static void show_new(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    fh_auto(fh_alike) alike = fh_alike_new();
    guint n_more;
    for (guint i = 0; i < result->findings->len; i++)
        if (fh_finding_is_new(g_ptr_array_index(result->findings, i)))
            fh_alike_add(alike, result, g_ptr_array_index(result->findings, i));
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!fh_finding_is_new(finding) || !fh_alike_is_shown(alike, result, finding, &n_more))
            continue;
        show_finding(layout, result, finding, indent);
        if (n_more > 0)
            show_number_of_others(layout, n_more, indent);
    }
}

/* People have seen the evidence. */
void fh_details_show_known(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (!finding->is_expected && finding->is_known && finding->outside == FH_OUTSIDE_NOTHING)
            show_summary(layout, result, finding, indent, FALSE);
    }
}

/* In a line each: nobody asked for the evidence. */
static void show_outside(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    guint n = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->outside == FH_OUTSIDE_NOTHING || finding->is_expected || n++ >= MAX_FOLDED)
            continue;
        if (n == 1)
            fh_columns_blank(layout->page);
        g_autofree char *headline =
            finding_headline(layout->report, finding, file_of(result, finding) != NULL);
        static const char *const labels[FH_OUTSIDE_COUNT] = {
            NULL, "outside the focus: ", "outside the kinds: ", "not Rust's: ", "the host's own: "};
        show_paragraph(layout, indent, FH_STYLE_DIM, labels[finding->outside], headline);
    }
    if (n > MAX_FOLDED) {
        fh_columns_tab(layout->page, indent);
        fh_columns_printf(layout->page, FH_STYLE_DIM, "… %u more in report.json and on the page",
                          n - MAX_FOLDED);
        fh_columns_end(layout->page);
    }
}

static void show_expected(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->is_expected)
            g_string_append_printf(list, "%s%s on line %u", list->len > 0 ? ", " : "",
                                   fh_kind_info(finding->kind)->name, finding->line);
    }
    if (list->len > 0)
        show_paragraph(layout, indent, FH_STYLE_DIM, "as expected: ", list->str);
}

static void show_heap(const struct fh_text_layout *layout, const struct fh_heap *heap, guint indent)
{
    if (!heap->is_known)
        return;
    g_autofree char *counts = fh_heap_text(heap);
    GString *text = g_string_new(counts);
    g_string_append_printf(text, ", %" G_GUINT64_FORMAT " byte%s allocated", heap->bytes,
                           plural(heap->bytes));
    if (heap->in_use_blocks > 0)
        g_string_append_printf(text, "; %" G_GUINT64_FORMAT " byte%s in %" G_GUINT64_FORMAT " block%s left",
                               heap->in_use_bytes, plural(heap->in_use_bytes), heap->in_use_blocks,
                               plural(heap->in_use_blocks));
    show_paragraph(layout, indent, FH_STYLE_DIM, "heap: ", text->str);
    g_string_free(text, TRUE);
}

void fh_details_show_not_applicable(const struct fh_text_layout *layout, const struct fh_result *result,
                                    guint indent)
{
    for (guint i = 0; i < result->not_applicable->len; i++) {
        const struct fh_not_applicable *entry = g_ptr_array_index(result->not_applicable, i);
        if (!entry->seen_by)
            continue; /* it is in the reason */
        g_autofree char *text =
            g_strdup_printf("!%s on line %u: %s; %s saw it", fh_kind_info(entry->kind)->name, entry->line,
                            entry->reason, entry->seen_by);
        show_paragraph(layout, indent, FH_STYLE_DIM, "not applicable: ", text);
    }
}

static void show_notes(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    for (guint i = 0; i < result->notes->len; i++) {
        const char *note = g_ptr_array_index(result->notes, i);
        if (g_strcmp0(note, result->reason) != 0)
            show_paragraph(layout, indent, FH_STYLE_DIM, "note: ", note);
    }
}

static void show_logs(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    for (guint i = 0; i < result->logs->len; i++) {
        g_autofree char *log = fh_redact_log(layout->report, g_ptr_array_index(result->logs, i));
        fh_columns_wrap(layout->page, indent, FH_STYLE_DIM, "log: ", log);
    }
}

/* What a compiler said has lines of its own. */
static void show_lines(const struct fh_text_layout *layout, guint indent, const char *first, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        show_paragraph(layout, indent, FH_STYLE_UNSURE, i == 0 ? first : "  ", lines[i]);
}

static const char *reason_label(const struct fh_result *result)
{
    return fh_result_verdict(result) == FH_VERDICT_INCONCLUSIVE ? "inconclusive: " : "not judged whole: ";
}

void fh_details_show(const struct fh_text_layout *layout, const struct fh_result *result, guint indent)
{
    if (result->reason) {
        fh_columns_blank(layout->page);
        show_lines(layout, indent, reason_label(result), result->reason);
    }
    show_unmet(layout, result, indent);
    show_new(layout, result, indent);
    fh_details_show_known(layout, result, indent);
    show_outside(layout, result, indent);
    fh_columns_blank(layout->page);
    show_expected(layout, result, indent);
    fh_details_show_not_applicable(layout, result, indent);
    show_heap(layout, &result->heap, indent);
    show_notes(layout, result, indent);
    show_logs(layout, result, indent);
}
