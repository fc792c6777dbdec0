// SPDX-License-Identifier: MIT
#include "api/name_words.h"

gboolean fh_name_has_word(const char *name, const char *const *words)
{
    g_auto(GStrv) parts = g_strsplit(name, "_", -1);
    for (char **part = parts; *part; part++)
        if (g_strv_contains(words, *part))
            return TRUE;
    return FALSE;
}
