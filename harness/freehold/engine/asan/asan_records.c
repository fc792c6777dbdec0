// SPDX-License-Identifier: MIT
#include "engine/asan/asan_records.h"

#include <string.h>

#include "classify/stack.h"
#include "engine/start_up.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/stack.h"

static gboolean is_runtime(const struct fh_frame *frame)
{
    const char *object = frame->object, *file = frame->file;

    return (object && (strstr(object, "/libasan.so") || strstr(object, "/libclang_rt.asan"))) ||
           (file && (strstr(file, "libsanitizer/") || strstr(file, "compiler-rt/lib/")));
}

/* The function that the program called comes last of the runtime's: in front of it are those that print a
 * stack, the runner's hook, those that call hooks. */
static void cut_to_call(struct fh_stack *stack)
{
    gint last = -1;
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (is_runtime(frame))
            last = (gint)i;
        else if (!fh_frame_is_harness(frame))
            break;
    }
    if (last >= 0)
        g_ptr_array_remove_range(stack->frames, 0, last == 0 ? 1 : (guint)last);
}

/* What a search before has reported of a stack. */
struct reported {
    guint64 bytes, blocks;
};

static char *key_of(const struct fh_record *record)
{
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = 0; record->stack && i < record->stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(record->stack->frames, i);
        g_string_append_printf(key, "%" G_GINT64_MODIFIER "x %s\n", frame->address,
                               frame->function ? frame->function : "");
    }
    return g_string_free(g_steal_pointer(&key), FALSE);
}

static guint64 above(guint64 now, guint64 before)
{
    return now > before ? now - before : 0;
}

/* `then`: stack → what was reported in the searches before this record's. */
static void note_new(struct fh_record *record, GHashTable *then)
{
    g_autofree char *key = key_of(record);
    const struct reported *before = g_hash_table_lookup(then, key);
    record->is_added = TRUE;
    record->added_bytes = above(record->bytes, before ? before->bytes : 0);
    record->added_blocks = above(record->blocks, before ? before->blocks : 0);
}

static void add_reported(GHashTable *now, const struct fh_record *record)
{
    g_autofree char *key = key_of(record);
    struct reported *sum = g_hash_table_lookup(now, key);
    if (!sum) {
        sum = g_new0(struct reported, 1);
        g_hash_table_insert(now, g_strdup(key), sum);
    }
    sum->bytes += record->bytes;
    sum->blocks += record->blocks;
}

static GHashTable *sums_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static void tell_new_leaks(const GPtrArray *records)
{
    g_autoptr(GHashTable) then = sums_new(), now = sums_new();
    guint search = 0;
    for (guint i = 0; i < records->len; i++) {
        struct fh_record *record = g_ptr_array_index(records, i);
        if (record->type != FH_RECORD_LEAK)
            continue;
        if (record->leak_search != search) {
            g_hash_table_unref(then);
            then = g_steal_pointer(&now);
            now = sums_new();
            search = record->leak_search;
        }
        add_reported(now, record);
        note_new(record, then);
    }
}

/* The leak that the first search reported of the same stack, and that has not gone into another yet. */
static struct fh_record *first_of(const GPtrArray *records, const struct fh_record *orphan)
{
    g_autofree char *key = key_of(orphan);
    for (guint i = 0; i < records->len; i++) {
        struct fh_record *record = g_ptr_array_index(records, i);
        g_autofree char *other = key_of(record);
        if (record->type == FH_RECORD_LEAK && record->leak_search == 1 && record->blocks >= orphan->blocks &&
            g_str_equal(key, other))
            return record;
    }
    return NULL;
}

/* Of each line one stands for the others. */
static gboolean is_first_of_line(const GPtrArray *records, guint position)
{
    guint line =
        fh_stack_scenario_line(((const struct fh_record *)g_ptr_array_index(records, position))->stack);
    for (guint i = 0; i < position; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        if (record->type == FH_RECORD_LEAK && record->leak_state == FH_LEAK_DEFINITE &&
            fh_stack_scenario_line(record->stack) == line)
            return FALSE;
    }
    return TRUE;
}

/* What the second search of a process reports is in the first, too, as lost indirectly. */
static void tell_orphans(const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        struct fh_record *orphan = g_ptr_array_index(records, i);
        orphan->is_added = FALSE;
        if (orphan->type != FH_RECORD_LEAK || orphan->leak_search < 2)
            continue;
        struct fh_record *first = first_of(records, orphan);
        if (!first)
            continue;
        first->bytes -= MIN(first->bytes, orphan->bytes);
        first->blocks -= orphan->blocks;
        orphan->leak_search = 1;
        orphan->leak_state = is_first_of_line(records, i) ? FH_LEAK_DEFINITE : FH_LEAK_INDIRECT;
        orphan->is_inner_unknown = orphan->leak_state == FH_LEAK_DEFINITE;
    }
}

/* How the runner has ASan report a release that ASan itself would not survive (heap/asan/asan_free.h). */
static void take_as_release(struct fh_record *record)
{
    if (record->type == FH_RECORD_UNKNOWN && strstr(record->headline, "__sanitizer_get_allocated_size"))
        record->type = FH_RECORD_INVALID_FREE;
}

#define HEADER          16 /* heap/asan/asan_heap.h: FH_ASAN_HEADER */
#define HEADER_FUNCTION "fh_asan_with_header"

/* Rust's block begins behind that of ASan's: the function that made it so is in its stack. */
static gboolean has_header(const struct fh_stack *stack)
{
    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (frame->function && g_str_has_prefix(frame->function, HEADER_FUNCTION))
            return TRUE;
        if (!fh_frame_is_harness(frame))
            return FALSE;
    }
    return FALSE;
}

/* A release of the whole is given to ASan by its own start. */
static void take_header_out(struct fh_record *record)
{
    struct fh_block *block = &record->block;
    gboolean is_start = record->type == FH_RECORD_INVALID_FREE && block->offset == 0;
    gboolean is_freed = record->address_kind == FH_ADDRESS_FREED_BLOCK;
    if (!block->is_known || !has_header(is_freed ? record->block_alloc_stack : record->block_stack))
        return;
    g_autofree char *text = g_steal_pointer(&record->text);
    record->text = g_strdup_printf("%s\n(Rust's block begins %d bytes later)", text, HEADER);
    block->address += HEADER;
    block->size -= MIN(block->size, HEADER);
    block->offset -= is_start ? 0 : HEADER;
    record->address += is_start ? HEADER : 0;
}

static void take_headers_out(struct fh_record *record)
{
    guint64 headers = HEADER * record->blocks;
    if (record->type != FH_RECORD_LEAK)
        take_header_out(record);
    else if (has_header(record->stack))
        record->bytes -= MIN(record->bytes, headers);
}

guint fh_asan_records_prepare(GPtrArray *records, gboolean is_batch)
{
    for (guint i = 0; i < records->len; i++) {
        struct fh_record *record = g_ptr_array_index(records, i);
        take_as_release(record);
        take_headers_out(record);
        if (record->type == FH_RECORD_NOTICE && record->stack)
            cut_to_call(record->stack);
    }
    if (is_batch) {
        tell_new_leaks(records);
        return 0;
    }
    const guint n_of_start_up = fh_start_up_take_leaks(records);
    tell_orphans(records);
    return n_of_start_up;
}
