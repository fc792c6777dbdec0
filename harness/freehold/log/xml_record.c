// SPDX-License-Identifier: MIT
#include "log/xml_record.h"

#include <string.h>

#include "log/memcheck_address.h"
#include "log/memcheck_frame.h"
#include "log/memcheck_headline.h"
#include "log/scan.h"
#include "model/stack.h"

/* Those whose words are the same in the text log, but for what a later Valgrind may say. */
static const struct {
    const char *kind;
    enum fh_record_type type;
    enum fh_leak_state state;
} kinds[] = {
    {"InvalidFree", FH_RECORD_INVALID_FREE, 0},
    {"MismatchedFree", FH_RECORD_MISMATCHED_FREE, 0},
    {"MismatchedAllocateDeallocateSize", FH_RECORD_MISMATCHED_FREE, 0},
    {"MismatchedAllocateDeallocateAlignment", FH_RECORD_MISMATCHED_FREE, 0},
    {"InvalidRead", FH_RECORD_INVALID_READ, 0},
    {"InvalidWrite", FH_RECORD_INVALID_WRITE, 0},
    {"InvalidJump", FH_RECORD_INVALID_JUMP, 0},
    {"UninitCondition", FH_RECORD_UNINITIALISED, 0},
    {"UninitValue", FH_RECORD_UNINITIALISED, 0},
    {"Overlap", FH_RECORD_WRONG_ARGUMENT, 0},
    {"FishyValue", FH_RECORD_WRONG_ARGUMENT, 0},
    {"ReallocSizeZero", FH_RECORD_WRONG_ARGUMENT, 0},
    {"InvalidAlignment", FH_RECORD_WRONG_ARGUMENT, 0},
    {"InvalidSize", FH_RECORD_WRONG_ARGUMENT, 0},
    {"FdNotClosed", FH_RECORD_DESCRIPTOR_LEAK, 0},
    {"FdBadClose", FH_RECORD_DESCRIPTOR_MISUSE, 0},
    {"FdBadUse", FH_RECORD_DESCRIPTOR_MISUSE, 0},
    {"Leak_DefinitelyLost", FH_RECORD_LEAK, FH_LEAK_DEFINITE},
    {"Leak_IndirectlyLost", FH_RECORD_LEAK, FH_LEAK_INDIRECT},
    {"Leak_PossiblyLost", FH_RECORD_LEAK, FH_LEAK_POSSIBLE},
    {"Leak_StillReachable", FH_RECORD_LEAK, FH_LEAK_REACHABLE},
};

/* What is being made. */
struct draft {
    struct fh_record *record;
    GString *text;
    struct fh_stack **slot; /* where the next stack goes; NULL: it is only text */
};

static void add_line(struct draft *draft, const char *text)
{
    if (draft->text->len > 0)
        g_string_append_c(draft->text, '\n');
    g_string_append(draft->text, text);
}

static guint64 child_number(const struct fh_xml_element *element, const char *name)
{
    g_autofree char *text = fh_xml_child_text(element, name);
    const char *at = text;
    guint64 number = 0;

    if (at && !fh_scan_hex(&at, &number))
        fh_scan_number(&at, &number);
    return number;
}

/* <what>, <auxwhat>; or <text> of the extended ones. */
static char *words_of(const struct fh_xml_element *element)
{
    char *text = fh_xml_child_text(element, "text");

    return text ? text : g_strstrip(g_strdelimit(g_strdup(element->text->str), "\n\t", ' '));
}

static struct fh_frame *read_frame(const struct fh_xml_element *element)
{
    struct fh_frame *frame = fh_frame_new();
    guint64 line = child_number(element, "line");

    frame->address = child_number(element, "ip");
    frame->function = fh_xml_child_text(element, "fn");
    frame->file = fh_xml_child_text(element, "file");
    frame->line = line <= G_MAXUINT ? (guint)line : 0;
    if (frame->file)
        frame->directory = fh_xml_child_text(element, "dir");
    else
        frame->object = fh_xml_child_text(element, "obj");
    return frame;
}

static void add_frame_text(struct draft *draft, const struct fh_frame *frame, gboolean is_first)
{
    g_autofree char *line = g_strdup_printf("   %s 0x%" G_GINT64_MODIFIER "X: %s", is_first ? "at" : "by",
                                            frame->address, frame->function ? frame->function : "???");

    add_line(draft, line);
    if (frame->file)
        g_string_append_printf(draft->text, " (%s:%u)", frame->file, frame->line);
    else if (frame->object)
        g_string_append_printf(draft->text, " (in %s)", frame->object);
}

static void read_stack(struct draft *draft, const struct fh_xml_element *element)
{
    struct fh_stack *stack = fh_stack_new("at");

    for (guint i = 0; i < element->children->len; i++) {
        const struct fh_xml_element *child = g_ptr_array_index(element->children, i);
        struct fh_frame *frame;

        if (!g_str_equal(child->name, "frame"))
            continue;
        frame = read_frame(child);
        add_frame_text(draft, frame, stack->frames->len == 0);
        fh_memcheck_add_frame(stack, frame);
    }
    if (draft->slot && !*draft->slot && stack->frames->len > 0)
        *draft->slot = g_steal_pointer(&stack);
    fh_stack_free(stack);
    draft->slot = draft->record->stack ? NULL : &draft->record->stack;
}

