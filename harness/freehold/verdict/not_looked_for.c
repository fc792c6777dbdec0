// SPDX-License-Identifier: MIT
#include "verdict/not_looked_for.h"

#include <string.h>

#include "model/result.h"

static void free_entry(gpointer data)
{
    struct fh_not_looked_for *entry = data;
    g_free(entry->what);
    g_free(entry);
}

/* What a note says, without why; NULL: nothing of that kind. Caller owns. */
static char *what_of(const char *note)
{
    const gsize length = strlen(FH_NOT_LOOKED_FOR);
    return g_str_has_prefix(note, FH_NOT_LOOKED_FOR)
               ? g_strchomp(g_strndup(note + length, strcspn(note + length, "(")))
               : NULL;
}

static gboolean is_of(gconstpointer entry, gconstpointer what)
{
    return g_str_equal(((const struct fh_not_looked_for *)entry)->what, what);
}

/* Consumes `what`. */
static void take(GPtrArray *entries, char *what)
{
    guint at;
    if (g_ptr_array_find_with_equal_func(entries, what, is_of, &at)) {
        ((struct fh_not_looked_for *)g_ptr_array_index(entries, at))->n_results++;
        g_free(what);
        return;
    }
    struct fh_not_looked_for *entry = g_new0(struct fh_not_looked_for, 1);
    *entry = (struct fh_not_looked_for){what, 1};
    g_ptr_array_add(entries, entry);
}

GPtrArray *fh_report_not_looked_for(const struct fh_report *report)
{
    GPtrArray *entries = g_ptr_array_new_with_free_func(free_entry);
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; j < result->notes->len; j++) {
            char *what = what_of(g_ptr_array_index(result->notes, j));
            if (what)
                take(entries, what);
        }
    }
    return entries;
}

char *fh_not_looked_for_words(const struct fh_not_looked_for *entry)
{
    return g_strdup_printf(FH_NOT_LOOKED_FOR "%s in %u process%s; --strict makes that inconclusive",
                           entry->what, entry->n_results, entry->n_results == 1 ? "" : "es");
}
