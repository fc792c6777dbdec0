// SPDX-License-Identifier: MIT
#include "classify/leaks_select.h"

#include "classify/words.h"
#include "log/memcheck.h"
#include "model/stack.h"
#include "wire/events.h"
#include "wire/interior.h"

/* What a search reported of a stack last, as a leak if it ever was one. */
struct best {
    guint search;
    gboolean is_leak;
};

static gboolean is_leak(const struct fh_record *record)
{
    return record->leak_state != FH_LEAK_REACHABLE && record->leak_state != FH_LEAK_SUPPRESSED;
}

static char *stack_key(const struct fh_stack *stack)
{
    GString *key = g_string_new(NULL);

    for (guint i = 0; stack && i < stack->frames->len; i++)
        g_string_append_printf(key, "%" G_GINT64_MODIFIER "x ",
                               ((struct fh_frame *)g_ptr_array_index(stack->frames, i))->address);
    return g_string_free(key, FALSE);
}

/* Several searches (an added one, the one at exit) report the same blocks: each stack is taken from one of
 * them. */
static GHashTable *choose_searches(const GArray *all)
{
    GHashTable *choice = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    for (guint i = 0; i < all->len; i++) {
        const struct fh_record *record = g_array_index(all, struct fh_lost, i).record;
        char *key = stack_key(record->stack);
        struct best *best = g_hash_table_lookup(choice, key);

        if (!best) {
            best = g_new0(struct best, 1);
            g_hash_table_insert(choice, g_strdup(key), best);
        }
        if (is_leak(record) >= best->is_leak)
            *best = (struct best){record->leak_search, is_leak(record)};
        g_free(key);
    }
    return choice;
}

static GArray *believed(const GArray *all)
{
    g_autoptr(GHashTable) choice = choose_searches(all);
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(struct fh_lost));

    for (guint i = 0; i < all->len; i++) {
        const struct fh_lost *lost = &g_array_index(all, struct fh_lost, i);
        g_autofree char *key = stack_key(lost->record->stack);
        const struct best *best = g_hash_table_lookup(choice, key);

        if (lost->record->leak_search == best->search && is_leak(lost->record) == best->is_leak &&
            lost->blocks > 0)
            g_array_append_val(kept, *lost);
    }
    return kept;
}

char *fh_lost_amount(guint64 bytes, guint64 blocks)
{
    g_autofree char *size = fh_words_count(bytes, "byte");
    g_autofree char *count = fh_words_count(blocks, "block");

    return g_strdup_printf("%s in %s", size, count);
}

/* What an abort leaves: sums, not single records, of which a backtrace alone leaves 97,000. */
static void add_wake(struct fh_candidate *abort, const struct fh_leak_summary *sums)
{
    static const char *const states[FH_LEAK_STATE_COUNT] = {
        [FH_LEAK_DEFINITE] = "definitely lost", [FH_LEAK_INDIRECT] = "indirectly lost",
        [FH_LEAK_POSSIBLE] = "possibly lost",   [FH_LEAK_REACHABLE] = "still reachable",
        [FH_LEAK_SUPPRESSED] = "suppressed",
    };

    for (guint state = 0; state < FH_LEAK_STATE_COUNT; state++) {
        g_autofree char *amount = fh_lost_amount(sums->bytes[state], sums->blocks[state]);

        if (sums->blocks[state] > 0)
            fh_candidate_take_line(
                abort, g_strdup_printf("leak: %s %s when the process ended", amount, states[state]));
    }
}

static void fold_wakes(GHashTable *wakes)
{
    GHashTableIter iter;
    gpointer abort, sums;

    g_hash_table_iter_init(&iter, wakes);
    while (g_hash_table_iter_next(&iter, &abort, &sums))
        add_wake(abort, sums);
}