/* Which stack a line announces. */
static struct fh_stack **slot_of(struct fh_record *record, const char *text)
{
    if (g_str_has_prefix(text, " Block was alloc'd at"))
        return &record->block_alloc_stack;
    if (g_str_has_prefix(text, " Uninitialised value was created"))
        return &record->origin;
    if (record->address_kind != FH_ADDRESS_NONE || !fh_memcheck_address(record, text))
        return NULL;
    return record->address_kind == FH_ADDRESS_LIVE_BLOCK || record->address_kind == FH_ADDRESS_FREED_BLOCK
               ? &record->block_stack
               : NULL;
}

static void read_words(struct draft *draft, const struct fh_xml_element *element)
{
    g_autofree char *words = words_of(element);

    if (!draft->record->headline && !g_str_has_suffix(element->name, "auxwhat")) {
        add_line(draft, words);
        draft->record->headline = g_steal_pointer(&words);
    } else {
        g_autofree char *line = g_strconcat(" ", words, NULL);

        add_line(draft, line);
        draft->slot = slot_of(draft->record, line);
    }
}

/* The text log names the thread where it is another than before; here every one but the first. */
static void add_thread(struct draft *draft, const struct fh_xml_element *element)
{
    guint64 number = child_number(element, "tid");
    g_autofree char *name = fh_xml_child_text(element, "threadname");
    g_autofree char *line =
        g_strdup_printf("Thread %" G_GUINT64_FORMAT "%s%s:", number, name ? " " : "", name ? name : "");

    if (number > 1)
        add_line(draft, line);
}

static void name_stacks(struct fh_record *record)
{
    struct fh_stack *const stacks[] = {record->block_stack, record->block_alloc_stack, record->origin};
    const char *const roles[] = {record->address_kind == FH_ADDRESS_FREED_BLOCK ? "released" : "allocated",
                                 "allocated", "origin"};

    for (gsize i = 0; i < G_N_ELEMENTS(stacks); i++)
        if (stacks[i]) {
            g_free(stacks[i]->role);
            stacks[i]->role = g_strdup(roles[i]);
        }
}

static struct fh_record *finish(struct draft *draft)
{
    if (!draft->record->headline)
        draft->record->headline = g_strdup("");
    name_stacks(draft->record);
    draft->record->text = g_string_free(draft->text, FALSE);
    return draft->record;
}

static struct draft begin(enum fh_record_type type)
{
    struct draft draft = {.record = fh_record_new(type), .text = g_string_new(NULL)};

    draft.slot = &draft.record->stack;
    return draft;
}

static void take_leak(struct fh_record *record, const struct fh_xml_element *error)
{
    const struct fh_xml_element *what = fh_xml_child(error, "xwhat");

    if (!what)
        return;
    record->bytes = child_number(what, "leakedbytes");
    record->blocks = child_number(what, "leakedblocks");
}

static void set_type(struct fh_record *record, const struct fh_xml_element *error)
{
    g_autofree char *kind = fh_xml_child_text(error, "kind");

    if (fh_memcheck_headline(record) && record->type != FH_RECORD_UNKNOWN)
        return;
    for (gsize i = 0; kind && i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kind, kinds[i].kind)) {
            record->type = kinds[i].type;
            record->leak_state = kinds[i].state;
        }
    if (record->type == FH_RECORD_LEAK)
        take_leak(record, error);
}

/* A headline for what has none. */
static void name_kind(struct draft *draft, const struct fh_xml_element *error)
{
    g_autofree char *kind = fh_xml_child_text(error, "kind");

    if (draft->record->headline)
        return;
    draft->record->headline = g_strdup(kind ? kind : "an error without a name");
    g_string_prepend_c(draft->text, '\n');
    g_string_prepend(draft->text, draft->record->headline);
}

struct fh_record *fh_xml_record_error(const struct fh_xml_element *error)
{
    struct draft draft = begin(FH_RECORD_UNKNOWN);

    add_thread(&draft, error);
    for (guint i = 0; i < error->children->len; i++) {
        const struct fh_xml_element *child = g_ptr_array_index(error->children, i);

        if (g_str_equal(child->name, "stack"))
            read_stack(&draft, child);
        else if (g_str_has_suffix(child->name, "what"))
            read_words(&draft, child);
    }
    name_kind(&draft, error);
    set_type(draft.record, error);
    return finish(&draft);
}

struct fh_record *fh_xml_record_signal(const struct fh_xml_element *signal)
{
    struct draft draft = begin(FH_RECORD_FATAL_SIGNAL);
    g_autofree char *name = fh_xml_child_text(signal, "signame");
    g_autofree char *event = fh_xml_child_text(signal, "event");
    g_autofree char *address = fh_xml_child_text(signal, "siaddr");
    const struct fh_xml_element *stack = fh_xml_child(signal, "stack");

    add_thread(&draft, signal);
    draft.record->signal = (guint)child_number(signal, "signo");
    draft.record->headline = g_strdup_printf("Process terminating with default action of signal %u (%s)",
                                             draft.record->signal, name ? name : "?");
    add_line(&draft, draft.record->headline);
    if (event)
        g_string_append_printf(draft.text, "\n %s%s%s", event, address ? " at address " : "",
                               address ? address : "");
    if (stack)
        read_stack(&draft, stack);
    return finish(&draft);
}

struct fh_record *fh_xml_record_notice(const char *line, const struct fh_xml_element *message)
{
    struct draft draft = begin(fh_memcheck_is_limit(line) ? FH_RECORD_LIMIT : FH_RECORD_NOTICE);
    const struct fh_xml_element *stack = message ? fh_xml_child(message, "stack") : NULL;

    draft.record->headline = g_strdup(line);
    add_line(&draft, line);
    if (stack)
        read_stack(&draft, stack);
    return finish(&draft);
}
