// SPDX-License-Identifier: MIT
#include "verdict/expectations.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "model/timeline.h"
#include "verdict/agreement.h"
#include "verdict/garbage.h"

/* The judging of one result. */
struct context {
    struct fh_result *result;
    const GArray *expectations;
    const struct fh_visibility *visibility;
    gboolean is_whole;
    guint ending_line;  /* of the abort that kept the engine from seeing more; 0: there was none */
    const char *ending; /* what it was; borrowed */
};

static gboolean can_be_expected(enum fh_kind kind)
{
    return kind < FH_KIND_COUNT && (FH_KINDS_EXPECTABLE & (1u << kind)) != 0;
}

static const char *kind_name(enum fh_kind kind)
{
    if (kind < FH_KIND_LEAK || kind >= FH_KIND_COUNT)
        return "unknown";
    return fh_kind_info(kind)->name;
}

/* What an engine lacks that does not see the kind at all. */
static const char *blindness(enum fh_kind kind)
{
    switch (kind) {
    case FH_KIND_USE_AFTER_FREE:
    case FH_KIND_OUT_OF_BOUNDS:
        return "sees no memory accesses";
    case FH_KIND_UNINITIALISED_USE:
        return "does not know which bytes were set";
    default:
        return "does not see this kind";
    }
}

static gboolean is_among(const GArray *expectations, guint n, guint line, enum fh_kind kind)
{
    for (guint i = 0; i < n; i++) {
        const struct fh_expectation *other = &g_array_index(expectations, struct fh_expectation, i);
        if (other->line == line && other->kind == kind)
            return TRUE;
    }
    return FALSE;
}

/* A finding without a line is expected by nobody. */
static gboolean expects(const GArray *expectations, guint line, enum fh_kind kind)
{
    return line != 0 && is_among(expectations, expectations->len, line, kind);
}

static void mark_expected(struct fh_result *result, const GArray *expectations)
{
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        finding->is_expected =
            can_be_expected(finding->kind) && expects(expectations, finding->line, finding->kind);
    }
}

static void remove_line(GPtrArray *lines, const char *line)
{
    guint i;
    if (g_ptr_array_find_with_equal_func(lines, line, g_str_equal, &i))
        g_ptr_array_remove_index(lines, i);
}

static char *folded_line(enum fh_kind kind, const char *message)
{
    return g_strdup_printf("%s: %s", kind_name(kind), message);
}

/* The call is a wrong release as well, which is what the scenario's author can know: the contract, and not
 * how the library lays out its types. */
static void name_wrong_release(struct fh_finding *finding)
{
    g_autofree char *before = folded_line(FH_KIND_WRONG_RELEASE, finding->wrong_release);
    remove_line(finding->folded, before);
    g_ptr_array_insert(finding->folded, 0, folded_line(finding->kind, finding->message));
    g_free(finding->message);
    finding->message = g_steal_pointer(&finding->wrong_release);
    finding->kind = FH_KIND_WRONG_RELEASE;
}

/* What was lent, and released, was released again by its owner, on the line that the author marked. */
static void name_double_free(struct fh_finding *finding)
{
    g_ptr_array_insert(finding->folded, 0, folded_line(finding->kind, finding->message));
    finding->kind = FH_KIND_DOUBLE_FREE;
    finding->line = finding->owners_line;
}

static void name_as_expected(struct fh_result *result, const GArray *expectations)
{
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (expects(expectations, finding->line, finding->kind))
            continue;
        if (finding->wrong_release && expects(expectations, finding->line, FH_KIND_WRONG_RELEASE))
            name_wrong_release(finding);
        else if (expects(expectations, finding->owners_line, FH_KIND_DOUBLE_FREE))
            name_double_free(finding);
    }
}

/* Of an expectation that is valid: it names a line. */
static gboolean is_found(const struct fh_result *result, const struct fh_expectation *expectation)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->line == expectation->line && finding->kind == expectation->kind)
            return TRUE;
    }
    return FALSE;
}

static void append_once(GString *list, guint *seen, enum fh_kind kind)
{
    const guint bit = 1u << kind;
    if (*seen & bit)
        return;
    *seen |= bit;
    g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", kind_name(kind));
}

/* The kinds found at `line`, "double-free, leak"; "nothing" when there are none. */
static char *kinds_found_at(const struct fh_result *result, guint line)
{
    g_autoptr(GString) list = g_string_new(NULL);
    guint seen = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->line != 0 && finding->line == line)
            append_once(list, &seen, finding->kind);
    }
    return g_strdup(list->len > 0 ? list->str : "nothing");
}

/* A finding of that kind that nobody expects, elsewhere: the annotation probably stands on the wrong line. */
static const struct fh_finding *misplaced(const struct fh_result *result, enum fh_kind kind)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        if (finding->kind == kind && !finding->is_expected)
            return finding;
    }
    return NULL;
}

