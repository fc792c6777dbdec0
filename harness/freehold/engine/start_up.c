// SPDX-License-Identifier: MIT
#include "engine/start_up.h"

#include "classify/classify.h"
#include "classify/fatal_signal.h"
#include "classify/stack.h"
#include "log/record.h"
#include "wire/notices.h"

static gboolean is_begin(const struct fh_record *record)
{
    return record->type == FH_RECORD_NOTICE && g_str_has_prefix(record->headline, FH_NOTICE_PREFIX "begin ");
}

gboolean fh_start_up_has_ended(const struct fh_run *run)
{
    return run->has_events && !run->events->header->is_finished &&
           run->events->header->current_scenario == FH_EVENTS_START_UP;
}

/* Where the first scenario begins; the length: none does. */
static guint find_begin(const GPtrArray *records)
{
    guint n = 0;
    while (n < records->len && !is_begin(g_ptr_array_index(records, n)))
        n++;
    return n;
}

GPtrArray *fh_start_up_records(const struct fh_run *run, const GPtrArray *records)
{
    const guint n = find_begin(records);
    const gboolean is_known = n < records->len || fh_start_up_has_ended(run);
    GPtrArray *own = g_ptr_array_new();
    for (guint i = 0; is_known && i < n; i++)
        g_ptr_array_add(own, g_ptr_array_index(records, i));
    return own;
}

/* A leak of the start-up, and what of it the search that is read has not yet told again. */
struct told {
    const struct fh_record *record;
    guint search;
    guint64 blocks, bytes;
};

static gboolean is_lost(const struct fh_record *record)
{
    return record->type == FH_RECORD_LEAK &&
           (record->leak_state == FH_LEAK_DEFINITE || record->leak_state == FH_LEAK_INDIRECT ||
            record->leak_state == FH_LEAK_POSSIBLE);
}

static void take_told(struct told *told, struct fh_record *record)
{
    if (!fh_stacks_are_equal(told->record->stack, record->stack, 0))
        return;
    if (told->search != record->leak_search) {
        told->search = record->leak_search;
        told->blocks = told->record->blocks;
        told->bytes = told->record->bytes;
    }
    const guint64 blocks = MIN(told->blocks, record->blocks), bytes = MIN(told->bytes, record->bytes);
    told->blocks -= blocks;
    told->bytes -= bytes;
    record->blocks -= blocks;
    record->bytes -= bytes;
    record->indirect_bytes = MIN(record->indirect_bytes, record->bytes);
}

static GArray *told_before(const GPtrArray *records, guint begin)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(struct told));
    for (guint i = 0; begin < records->len && i < begin; i++) {
        const struct told told = {.record = g_ptr_array_index(records, i)};
        if (is_lost(told.record))
            g_array_append_val(all, told);
    }
    return all;
}

/* The searches of the scenario count from 1, whatever the start-up's was. */
static void count_searches_anew(const GPtrArray *records, guint begin)
{
    guint before = 0;
    for (guint i = 0; i < records->len; i++) {
        struct fh_record *record = g_ptr_array_index(records, i);
        if (record->type != FH_RECORD_LEAK)
            continue;
        before = i < begin ? MAX(before, record->leak_search) : before;
        record->leak_search -= MIN(before, record->leak_search);
    }
}

guint fh_start_up_take_leaks(GPtrArray *records)
{
    const guint begin = find_begin(records);
    g_autoptr(GArray) all = told_before(records, begin);
    guint n = 0;
    for (guint i = begin; all->len > 0 && i < records->len;) {
        struct fh_record *record = g_ptr_array_index(records, i);
        for (guint j = 0; is_lost(record) && j < all->len; j++)
            take_told(&g_array_index(all, struct told, j), record);
        if (is_lost(record) && record->blocks == 0) {
            g_ptr_array_remove_index(records, i);
            n++;
        } else {
            i++;
        }
    }
    if (all->len > 0)
        count_searches_anew(records, begin);
    return n;
}

/* Allocs, frees, bytes, blocks in use, bytes in use; NULL: none was allocated. Borrowed. */
static const guint64 *counted_at_start(const struct fh_run *run)
{
    const struct fh_event *event =
        fh_event_find(fh_events_of(run->events, FH_EVENTS_START_UP), FH_EVENT_HEAP);
    return event ? event->values : NULL;
}

struct fh_heap fh_start_up_left_of_c(const struct fh_run *run)
{
    const guint64 *start = counted_at_start(run);
    const guint64 of_rust = start ? start[0] - start[1] : 0;
    return (struct fh_heap){.allocs = start ? start[3] - MIN(start[3], of_rust) : 0};
}

/* Those that are in use no more were released by the scenario, or at exit: they are not the scenario's. */
void fh_start_up_take_heap(const struct fh_run *run, const struct fh_heap *c, struct fh_heap *heap)
{
    const guint64 *start = counted_at_start(run);
    if (!heap->is_known || !start)
        return;
    const guint64 released = start[3] - MIN(start[3], heap->in_use_blocks);
    heap->allocs -= MIN(heap->allocs, start[0] + (c ? c->allocs : 0));
    heap->frees -= MIN(heap->frees, start[1] + (c ? c->frees : 0) + released);
    heap->bytes -= MIN(heap->bytes, start[2] + (c ? c->bytes : 0));
    heap->in_use_blocks -= MIN(heap->in_use_blocks, start[3]);
    heap->in_use_bytes -= MIN(heap->in_use_bytes, start[4]);
}

/* What was counted must be shown. */
static char *why_not_all_seen(const struct fh_run *run, const struct fh_engine *engine,
                              const struct fh_result *result, gboolean has_known)
{
    guint counted = run->events->header->errors_at_start;
    if (counted == 0 || result->findings->len > 0 || has_known)
        return NULL;
    return g_strdup_printf("%s counted %u error%s at start-up that it does not show", engine->title, counted,
                           counted == 1 ? "" : "s");
}

void fh_start_up_judge(const struct fh_run *run, const struct fh_engine *engine, GPtrArray *records)
{
    const struct fh_job *job = run->job;
    if (*job->start_up || !run->has_events)
        return;
    /* Whichever process tells of it, and on whichever machine. */
    const struct fh_planned *first = g_ptr_array_index(job->plan->scenarios, 0);
    const GPtrArray *events = fh_events_of(run->events, FH_EVENTS_START_UP);
    fh_auto(fh_result) result = fh_result_new(FH_START_UP_NAME, first->file, first->line, engine->name);
    result->ran_alone = TRUE;
    if (run->end.timed_out || run->end.was_interrupted || fh_signal_from_outside(records))
        fh_run_remove_end(records);
    fh_run_name_logs(run, result);
    gboolean has_known = fh_run_classify(run, engine, records, events, result);
    if (!result->reason)
        result->reason = why_not_all_seen(run, engine, result, has_known);
    if (result->reason || result->findings->len > 0)
        *job->start_up = g_steal_pointer(&result);
}
