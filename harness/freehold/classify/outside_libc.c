// SPDX-License-Identifier: MIT
#include "classify/outside_libc.h"

#include "classify/stack.h"

const struct fh_event *fh_object_of_frame(const struct fh_frame *frame, const GPtrArray *events)
{
    for (guint i = events->len; i > 0; i--) {
        const struct fh_event *event = g_ptr_array_index(events, i - 1);

        if (event->kind == FH_EVENT_OBJECT && frame->address >= event->values[0] &&
            frame->address < event->values[1])
            return event;
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
        const struct fh_event *event = frame->object ? NULL : fh_object_of_frame(frame, events);
        const char *object = event ? fh_event_text(event) : frame->object;

        if (!fh_frame_is_harness(frame) && !(object && is_libc(object)))
            return frame;
    }
    return NULL;
}
