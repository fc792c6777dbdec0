// SPDX-License-Identifier: MIT
#include "model/timeline.h"

static void free_step(gpointer data)
{
    struct fh_block_step *step = data;

    g_free(step->function);
    g_free(step);
}

static void free_life(gpointer life)
{
    fh_block_life_free(life);
}

struct fh_block_life *fh_block_life_new(void)
{
    struct fh_block_life *life = g_new0(struct fh_block_life, 1);

    life->steps = g_ptr_array_new_with_free_func(free_step);
    return life;
}

void fh_block_life_free(struct fh_block_life *life)
{
    if (!life)
        return;
    g_ptr_array_unref(life->steps);
    g_free(life);
}

const char *fh_holder_name(enum fh_holder holder)
{
    static const char *const names[FH_HOLDER_COUNT] = {"unknown", "library", "caller", "nobody"};

    g_assert((guint)holder < FH_HOLDER_COUNT);
    return names[holder];
}

const char *fh_block_action_name(enum fh_block_action action)
{
    static const char *const names[FH_BLOCK_ACTION_COUNT] = {"allocated", "handed over", "released",
                                                             "released wrongly", "lost"};

    g_assert((guint)action < FH_BLOCK_ACTION_COUNT);
    return names[action];
}

struct fh_timeline *fh_timeline_new(void)
{
    struct fh_timeline *timeline = g_new0(struct fh_timeline, 1);

    timeline->lives = g_ptr_array_new_with_free_func(free_life);
    return timeline;
}

void fh_timeline_free(struct fh_timeline *timeline)
{
    if (!timeline)
        return;
    g_ptr_array_unref(timeline->lives);
    g_free(timeline);
}
