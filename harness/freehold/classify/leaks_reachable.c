// SPDX-License-Identifier: MIT
#include "classify/leaks_reachable.h"

#include <string.h>

#include "classify/leaks_of_std.h"
#include "classify/stack.h"
#include "classify/words.h"
#include "log/record.h"
#include "model/stack.h"

/* A host keeps thousands of blocks to its end: more notes than these would bury what counts. The rest is
 * summed. */
#define MAX_NOTES 16

/* The runner made the thread, for a `thread` block. */
static gboolean is_runners_thread(const struct fh_stack *stack)
{
    for (guint i = 0; stack && i + 1 < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (frame->function && g_str_has_prefix(frame->function, "pthread_create"))
            return fh_frame_is_harness(g_ptr_array_index(stack->frames, i + 1));
    }
    return FALSE;
}

/* Whose memory holds the block, nobody knows: an allocator of Rust's that has memory of its own is no place
 * where this engine looks, and one that puts a header before each block hands out nothing but pointers to the
 * inside. */
static gboolean is_beyond_proof(const struct fh_trace *trace, const struct fh_record *record)
{
    return trace->is_unhooked && record->leak_state != FH_LEAK_REACHABLE &&
           (trace->searches_heap_only || record->leak_state == FH_LEAK_POSSIBLE);
}

/* Rust's statics keep many blocks by a pointer to their inside only: a HashMap's, an Arc's, a tagged one. The
 * runner has cleared its own variables, so whoever holds such a pointer can reach the block. A program as it
 * is has more in its memory than that: in a large block, some number may point by chance, and only a pointer
 * to where containers point holds it. */
static gboolean is_held_inside(const struct fh_trace *trace, const struct fh_lost *lost)
{
    return lost->record->leak_state == FH_LEAK_POSSIBLE &&
           (lost->is_held || !fh_lost_is_large(lost->record) || trace->file);
}

/* A pointer to the inside of a large block, or a number that looks like one: exec looks at it, and another's
 * log does not say where it points. */
static gboolean is_undecided(const struct fh_trace *trace, const struct fh_lost *lost)
{
    return trace->is_foreign && lost->record->leak_state == FH_LEAK_POSSIBLE && !is_held_inside(trace, lost);
}

char *fh_lost_why_undecided(const struct fh_trace *trace, const GArray *all)
{
    guint64 bytes = 0, blocks = 0;
    for (guint i = 0; i < all->len; i++) {
        const struct fh_lost *lost = &g_array_index(all, struct fh_lost, i);
        if (is_undecided(trace, lost)) {
            bytes += lost->bytes;
            blocks += lost->blocks;
        }
    }
    if (blocks == 0)
        return NULL;
    g_autofree char *amount = fh_lost_amount(bytes, blocks);
    return g_strdup_printf("%s possibly lost: something points to the inside, as Rust's containers "
                           "do (HashMap, Arc), or it is a number that looks like a pointer, and "
                           "the log does not tell which; run the program under `freehold exec`, "
                           "which looks",
                           amount);
}

gboolean fh_lost_is_kept(const struct fh_trace *trace, const struct fh_lost *lost)
{
    return lost->record->leak_state == FH_LEAK_REACHABLE || is_held_inside(trace, lost) ||
           is_undecided(trace, lost) || fh_lost_is_kept_by_libc(lost->record) ||
           is_beyond_proof(trace, lost->record);
}

static char *note_words(const struct fh_trace *trace, const struct fh_lost *lost)
{
    const struct fh_record *record = lost->record;
    g_autofree char *amount = fh_lost_amount(lost->bytes, lost->blocks);
    g_autofree char *function = NULL;
    enum fh_domain domain = fh_stack_domain(record->stack, &function);
    g_autofree char *by = fh_words_side(domain, function);
    g_autofree char *line = fh_words_line(record->stack);

    if (fh_lost_is_kept_by_libc(record))
        return g_strdup_printf("%s kept by the C library for a thread", amount);
    if (is_beyond_proof(trace, record))
        return g_strdup_printf(
            "%s allocated by %s%s may be lost: not judged, since Rust's allocator is not watched", amount, by,
            line);
    if (is_undecided(trace, lost))
        return g_strdup_printf("%s possibly lost, allocated by %s%s", amount, by, line);
    return g_strdup_printf("%s still reachable%s, allocated by %s%s", amount,
                           record->leak_state == FH_LEAK_POSSIBLE ? " by a pointer to its inside" : "", by,
                           line);
}

