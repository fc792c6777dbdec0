// SPDX-License-Identifier: MIT
#include "engine/ledger/ledger_records.h"

#include <signal.h>
#include <string.h>

#include "log/record.h"
#include "model/finding.h"
#include "model/stack.h"
#include "wire/allocators.h"
#include "wire/ledger_record.h"
#include "wire/notices.h"

#define ENTRY_DEPTH 10 /* frames of the ledger's own above a function that others call, at most */

struct reader {
    const struct fh_events *events;
    struct fh_symbols *symbols;
    GPtrArray *records;
};

static void free_record(gpointer record)
{
    fh_record_free(record);
}

static const struct fh_event *object_of(const struct fh_events *events, guint64 address)
{
    const GPtrArray *objects = fh_events_of_kind(events, FH_EVENT_OBJECT);
    for (guint i = 0; i < objects->len; i++) {
        const struct fh_event *event = g_ptr_array_index(objects, i);
        if (address >= event->values[0] && address < event->values[1])
            return event;
    }
    return NULL;
}

/* A return address is that of the next instruction. */
static void add_frames(const struct reader *reader, struct fh_stack *stack, guint64 address)
{
    const struct fh_event *object = object_of(reader->events, address - 1);
    guint before = stack->frames->len;
    if (object) {
        fh_symbols_resolve(reader->symbols, fh_event_text(object), address - 1 - object->values[2],
                           stack->frames);
    } else {
        g_ptr_array_add(stack->frames, fh_frame_new());
    }
    for (guint i = before; i < stack->frames->len; i++)
        ((struct fh_frame *)g_ptr_array_index(stack->frames, i))->address = address;
}

static gboolean is_entry(const struct fh_frame *frame)
{
    const struct fh_allocator *row = frame->function ? fh_allocator_find(frame->function) : NULL;
    return row ? row->family != FH_FAMILY_RUST && row->role != FH_ROLE_GIVER
               : frame->function && g_str_has_prefix(frame->function, "fh_rust_");
}

/* The ledger's own frames, above the function that was called. */
static void trim(struct fh_stack *stack)
{
    for (guint i = 0; i < stack->frames->len && i < ENTRY_DEPTH; i++)
        if (is_entry(g_ptr_array_index(stack->frames, i))) {
            g_ptr_array_remove_range(stack->frames, 0, i);
            return;
        }
}

static void add_line(struct fh_stack *stack, guint line)
{
    if (line == 0 || fh_stack_scenario_line(stack) != 0)
        return;
    struct fh_frame *frame = fh_frame_new();
    frame->function = g_strdup_printf("at_line_%u", line);
    g_ptr_array_add(stack->frames, frame);
}

static struct fh_stack *stack_of(const struct reader *reader, const struct fh_ledger_stack *noted)
{
    if (noted->n == 0 && noted->line == 0)
        return NULL;
    struct fh_stack *stack = fh_stack_new(NULL);
    for (guint i = 0; i < MIN(noted->n, FH_LEDGER_FRAMES); i++)
        add_frames(reader, stack, noted->frames[i]);
    /* A block of Rust's, on a thread of the library's own, has the line that ran between the ledger and
     * Rust's function. */
    guint line = fh_stack_scenario_line(stack);
    trim(stack);
    add_line(stack, noted->line ? noted->line : line);
    return stack;
}

static void append_stack(GString *text, const char *title, const struct fh_stack *stack)
{
    if (!stack)
        return;
    g_string_append_printf(text, "\n  %s", title);
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        g_string_append_printf(text, "\n    %s", frame->function ? frame->function : "???");
        if (frame->file)
            g_string_append_printf(text, " (%s:%u)", frame->file, frame->line);
        else if (frame->object)
            g_string_append_printf(text, " (in %s)", frame->object);
    }
}

