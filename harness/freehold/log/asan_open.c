// SPDX-License-Identifier: MIT
#include "log/asan_open.h"

#include "log/asan_frame.h"
#include "log/memcheck_frame.h"

void fh_asan_open_init(struct fh_asan_open *open)
{
    *open = (struct fh_asan_open){.text = g_string_new(NULL)};
}

void fh_asan_open_finish(struct fh_asan_open *open)
{
    fh_record_free(open->record);
    g_string_free(open->text, TRUE);
}

void fh_asan_open_begin(struct fh_asan_open *open, enum fh_record_type type, const char *headline,
                        const char *text)
{
    open->record = fh_record_new(type);
    open->record->headline = g_strchomp(g_strdup(headline));
    g_string_assign(open->text, text);
    open->slot = FH_ASAN_SLOT_OWN;
    open->stack = NULL;
}

struct fh_record *fh_asan_open_close(struct fh_asan_open *open)
{
    struct fh_record *record = g_steal_pointer(&open->record);

    open->stack = NULL;
    open->slot = FH_ASAN_SLOT_NONE;
    if (record)
        record->text = g_strchomp(g_strdup(open->text->str));
    return record;
}

void fh_asan_open_add_text(struct fh_asan_open *open, const char *text)
{
    if (!open->record)
        return;
    g_string_append_c(open->text, '\n');
    g_string_append(open->text, text);
}

static struct fh_stack **place_of(struct fh_record *record, enum fh_asan_slot slot)
{
    switch (slot) {
    case FH_ASAN_SLOT_OWN:
        return &record->stack;
    case FH_ASAN_SLOT_BLOCK:
        return &record->block_stack;
    case FH_ASAN_SLOT_BLOCK_ALLOC:
        return &record->block_alloc_stack;
    case FH_ASAN_SLOT_ORIGIN:
        return &record->origin;
    case FH_ASAN_SLOT_NONE:
    default:
        return NULL;
    }
}

static const char *role_of(const struct fh_record *record, enum fh_asan_slot slot)
{
    if (slot == FH_ASAN_SLOT_OWN)
        return "at";
    if (slot == FH_ASAN_SLOT_ORIGIN)
        return "origin";
    return slot == FH_ASAN_SLOT_BLOCK && record->address_kind == FH_ADDRESS_FREED_BLOCK ? "released"
                                                                                        : "allocated";
}

/* The first stack in its place stays: a report on two blocks tells of both. */
static void begin_stack(struct fh_asan_open *open)
{
    struct fh_stack **place = place_of(open->record, open->slot);

    open->stack = NULL;
    if (place && !*place)
        open->stack = *place = fh_stack_new(role_of(open->record, open->slot));
    open->slot = FH_ASAN_SLOT_NONE;
}

static void add_frame_text(struct fh_asan_open *open, const GPtrArray *frames, guint64 number)
{
    for (guint i = 0; i < frames->len; i++) {
        g_autofree char *line = fh_asan_frame_text(g_ptr_array_index(frames, i), number);

        fh_asan_open_add_text(open, line);
    }
}

void fh_asan_open_take_frames(struct fh_asan_open *open, GPtrArray *frames, guint64 number, const char *text,
                              gboolean is_resolved)
{
    if (number == 0)
        begin_stack(open);
    if (is_resolved && frames->len > 0)
        add_frame_text(open, frames, number);
    else
        fh_asan_open_add_text(open, text);
    while (open->stack && frames->len > 0)
        fh_memcheck_add_frame(open->stack, g_ptr_array_steal_index(frames, 0));
}
