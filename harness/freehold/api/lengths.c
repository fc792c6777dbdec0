// SPDX-License-Identifier: MIT
#include "api/lengths.h"

static gboolean is_integer(const struct fh_type *type)
{
    return type->kind == FH_TYPE_SIGNED || type->kind == FH_TYPE_UNSIGNED;
}

/* Of a handle there is one. */
static gboolean may_be_array(const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind != FH_TYPE_FUNCTION &&
           !(type->target->kind == FH_TYPE_STRUCT && type->target->size == 0);
}

gboolean fh_is_length(const struct fh_function *function, guint index)
{
    static const char *const words[] = {"len",   "length", "size", "sz",  "count",
                                        "bytes", "num",    "n",    "cap", "capacity"};
    const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, index);
    const struct fh_parameter *before = index > 0 ? g_ptr_array_index(function->parameters, index - 1) : NULL;
    if (!before || !is_integer(parameter->type) || !may_be_array(before->type))
        return FALSE;
    g_auto(GStrv) parts = g_strsplit(parameter->name, "_", -1);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strv_contains((const char *const *)parts, words[i]))
            return TRUE;
    return FALSE;
}
