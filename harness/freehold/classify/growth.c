// SPDX-License-Identifier: MIT
#include "classify/growth.h"

#include <string.h>

#include "classify/candidate.h"
#include "classify/leaks_select.h"
#include "classify/stack.h"
#include "classify/words.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/stack.h"

#define SEARCHES 5 /* that are compared: four gaps, the last two as long as all before */

/* Functions, from the innermost, by which blocks are of one place: further out, an interpreter may come along
 * another way each time. */
#define PLACE_DEPTH 16

/* What is there of one loss record: one stack, and one state. */
struct part {
    guint64 blocks, bytes;
};

struct place {
    const struct fh_record *record; /* the latest; borrowed */
    struct part now;
    GArray *blocks, *bytes; /* guint64, at each search */
};

struct following {
    GHashTable *parts;  /* char *, stack and state → struct part * */
    GHashTable *places; /* char *, the stack's inner end → struct place *, in `order` */
    GPtrArray *order;
    GArray *marks; /* guint, of each search */
};

static void free_place(gpointer data)
{
    struct place *place = data;
    g_array_unref(place->blocks);
    g_array_unref(place->bytes);
    g_free(place);
}

static char *key_of(const struct fh_stack *stack, guint depth)
{
    GString *key = g_string_new(NULL);
    for (guint i = 0, n = 0; stack && i < stack->frames->len && n < depth; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (frame->is_inlined)
            continue;
        g_string_append_printf(key, "%" G_GINT64_MODIFIER "x ", frame->address);
        n++;
    }
    return g_string_free(key, FALSE);
}

static struct place *place_of(struct following *following, const struct fh_record *record)
{
    g_autofree char *key = key_of(record->stack, PLACE_DEPTH);
    struct place *place = g_hash_table_lookup(following->places, key);
    if (place)
        return place;
    place = g_new0(struct place, 1);
    place->blocks = g_array_new(FALSE, TRUE, sizeof(guint64));
    place->bytes = g_array_new(FALSE, TRUE, sizeof(guint64));
    g_array_set_size(place->blocks, following->marks->len);
    g_array_set_size(place->bytes, following->marks->len);
    g_ptr_array_add(following->order, place);
    g_hash_table_insert(following->places, g_steal_pointer(&key), place);
    return place;
}

static struct part *part_of(struct following *following, const struct fh_record *record)
{
    g_autofree char *stack = key_of(record->stack, G_MAXUINT);
    g_autofree char *key = g_strdup_printf("%u %s", record->leak_state, stack);
    struct part *part = g_hash_table_lookup(following->parts, key);
    if (!part) {
        part = g_new0(struct part, 1);
        g_hash_table_insert(following->parts, g_steal_pointer(&key), part);
    }
    return part;
}

/* What a lost block alone reaches has a record of its own. */
static void take(struct following *following, const struct fh_record *record)
{
    struct place *place = place_of(following, record);
    struct part *part = part_of(following, record);
    const guint64 bytes = record->bytes - MIN(record->indirect_bytes, record->bytes);
    place->record = record;
    place->now.blocks += record->blocks - part->blocks;
    place->now.bytes += bytes - part->bytes;
    *part = (struct part){record->blocks, bytes};
}

static void end_search(struct following *following, guint mark)
{
    for (guint i = 0; i < following->order->len; i++) {
        struct place *place = g_ptr_array_index(following->order, i);
        g_array_append_val(place->blocks, place->now.blocks);
        g_array_append_val(place->bytes, place->now.bytes);
    }
    g_array_append_val(following->marks, mark);
}

static void follow(struct following *following, const GPtrArray *records)
{
    guint mark = 0, ended;
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        if (fh_notice_number(record, "mark", &mark))
            continue;
        if (fh_notice_number(record, "marked", &ended)) {
            end_search(following, ended);
            mark = 0;
        } else if (mark != 0 && record->type == FH_RECORD_LEAK) {
            take(following, record);
        }
    }
}