char *fh_excuse_words(const struct fh_finding *ending)
{
    return g_strdup_printf("abort on line %u, in the wake of what is expected: %s", ending->line,
                           ending->message);
}

void fh_judge_missing(struct fh_result *result, const struct fh_expectation *expectation)
{
    const char *kind = kind_name(expectation->kind);
    g_autofree char *found = kinds_found_at(result, expectation->line);
    const struct fh_finding *elsewhere = misplaced(result, expectation->kind);
    g_autofree char *where = NULL;
    if (elsewhere && elsewhere->line != 0)
        where = g_strdup_printf("; there is one on line %u", elsewhere->line);
    else if (elsewhere)
        where = g_strdup("; there is one that names no line");
    g_ptr_array_add(result->unmet, fh_unmet_new(expectation->line, "expected %s here, found %s%s", kind,
                                                found, where ? where : ""));
}

/* The line, up to `line`, that read what this engine had put into released memory: what was done with it is
 * another thing than without the engine. 0: there is none. */
static guint line_of_garbage(const struct context *context, guint line)
{
    if (fh_sees_fully(context->visibility, FH_KIND_USE_AFTER_FREE))
        return 0;
    for (guint i = 0; i < context->result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(context->result->findings, i);
        if (finding->kind == FH_KIND_USE_AFTER_FREE && finding->is_read && finding->line != 0 &&
            finding->line <= line)
            return finding->line;
    }
    return 0;
}

/* Why this engine says nothing of an expectation that it did not find; NULL when it should have. Caller owns.
 */
static char *why_not_applicable(const struct context *context, const struct fh_expectation *expectation)
{
    const char *engine = context->result->engine;
    const guint bit = 1u << expectation->kind;
    if (!(context->visibility->visible_kinds & bit))
        return g_strdup_printf("%s %s", engine, blindness(expectation->kind));
    if (context->visibility->partial_kinds & bit)
        return g_strdup_printf("%s may not see it %s", engine, context->visibility->partial_reason);
    const guint read = line_of_garbage(context, expectation->line);
    if (read != 0)
        return g_strdup_printf("%s had overwritten the released memory that line %u reads, before this",
                               engine, read);
    if (context->ending)
        return g_strdup_printf("under %s, the process ended on line %u, before this was seen or in its wake",
                               engine, context->ending_line);
    return NULL;
}

static void add_not_applicable(struct fh_result *result, const struct fh_expectation *expectation,
                               char *take_reason)
{
    struct fh_not_applicable *entry = g_new0(struct fh_not_applicable, 1);
    entry->line = expectation->line;
    entry->kind = expectation->kind;
    entry->reason = take_reason;
    g_ptr_array_add(result->not_applicable, entry);
}

static void judge_absence(const struct context *context, const struct fh_expectation *expectation)
{
    char *why = why_not_applicable(context, expectation);
    if (why)
        add_not_applicable(context->result, expectation, why);
    else if (context->is_whole)
        fh_judge_missing(context->result, expectation);
    else
        g_ptr_array_add(context->result->notes,
                        g_strdup_printf("!%s on line %u was not seen, and not judged",
                                        kind_name(expectation->kind), expectation->line));
}

static gboolean is_valid(const struct fh_expectation *expectation)
{
    return can_be_expected(expectation->kind) && expectation->line != 0;
}

static void judge_expectation(const struct context *context, const struct fh_expectation *expectation)
{
    if (!is_valid(expectation))
        g_ptr_array_add(context->result->unmet, fh_unmet_new(expectation->line, "'%s' can't be expected here",
                                                             kind_name(expectation->kind)));
    else if (!is_found(context->result, expectation))
        judge_absence(context, expectation);
}

/* `is_passing`: what one statement makes and releases itself counts once that statement is over. */
static gboolean is_released_by(const struct fh_block_life *life, guint line, gboolean is_passing)
{
    const struct fh_block_step *made = g_ptr_array_index(life->steps, 0);
    for (guint i = 1; i < life->steps->len; i++) {
        const struct fh_block_step *step = g_ptr_array_index(life->steps, i);
        if ((step->action == FH_BLOCK_RELEASED || step->action == FH_BLOCK_RELEASED_WRONGLY) &&
            (step->line != made->line || (is_passing && step->line < line)) && step->line != 0 &&
            step->line <= line)
            return TRUE;
    }
    return FALSE;
}

