// SPDX-License-Identifier: MIT
#include "command/shrink.h"

#include "command/rounds.h"
#include "explore/search.h"
#include "model/result.h"

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

/* An abort takes its process along, so the first one will do. */
static enum fh_lab_way way_of(enum fh_kind kind)
{
    return kind == FH_KIND_ABORT ? FH_LAB_UNTIL_END : kind == FH_KIND_LEAK ? FH_LAB_EACH : FH_LAB_TOGETHER;
}

static GPtrArray *run(const struct fh_shrinking *shrinking, const GPtrArray *sequences, enum fh_lab_way way,
                      GError **error)
{
    return shrinking->kind == FH_KIND_GROWTH
               ? fh_rounds_run(shrinking->lab, sequences, error)
               : fh_lab_run(shrinking->lab, shrinking->engine, sequences, way, error);
}

static gboolean try_all(gpointer data, const GPtrArray *candidates, GArray *shown, GError **error)
{
    const struct fh_shrinking *shrinking = data;
    g_autoptr(GPtrArray) seen = run(shrinking, candidates, way_of(shrinking->kind), error);
    for (guint i = 0; seen && i < candidates->len; i++)
        if (fh_shrink_find(shrinking, g_ptr_array_index(seen, i)))
            g_array_append_val(shown, i);
    return seen != NULL;
}

/* NULL: it does not show there. */
static GPtrArray *see_alone(const struct fh_shrinking *shrinking, struct fh_sequence *sequence,
                            GError **error)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    fh_sequence_renumber(sequence);
    g_ptr_array_add(one, sequence);
    g_autoptr(GPtrArray) seen = run(shrinking, one, FH_LAB_ALONE, error);
    return seen && fh_shrink_find(shrinking, g_ptr_array_index(seen, 0)) ? g_steal_pointer(&seen) : NULL;
}

struct fh_sequence *fh_shrink(const struct fh_shrinking *shrinking, const struct fh_sequence *sequence,
                              GPtrArray **seen, GError **error)
{
    g_autoptr(GError) failure = NULL;
    struct fh_sequence *small = fh_sequence_copy(sequence);
    if (fh_search(&small, shrinking->callables, try_all, (gpointer)shrinking, &failure))
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
