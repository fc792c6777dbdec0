// SPDX-License-Identifier: MIT
#include "program/object_places.h"

#include "model/stack.h"
#include "wire/events.h"

GArray *fh_object_places_of(const GPtrArray *events)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(struct fh_object_place));
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind != FH_EVENT_OBJECT)
            continue;
        const struct fh_object_place place = {event->values[0],
                                              event->values[1],
                                              event->values[2],
                                              fh_event_text(event),
                                              event->values[3] != FH_OBJECT_NOT_RUST,
                                              FALSE};
        g_array_append_val(places, place);
    }
    return places;
}

const struct fh_object_place *fh_object_places_at(const GArray *places, guint64 address,
                                                  const struct fh_object_place *before)
{
    const struct fh_object_place *first = (const struct fh_object_place *)(gconstpointer)places->data;
    for (guint i = before ? (guint)(before - first) + 1 : 0; i < places->len; i++)
        if (address >= first[i].start && address < first[i].end)
            return &first[i];
    return NULL;
}

/* What was inlined shares its address with what it was inlined into. */
gboolean fh_finding_is_cut(const struct fh_finding *finding, guint n_callers)
{
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);
        guint n = 0;
        for (guint j = 0; j < stack->frames->len; j++)
            n += !((const struct fh_frame *)g_ptr_array_index(stack->frames, j))->is_inlined;
        if (n >= n_callers)
            return TRUE;
    }
    return FALSE;
}