/* `detail`: a line below the headline, or NULL. */
static void set_text(struct fh_record *record, const char *detail)
{
    GString *text = g_string_new(record->headline);
    if (detail)
        g_string_append_printf(text, "\n %s", detail);
    append_stack(text, "at", record->stack);
    if (record->block.is_known)
        g_string_append_printf(text, "\n  byte %" G_GINT64_FORMAT " of a block of %" G_GUINT64_FORMAT,
                               record->block.offset, record->block.size);
    append_stack(text, record->block_alloc_stack ? "released at" : "allocated at", record->block_stack);
    append_stack(text, "allocated at", record->block_alloc_stack);
    record->text = g_string_free(text, FALSE);
}

static void set_place(const struct reader *reader, struct fh_record *record,
                      const struct fh_ledger_record *noted)
{
    static const enum fh_address_kind kinds[FH_LEDGER_PLACE_COUNT] = {
        [FH_LEDGER_NOWHERE] = FH_ADDRESS_UNKNOWN,
        [FH_LEDGER_LIVE] = FH_ADDRESS_LIVE_BLOCK,
        [FH_LEDGER_RELEASED] = FH_ADDRESS_FREED_BLOCK,
        [FH_LEDGER_STACK] = FH_ADDRESS_STACK,
        [FH_LEDGER_MAPPED] = FH_ADDRESS_MAPPED};
    record->address = noted->address;
    record->address_kind = noted->place < FH_LEDGER_PLACE_COUNT ? kinds[noted->place] : FH_ADDRESS_UNKNOWN;
    if (noted->place != FH_LEDGER_LIVE && noted->place != FH_LEDGER_RELEASED)
        return;
    record->block = (struct fh_block){
        .is_known = TRUE, .address = noted->block, .size = noted->size, .offset = noted->offset};
    struct fh_stack *allocated = stack_of(reader, &noted->allocated);
    if (noted->place == FH_LEDGER_LIVE) {
        record->block_stack = allocated;
    } else {
        record->block_stack = stack_of(reader, &noted->released);
        record->block_alloc_stack = allocated;
    }
}

static void add_with(struct reader *reader, struct fh_record *record, const char *detail)
{
    set_text(record, detail);
    g_ptr_array_add(reader->records, record);
}

static void add(struct reader *reader, struct fh_record *record)
{
    add_with(reader, record, NULL);
}

static void add_release(struct reader *reader, const struct fh_ledger_record *noted)
{
    gboolean is_mismatch = noted->what == FH_LEDGER_MISMATCH;
    struct fh_record *record =
        fh_record_new(is_mismatch ? FH_RECORD_MISMATCHED_FREE : FH_RECORD_INVALID_FREE);
    record->headline = g_strdup(is_mismatch ? "Mismatched release" : "Invalid release");
    record->stack = stack_of(reader, &noted->action);
    set_place(reader, record, noted);
    add(reader, record);
}

static void add_leak(struct reader *reader, const struct fh_ledger_record *noted)
{
    static const enum fh_leak_state states[FH_LEDGER_STATE_COUNT] = {[FH_LEDGER_DEFINITE] = FH_LEAK_DEFINITE,
                                                                     [FH_LEDGER_INDIRECT] = FH_LEAK_INDIRECT,
                                                                     [FH_LEDGER_POSSIBLE] = FH_LEAK_POSSIBLE,
                                                                     [FH_LEDGER_REACHABLE] =
                                                                         FH_LEAK_REACHABLE};
    struct fh_record *record = fh_record_new(FH_RECORD_LEAK);
    record->leak_state = noted->state < FH_LEDGER_STATE_COUNT ? states[noted->state] : FH_LEAK_DEFINITE;
    record->bytes = noted->bytes;
    record->indirect_bytes = noted->indirect_bytes;
    record->blocks = noted->blocks;
    record->headline = g_strdup_printf("%" G_GUINT64_FORMAT " bytes in %" G_GUINT64_FORMAT " blocks left",
                                       noted->bytes, noted->blocks);
    record->stack = stack_of(reader, &noted->allocated);
    add(reader, record);
}

static void add_notice(struct reader *reader, const struct fh_ledger_record *noted)
{
    struct fh_record *notice = fh_record_new(FH_RECORD_NOTICE);
    notice->headline = g_strndup(noted->notice, sizeof(noted->notice));
    notice->stack = stack_of(reader, &noted->action);
    add(reader, notice);
    struct fh_record *description = fh_record_new(FH_RECORD_DESCRIPTION);
    description->headline = g_strdup("the block");
    set_place(reader, description, noted);
    add(reader, description);
}

