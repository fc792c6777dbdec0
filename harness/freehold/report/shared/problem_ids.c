// SPDX-License-Identifier: MIT
#include "report/shared/problem_ids.h"

#include "report/shared/count.h"

struct fh_problem_ids {
    GHashTable *taken;  /* char *: given away */
    GHashTable *counts; /* char *, of a place that has several -> how many so far */
};

struct fh_problem_ids *fh_problem_ids_new(void)
{
    struct fh_problem_ids *ids = g_new0(struct fh_problem_ids, 1);
    ids->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    ids->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return ids;
}

void fh_problem_ids_free(struct fh_problem_ids *ids)
{
    if (!ids)
        return;
    g_hash_table_unref(ids->taken);
    g_hash_table_unref(ids->counts);
    g_free(ids);
}

static char *hash_of(const char *const *parts)
{
    g_autofree char *whole = g_strjoinv("\n", (char **)parts);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);
}

/* Of what has no fingerprint: what it is and where. */
static char *own_id(const struct fh_problem *problem, const char *context)
{
    if (problem->finding && problem->finding->fingerprint)
        return g_utf8_make_valid(problem->finding->fingerprint, -1);
    const char *const parts[] = {problem->rule, context, problem->message, NULL};
    return hash_of(parts);
}

/* Two lines do the same, or one does it twice. The place tells them apart, and where it does not, the number.
 */
char *fh_problem_ids_next(struct fh_problem_ids *ids, const struct fh_problem *problem, const char *context)
{
    char *id = own_id(problem, context);
    if (g_hash_table_add(ids->taken, g_strdup(id)))
        return id;
    g_autofree char *own = id;
    g_autofree char *place = g_strdup_printf("%s\n%s\n%s:%u", own, context, problem->path, problem->line);
    for (;;) {
        g_autofree char *number = g_strdup_printf("%u", fh_count_up(ids->counts, g_strdup(place)) - 1);
        const char *const parts[] = {place, number, NULL};
        g_autofree char *next = hash_of(parts);
        if (g_hash_table_add(ids->taken, g_strdup(next)))
            return g_steal_pointer(&next);
    }
}
