// SPDX-License-Identifier: MIT
#include "verdict/expectation.h"

void fh_expectation_clear(gpointer expectation)
{
    g_clear_pointer(&((struct fh_expectation *)expectation)->linked, g_array_unref);
}

gboolean fh_expectation_is_linked(const struct fh_expectation *expectation, guint line)
{
    for (guint i = 0; expectation->linked && i < expectation->linked->len; i++)
        if (g_array_index(expectation->linked, guint, i) == line)
            return TRUE;
    return !expectation->linked;
}