static void count_wake(GHashTable *wakes, struct fh_candidate *abort, const struct fh_lost *lost)
{
    const struct fh_record *record = lost->record;
    struct fh_leak_summary *sums = g_hash_table_lookup(wakes, abort);

    if (!sums) {
        sums = g_new0(struct fh_leak_summary, 1);
        g_hash_table_insert(wakes, abort, sums);
    }
    sums->bytes[record->leak_state] += lost->bytes - MIN(record->indirect_bytes, lost->bytes);
    sums->blocks[record->leak_state] += lost->blocks;
}

gboolean fh_lost_is_large(const struct fh_record *record)
{
    return record->bytes > (guint64)FH_INTERIOR_LARGE * MAX(record->blocks, 1);
}

/* An engine's record names no address: the size tells. */
static guint count_held(const GPtrArray *events, guint64 size)
{
    g_autoptr(GHashTable) addresses = g_hash_table_new(g_int64_hash, g_int64_equal);

    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);

        if (event->kind == FH_EVENT_HELD && event->values[1] == size)
            g_hash_table_add(addresses, (gpointer)&event->values[0]);
    }
    return g_hash_table_size(addresses);
}

static guint64 count_possible(const GArray *all, guint64 size)
{
    guint64 n = 0;

    for (guint i = 0; i < all->len; i++) {
        const struct fh_record *record = g_array_index(all, struct fh_lost, i).record;

        if (record->leak_state == FH_LEAK_POSSIBLE && record->bytes == size * record->blocks)
            n += record->blocks;
    }
    return n;
}

/* Of blocks of one size all, or none: which of them it is can't be told. */
static void find_held(const GPtrArray *events, GArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        struct fh_lost *lost = &g_array_index(all, struct fh_lost, i);
        guint64 size = lost->record->bytes / MAX(lost->record->blocks, 1);

        lost->is_held = lost->record->leak_state == FH_LEAK_POSSIBLE && fh_lost_is_large(lost->record) &&
                        size * lost->record->blocks == lost->record->bytes &&
                        count_held(events, size) >= count_possible(all, size);
    }
}

/* Borrowed from the candidates. Caller owns the list; free with g_ptr_array_unref(). */
static GPtrArray *aborts_of(const GPtrArray *candidates)
{
    GPtrArray *aborts = g_ptr_array_new();

    for (guint i = 0; i < candidates->len; i++) {
        struct fh_candidate *candidate = g_ptr_array_index(candidates, i);

        if (candidate->finding && candidate->finding->kind == FH_KIND_ABORT)
            g_ptr_array_add(aborts, candidate);
    }
    return aborts;
}

/* The abort in whose wake the record at `position` of process `pid` comes, or NULL. */
static struct fh_candidate *abort_before(const GPtrArray *aborts, guint position, guint pid)
{
    for (guint i = 0; i < aborts->len; i++) {
        struct fh_candidate *abort = g_ptr_array_index(aborts, i);

        if (abort->position < position && abort->pid == pid)
            return abort;
    }
    return NULL;
}

static struct fh_lost lost_of(const struct fh_record *record, guint position)
{
    return (struct fh_lost){
        .record = record,
        .position = position,
        .bytes = record->is_added ? record->added_bytes : record->bytes,
        .blocks = record->is_added ? record->added_blocks : record->blocks,
    };
}

GArray *fh_lost_sort_out(struct fh_classification *classification)
{
    const GPtrArray *records = classification->trace->records;
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct fh_lost));
    g_autoptr(GPtrArray) aborts = aborts_of(classification->candidates);
    g_autoptr(GHashTable) wakes = g_hash_table_new_full(NULL, NULL, NULL, g_free);

    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        struct fh_lost lost = lost_of(record, i);
        struct fh_candidate *abort;

        if (record->type != FH_RECORD_LEAK || record->leak_state == FH_LEAK_SUPPRESSED)
            continue;
        abort = abort_before(aborts, i, record->pid);
        if (abort)
            count_wake(wakes, abort, &lost);
        else
            g_array_append_val(all, lost);
    }
    fold_wakes(wakes);
    GArray *lost = believed(all);
    find_held(classification->trace->events, lost);
    return lost;
}
