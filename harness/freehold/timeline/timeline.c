// SPDX-License-Identifier: MIT
#include "model/timeline.h"
#include "timeline/complete.h"
#include "timeline/lives.h"
#include "timeline/timeline.h"

struct builder {
    struct fh_timeline *timeline;
    GHashTable *live; /* address → struct fh_block_life *: the last of each address that was not released */
    const char *const *symbols;
    guint n_symbols;
};

static const char *symbol_name(const struct builder *builder, guint64 symbol)
{
    return symbol < builder->n_symbols ? builder->symbols[symbol] : NULL;
}

static enum fh_domain domain_of(guint64 value)
{
    return value < FH_DOMAIN_COUNT ? (enum fh_domain)value : FH_DOMAIN_UNKNOWN;
}

static enum fh_holder holder_of(guint64 value)
{
    return value < FH_HOLDER_COUNT ? (enum fh_holder)value : FH_HELD_BY_UNKNOWN;
}

static guint line_of(const struct fh_event *event)
{
    return event->line < FH_EVENTS_LINES ? event->line : 0;
}

static struct fh_block_life *find(const struct builder *builder, guint64 address)
{
    return g_hash_table_lookup(builder->live, &address);
}

/* Rust allocates within the library. Who C's allocator works for is not known before somebody is said to hold
 * the block. */
static struct fh_block_life *begin_life(struct builder *builder, const struct fh_event *event, guint64 size,
                                        enum fh_domain domain, const char *function)
{
    struct fh_block_life *life = fh_block_life_new();
    enum fh_holder holder = domain == FH_DOMAIN_RUST ? FH_HELD_BY_LIBRARY : FH_HELD_BY_UNKNOWN;

    life->address = event->values[0];
    life->size = size;
    life->allocated_by = domain;
    fh_life_add(life, line_of(event), FH_BLOCK_ALLOCATED, holder, function)->domain = domain;
    g_ptr_array_add(builder->timeline->lives, life);
    g_hash_table_replace(builder->live, &life->address, life);
    return life;
}

static void allocate(struct builder *builder, const struct fh_event *event)
{
    begin_life(builder, event, event->values[1], domain_of(event->values[3]),
               symbol_name(builder, event->values[4]))
        ->alignment = event->values[2];
}

/* A block of C's that nobody saw being allocated comes to be known when it is given to the caller. */
static struct fh_block_life *held_life(struct builder *builder, const struct fh_event *event,
                                       enum fh_holder holder)
{
    struct fh_block_life *life = find(builder, event->values[0]);
    guint64 size = event->values[3];
    gboolean is_another = !life || (size > 0 && life->size != size);

    if (!is_another)
        return life;
    if (holder != FH_HELD_BY_CALLER || size == 0)
        return NULL;
    return begin_life(builder, event, size, FH_DOMAIN_C, symbol_name(builder, event->values[2]));
}

static void hold(struct builder *builder, const struct fh_event *event)
{
    enum fh_holder holder = holder_of(event->values[1]);
    struct fh_block_life *life = held_life(builder, event, holder);
    const char *function = symbol_name(builder, event->values[2]);
    struct fh_block_step *last = life ? fh_life_last(life) : NULL;

    if (!life || last->holder == holder)
        return;
    if (last->action == FH_BLOCK_ALLOCATED && last->holder == FH_HELD_BY_UNKNOWN &&
        last->line == line_of(event)) {
        last->holder = holder;
        if (!last->function)
            last->function = g_strdup(function);
        return;
    }
    fh_life_add(life, line_of(event), FH_BLOCK_HANDED_OVER, holder, function);
}

/* To give a block to its release function, and the release in there, is one step. */
static struct fh_block_step *release_step(struct fh_block_life *life, guint line, const char *function)
{
    struct fh_block_step *last = fh_life_last(life);

    if (fh_step_gives_back(last) && last->line == line &&
        (!function || g_strcmp0(last->function, function) == 0))
        return last;
    return fh_life_add(life, line, FH_BLOCK_RELEASED, FH_HELD_BY_NOBODY, function);
}

static gboolean are_different(enum fh_domain a, enum fh_domain b)
{
    return a != b && a != FH_DOMAIN_UNKNOWN && b != FH_DOMAIN_UNKNOWN;
}

static void release(struct builder *builder, const struct fh_event *event)
{
    struct fh_block_life *life = find(builder, event->values[0]);
    struct fh_block_step *step;

    if (!life)
        return;
    step = release_step(life, line_of(event), symbol_name(builder, event->values[2]));
    step->domain = domain_of(event->values[1]);
    step->action =
        are_different(step->domain, life->allocated_by) ? FH_BLOCK_RELEASED_WRONGLY : FH_BLOCK_RELEASED;
    step->holder = FH_HELD_BY_NOBODY;
    g_hash_table_remove(builder->live, &life->address);
}

static void leave_out(struct fh_timeline *timeline, guint64 n)
{
    timeline->n_left_out = n > G_MAXUINT64 - timeline->n_left_out ? G_MAXUINT64 : timeline->n_left_out + n;
}

static void read_event(struct builder *builder, const struct fh_event *event)
{
    switch (event->kind) {
    case FH_EVENT_BLOCK_ALLOC:
        allocate(builder, event);
        break;
    case FH_EVENT_BLOCK_FREE:
        release(builder, event);
        break;
    case FH_EVENT_BLOCK_HOLD:
        hold(builder, event);
        break;
    case FH_EVENT_BLOCK_LEFT_OUT:
        leave_out(builder->timeline, event->values[0]);
        break;
    default:
        break;
    }
}

struct fh_timeline *fh_timeline_build(const GPtrArray *events, const GPtrArray *findings,
                                      const char *const *symbols, guint n_symbols)
{
    struct builder builder = {.timeline = fh_timeline_new(),
                              .live = g_hash_table_new(g_int64_hash, g_int64_equal),
                              .symbols = symbols,
                              .n_symbols = n_symbols};

    for (guint i = 0; i < events->len; i++)
        read_event(&builder, g_ptr_array_index(events, i));
    g_hash_table_unref(builder.live);
    fh_timeline_complete(builder.timeline, findings);
    return builder.timeline;
}
