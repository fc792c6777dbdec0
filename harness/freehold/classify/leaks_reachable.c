// SPDX-License-Identifier: MIT
#include "classify/leaks_select.h"

#include <string.h>

#include "classify/words.h"

#define MAX_NOTES 16
#define LARGE     (1u << 20) /* bytes */

static gboolean has_function(const struct fh_stack *stack, const char *const *parts)
{
    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        for (const char *const *part = parts; frame->function && *part; part++)
            if (strstr(frame->function, *part))
                return TRUE;
    }
    return FALSE;
}

/* glibc's vector of a thread's variables: it goes with the thread's stack, which glibc keeps for the next thread. */
static gboolean is_thread_vector(const struct fh_record *record)
{
    static const char *const functions[] = {"_dl_allocate_tls", "allocate_dtv", NULL};

    return record->leak_state != FH_LEAK_DEFINITE && has_function(record->stack, functions);
}

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

static gboolean is_kept_by_std(const struct fh_record *record)
{
    static const char *const functions[] = {"std::io::stdio",
                                            "std::thread::current",
                                            "std::thread::spawnhook",
                                            "std::thread::main_thread",
                                            "std::sys::thread_local::",
                                            "std::rt::lang_start",
                                            "std::sys_common::thread_info",
                                            NULL};

    return has_function(record->stack, functions);
}

static char *note_words(const struct fh_lost *lost)
{
    const struct fh_record *record = lost->record;
    g_autofree char *amount = fh_lost_amount(lost->bytes, lost->blocks);
    g_autofree char *function = NULL;
    enum fh_domain domain = fh_stack_domain(record->stack, &function);
    g_autofree char *by = fh_words_side(domain, function);
    g_autofree char *line = fh_words_line(record->stack);

    if (is_thread_vector(record))
        return g_strdup_printf("%s kept by the C library for a thread", amount);
    if (is_kept_by_std(record))
        return g_strdup_printf("%s kept by Rust's std until the process ends; no leak", amount);
    return g_strdup_printf("%s still reachable%s, allocated by %s%s", amount,
                           record->leak_state == FH_LEAK_POSSIBLE ? " by a pointer to its inside" : "", by,
                           line);
}

/* Rust's statics keep many blocks by a pointer to their inside only: a HashMap's, an Arc's, a tagged one. The runner has
 * cleared its own variables, so whoever holds such a pointer can reach the block. In a large block, though, some number in memory may
 * point by chance. */
static gboolean is_held_inside(const struct fh_record *record)
{
    return record->leak_state == FH_LEAK_POSSIBLE && record->bytes <= (guint64)LARGE * MAX(record->blocks, 1);
}

gboolean fh_lost_is_kept(const struct fh_lost *lost)
{
    return lost->record->leak_state == FH_LEAK_REACHABLE || is_held_inside(lost->record) ||
           is_thread_vector(lost->record);
}

static gboolean is_worth_a_note(const struct fh_lost *lost)
{
    return fh_lost_is_kept(lost) &&
           !(is_thread_vector(lost->record) && is_runners_thread(lost->record->stack));
}

void fh_lost_add_notes(const GArray *all, GPtrArray *notes)
{
    guint64 bytes = 0, blocks = 0;
    guint n = 0;

    for (guint i = 0; i < all->len; i++) {
        const struct fh_lost *lost = &g_array_index(all, struct fh_lost, i);

        if (!is_worth_a_note(lost))
            continue;
        if (n++ < MAX_NOTES) {
            g_ptr_array_add(notes, note_words(lost));
            continue;
        }
        bytes += lost->bytes;
        blocks += lost->blocks;
    }
    if (n > MAX_NOTES) {
        g_autofree char *amount = fh_lost_amount(bytes, blocks);

        g_ptr_array_add(notes, g_strdup_printf("and %s more still reachable", amount));
    }
}

void fh_classify_note_suppressed(const struct fh_leak_summary *leaks, GPtrArray *notes)
{
    if (leaks->blocks[FH_LEAK_SUPPRESSED] > 0)
        g_ptr_array_add(notes,
                        g_strdup_printf("%" G_GUINT64_FORMAT " bytes in %" G_GUINT64_FORMAT
                                        " blocks left, and suppressed",
                                        leaks->bytes[FH_LEAK_SUPPRESSED], leaks->blocks[FH_LEAK_SUPPRESSED]));
}
