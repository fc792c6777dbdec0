/* SPDX-License-Identifier: MIT */
/* Ownership timelines as tests of the writers need them, added to a result. */
#pragma once

#include "model/result.h"
#include "model/timeline.h"

static struct fh_block_life *sample_life(struct fh_result *result, enum fh_domain domain, guint64 size)
{
    struct fh_block_life *life = fh_block_life_new();
    if (!result->timeline)
        result->timeline = fh_timeline_new();
    life->address = 0x4a8b040;
    life->allocated_by = domain;
    life->size = size;
    g_ptr_array_add(result->timeline->lives, life);
    return life;
}

static struct fh_block_step *sample_step(struct fh_block_life *life, guint line, enum fh_block_action action,
                                         enum fh_holder holder, const char *function)
{
    struct fh_block_step *step = g_new0(struct fh_block_step, 1);
    step->line = line;
    step->action = action;
    step->holder = holder;
    step->function = g_strdup(function);
    g_ptr_array_add(life->steps, step);
    return step;
}

/* C's input, given back; Rust's string, that C frees on `line`; a block that nobody releases. */
static G_GNUC_UNUSED void add_sample_timeline(struct fh_result *result, guint line)
{
    struct fh_block_life *input = sample_life(result, FH_DOMAIN_C, 3);
    sample_step(input, line - 1, FH_BLOCK_ALLOCATED, FH_HELD_BY_CALLER, "strdup")->domain = FH_DOMAIN_C;
    sample_step(input, line, FH_BLOCK_RELEASED, FH_HELD_BY_NOBODY, "free")->domain = FH_DOMAIN_C;
    struct fh_block_life *output = sample_life(result, FH_DOMAIN_RUST, 29);
    output->alignment = 1;
    sample_step(output, line - 1, FH_BLOCK_ALLOCATED, FH_HELD_BY_LIBRARY, "print_and_return")->domain =
        FH_DOMAIN_RUST;
    sample_step(output, line - 1, FH_BLOCK_HANDED_OVER, FH_HELD_BY_CALLER, "print_and_return");
    sample_step(output, line, FH_BLOCK_RELEASED_WRONGLY, FH_HELD_BY_NOBODY, "free")->domain = FH_DOMAIN_C;
    struct fh_block_life *lost = sample_life(result, FH_DOMAIN_UNKNOWN, 0);
    sample_step(lost, 0, FH_BLOCK_ALLOCATED, FH_HELD_BY_UNKNOWN, NULL);
    sample_step(lost, 0, FH_BLOCK_LOST, FH_HELD_BY_NOBODY, NULL);
}

/* `n` blocks of three steps each; something is wrong with the last. */
static G_GNUC_UNUSED void add_long_timeline(struct fh_result *result, guint n)
{
    for (guint i = 1; i <= n; i++) {
        struct fh_block_life *life = sample_life(result, FH_DOMAIN_RUST, i);
        sample_step(life, 11, FH_BLOCK_ALLOCATED, FH_HELD_BY_LIBRARY, "make")->domain = FH_DOMAIN_RUST;
        sample_step(life, 11, FH_BLOCK_HANDED_OVER, FH_HELD_BY_CALLER, "make");
        sample_step(life, 12, i == n ? FH_BLOCK_RELEASED_WRONGLY : FH_BLOCK_RELEASED, FH_HELD_BY_NOBODY,
                    "drop")
            ->domain = FH_DOMAIN_RUST;
    }
}
