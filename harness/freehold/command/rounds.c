// SPDX-License-Identifier: MIT
#include "command/rounds.h"

#include "explore/repeat.h"
#include "model/finding.h"
#include "model/result.h"

/* So many blocks of one origin: what is left in the end is of three rounds in four. */
#define GROWN (FH_ROUNDS / 4 * 3)

/* Each round calls from lines of its own, so its blocks have a record of their own. Adds to `finding` what is
 * like it behind `first`. */
static void add_up(struct fh_finding *finding, const GPtrArray *findings, guint first)
{
    for (guint i = first; i < findings->len; i++) {
        const struct fh_finding *other = g_ptr_array_index(findings, i);
        if (other->kind != finding->kind || !g_str_equal(other->fingerprint, finding->fingerprint))
            continue;
        finding->blocks += other->blocks;
        finding->bytes += other->bytes;
    }
}

/* Takes it out of `findings`. NULL: nothing has grown. */
static struct fh_finding *take_growth(GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(findings, i);
        add_up(finding, findings, i + 1);
        if (finding->kind == FH_KIND_GROWTH && finding->blocks >= GROWN)
            return g_ptr_array_steal_index(findings, i);
    }
    return NULL;
}

/* Nothing counts where the calls went otherwise than foretold. */
static void keep_growth(struct fh_result *result)
{
    struct fh_finding *growth = result->unmet->len > 0 ? NULL : take_growth(result->findings);
    g_ptr_array_set_size(result->findings, 0);
    if (!growth)
        return;
    g_autofree char *blocks = growth->message;
    growth->message = g_strdup_printf("the same calls, made %u times, leave %" G_GUINT64_FORMAT " %s",
                                      FH_ROUNDS, growth->blocks, blocks);
    g_ptr_array_add(result->findings, growth);
}

GPtrArray *fh_rounds_run(struct fh_lab *lab, const GPtrArray *sequences, GError **error)
{
    g_autoptr(GPtrArray) repeated = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    for (guint i = 0; i < sequences->len; i++)
        g_ptr_array_add(repeated, fh_repeat(g_ptr_array_index(sequences, i), FH_ROUNDS));
    GPtrArray *seen = fh_lab_run(lab, &fh_ledger_engine, repeated, FH_LAB_KEPT, error);
    for (guint i = 0; seen && i < sequences->len; i++) {
        struct fh_seen *one = g_ptr_array_index(seen, i);
        one->sequence = g_ptr_array_index(sequences, i);
        keep_growth(one->result);
    }
    return seen;
}

static gboolean is_flat(const struct fh_result *result)
{
    return !result->reason && result->unmet->len == 0 && result->findings->len == 0;
}

gboolean fh_rounds_undone_by(struct fh_lab *lab, const struct fh_sequence *sequence,
                             const struct fh_callables *callables, const struct fh_callable **out,
                             GError **error)
{
    g_autoptr(GPtrArray) followers = g_ptr_array_new();
    g_autoptr(GPtrArray) followed = fh_follow(sequence, callables, followers);
    g_autoptr(GPtrArray) seen = fh_rounds_run(lab, followed, error);
    *out = NULL;
    for (guint i = 0; seen && !*out && i < followers->len; i++)
        if (is_flat(((const struct fh_seen *)g_ptr_array_index(seen, i))->result))
            *out = g_ptr_array_index(followers, i);
    return seen != NULL;
}
