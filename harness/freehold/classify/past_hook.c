// SPDX-License-Identifier: MIT
#include "classify/past_hook.h"

#include "log/record.h"
#include "model/stack.h"
#include "wire/allocators.h"

static gboolean is_past_hook(const struct fh_stack *stack)
{
    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        const struct fh_allocator *row = frame->function ? fh_allocator_find(frame->function) : NULL;
        if (row && fh_allocator_is_shim(row))
            return TRUE;
    }
    return FALSE;
}

const char *fh_why_past_hook(const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);
        if (is_past_hook(record->stack) || is_past_hook(record->block_stack) ||
            is_past_hook(record->block_alloc_stack) || is_past_hook(record->origin))
            return "Rust allocated past the rust heap: cross-allocator frees were not all watched";
    }
    return NULL;
}
