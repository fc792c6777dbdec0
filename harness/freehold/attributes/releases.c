// SPDX-License-Identifier: MIT
#include "attributes/releases.h"

#include "api/lookup.h"
#include "wire/allocators.h"

static const struct fh_attribute_release none = {NULL, 0};

gboolean fh_attribute_is_of_library(const struct fh_function *function)
{
    return function->is_library || function->is_included;
}

static const struct fh_parameter *parameter_at(const struct fh_function *function, guint index)
{
    return g_ptr_array_index(function->parameters, index);
}

/* A pointer to a block itself: not to a place that holds one, and not to code. */
static gboolean is_block(const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind != FH_TYPE_POINTER &&
           type->target->kind != FH_TYPE_FUNCTION;
}

/* From 1 on; 0: none. */
static guint position_of_block(const struct fh_function *release)
{
    for (guint i = 0; i < release->parameters->len; i++) {
        const struct fh_parameter *parameter = parameter_at(release, i);
        if (is_block(parameter->type) && !parameter->ownership.is_out &&
            parameter->ownership.transfer == FH_TRANSFER_FULL && !parameter->ownership.is_on_success)
            return i + 1;
    }
    return 0;
}

/* As functions that count references do. */
static gboolean may_return_argument(const struct fh_function *function)
{
    const struct fh_type *result = function->type->result;
    if (result->kind != FH_TYPE_POINTER || result->target->kind != FH_TYPE_STRUCT)
        return FALSE;
    for (guint i = 0; i < function->parameters->len; i++)
        if (parameter_at(function, i)->type == result)
            return TRUE;
    return FALSE;
}

static gboolean names(const struct fh_ownership *ownership, const char *release)
{
    return g_strcmp0(ownership->free_function, release) == 0;
}

/* One more reference to what the release function takes. */
static gboolean adds_reference(const struct fh_parameter *parameter, const struct fh_function *release)
{
    guint position = position_of_block(release);
    return parameter->ownership.is_reference && position > 0 && parameter->type->kind == FH_TYPE_POINTER &&
           parameter->type->target->unqualified ==
               parameter_at(release, position - 1)->type->target->unqualified;
}

/* A struct by value is no block: its address may be that of a variable. A reference that is dropped may
 * leave the block to others. */
static gboolean uses_otherwise(const struct fh_function *function, const struct fh_function *taker)
{
    const char *release = taker->name;
    if (names(&function->result, release) && (function->type->result->kind == FH_TYPE_STRUCT ||
                                              function->result.is_reference || may_return_argument(function)))
        return TRUE;
    for (guint i = 0; i < function->parameters->len; i++) {
        const struct fh_parameter *parameter = parameter_at(function, i);
        if (adds_reference(parameter, taker))
            return TRUE;
        if (names(&parameter->ownership, release) && parameter->type->kind == FH_TYPE_POINTER &&
            parameter->type->target->kind == FH_TYPE_STRUCT)
            return TRUE;
    }
    return FALSE;
}

static gboolean ends_blocks(const struct fh_api *api, const struct fh_function *release)
{
    for (const char *const *name = fh_api_function_names(api); *name; name++)
        if (uses_otherwise(fh_api_function(api, *name), release))
            return FALSE;
    return TRUE;
}

static struct fh_attribute_release release_named(const struct fh_api *api, const char *name)
{
    const struct fh_function *release = name ? fh_api_function(api, name) : NULL;
    gboolean is_free = name && g_str_equal(name, fh_family_release(FH_FAMILY_MALLOC));
    if (!release || (!is_free && !fh_attribute_is_of_library(release)) || !ends_blocks(api, release))
        return none;
    guint position = position_of_block(release);
    return position ? (struct fh_attribute_release){release->name, position} : none;
}

struct fh_attribute_release fh_attribute_release_of(const struct fh_api *api,
                                                    const struct fh_function *function)
{
    if (function->result.transfer != FH_TRANSFER_FULL || !is_block(function->type->result))
        return none;
    return release_named(api, function->result.free_function);
}

gboolean fh_attribute_is_release(const struct fh_api *api, const struct fh_function *function)
{
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *giver = fh_api_function(api, *name);
        if (names(&giver->result, function->name))
            return TRUE;
        for (guint i = 0; i < giver->parameters->len; i++)
            if (names(&parameter_at(giver, i)->ownership, function->name))
                return TRUE;
    }
    return FALSE;
}

static gboolean is_named(const struct fh_api *api, const char *release)
{
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        if (fh_attribute_is_of_library(function) && names(&function->result, release) &&
            fh_attribute_release_of(api, function).name)
            return TRUE;
    }
    return FALSE;
}

struct fh_attribute_release fh_attribute_release_by(const struct fh_api *api,
                                                    const struct fh_function *function)
{
    return is_named(api, function->name) ? release_named(api, function->name) : none;
}

static gboolean gives(const struct fh_function *function, const struct fh_type *type)
{
    const struct fh_type *result = function->type->result;
    return fh_attribute_is_of_library(function) && result->kind == FH_TYPE_POINTER &&
           result->target->unqualified == type->target->unqualified;
}

/* Text and bytes may come from anywhere; a struct's type says whose it is. */
struct fh_attribute_release fh_attribute_handed_over(const struct fh_api *api,
                                                     const struct fh_function *function, guint index)
{
    const struct fh_parameter *parameter = parameter_at(function, index);
    struct fh_attribute_release found = none;
    if (parameter->ownership.transfer != FH_TRANSFER_FULL || parameter->ownership.is_out ||
        parameter->ownership.is_on_success || !is_block(parameter->type) ||
        parameter->type->target->kind != FH_TYPE_STRUCT)
        return none;
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *giver = fh_api_function(api, *name);
        if (!gives(giver, parameter->type) || giver->result.transfer == FH_TRANSFER_NONE)
            continue;
        const char *release = fh_attribute_release_of(api, giver).name;
        const struct fh_function *taker = release ? fh_api_function(api, release) : NULL;
        if (!taker || !fh_attribute_is_of_library(taker))
            return none;
        if (found.name && !g_str_equal(found.name, release))
            return none;
        found = (struct fh_attribute_release){release, index + 1};
    }
    return found;
}