/* Up to `line` a statement released what an earlier one had made. A timeline that is cut does not say. */
static gboolean is_anything_released(const struct fh_result *result, guint line, gboolean is_passing)
{
    const struct fh_timeline *timeline = result->timeline;
    if (!timeline || timeline->n_left_out > 0)
        return TRUE;
    for (guint i = 0; i < timeline->lives->len; i++)
        if (is_released_by(g_ptr_array_index(timeline->lives, i), line, is_passing))
            return TRUE;
    return FALSE;
}

/* The scenario has done there what this engine does not watch wherever it is: on that line, or where its
 * values lead. Released memory can only be used after a release; what an engine was seen to do there
 * otherwise goes no further than what it names. */
static gboolean explains_access(const struct context *context, const struct fh_expectation *expectation,
                                const struct fh_finding *ending)
{
    const gboolean is_use = expectation->kind == FH_KIND_USE_AFTER_FREE;
    if (fh_sees_fully(context->visibility, expectation->kind))
        return FALSE;
    if (is_found(context->result, expectation))
        return is_use && fh_expectation_is_linked(expectation, ending->line);
    return (expectation->line == ending->line || fh_expectation_is_linked(expectation, ending->line)) &&
           (!is_use || is_anything_released(context->result, ending->line, TRUE));
}

/* A second release uses released memory before it releases: an engine changes that memory, and what follows
 * is the engine's doing as well. */
static gboolean explains(const struct context *context, const struct fh_expectation *expectation,
                         const struct fh_finding *ending)
{
    if (!is_valid(expectation) || expectation->line > ending->line)
        return FALSE;
    if (expectation->kind == FH_KIND_DOUBLE_FREE)
        return expectation->line == ending->line &&
               is_anything_released(context->result, ending->line, FALSE);
    return fh_kind_reads_garbage(expectation->kind) && explains_access(context, expectation, ending);
}

/* By what is expected; `is_seen`: and was found. */
static gboolean is_explained(const struct context *context, const struct fh_finding *ending, gboolean is_seen)
{
    for (guint i = 0; i < context->expectations->len; i++) {
        const struct fh_expectation *expectation =
            &g_array_index(context->expectations, struct fh_expectation, i);
        if (explains(context, expectation, ending) && (!is_seen || is_found(context->result, expectation)))
            return TRUE;
    }
    return FALSE;
}

/* The call of that line read what is in no block of the scenario's, or was never set, as is expected. What
 * that holds is the engine's and the toolchain's, and so is whether a check of what was read ends the
 * process. */
static gboolean follows_garbage(const struct context *context, const struct fh_finding *ending)
{
    for (guint i = 0; i < context->result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(context->result->findings, i);
        if (finding->is_expected && finding->line == ending->line && fh_kind_reads_garbage(finding->kind) &&
            (finding->is_read || finding->kind == FH_KIND_UNINITIALISED_USE))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_in_wake_of(const struct context *context, const struct fh_finding *finding,
                              gboolean is_seen)
{
    return follows_garbage(context, finding) ||
           (!fh_sees_fully(context->visibility, FH_KIND_USE_AFTER_FREE) &&
            is_explained(context, finding, is_seen));
}

static gboolean is_in_wake(const struct context *context, const struct fh_finding *finding)
{
    return finding->kind == FH_KIND_ABORT && !finding->is_expected && finding->line != 0 &&
           is_in_wake_of(context, finding, FALSE);
}

/* The position of an abort that is the scenario's doing, if not what it is said to do; `len` when there is
 * none. */
static guint find_ending(const struct context *context)
{
    const GPtrArray *findings = context->result->findings;
    guint i = 0;
    if (!context->is_whole)
        return findings->len;
    while (i < findings->len && !is_in_wake(context, g_ptr_array_index(findings, i)))
        i++;
    return i;
}

static void take_ending(struct context *context, guint position)
{
    struct fh_finding *ending = g_ptr_array_steal_index(context->result->findings, position);
    char *note = fh_excuse_words(ending);
    g_ptr_array_add(context->result->notes, note);
    context->ending = note;
    context->ending_line = ending->line;
    context->result->is_excuse_seen = is_in_wake_of(context, ending, TRUE);
    context->result->excused = ending;
}

gboolean fh_expectations_judge(struct fh_result *result, const GArray *expectations,
                               const struct fh_visibility *visibility, gboolean is_whole)
{
    struct context context = {result, expectations, visibility, is_whole, 0, NULL};
    name_as_expected(result, expectations);
    mark_expected(result, expectations);
    fh_garbage_take(result, expectations, visibility);
    const guint ending = find_ending(&context);
    if (ending < result->findings->len)
        take_ending(&context, ending);
    for (guint i = 0; i < expectations->len; i++) {
        const struct fh_expectation *expectation = &g_array_index(expectations, struct fh_expectation, i);
        if (!is_among(expectations, i, expectation->line, expectation->kind))
            judge_expectation(&context, expectation);
    }
    return context.ending != NULL;
}
