// SPDX-License-Identifier: MIT
#include "api/lengths.h"

#include "api/name_words.h"
#include "api/types.h"

/* Of a handle there is one. */
static gboolean may_be_array(const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind != FH_TYPE_FUNCTION &&
           !(type->target->kind == FH_TYPE_STRUCT && type->target->size == 0);
}

gboolean fh_is_length(const struct fh_function *function, guint index)
{
    static const char *const words[] = {"len", "length", "size", "sz",       "count", "bytes",
                                        "num", "n",      "cap",  "capacity", NULL};
    const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, index);
    const struct fh_parameter *before = index > 0 ? g_ptr_array_index(function->parameters, index - 1) : NULL;
    if (!before || !fh_type_is_plain_integer(parameter->type) || !may_be_array(before->type))
        return FALSE;
    return fh_name_has_word(parameter->name, words);
}
