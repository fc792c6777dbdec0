/* SPDX-License-Identifier: MIT */
/* What holds for any record, whatever log it was read from. */
#pragma once

#include <string.h>

#include "fuzz/replay.h"
#include "log/record.h"
#include "model/stack.h"

static inline gboolean is_harmless(const char *text)
{
    return is_text(text) && !strpbrk(text, "\x1b\x07\x08\r");
}

static inline void check_stack(const struct fh_stack *stack)
{
    if (!stack)
        return;
    require(is_harmless(stack->role), "a stack has no role");
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        require(!frame->function || is_harmless(frame->function), "a function is no text");
        require(!frame->file || is_harmless(frame->file), "a file is no text");
        require(!frame->object || is_harmless(frame->object), "an object is no text");
        require(!frame->object || !frame->file, "a frame has both a file and an object");
    }
}

static inline void check_record(const struct fh_record *record)
{
    require(record->type <= FH_RECORD_UNKNOWN, "a record has no type");
    require(is_harmless(record->headline) && is_harmless(record->text), "a record is no text");
    require(strstr(record->text, record->headline) != NULL, "a record's text lacks its headline");
    require(record->leak_state < FH_LEAK_STATE_COUNT, "a leak has no state");
    require(!record->block.is_known || record->address_kind == FH_ADDRESS_LIVE_BLOCK ||
                record->address_kind == FH_ADDRESS_FREED_BLOCK,
            "a block is of no kind");
    check_stack(record->stack);
    check_stack(record->block_stack);
    check_stack(record->block_alloc_stack);
    check_stack(record->origin);
}
