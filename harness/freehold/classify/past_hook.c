// SPDX-License-Identifier: MIT
#include "classify/past_hook.h"

#include "classify/stack.h"
#include "log/record.h"
#include "model/stack.h"
#include "wire/allocators.h"

/* What called the rust heap did not go past it, wherever it came in: the imports of a library lead there from
 * below a shim. */
static gboolean is_past_hook(const struct fh_stack *stack)
{
    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        const struct fh_allocator *row = frame->function ? fh_allocator_find(frame->function) : NULL;
        if (fh_frame_is_rust_heap(frame))
            return FALSE;
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
