// SPDX-License-Identifier: MIT
#include "classify/outside_libc.h"

#include "classify/stack.h"
#include "wire/events.h"

/* What is loaded at the address: NULL when nobody told. */
static const char *object_at(const GPtrArray *events, guint64 address)
{
    for (guint i = events->len; i > 0; i--) {
        const struct fh_event *event = g_ptr_array_index(events, i - 1);

        if (event->kind == FH_EVENT_OBJECT && address >= event->values[0] && address < event->values[1])
            return fh_event_text(event);
    }
    return NULL;
}

/* glibc's "libc.so.6", in old versions "libc-2.31.so"; musl's "ld-musl-x86_64.so.1". And C++'s runtime: what
 * __cxa_demangle() hands out is for the caller to free(). */
static gboolean is_libc(const char *path)
{
    g_autofree char *base = g_path_get_basename(path);

    return g_str_has_prefix(base, "libc.so") || g_str_has_prefix(base, "libc-") ||
           g_str_has_prefix(base, "ld-musl") || g_str_has_prefix(base, "libstdc++.so") ||
           g_str_has_prefix(base, "libc++");
}

const struct fh_frame *fh_frame_outside_libc(const struct fh_stack *stack, const GPtrArray *events)
{
    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        const char *object = frame->object ? frame->object : object_at(events, frame->address);

        if (!fh_frame_is_harness(frame) && !(object && is_libc(object)))
            return frame;
    }
    return NULL;
}
