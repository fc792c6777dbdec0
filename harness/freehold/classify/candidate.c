// SPDX-License-Identifier: MIT
#include "classify/candidate.h"

#include <string.h>

#include "classify/stack.h"
#include "model/kinds.h"
#include "wire/notices.h"

/* What people read of one finding's folded errors; the rest is counted. */
#define MAX_LINES 32
#define TIMES     " ("
#define MORE      "and " /* no kind's name begins like this */

void fh_candidate_free(struct fh_candidate *candidate)
{
    if (!candidate)
        return;
    fh_finding_free(candidate->finding);
    g_free(candidate);
}

struct fh_candidate *fh_candidate_add(struct fh_classification *classification, enum fh_kind kind,
                                      const struct fh_record *record, guint position, guint line)
{
    struct fh_candidate *candidate = g_new0(struct fh_candidate, 1);
    struct fh_finding *finding = fh_finding_new(kind);

    candidate->finding = finding;
    candidate->record = record;
    candidate->position = position;
    candidate->order = classification->candidates->len;
    finding->file = g_strdup(classification->trace->file);
    finding->line = line;
    if (record) {
        guint own = fh_stack_scenario_line(record->stack);

        finding->line = own ? own : line;
        finding->record = g_strdup(record->text);
        finding->block = record->block;
        candidate->pid = record->pid;
        candidate->is_on_freed_block = record->address_kind == FH_ADDRESS_FREED_BLOCK;
        if (candidate->is_on_freed_block)
            candidate->released_line = fh_stack_scenario_line(record->block_stack);
    }
    g_ptr_array_add(classification->candidates, candidate);
    return candidate;
}

void fh_candidate_add_stack(struct fh_candidate *candidate, const struct fh_stack *stack, const char *role)
{
    if (stack && stack->frames->len > 0)
        g_ptr_array_add(candidate->finding->stacks, fh_stack_marked(stack, role));
}

/* Is `line` there already? Then count it: "…", "… (2 times)", "… (3 times)". */
static gboolean count_line(GPtrArray *lines, const char *line)
{
    gsize length = strlen(line);

    for (guint i = 0; i < lines->len; i++) {
        char *old = g_ptr_array_index(lines, i);
        guint64 times = 1;

        if (strncmp(old, line, length) != 0 || (old[length] && !g_str_has_prefix(old + length, TIMES)))
            continue;
        if (old[length])
            times = g_ascii_strtoull(old + length + strlen(TIMES), NULL, 10);
        g_ptr_array_index(lines, i) =
            g_strdup_printf("%s" TIMES "%" G_GUINT64_FORMAT " times)", line, times + 1);
        g_free(old);
        return TRUE;
    }
    return FALSE;
}

void fh_candidate_take_line(struct fh_candidate *candidate, char *line)
{
    GPtrArray *lines = candidate->finding->folded;
    guint n_more = 1;

    if (count_line(lines, line)) {
        g_free(line);
        return;
    }
    if (lines->len < MAX_LINES) {
        g_ptr_array_add(lines, line);
        return;
    }
    if (lines->len > MAX_LINES) {
        n_more +=
            (guint)g_ascii_strtoull((char *)g_ptr_array_index(lines, MAX_LINES) + strlen(MORE), NULL, 10);
        g_ptr_array_remove_index(lines, MAX_LINES);
    }
    g_free(line);
    g_ptr_array_add(lines, g_strdup_printf(MORE "%u more", n_more));
}

static gboolean has_stack(const struct fh_finding *finding, const char *role)
{
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);

        if (g_str_equal(stack->role, role))
            return TRUE;
    }
    return FALSE;
}

/* What was done besides: one stack a role, the rest says the same. The runner sees a wrong release before the
 * call, on a stack without the library. */
static void take_deed(struct fh_finding *finding, struct fh_finding *from)
{
    const struct fh_stack *action = from->stacks->len > 0 ? g_ptr_array_index(from->stacks, 0) : NULL;
    g_autofree char *role = action ? g_strdup_printf("also: %s", action->role) : NULL;

    if (action && from->kind != finding->kind && from->kind != FH_KIND_WRONG_RELEASE &&
        !has_stack(finding, role))
        g_ptr_array_add(finding->stacks, fh_stack_copy(action, role));
}

void fh_candidate_fold(struct fh_candidate *candidate, struct fh_candidate *other)
{
    struct fh_finding *from = g_steal_pointer(&other->finding);

    take_deed(candidate->finding, from);
    if (from->kind != candidate->finding->kind || g_strcmp0(from->message, candidate->finding->message) != 0)
        fh_candidate_take_line(candidate,
                               g_strdup_printf("%s: %s", fh_kind_info(from->kind)->name, from->message));
    for (guint i = 0; i < from->folded->len; i++)
        if (!g_str_has_prefix(g_ptr_array_index(from->folded, i), MORE))
            fh_candidate_take_line(candidate, g_strdup(g_ptr_array_index(from->folded, i)));
    fh_finding_free(from);
}

static const char *notice_text(const struct fh_record *record)
{
    if (record->type != FH_RECORD_NOTICE || !g_str_has_prefix(record->headline, FH_NOTICE_PREFIX))
        return NULL;
    return record->headline + strlen(FH_NOTICE_PREFIX);
}

guint fh_notice_event(const struct fh_record *record)
{
    const char *text = notice_text(record);

    return text && *text == '#' ? (guint)g_ascii_strtoull(text + 1, NULL, 10) : 0;
}

gboolean fh_notice_number(const struct fh_record *record, const char *word, guint *number)
{
    const char *text = notice_text(record);
    gsize length = strlen(word);

    if (!text || strncmp(text, word, length) != 0 || text[length] != ' ')
        return FALSE;
    *number = (guint)g_ascii_strtoull(text + length + 1, NULL, 10);
    return TRUE;
}
