// SPDX-License-Identifier: MIT
#include "classify/classify.h"

#include "classify/access.h"
#include "classify/candidate.h"
#include "classify/event.h"
#include "classify/fatal_signal.h"
#include "classify/fold.h"
#include "classify/known_mistakes.h"
#include "classify/leak.h"
#include "classify/misuse.h"
#include "classify/release.h"
#include "log/record.h"
#include "model/finding.h"

static void free_draft(gpointer candidate)
{
    fh_candidate_free(candidate);
}

static void free_finding(gpointer finding)
{
    fh_finding_free(finding);
}

static void free_unmet(gpointer unmet)
{
    fh_unmet_free(unmet);
}

static struct fh_classified *classified_new(void)
{
    struct fh_classified *classified = g_new0(struct fh_classified, 1);

    classified->findings = g_ptr_array_new_with_free_func(free_finding);
    classified->unmet = g_ptr_array_new_with_free_func(free_unmet);
    classified->notes = g_ptr_array_new_with_free_func(g_free);
    return classified;
}

static void move_all(GPtrArray *to, GPtrArray *from)
{
    while (from->len > 0)
        g_ptr_array_add(to, g_ptr_array_steal_index(from, 0));
}

void fh_classified_give(struct fh_classified *classified, struct fh_result *result)
{
    move_all(result->findings, classified->findings);
    move_all(result->unmet, classified->unmet);
    move_all(result->notes, classified->notes);
    if (!result->reason)
        result->reason = g_steal_pointer(&classified->reason);
}

void fh_classified_free(struct fh_classified *classified)
{
    if (!classified)
        return;
    g_ptr_array_unref(classified->findings);
    g_ptr_array_unref(classified->unmet);
    g_ptr_array_unref(classified->notes);
    g_free(classified->reason);
    g_free(classified);
}

static void classify_unknown(struct fh_classification *classification, const struct fh_record *record,
                             guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_UNKNOWN, record, position, line);

    candidate->finding->message = g_strdup_printf(
        "%s says: %s", record->speaker ? record->speaker : classification->trace->engine, record->headline);
    fh_candidate_add_stack(candidate, record->stack, "at");
    fh_candidate_add_stack(candidate, record->block_stack, "allocated");
    fh_candidate_add_stack(candidate, record->origin, "origin");
}

static void classify_record(struct fh_classification *classification, guint position, guint line)
{
    const struct fh_record *record = g_ptr_array_index(classification->trace->records, position);

    if (fh_classify_known_mistake(classification, record))
        return;
    switch (record->type) {
    case FH_RECORD_MISMATCHED_FREE:
    case FH_RECORD_INVALID_FREE:
        fh_classify_release(classification, record, position, line);
        break;
    case FH_RECORD_INVALID_READ:
    case FH_RECORD_INVALID_WRITE:
    case FH_RECORD_UNINITIALISED:
    case FH_RECORD_SYSCALL_UNINITIALISED:
    case FH_RECORD_SYSCALL_UNADDRESSABLE:
        fh_classify_access(classification, record, position, line);
        break;
    case FH_RECORD_INVALID_JUMP:
    case FH_RECORD_FATAL_SIGNAL:
        fh_classify_signal(classification, record, position, line);
        break;
    case FH_RECORD_LEAK:        /* all at once, fh_classify_leaks() */
    case FH_RECORD_NOTICE:      /* with its event, fh_classify_events() */
    case FH_RECORD_DESCRIPTION: /* as well */
        break;
    case FH_RECORD_UNDEFINED:
    case FH_RECORD_DESCRIPTOR_LEAK:
    case FH_RECORD_WRONG_ARGUMENT:
    case FH_RECORD_DESCRIPTOR_MISUSE:
        fh_classify_misuse(classification, record, position, line);
        break;
    case FH_RECORD_LIMIT:
        fh_classify_limit(classification, record, position);
        break;
    case FH_RECORD_UNKNOWN:
    default:
        classify_unknown(classification, record, position, line);
        break;
    }
}

static void classify_records(struct fh_classification *classification)
{
    guint line = 0, ignored;

    for (guint i = 0; i < classification->trace->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(classification->trace->records, i);

        if (fh_notice_number(record, "begin", &ignored) || fh_notice_number(record, "end", &ignored))
            line = 0;
        fh_notice_number(record, "line", &line);
        classify_record(classification, i, line);
    }
}

static gint compare_positions(gconstpointer a, gconstpointer b)
{
    const struct fh_candidate *x = *(struct fh_candidate *const *)a, *y = *(struct fh_candidate *const *)b;

    if (x->position != y->position)
        return x->position < y->position ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* What the log says again, word for word, was not kept. */
static void tell_repeats(const struct fh_candidate *candidate)
{
    guint64 repeats = candidate->record ? candidate->record->repeats : 0;

    if (repeats > 0)
        g_ptr_array_insert(
            candidate->finding->folded, 0,
            g_strdup_printf("reported again, word for word (%" G_GUINT64_FORMAT " times)", repeats));
}

static void take_findings(struct fh_classification *classification)
{
    for (guint i = 0; i < classification->candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(classification->candidates, i);

        if (!candidate->finding)
            continue;
        tell_repeats(candidate);
        if (!candidate->is_limit)
            g_ptr_array_add(classification->out->findings, g_steal_pointer(&candidate->finding));
        else if (!classification->out->reason)
            classification->out->reason = g_strdup(candidate->finding->message);
    }
}

struct fh_classified *fh_classify(const struct fh_trace *trace)
{
    struct fh_classification classification = {.trace = trace, .out = classified_new()};
    g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func(free_draft);

    classification.candidates = candidates;
    classify_records(&classification);
    fh_classify_events(&classification);
    fh_classify_leaks(&classification);
    g_ptr_array_sort(candidates, compare_positions);
    fh_fold(&classification);
    take_findings(&classification);
    return classification.out;
}