/* In memcheck's words. */
static const char *fault_words(guint64 number, guint64 code)
{
    static const struct {
        guint64 number, code;
        const char *words;
    } faults[] = {{SIGSEGV, SEGV_MAPERR, "Access not within mapped region"},
                  {SIGSEGV, SEGV_ACCERR, "Bad permissions for mapped region"},
                  {SIGSEGV, SI_KERNEL, "General Protection Fault"},
                  {SIGBUS, BUS_ADRALN, "Invalid address alignment"},
                  {SIGBUS, BUS_ADRERR, "Non-existent physical address"},
                  {SIGFPE, FPE_INTDIV, "Integer divide by zero"},
                  {SIGILL, ILL_ILLOPN, "Illegal operand"},
                  {SIGILL, ILL_ILLOPC, "Illegal opcode"}};
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++)
        if (faults[i].number == number && faults[i].code == code)
            return faults[i].words;
    return NULL;
}

/* From the runner's own event of that signal. Caller owns; NULL. */
static char *fault_of(const struct fh_events *events, guint number)
{
    const GPtrArray *signals = fh_events_of_kind(events, FH_EVENT_SIGNAL);
    for (guint i = signals->len; i > 0; i--) {
        const struct fh_event *event = g_ptr_array_index(signals, i - 1);
        if (event->kind != FH_EVENT_SIGNAL || event->values[0] != number)
            continue;
        const char *words = fault_words(number, event->values[1]);
        return words ? g_strdup_printf("%s at address 0x%" G_GINT64_MODIFIER "x", words, event->values[2])
                     : NULL;
    }
    return NULL;
}

static void add_signal(struct reader *reader, const struct fh_ledger_record *noted)
{
    struct fh_record *record = fh_record_new(FH_RECORD_FATAL_SIGNAL);
    record->signal = (guint)noted->address;
    record->headline = g_strdup_printf("Process ending with signal %u (%s)", record->signal,
                                       g_strsignal((gint)record->signal));
    record->stack = stack_of(reader, &noted->action);
    g_autofree char *fault = fault_of(reader->events, record->signal);
    add_with(reader, record, fault);
}

/* The line that runs, for stacks that name none. */
static void add_line_notice(struct reader *reader, guint line)
{
    struct fh_record *record = fh_record_new(FH_RECORD_NOTICE);
    record->headline = g_strdup_printf(FH_NOTICE_PREFIX FH_NOTICE_LINE, line);
    add(reader, record);
}

static gboolean add_event(struct reader *reader, const struct fh_event *event)
{
    struct fh_ledger_record noted;
    if (event->text_size < sizeof(noted))
        return FALSE;
    memcpy(&noted, event + 1, sizeof(noted));
    add_line_notice(reader, event->line);
    switch (noted.what) {
    case FH_LEDGER_MISMATCH:
    case FH_LEDGER_INVALID:
        add_release(reader, &noted);
        return TRUE;
    case FH_LEDGER_LEAK:
        add_leak(reader, &noted);
        return TRUE;
    case FH_LEDGER_NOTICE:
        add_notice(reader, &noted);
        return TRUE;
    case FH_LEDGER_SIGNAL:
        add_signal(reader, &noted);
        return TRUE;
    default:
        return FALSE;
    }
}

GPtrArray *fh_ledger_records(const struct fh_events *events, guint scenario, struct fh_symbols *symbols,
                             gboolean *is_damaged)
{
    struct reader reader = {events, symbols, g_ptr_array_new_with_free_func(free_record)};
    const GPtrArray *own = fh_events_of(events, scenario);
    for (guint i = 0; i < own->len; i++) {
        const struct fh_event *event = g_ptr_array_index(own, i);
        if (event->kind == FH_EVENT_RECORD && !add_event(&reader, event))
            *is_damaged = TRUE;
    }
    return reader.records;
}
