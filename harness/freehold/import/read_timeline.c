// SPDX-License-Identifier: MIT
#include "import/read_timeline.h"
#include "import/read_finding.h"
#include "model/result.h"
#include "model/timeline.h"
#include "wire/domain.h"

static const char *name_of_deed(guint value)
{
    return fh_block_action_name((enum fh_block_action)value);
}

static const char *name_of_holder(guint value)
{
    return fh_holder_name((enum fh_holder)value);
}

static gboolean is_null(const struct fh_members *members, const char *name)
{
    return fh_members_has(members, name) && json_object_get_null_member(members->object, name);
}

/* null: the action has no actor. */
static enum fh_domain read_actor(struct fh_members *members)
{
    if (is_null(members, "by")) {
        g_free(fh_take_text_or_null(members, "by"));
        return FH_DOMAIN_UNKNOWN;
    }
    return fh_take_choice(members, "by", "allocation domain", fh_name_of_domain, FH_DOMAIN_COUNT);
}

static void read_step(struct fh_members *members, gpointer target)
{
    struct fh_block_life *life = target;
    struct fh_block_step *step = g_new0(struct fh_block_step, 1);
    g_ptr_array_add(life->steps, step);
    step->line = fh_take_line(members, "line");
    step->action = fh_take_choice(members, "deed", "deed", name_of_deed, FH_BLOCK_ACTION_COUNT);
    step->holder = fh_take_choice(members, "holder", "holder", name_of_holder, FH_HOLDER_COUNT);
    step->domain = read_actor(members);
    step->function = fh_take_text_or_null(members, "function");
}

static void read_life(struct fh_members *members, gpointer target)
{
    struct fh_timeline *timeline = target;
    struct fh_block_life *life = fh_block_life_new();
    g_ptr_array_add(timeline->lives, life);
    life->number = fh_take_small_count(members, "block");
    life->address = fh_take_address(members);
    life->allocated_by =
        fh_take_choice(members, "allocated_by", "allocation domain", fh_name_of_domain, FH_DOMAIN_COUNT);
    life->size = fh_take_count(members, "size");
    fh_take_count_or_null(members, "alignment", &life->alignment);
    fh_take_objects(members, "steps", read_step, life);
    if (life->steps->len == 0)
        fh_reading_fail(members->reading, "steps",
                        "is empty, and a block is allocated at least; the file is damaged, make it again");
}

void fh_read_timeline(struct fh_members *members, gpointer target)
{
    struct fh_result *result = target;
    result->timeline = fh_timeline_new();
    result->timeline->n_left_out = fh_take_count(members, "left_out");
    fh_take_objects(members, "blocks", read_life, result->timeline);
}
