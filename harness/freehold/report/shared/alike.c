// SPDX-License-Identifier: MIT
#include "report/shared/alike.h"

#include "model/stack.h"
#include "report/shared/count.h"

struct fh_alike {
    GHashTable *totals, *shown; /* char * -> how many */
};

struct fh_alike *fh_alike_new(void)
{
    struct fh_alike *alike = g_new0(struct fh_alike, 1);
    alike->totals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    alike->shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return alike;
}

void fh_alike_free(struct fh_alike *alike)
{
    if (!alike)
        return;
    g_hash_table_unref(alike->totals);
    g_hash_table_unref(alike->shown);
    g_free(alike);
}

/* Caller owns. */
static char *key_of(const struct fh_result *result, const struct fh_finding *finding)
{
    const struct fh_frame *frame = finding->line == 0 ? fh_finding_users_place(finding) : NULL;
    if (finding->line != 0)
        return g_strdup_printf("%p %u %u", (const void *)result, finding->kind, finding->line);
    if (frame)
        return g_strdup_printf("%p %u %s:%u %s", (const void *)result, finding->kind, frame->file,
                               frame->line, frame->function);
    frame = fh_finding_users_frame(finding);
    return g_strdup_printf("%p %u in %s %s", (const void *)result, finding->kind,
                           frame ? frame->function : NULL, finding->message);
}

void fh_alike_add(struct fh_alike *alike, const struct fh_result *result, const struct fh_finding *finding)
{
    fh_count_up(alike->totals, key_of(result, finding));
}

gboolean fh_alike_is_shown(struct fh_alike *alike, const struct fh_result *result,
                           const struct fh_finding *finding, guint *n_more)
{
    g_autofree char *key = key_of(result, finding);
    const guint n = fh_count_up(alike->shown, g_strdup(key));
    *n_more =
        n == FH_ALIKE_SHOWN ? GPOINTER_TO_UINT(g_hash_table_lookup(alike->totals, key)) - FH_ALIKE_SHOWN : 0;
    return n <= FH_ALIKE_SHOWN;
}

char *fh_alike_words(guint n_more)
{
    return g_strdup_printf("… %u more of this kind, of the same line: report.json and the page list them",
                           n_more);
}
