// SPDX-License-Identifier: MIT
#include "timeline/lives.h"

struct fh_block_step *fh_life_insert(struct fh_block_life *life, guint index, guint line,
                                     enum fh_block_action action, enum fh_holder holder, const char *function)
{
    struct fh_block_step *step = g_new0(struct fh_block_step, 1);

    step->line = line;
    step->action = action;
    step->holder = holder;
    step->function = g_strdup(function);
    g_ptr_array_insert(life->steps, (gint)index, step);
    return step;
}

struct fh_block_step *fh_life_add(struct fh_block_life *life, guint line, enum fh_block_action action,
                                  enum fh_holder holder, const char *function)
{
    return fh_life_insert(life, life->steps->len, line, action, holder, function);
}

struct fh_block_step *fh_life_first(const struct fh_block_life *life)
{
    return g_ptr_array_index(life->steps, 0);
}

struct fh_block_step *fh_life_last(const struct fh_block_life *life)
{
    return g_ptr_array_index(life->steps, life->steps->len - 1);
}

gboolean fh_life_goes_on(const struct fh_block_life *life)
{
    return fh_life_last(life)->holder != FH_HELD_BY_NOBODY;
}

gboolean fh_step_is_release(const struct fh_block_step *step)
{
    return step->action == FH_BLOCK_RELEASED || step->action == FH_BLOCK_RELEASED_WRONGLY;
}

gboolean fh_step_gives_back(const struct fh_block_step *step)
{
    return step->action == FH_BLOCK_HANDED_OVER && step->holder == FH_HELD_BY_LIBRARY;
}
