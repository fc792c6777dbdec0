// SPDX-License-Identifier: MIT
#include "timeline/complete.h"

#include "model/finding.h"
#include "model/stack.h"
#include "model/timeline.h"
#include "timeline/lives.h"

#define RELEASES                                                                                   \
    (1u << FH_KIND_CROSS_ALLOCATOR_FREE | 1u << FH_KIND_DOUBLE_FREE | 1u << FH_KIND_INVALID_FREE | \
     1u << FH_KIND_LAYOUT_MISMATCH | 1u << FH_KIND_WRONG_RELEASE)

static gboolean is_about(const struct fh_finding *finding, const struct fh_block_life *life)
{
    guint64 address = finding->block.address;

    return address == life->address || (address > life->address && address - life->address < life->size);
}

/* The step that did it, when events tell of it: never of an invalid free, which releases nothing, and of a
 * double free only after the first release. */
static struct fh_block_step *find_step(const struct fh_finding *finding, const struct fh_block_life *life)
{
    gboolean is_released = FALSE;

    for (guint i = 0; i < life->steps->len && finding->kind != FH_KIND_INVALID_FREE; i++) {
        struct fh_block_step *step = g_ptr_array_index(life->steps, i);

        if (step->line == finding->line && (fh_step_is_release(step) || fh_step_gives_back(step)) &&
            (finding->kind != FH_KIND_DOUBLE_FREE || is_released))
            return step;
        is_released = is_released || fh_step_is_release(step);
    }
    return NULL;
}

/* Of several lives at one address the first that has such a step, else the last. */
static struct fh_block_life *find_life(const struct fh_timeline *timeline, const struct fh_finding *finding)
{
    struct fh_block_life *found = NULL;

    for (guint i = 0; i < timeline->lives->len; i++) {
        struct fh_block_life *life = g_ptr_array_index(timeline->lives, i);

        if (!is_about(finding, life))
            continue;
        found = life;
        if (find_step(finding, life))
            break;
    }
    return found;
}

/* Lines run on, as a rule: after all steps up to that line. Never before the allocation. */
static guint place_of(const struct fh_block_life *life, guint line)
{
    guint place = line == 0 ? life->steps->len : 1;

    for (guint i = 1; i < life->steps->len; i++) {
        const struct fh_block_step *step = g_ptr_array_index(life->steps, i);

        if (step->line <= line)
            place = i + 1;
    }
    return place;
}

/* The API's function that the step called: the outermost one on the stack that is not the harness's. */
static const char *called_function(const struct fh_finding *finding)
{
    const struct fh_stack *stack = finding->stacks->len > 0 ? g_ptr_array_index(finding->stacks, 0) : NULL;
    const char *function = finding->releaser;

    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (frame->function && g_str_has_prefix(frame->function, "at_line_"))
            break;
        if (frame->function && !frame->is_harness)
            function = frame->function;
    }
    return function;
}

static struct fh_block_step *insert_step(const struct fh_finding *finding, struct fh_block_life *life)
{
    guint place = place_of(life, finding->line);
    const struct fh_block_step *before = g_ptr_array_index(life->steps, place - 1);
    struct fh_block_step *step = fh_life_insert(life, place, finding->line, FH_BLOCK_RELEASED_WRONGLY,
                                                before->holder, called_function(finding));

    step->domain = finding->released_by;
    return step;
}

static void mark_release(struct fh_timeline *timeline, const struct fh_finding *finding)
{
    struct fh_block_life *life = finding->block.is_known ? find_life(timeline, finding) : NULL;
    struct fh_block_step *step = life ? find_step(finding, life) : NULL;

    if (!life)
        return;
    if (!step)
        step = insert_step(finding, life);
    else if (finding->released_by != FH_DOMAIN_UNKNOWN)
        step->domain = finding->released_by;
    step->action = FH_BLOCK_RELEASED_WRONGLY;
    if (finding->kind != FH_KIND_INVALID_FREE)
        step->holder = FH_HELD_BY_NOBODY;
}

static void lose(struct fh_block_life *life)
{
    fh_life_add(life, 0, FH_BLOCK_LOST, FH_HELD_BY_NOBODY, NULL);
}

