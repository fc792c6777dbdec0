// SPDX-License-Identifier: MIT
#include "report/shared/count.h"

guint fh_count_up(GHashTable *counts, char *take_key)
{
    const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, take_key)) + 1;
    g_hash_table_replace(counts, take_key, GUINT_TO_POINTER(n));
    return n;
}
