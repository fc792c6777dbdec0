// SPDX-License-Identifier: MIT
#include "api/lengths.h"

gboolean fh_is_length(const struct fh_function *function, guint index)
{
    static const char *const words[] = {"len",   "length", "size", "sz",  "count",
                                        "bytes", "num",    "n",    "cap", "capacity"};
    const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, index);
    const struct fh_parameter *before = index > 0 ? g_ptr_array_index(function->parameters, index - 1) : NULL;
    if (!before || parameter->type->kind != FH_TYPE_UNSIGNED || before->type->kind != FH_TYPE_POINTER)
        return FALSE;
    g_auto(GStrv) parts = g_strsplit(parameter->name, "_", -1);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strv_contains((const char *const *)parts, words[i]))
            return TRUE;
    return FALSE;
}