/* What was allocated where one of the finding's stacks says, and nobody released. */
static GPtrArray *candidates_of(const struct fh_timeline *timeline, const struct fh_finding *finding)
{
    GPtrArray *candidates = g_ptr_array_new();

    for (guint i = 0; i < timeline->lives->len; i++) {
        struct fh_block_life *life = g_ptr_array_index(timeline->lives, i);
        guint line = fh_life_first(life)->line;
        gboolean is_named = line == finding->line;

        for (guint s = 0; s < finding->stacks->len && !is_named; s++)
            is_named = line == fh_stack_scenario_line(g_ptr_array_index(finding->stacks, s));
        if (is_named && fh_life_goes_on(life))
            g_ptr_array_add(candidates, life);
    }
    return candidates;
}

/* How much of a leak is not yet found among the blocks. */
struct lost {
    guint64 bytes, blocks;
};

static void lose_if_it_fits(struct fh_block_life *life, struct lost *lost)
{
    if (lost->blocks == 0 || life->size > lost->bytes || !fh_life_goes_on(life))
        return;
    lost->blocks--;
    lost->bytes -= life->size;
    lose(life);
}

/* There are more of them than are lost, so some are still reachable: those of the right size, the caller's
 * before others. */
static void lose_some(const GPtrArray *candidates, struct lost *lost)
{
    guint64 size = lost->blocks > 0 && lost->bytes % lost->blocks == 0 ? lost->bytes / lost->blocks : 0;

    for (guint pass = 0; pass < 2 && size > 0; pass++) {
        for (guint i = 0; i < candidates->len; i++) {
            struct fh_block_life *life = g_ptr_array_index(candidates, i);

            if (life->size == size && (pass > 0 || fh_life_last(life)->holder == FH_HELD_BY_CALLER))
                lose_if_it_fits(life, lost);
        }
    }
}

/* A leak's record names no address, but how much was allocated where. Returns what is not found by that:
 * inner blocks of other lines. */
static struct lost mark_leak(struct fh_timeline *timeline, const struct fh_finding *finding)
{
    struct lost lost = {finding->bytes, finding->blocks};
    struct fh_block_life *known = finding->block.is_known ? find_life(timeline, finding) : NULL;
    g_autoptr(GPtrArray) candidates = NULL;

    if (known && fh_life_goes_on(known))
        lose_if_it_fits(known, &lost);
    candidates = candidates_of(timeline, finding);
    if (candidates->len > lost.blocks) {
        lose_some(candidates, &lost);
        return lost;
    }
    for (guint i = 0; i < candidates->len; i++)
        lose_if_it_fits(g_ptr_array_index(candidates, i), &lost);
    return lost;
}

static GPtrArray *lives_that_go_on(const struct fh_timeline *timeline)
{
    GPtrArray *lives = g_ptr_array_new();

    for (guint i = 0; i < timeline->lives->len; i++) {
        struct fh_block_life *life = g_ptr_array_index(timeline->lives, i);

        if (fh_life_goes_on(life))
            g_ptr_array_add(lives, life);
    }
    return lives;
}

/* The rest of what is lost, when it is all that is left. */
static void lose_the_rest(const struct fh_timeline *timeline, struct lost lost)
{
    g_autoptr(GPtrArray) rest = lives_that_go_on(timeline);
    guint64 bytes = 0;

    for (guint i = 0; i < rest->len; i++)
        bytes += ((const struct fh_block_life *)g_ptr_array_index(rest, i))->size;
    if (rest->len != lost.blocks || bytes != lost.bytes)
        return;
    for (guint i = 0; i < rest->len; i++)
        lose(g_ptr_array_index(rest, i));
}

static void mark_leaks(struct fh_timeline *timeline, const GPtrArray *findings)
{
    struct lost rest = {0};

    for (guint i = 0; i < findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(findings, i);
        struct lost lost = {0};

        if (finding->kind == FH_KIND_LEAK)
            lost = mark_leak(timeline, finding);
        rest.bytes += lost.bytes;
        rest.blocks += lost.blocks;
    }
    lose_the_rest(timeline, rest);
}

/* In a timeline that is cut, a block whose release is left out looks like a lost one. */
void fh_timeline_complete(struct fh_timeline *timeline, const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(findings, i);

        if (RELEASES & 1u << finding->kind)
            mark_release(timeline, finding);
    }
    if (timeline->n_left_out == 0)
        mark_leaks(timeline, findings);
}
