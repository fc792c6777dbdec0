// SPDX-License-Identifier: MIT
#include "mutate/releases.h"

#include "api/lookup.h"
#include "wire/allocators.h"

static const struct fh_expr *without_casts(const struct fh_expr *expr)
{
    while (expr->kind == FH_EXPR_CAST)
        expr = expr->left;
    return expr;
}

const char *fh_variable_of(const struct fh_expr *expr)
{
    const struct fh_expr *inner = without_casts(expr);
    return inner->kind == FH_EXPR_NAME ? inner->text : NULL;
}

const struct fh_function *fh_called_function(const struct fh_api *api, const struct fh_expr *expr)
{
    return expr && expr->kind == FH_EXPR_CALL && expr->left->kind == FH_EXPR_NAME
               ? fh_api_function(api, expr->left->text)
               : NULL;
}

static const struct fh_expr *argument_of(const struct fh_expr *call, guint index)
{
    return ((const struct fh_item *)g_ptr_array_index(call->list, index))->value;
}

static const struct fh_parameter *parameter_of(const struct fh_function *function, guint index)
{
    return g_ptr_array_index(function->parameters, index);
}

static gboolean takes_over(const struct fh_function *function, guint index)
{
    const struct fh_ownership *ownership = &parameter_of(function, index)->ownership;
    return ownership->transfer == FH_TRANSFER_FULL && !ownership->is_out;
}

/* Some function's contract names it as the one that releases what that gives out. */
static gboolean is_free_function(const struct fh_api *api, const char *name)
{
    const GPtrArray *functions = fh_api_library_functions(api);
    for (guint i = 0; i < functions->len; i++) {
        const struct fh_function *function = g_ptr_array_index(functions, i);
        if (g_strcmp0(function->result.free_function, name) == 0)
            return TRUE;
        for (guint j = 0; j < function->parameters->len; j++)
            if (g_strcmp0(parameter_of(function, j)->ownership.free_function, name) == 0)
                return TRUE;
    }
    return FALSE;
}

static gboolean find_release(const struct fh_api *api, const struct fh_expr *call, struct fh_release *release)
{
    const struct fh_function *function = fh_called_function(api, call);
    guint count = function ? MIN(function->parameters->len, call->list->len) : 0;
    gboolean is_named = function && is_free_function(api, function->name);
    for (guint i = 0; i < count; i++) {
        const struct fh_expr *block = without_casts(argument_of(call, i));
        if (block->kind != FH_EXPR_NULL && (takes_over(function, i) || (i == 0 && is_named))) {
            *release = (struct fh_release){function, call, i, is_named || !function->is_library, block};
            return TRUE;
        }
    }
    return FALSE;
}

gboolean fh_statement_release(const struct fh_api *api, const struct fh_statement *statement,
                              struct fh_release *release)
{
    return find_release(api, statement->value, release) || find_release(api, statement->target, release);
}

GPtrArray *fh_release_functions(const struct fh_api *api)
{
    GPtrArray *found = g_ptr_array_new();
    const GPtrArray *functions = fh_api_library_functions(api);
    for (guint i = 0; i < functions->len; i++) {
        const struct fh_function *function = g_ptr_array_index(functions, i);
        if (function->parameters->len == 1 && takes_over(function, 0) &&
            parameter_of(function, 0)->type->kind == FH_TYPE_POINTER)
            g_ptr_array_add(found, (gpointer)function);
    }
    for (const struct fh_allocator *row = fh_allocators; row->name; row++) {
        gboolean is_free =
            row->family == FH_FAMILY_MALLOC && row->verb == FH_VERB_RELEASE && row->role == FH_ROLE_ENTRY;
        const struct fh_function *of_c = is_free ? fh_api_function(api, row->name) : NULL;
        if (of_c)
            g_ptr_array_add(found, (gpointer)of_c);
    }
    return found;
}

/* The first argument that is a variable and stays the caller's. */
static const char *parent_of(const struct fh_function *function, const struct fh_expr *call)
{
    for (guint i = 0; i < MIN(function->parameters->len, call->list->len); i++) {
        const char *variable = fh_variable_of(argument_of(call, i));
        if (variable && parameter_of(function, i)->type->kind == FH_TYPE_POINTER && !takes_over(function, i))
            return variable;
    }
    return NULL;
}

const char *fh_statement_view(const struct fh_api *api, const struct fh_statement *statement,
                              const char **parent)
{
    const struct fh_function *function = fh_called_function(api, statement->value);
    if (!function || statement->kind != FH_STATEMENT_ASSIGN || statement->target->kind != FH_EXPR_NAME ||
        function->result.transfer != FH_TRANSFER_NONE || function->type->result->kind != FH_TYPE_POINTER)
        return NULL;
    *parent = parent_of(function, statement->value);
    return statement->target->text;
}

static gboolean mentions(const struct fh_expr *expr, const char *variable)
{
    if (!expr)
        return FALSE;
    if (expr->kind == FH_EXPR_NAME)
        return g_str_equal(expr->text, variable);
    for (guint i = 0; expr->list && i < expr->list->len; i++)
        if (mentions(argument_of(expr, i), variable))
            return TRUE;
    return mentions(expr->left, variable) || mentions(expr->right, variable);
}

gboolean fh_statement_mentions(const struct fh_statement *statement, const char *variable)
{
    for (guint i = 0; statement->body && i < statement->body->len; i++)
        if (fh_statement_mentions(g_ptr_array_index(statement->body, i), variable))
            return TRUE;
    return mentions(statement->target, variable) || mentions(statement->value, variable) ||
           mentions(statement->count, variable);
}
