// SPDX-License-Identifier: MIT
#include "log/memcheck_frame.h"
#include "log/scan.h"
#include "model/stack.h"

#include <string.h>

/* "file.c:12" */
static gboolean read_place(struct fh_frame *frame, const char *inside, gsize length)
{
    g_autofree char *place = g_strndup(inside, length);
    char *colon = strrchr(place, ':');
    const char *digits = colon ? colon + 1 : NULL;
    guint64 line;

    if (!colon || colon == place || !fh_scan_number(&digits, &line) || *digits || line > G_MAXUINT)
        return FALSE;
    *colon = '\0';
    frame->file = g_steal_pointer(&place);
    frame->line = (guint)line;
    return TRUE;
}

static gboolean read_group(struct fh_frame *frame, const char *group)
{
    const char *inside = group + 1;
    gsize length = strlen(inside) - 1;

    if (!fh_scan_text(&inside, "in "))
        return read_place(frame, inside, length);
    if (!g_str_equal(inside, "?)"))
        frame->object = g_strndup(inside, length - strlen("in "));
    return TRUE;
}

struct fh_frame *fh_memcheck_frame(const char *text)
{
    guint64 address;
    const char *group;
    struct fh_frame *frame;

    if (!fh_scan_hex(&text, &address) || !fh_scan_text(&text, ": "))
        return NULL;
    frame = fh_frame_new();
    frame->address = address;
    group = fh_scan_closing_group(text);
    if (group && read_group(frame, group))
        frame->function = g_strndup(text, (gsize)(group - text - 1));
    else
        frame->function = g_strdup(text);
    if (g_str_equal(frame->function, "???"))
        g_clear_pointer(&frame->function, g_free);
    return frame;
}

static gboolean is_same_place(const struct fh_frame *a, const struct fh_frame *b)
{
    return a->line == b->line && g_strcmp0(a->function, b->function) == 0 && g_strcmp0(a->file, b->file) == 0;
}

void fh_memcheck_add_frame(struct fh_stack *stack, struct fh_frame *frame)
{
    if (stack->frames->len > 0) {
        struct fh_frame *inner = g_ptr_array_index(stack->frames, stack->frames->len - 1);

        /* One address for two places: inlining. The same place twice: recursion. */
        inner->is_inlined = inner->address == frame->address && !is_same_place(inner, frame);
    }
    g_ptr_array_add(stack->frames, frame);
}
