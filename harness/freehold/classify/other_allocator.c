// SPDX-License-Identifier: MIT
#include "classify/other_allocator.h"

/* The object whose allocator has that number, as it was last told of; NULL: nobody did. */
static const struct fh_event *object_of(const GPtrArray *events, guint64 number)
{
    for (guint i = events->len; i > 0; i--) {
        const struct fh_event *event = g_ptr_array_index(events, i - 1);

        if (event->kind == FH_EVENT_OBJECT && event->values[3] != FH_OBJECT_NOT_RUST &&
            event->values[4] == number)
            return event;
    }
    return NULL;
}

static char *name_of(const struct fh_event *object)
{
    return object ? g_path_get_basename(fh_event_text(object)) : g_strdup("another object");
}

/* A rust heap stands in the place of a #[global_allocator] of the program's. */
static gboolean is_own_linked(const GPtrArray *events)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);

        if (event->kind == FH_EVENT_LINKED && event->values[0])
            return TRUE;
    }
    return FALSE;
}

static gboolean is_std(const struct fh_event *object, const GPtrArray *events)
{
    return object && (object->values[3] == FH_OBJECT_REDIRECTED || object->values[3] == FH_OBJECT_REWRITTEN ||
                      (object->values[3] == FH_OBJECT_LINKED && !is_own_linked(events)));
}

static gboolean is_own(const struct fh_event *object, const GPtrArray *events)
{
    return object &&
           (object->values[3] == FH_OBJECT_OWN_REDIRECTED || object->values[3] == FH_OBJECT_OWN_RUNS ||
            (object->values[3] == FH_OBJECT_LINKED && is_own_linked(events)));
}

static const struct fh_event *object_at(const GPtrArray *events, guint64 address)
{
    for (guint i = events->len; i > 0; i--) {
        const struct fh_event *event = g_ptr_array_index(events, i - 1);

        if (event->kind == FH_EVENT_OBJECT && address >= event->values[0] && address < event->values[1])
            return event;
    }
    return NULL;
}

static void set(struct fh_crossing_sides *sides, const struct fh_event *owner, const struct fh_event *other,
                const GPtrArray *events)
{
    sides->owner = name_of(owner);
    sides->other = name_of(other);
    if (is_std(owner, events) && is_std(other, events))
        sides->crossing = FH_CROSSING_IS_SHARED;
    else
        sides->crossing =
            is_own(owner, events) || is_own(other, events) ? FH_CROSSING_IS_WRONG : FH_CROSSING_IS_OPEN;
}

void fh_crossing_sides_init(struct fh_crossing_sides *sides, const struct fh_event *event,
                            const GPtrArray *events)
{
    set(sides, object_of(events, event->values[2]), object_of(events, event->values[3]), events);
}

gboolean fh_crossing_sides_init_at(struct fh_crossing_sides *sides, guint64 owner, guint64 other,
                                   const GPtrArray *events)
{
    const struct fh_event *objects[] = {object_at(events, owner), object_at(events, other)};

    for (guint i = 0; i < G_N_ELEMENTS(objects); i++)
        if (!objects[i] || objects[i]->values[3] == FH_OBJECT_NOT_RUST)
            return FALSE;
    set(sides, objects[0], objects[1], events);
    return TRUE;
}

void fh_crossing_sides_finish(struct fh_crossing_sides *sides)
{
    g_free(sides->owner);
    g_free(sides->other);
}

char *fh_crossing_note(const struct fh_crossing_sides *sides)
{
    return g_strdup_printf("Rust in %s released what Rust in %s had allocated: both have std's allocator, "
                           "which takes all blocks from malloc(), so that it works; "
                           "--separate-allocators reports it",
                           sides->other, sides->owner);
}

char *fh_crossing_reason(const struct fh_crossing_sides *sides)
{
    return g_strdup_printf("Rust in %s released what Rust in %s had allocated, and whether both have one "
                           "allocator can't be told: it may be inlined into its callers. Audit debug builds",
                           sides->other, sides->owner);
}