static gboolean is_worth_a_note(const struct fh_trace *trace, const struct fh_lost *lost)
{
    return fh_lost_is_kept(trace, lost) &&
           !(fh_lost_is_kept_by_libc(lost->record) && is_runners_thread(lost->record->stack));
}

/* What is not shown one by one. */
struct rest {
    guint64 bytes, blocks;
    guint n_places;
    const struct fh_lost *first;
};

static void add_to(struct rest *rest, const struct fh_lost *lost)
{
    rest->first = rest->first ? rest->first : lost;
    rest->bytes += lost->bytes;
    rest->blocks += lost->blocks;
    rest->n_places++;
}

static void note_rest(const struct rest *rest, const char *before, const char *after, GPtrArray *notes)
{
    if (rest->blocks == 0)
        return;
    g_autofree char *amount = fh_lost_amount(rest->bytes, rest->blocks);
    g_ptr_array_add(notes, g_strconcat(before, amount, after, NULL));
}

/* No line of a scenario tells them apart: of a process it is the side that counts. */
static gboolean is_summed_by_side(const struct fh_trace *trace, const struct fh_lost *lost)
{
    return !trace->file && !fh_lost_is_kept_by_libc(lost->record) && !is_beyond_proof(trace, lost->record) &&
           !is_undecided(trace, lost);
}

static void note_sides(const struct fh_trace *trace, const struct rest sides[FH_DOMAIN_COUNT],
                       GPtrArray *notes)
{
    for (guint domain = 0; domain < FH_DOMAIN_COUNT; domain++) {
        const struct rest *side = &sides[domain];
        if (side->n_places == 1)
            g_ptr_array_add(notes, note_words(trace, side->first));
        if (side->n_places < 2)
            continue;
        g_autofree char *amount = fh_lost_amount(side->bytes, side->blocks);
        g_autofree char *by = fh_words_side((enum fh_domain)domain, NULL);
        g_ptr_array_add(notes, g_strdup_printf("%s still reachable, allocated by %s in %u places", amount, by,
                                               side->n_places));
    }
}

static enum fh_domain side_of(const struct fh_lost *lost)
{
    g_autofree char *function = NULL;
    return fh_stack_domain(lost->record->stack, &function);
}

void fh_lost_add_notes(const struct fh_trace *trace, const GArray *all, GPtrArray *notes)
{
    struct rest of_std = {0}, more = {0}, sides[FH_DOMAIN_COUNT] = {0};
    guint n = 0;

    for (guint i = 0; i < all->len; i++) {
        const struct fh_lost *lost = &g_array_index(all, struct fh_lost, i);

        if (!is_worth_a_note(trace, lost))
            continue;
        if (!trace->lists_std && fh_lost_is_kept_by_std(lost->record))
            add_to(&of_std, lost);
        else if (is_summed_by_side(trace, lost))
            add_to(&sides[side_of(lost)], lost);
        else if (n++ < MAX_NOTES)
            g_ptr_array_add(notes, note_words(trace, lost));
        else
            add_to(&more, lost);
    }
    note_rest(&of_std, "", " kept by Rust's std until the process ends; no leak", notes);
    note_sides(trace, sides, notes);
    note_rest(&more, "and ", " more still reachable", notes);
}

void fh_classify_note_suppressed(const struct fh_leak_summary *leaks, GPtrArray *notes)
{
    if (leaks->blocks[FH_LEAK_SUPPRESSED] > 0)
        g_ptr_array_add(notes,
                        g_strdup_printf("%" G_GUINT64_FORMAT " bytes in %" G_GUINT64_FORMAT
                                        " blocks left, and suppressed",
                                        leaks->bytes[FH_LEAK_SUPPRESSED], leaks->blocks[FH_LEAK_SUPPRESSED]));
}
