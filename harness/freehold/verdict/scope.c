// SPDX-License-Identifier: MIT
#include "verdict/scope.h"

#include "base/diagnostics.h"
#include "base/error.h"
#include "model/kinds.h"
#include "model/result.h"
#include "verdict/verdict.h"

#define ALWAYS (1u << FH_KIND_ABORT | 1u << FH_KIND_UNKNOWN | 1u << FH_KIND_DISAGREEMENT)

/* What may be asked for, in code order; NULL-terminated. */
static char **names_to_ask_for(void)
{
    GStrvBuilder *builder = g_strv_builder_new();
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
        if (!(ALWAYS & (1u << kind)))
            g_strv_builder_add(builder, fh_kind_info((enum fh_kind)kind)->name);
    char **names = g_strv_builder_end(builder);
    g_strv_builder_unref(builder);
    return names;
}

static void set_unknown(const char *word, GError **error)
{
    g_auto(GStrv) names = names_to_ask_for();
    g_autofree char *all = g_strjoinv(", ", names);
    const char *close = fh_closest_name(word, (const char *const *)names);
    g_autofree char *help = close ? g_strdup_printf("did you mean '%s'?", close) : NULL;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "--kinds: unknown kind '%s'; %s%s%s", word, help ? help : "",
                help ? " " : "kinds are: ", help ? "" : all);
}

static gboolean read_kind(const char *word, guint *kinds, GError **error)
{
    const enum fh_kind kind = fh_kind_from_name(word);
    if (!kind) {
        set_unknown(word, error);
        return FALSE;
    }
    *kinds |= 1u << kind;
    return TRUE;
}

gboolean fh_scope_read_kinds(const char *words, guint *kinds, GError **error)
{
    guint read = 0;
    g_auto(GStrv) list = g_strsplit(words, ",", -1);
    for (char **word = list; *word; word++)
        if (!read_kind(g_strstrip(*word), &read, error))
            return FALSE;
    if ((read & ~ALWAYS) == 0) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "--kinds: name at least one kind, such as leak; aborts and unknown records count always");
        return FALSE;
    }
    *kinds = read;
    return TRUE;
}

char *fh_scope_kinds_words(guint kinds)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
        if (kinds & (1u << kind))
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                                   fh_kind_info((enum fh_kind)kind)->name);
    return g_strdup(text->str);
}

static void apply_kinds(guint kinds, struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        const enum fh_kind kind = finding->disputed ? finding->disputed : finding->kind;
        const gboolean is_asked_for = kinds == 0 || ((kinds | ALWAYS) & (1u << kind));
        if (finding->outside == FH_OUTSIDE_KINDS)
            finding->outside = FH_OUTSIDE_NOTHING;
        if (!is_asked_for && finding->outside == FH_OUTSIDE_NOTHING && !finding->is_expected)
            finding->outside = FH_OUTSIDE_KINDS;
    }
    result->verdict = fh_judge_again(result);
}

void fh_scope_apply_kinds(struct fh_report *report)
{
    for (guint i = 0; i < report->results->len; i++)
        apply_kinds(report->kinds, g_ptr_array_index(report->results, i));
}

/* Adds to `counts`, by kind. */
static guint count(const struct fh_result *result, enum fh_outside outside, guint counts[FH_KIND_COUNT])
{
    guint n = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->outside != outside || finding->is_expected)
            continue;
        counts[finding->kind]++;
        n++;
    }
    return n;
}

static guint count_all(const struct fh_report *report, enum fh_outside outside, guint counts[FH_KIND_COUNT])
{
    guint n = 0;
    for (guint i = 0; i < report->results->len; i++)
        n += count(g_ptr_array_index(report->results, i), outside, counts);
    return n;
}

guint fh_scope_count(const struct fh_report *report, enum fh_outside outside)
{
    guint counts[FH_KIND_COUNT] = {0};
    return count_all(report, outside, counts);
}

/* " (libfoo*, libbar.so)"; "" where nothing is known of it. */
static char *what_was_asked_for(const struct fh_report *report, enum fh_outside outside)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (outside == FH_OUTSIDE_KINDS && report->kinds != 0) {
        g_autofree char *kinds = fh_scope_kinds_words(report->kinds);
        g_string_append(text, kinds);
    }
    for (guint i = 0; outside == FH_OUTSIDE_FOCUS && i < report->focus->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                               (const char *)g_ptr_array_index(report->focus, i));
    return text->len > 0 ? g_strdup_printf(" (%s)", text->str) : g_strdup("");
}

static void append_counts(GString *text, const guint counts[FH_KIND_COUNT])
{
    const char *comma = ": ";
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++) {
        if (counts[kind] == 0)
            continue;
        g_string_append_printf(text, "%s%s", comma, fh_kind_info((enum fh_kind)kind)->name);
        if (counts[kind] > 1)
            g_string_append_printf(text, " ×%u", counts[kind]);
        comma = ", ";
    }
}

static void add_words(const struct fh_report *report, enum fh_outside outside, GPtrArray *lines)
{
    guint counts[FH_KIND_COUNT] = {0};
    const guint n = count_all(report, outside, counts);
    g_autofree char *asked = what_was_asked_for(report, outside);
    if (n == 0 && *asked == '\0')
        return;
    static const char *const of_what[FH_OUTSIDE_COUNT] = {
        NULL, "outside the focus", "outside the kinds asked for", "that no Rust code has to do with",
        "that the host is known to make by itself"};
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%u finding%s %s%s %s", n, n == 1 ? "" : "s", of_what[outside], asked,
                           n == 1 ? "does not count" : "don't count");
    append_counts(text, counts);
    g_ptr_array_add(lines, g_strdup(text->str));
}

GPtrArray *fh_scope_words(const struct fh_report *report)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    add_words(report, FH_OUTSIDE_FOCUS, lines);
    add_words(report, FH_OUTSIDE_KINDS, lines);
    add_words(report, FH_OUTSIDE_RUST, lines);
    add_words(report, FH_OUTSIDE_HOST, lines);
    return lines;
}
