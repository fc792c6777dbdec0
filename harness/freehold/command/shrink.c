// SPDX-License-Identifier: MIT
#include "command/shrink.h"

#include "explore/reduce.h"
#include "model/result.h"

/* What simplifies values one after the other ends: there are few of them. */
#define VALUE_ROUNDS 12

const struct fh_finding *fh_shrink_find(const struct fh_shrinking *shrinking, const struct fh_seen *seen)
{
    if (seen->result->unmet->len > 0)
        return NULL;
    for (guint i = 0; i < seen->result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(seen->result->findings, i);
        if (finding->kind == shrinking->kind && g_str_equal(finding->fingerprint, shrinking->fingerprint))
            return finding;
    }
    return NULL;
}

static GPtrArray *sequences_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
}

static int compare_lengths(gconstpointer a, gconstpointer b)
{
    const struct fh_sequence *x = *(const struct fh_sequence *const *)a,
                             *y = *(const struct fh_sequence *const *)b;
    return (int)x->steps->len - (int)y->steps->len;
}

/* The shortest of `candidates` that shows it, the first of equals; `*found` is NULL when none does. Caller
 * owns it. An abort takes its process along, so the first one will do. */
static gboolean shortest(const struct fh_shrinking *shrinking, GPtrArray *candidates,
                         struct fh_sequence **found, GError **error)
{
    g_ptr_array_sort(candidates, compare_lengths);
    g_autoptr(GPtrArray) seen =
        fh_lab_run(shrinking->lab, shrinking->engine, candidates,
                   shrinking->kind == FH_KIND_ABORT ? FH_LAB_UNTIL_END : FH_LAB_TOGETHER, error);
    const struct fh_sequence *best = NULL;
    *found = NULL;
    for (guint i = 0; seen && i < candidates->len; i++) {
        const struct fh_sequence *candidate = g_ptr_array_index(candidates, i);
        if (fh_shrink_find(shrinking, g_ptr_array_index(seen, i)) &&
            (!best || candidate->steps->len < best->steps->len))
            best = candidate;
    }
    if (best)
        *found = fh_sequence_copy(best);
    return seen != NULL;
}

/* Without each stretch of `count` steps. */
static GPtrArray *candidates_without(const struct fh_shrinking *shrinking, const struct fh_sequence *sequence,
                                     guint count)
{
    GPtrArray *candidates = sequences_new();
    for (guint first = 0; first + count <= sequence->steps->len; first++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, first);
        if (step->is_closing)
            continue;
        struct fh_sequence *less = fh_reduce_without(sequence, first, count, shrinking->callables);
        if (less->steps->len < sequence->steps->len)
            g_ptr_array_add(candidates, less);
        else
            fh_sequence_free(less);
    }
    return candidates;
}

/* Consumes `*sequence`, which becomes a smaller one. */
static gboolean drop_steps(const struct fh_shrinking *shrinking, struct fh_sequence **sequence,
                           GError **error)
{
    guint count = MAX((*sequence)->steps->len / 2, 1);
    while (count > 0) {
        g_autoptr(GPtrArray) candidates = candidates_without(shrinking, *sequence, count);
        struct fh_sequence *found;
        if (!shortest(shrinking, candidates, &found, error))
            return FALSE;
        if (found) {
            fh_sequence_free(*sequence);
            *sequence = found;
            count = MIN(count, MAX(found->steps->len / 2, 1));
        } else {
            count /= 2;
        }
    }
    return TRUE;
}

static gboolean simplify_values(const struct fh_shrinking *shrinking, struct fh_sequence **sequence,
                                GError **error)
{
    for (guint round = 0; round < VALUE_ROUNDS; round++) {
        g_autoptr(GPtrArray) candidates = fh_reduce_values(*sequence, shrinking->callables);
        struct fh_sequence *found;
        if (!shortest(shrinking, candidates, &found, error))
            return FALSE;
        if (!found)
            return TRUE;
        fh_sequence_free(*sequence);
        *sequence = found;
    }
    return TRUE;
}

/* NULL: it does not show there. */
static GPtrArray *see_alone(const struct fh_shrinking *shrinking, struct fh_sequence *sequence,
                            GError **error)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    fh_sequence_renumber(sequence);
    g_ptr_array_add(one, sequence);
    g_autoptr(GPtrArray) seen = fh_lab_run(shrinking->lab, shrinking->engine, one, FH_LAB_ALONE, error);
    return seen && fh_shrink_find(shrinking, g_ptr_array_index(seen, 0)) ? g_steal_pointer(&seen) : NULL;
}

struct fh_sequence *fh_shrink(const struct fh_shrinking *shrinking, const struct fh_sequence *sequence,
                              GPtrArray **seen, GError **error)
{
    g_autoptr(GError) failure = NULL;
    struct fh_sequence *small = fh_sequence_copy(sequence);
    if (drop_steps(shrinking, &small, &failure) && simplify_values(shrinking, &small, &failure) &&
        drop_steps(shrinking, &small, &failure))
        *seen = see_alone(shrinking, small, &failure);
    if (!failure && !*seen) { /* smaller, it was seen beside others only */
        fh_sequence_free(small);
        small = fh_sequence_copy(sequence);
        *seen = see_alone(shrinking, small, &failure);
    }
    if (*seen)
        return small;
    fh_sequence_free(small);
    if (failure)
        g_propagate_error(error, g_steal_pointer(&failure));
    return NULL;
}