/* At each of the last searches more than at the one before. */
static gboolean rises(const GArray *counts)
{
    for (guint i = counts->len - SEARCHES + 1; i < counts->len; i++)
        if (g_array_index(counts, guint64, i) <= g_array_index(counts, guint64, i - 1))
            return FALSE;
    return TRUE;
}

static guint64 rise_of(const GArray *counts)
{
    return g_array_index(counts, guint64, counts->len - 1) -
           g_array_index(counts, guint64, counts->len - SEARCHES);
}

static char *message(const struct fh_finding *finding, guint first, guint last)
{
    const guint n_marks = last - first;
    g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);
    g_autofree char *amount = fh_lost_amount(finding->bytes, finding->blocks);
    g_autofree char *bytes = fh_words_count(finding->bytes, "byte");
    if (finding->blocks == 0)
        return g_strdup_printf("blocks allocated by %s grow by %s in the %u rounds from mark %u to mark %u",
                               by, bytes, n_marks, first, last);
    return g_strdup_printf(
        "%s more in the %u rounds from mark %u to mark %u (%.2g blocks a round), allocated "
        "by %s",
        amount, n_marks, first, last, (double)finding->blocks / n_marks, by);
}

static struct fh_finding *finding_at(const struct fh_record *record, guint64 blocks, guint64 bytes)
{
    struct fh_finding *finding = fh_finding_new(FH_KIND_GROWTH);
    finding->released_by = FH_DOMAIN_NONE;
    finding->blocks = blocks;
    finding->bytes = bytes;
    finding->record = g_strdup(record->text);
    if (!record->stack)
        return finding;
    struct fh_stack *stack = fh_stack_copy(record->stack, "allocated");
    finding->allocated_by = fh_stack_domain(record->stack, &finding->allocator);
    for (guint i = 0; i < stack->frames->len; i++) {
        struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        frame->is_harness = fh_frame_is_harness(frame);
    }
    g_ptr_array_add(finding->stacks, stack);
    return finding;
}

struct fh_finding *fh_growth_finding(const struct fh_record *record)
{
    struct fh_finding *finding = finding_at(record, record->blocks, record->bytes);
    g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);
    finding->message = g_strdup_printf("blocks allocated by %s", by);
    return finding;
}

static struct fh_finding *finding_of(const struct place *place, const struct fh_growth *growth)
{
    struct fh_finding *finding =
        finding_at(place->record, rises(place->blocks) ? rise_of(place->blocks) : 0, rise_of(place->bytes));
    finding->message = message(finding, growth->first, growth->last);
    return finding;
}

static void free_finding(gpointer finding)
{
    fh_finding_free(finding);
}

static void judge(const struct following *following, struct fh_growth *growth)
{
    const guint n = following->marks->len;
    growth->n_searches = n;
    if (n < SEARCHES)
        return;
    growth->first = g_array_index(following->marks, guint, n - SEARCHES);
    growth->last = g_array_index(following->marks, guint, n - 1);
    for (guint i = 0; i < following->order->len; i++) {
        const struct place *place = g_ptr_array_index(following->order, i);
        if (rises(place->blocks) || rises(place->bytes))
            g_ptr_array_add(growth->findings, finding_of(place, growth));
    }
}

struct fh_growth *fh_growth_find(const GPtrArray *records)
{
    struct fh_growth *growth = g_new0(struct fh_growth, 1);
    struct following following = {
        .parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .order = g_ptr_array_new_with_free_func(free_place),
        .marks = g_array_new(FALSE, FALSE, sizeof(guint)),
    };
    growth->findings = g_ptr_array_new_with_free_func(free_finding);
    follow(&following, records);
    judge(&following, growth);
    g_hash_table_unref(following.parts);
    g_hash_table_unref(following.places);
    g_ptr_array_unref(following.order);
    g_array_unref(following.marks);
    return growth;
}

void fh_growth_free(struct fh_growth *growth)
{
    if (!growth)
        return;
    g_ptr_array_unref(growth->findings);
    g_free(growth);
}
