// SPDX-License-Identifier: MIT
#include "report/machine/json_timeline.h"

#include "model/kinds.h"
#include "model/timeline.h"

/* What the report has room for. */
struct room {
    guint blocks, steps;
};

static gboolean is_wrong(const struct fh_block_life *life)
{
    for (guint i = 0; i < life->steps->len; i++) {
        const struct fh_block_step *step = g_ptr_array_index(life->steps, i);
        if (step->action == FH_BLOCK_RELEASED_WRONGLY || step->action == FH_BLOCK_LOST)
            return TRUE;
    }
    return FALSE;
}

/* Whole lives only: one without its end would tell a lie. */
static void choose_among(const GPtrArray *lives, gboolean wrong_ones, gboolean *is_chosen, struct room *room)
{
    for (guint i = 0; i < lives->len; i++) {
        const struct fh_block_life *life = g_ptr_array_index(lives, i);
        if (is_wrong(life) != wrong_ones || room->blocks == 0 || life->steps->len > room->steps)
            continue;
        is_chosen[i] = TRUE;
        room->blocks--;
        room->steps -= life->steps->len;
    }
}

static gboolean *choose(const GPtrArray *lives)
{
    gboolean *is_chosen = g_new0(gboolean, lives->len + 1);
    struct room room = {FH_TIMELINE_BLOCKS, FH_TIMELINE_STEPS};
    choose_among(lives, TRUE, is_chosen, &room);
    choose_among(lives, FALSE, is_chosen, &room);
    return is_chosen;
}

static guint64 left_out(const struct fh_timeline *timeline, const gboolean *is_chosen)
{
    guint64 n = timeline->n_left_out;
    for (guint i = 0; i < timeline->lives->len; i++) {
        const struct fh_block_life *life = g_ptr_array_index(timeline->lives, i);
        if (!is_chosen[i] && n < G_MAXUINT64 - life->steps->len)
            n += life->steps->len;
    }
    return n;
}

static gboolean has_actor(const struct fh_block_step *step)
{
    return step->action == FH_BLOCK_ALLOCATED || step->action == FH_BLOCK_RELEASED ||
           step->action == FH_BLOCK_RELEASED_WRONGLY;
}

static void add_step_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_block_step *step = item;
    fh_json_begin(json);
    fh_json_add_line(json, step->line);
    fh_json_add_word(json, "deed", fh_block_action_name(step->action));
    fh_json_add_word(json, "holder", fh_holder_name(step->holder));
    fh_json_add_word(json, "by", has_actor(step) ? fh_domain_name(step->domain) : NULL);
    fh_json_add_text(json, "function", step->function);
    fh_json_end(json);
}

static void add_life(const struct fh_json *json, const struct fh_block_life *life, guint place)
{
    fh_json_begin(json);
    fh_json_add_count(json, "block", life->number != 0 ? life->number : place);
    fh_json_add_address(json, life->address);
    fh_json_add_word(json, "allocated_by", fh_domain_name(life->allocated_by));
    fh_json_add_count(json, "size", life->size);
    if (life->alignment != 0)
        fh_json_add_count(json, "alignment", life->alignment);
    else
        fh_json_add_word(json, "alignment", NULL);
    fh_json_add_list(json, "steps", life->steps, add_step_item);
    fh_json_end(json);
}

void fh_timeline_add(const struct fh_json *json, const struct fh_result *result)
{
    const struct fh_timeline *timeline = result->timeline;
    if (!fh_json_begin_known(json, "timeline", timeline != NULL))
        return;
    g_autofree gboolean *is_chosen = choose(timeline->lives);
    fh_json_add_count(json, "left_out", left_out(timeline, is_chosen));
    fh_json_name(json, "blocks");
    fh_json_begin_list(json);
    for (guint i = 0; i < timeline->lives->len; i++)
        if (is_chosen[i])
            add_life(json, g_ptr_array_index(timeline->lives, i), i + 1);
    fh_json_end_list(json);
    fh_json_end(json);
}
