// SPDX-License-Identifier: MIT
#include "explore/gives.h"

#include <string.h>

#include "api/lookup.h"

static gboolean has_pointers(const struct fh_type *type)
{
    if (type->kind == FH_TYPE_POINTER)
        return TRUE;
    if (type->kind == FH_TYPE_ARRAY)
        return has_pointers(type->target);
    for (guint i = 0; type->kind == FH_TYPE_STRUCT && i < type->fields->len; i++)
        if (has_pointers(((const struct fh_field *)g_ptr_array_index(type->fields, i))->type))
            return TRUE;
    return FALSE;
}

static int parameter_index(const struct fh_function *function, const char *name)
{
    for (guint i = 0; name && i < function->parameters->len; i++)
        if (g_str_equal(((const struct fh_parameter *)g_ptr_array_index(function->parameters, i))->name,
                        name))
            return (int)i;
    return -1;
}

/* Fields that are released one by one. */
static gboolean has_own_fields(const struct fh_ownership *ownership)
{
    for (guint i = 0; ownership->fields && i < ownership->fields->len; i++)
        if (((const struct fh_field_ownership *)g_ptr_array_index(ownership->fields, i))
                ->ownership.free_function)
            return TRUE;
    return FALSE;
}

static gboolean takes_over(const struct fh_function *function, const struct fh_type *block)
{
    if (function->parameters->len != 1)
        return FALSE;
    const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, 0);
    const struct fh_type *type = parameter->type;
    return parameter->ownership.transfer == FH_TRANSFER_FULL && !parameter->ownership.is_out &&
           type->kind == FH_TYPE_POINTER && type->target->unqualified == block;
}

/* The only function that takes such a pointer for good and nothing else, and gives nothing for it. */
static const struct fh_function *only_release(const struct fh_api *api, const struct fh_type *block)
{
    const GPtrArray *functions = fh_api_library_functions(api);
    const struct fh_function *found = NULL;
    for (guint i = 0; i < functions->len; i++) {
        const struct fh_function *function = g_ptr_array_index(functions, i);
        if (!takes_over(function, block) || function->type->result->kind != FH_TYPE_VOID)
            continue;
        if (found)
            return NULL;
        found = function;
    }
    return found;
}

static char *read_owned(struct fh_gives *gives, const struct fh_api *api)
{
    const struct fh_ownership *ownership = gives->ownership;
    gives->is_owned = TRUE;
    gives->release = ownership->free_function  ? fh_api_function(api, ownership->free_function)
                     : gives->block->size == 0 ? only_release(api, gives->block)
                                               : NULL;
    if (!gives->release)
        return g_strdup("the contract does not say what releases what it gives");
    if (ownership->element_free_function || has_own_fields(ownership))
        return g_strdup("what it gives is released piece by piece");
    return NULL;
}

static gboolean is_of_text_or_numbers(const struct fh_type *type)
{
    return type->kind == FH_TYPE_SIGNED || type->kind == FH_TYPE_UNSIGNED;
}

char *fh_gives_read(struct fh_gives *gives, const struct fh_api *api, const struct fh_function *function,
                    const struct fh_type *type, const struct fh_ownership *ownership)
{
    *gives = (struct fh_gives){.ownership = ownership, .parent = -1, .length = -1};
    if (type->kind != FH_TYPE_POINTER && (type->kind != FH_TYPE_STRUCT || !has_pointers(type)))
        return NULL; /* a number, or a struct of numbers */
    if (type->kind == FH_TYPE_POINTER && type->target->kind == FH_TYPE_FUNCTION)
        return NULL;
    gives->is_record = type->kind == FH_TYPE_STRUCT;
    gives->block = gives->is_record ? type : type->target->unqualified;
    gives->is_readable = !gives->is_record && is_of_text_or_numbers(type->target) && type->target->is_char;
    gives->length = ownership->array == FH_ARRAY_LENGTH ? parameter_index(function, ownership->length) : -1;
    gives->parent = parameter_index(function, ownership->lifetime_of);
    if (ownership->transfer == FH_TRANSFER_FULL || ownership->transfer == FH_TRANSFER_CONTAINER)
        return read_owned(gives, api);
    if (ownership->transfer == FH_TRANSFER_UNSPECIFIED)
        return g_strdup("the contract does not say who owns what it gives");
    if (gives->is_record) /* a view by value */
        gives->block = NULL;
    return NULL;
}
