// SPDX-License-Identifier: MIT
#include "explore/search.h"

#include "explore/reduce.h"

/* What simplifies values one after the other ends: there are few of them. */
#define VALUE_ROUNDS 12

struct search {
    const struct fh_callables *callables;
    fh_search_try try;
    gpointer data;
};

static int compare_lengths(gconstpointer a, gconstpointer b)
{
    const struct fh_sequence *x = *(const struct fh_sequence *const *)a,
                             *y = *(const struct fh_sequence *const *)b;
    return (int)x->steps->len - (int)y->steps->len;
}

/* The shortest of `candidates` that shows it takes the place of `*sequence`; `*found` says whether one did.
 */
static gboolean take_shortest(const struct search *search, GPtrArray *candidates,
                              struct fh_sequence **sequence, gboolean *found, GError **error)
{
    g_autoptr(GArray) shown = g_array_new(FALSE, FALSE, sizeof(guint));
    const struct fh_sequence *best = NULL;
    g_ptr_array_sort(candidates, compare_lengths);
    gboolean ok = search->try(search->data, candidates, shown, error);
    for (guint i = 0; ok && i < shown->len; i++) {
        const struct fh_sequence *candidate = g_ptr_array_index(candidates, g_array_index(shown, guint, i));
        if (!best || candidate->steps->len < best->steps->len)
            best = candidate;
    }
    *found = best != NULL;
    if (best) {
        fh_sequence_free(*sequence);
        *sequence = fh_sequence_copy(best);
    }
    return ok;
}

/* Without each stretch of `count` steps. */
static GPtrArray *candidates_without(const struct search *search, const struct fh_sequence *sequence,
                                     guint count)
{
    GPtrArray *candidates = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    for (guint first = 0; first + count <= sequence->steps->len; first++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, first);
        if (step->is_closing)
            continue;
        struct fh_sequence *less = fh_reduce_without(sequence, first, count, search->callables);
        if (less->steps->len < sequence->steps->len)
            g_ptr_array_add(candidates, less);
        else
            fh_sequence_free(less);
    }
    return candidates;
}

static gboolean drop_steps(const struct search *search, struct fh_sequence **sequence, GError **error)
{
    guint count = MAX((*sequence)->steps->len / 2, 1);
    while (count > 0) {
        g_autoptr(GPtrArray) candidates = candidates_without(search, *sequence, count);
        gboolean found;
        if (!take_shortest(search, candidates, sequence, &found, error))
            return FALSE;
        count = found ? MIN(count, MAX((*sequence)->steps->len / 2, 1)) : count / 2;
    }
    return TRUE;
}

static gboolean simplify_values(const struct search *search, struct fh_sequence **sequence, GError **error)
{
    gboolean found = TRUE;
    for (guint round = 0; found && round < VALUE_ROUNDS; round++) {
        g_autoptr(GPtrArray) candidates = fh_reduce_values(*sequence, search->callables);
        if (!take_shortest(search, candidates, sequence, &found, error))
            return FALSE;
    }
    return TRUE;
}

gboolean fh_search(struct fh_sequence **sequence, const struct fh_callables *callables, fh_search_try try,
                   gpointer data, GError **error)
{
    const struct search search = {callables, try, data};
    return drop_steps(&search, sequence, error) && simplify_values(&search, sequence, error) &&
           drop_steps(&search, sequence, error);
}
