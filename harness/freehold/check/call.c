// SPDX-License-Identifier: MIT
#include "check/call.h"

#include <string.h>

#include "api/builtin.h"
#include "api/lookup.h"
#include "api/types.h"
#include "base/diagnostics.h"
#include "check/builder.h"
#include "check/contract.h"
#include "check/convert.h"
#include "check/coverage.h"
#include "check/expression.h"

/* A call in the making. `function` is NULL for a call through a pointer. */
struct call {
    const struct fh_expr *expr;
    const struct fh_function *function;
    const struct fh_type *type;
    fh_slot pointer;
    GArray *arguments;  /* fh_slot */
    GPtrArray *further; /* const struct fh_type *, of a variadic call */
};

static gboolean add_signature_type(struct fh_lowering *l, const struct fh_type *type, struct fh_span span,
                                   GArray *types)
{
    guint32 index = fh_builder_type(l->builder, type);
    if (index == FH_PLAN_NONE)
        return fh_lower_error(l, span, "pass it by pointer", "%s can't be passed by value here", type->name);
    g_array_append_val(types, index);
    return TRUE;
}

gboolean fh_lower_signature(struct fh_lowering *l, const struct fh_type *function, const GPtrArray *further,
                            struct fh_span span, guint32 *out)
{
    g_autoptr(GArray) types = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < function->parameters->len; i++)
        if (!add_signature_type(l, g_ptr_array_index(function->parameters, i), span, types))
            return FALSE;
    for (guint i = 0; further && i < further->len; i++)
        if (!add_signature_type(l, g_ptr_array_index(further, i), span, types))
            return FALSE;
    guint32 result = fh_builder_type(l->builder, function->result);
    if (result == FH_PLAN_NONE)
        return fh_lower_error(l, span, NULL, "%s can't be returned by value here", function->result->name);
    *out = fh_builder_signature(l->builder, result, types, function->parameters->len, function->is_variadic);
    return TRUE;
}

static gboolean unknown_function(struct fh_lowering *l, const struct fh_expr *callee)
{
    if (g_hash_table_contains(l->broken, callee->text))
        return FALSE;
    if (l->defined && g_hash_table_contains(l->defined, callee->text))
        return fh_lower_error(l, callee->span,
                              "give a header that does, with 'header = FILE' in freehold.ini",
                              "the library defines '%s', but its header does not declare it", callee->text);
    if (fh_api_is_inline(l->api, callee->text))
        return fh_lower_error(l, callee->span, "let the library export it as a function",
                              "'%s' is code in the header: there is nothing to link with", callee->text);
    const char *close = fh_closest_name(callee->text, fh_api_function_names(l->api));
    g_autofree char *help =
        close ? g_strdup_printf("did you mean '%s'?", close)
              : g_strdup("functions are the header's, and the C library's of <stdlib.h>, <string.h> "
                         "and <stdio.h>");
    return fh_lower_error(l, callee->span, help, "unknown function '%s'", callee->text);
}

static gboolean callee_by_name(struct fh_lowering *l, const struct fh_expr *callee, struct call *call)
{
    if (g_hash_table_contains(l->callbacks, callee->text))
        return fh_lower_error(l, callee->span, "the library calls it", "'%s' is a callback of this scenario",
                              callee->text);
    call->function = fh_api_function(l->api, callee->text);
    if (!call->function)
        return unknown_function(l, callee);
    if (call->function->is_library && l->defined && !g_hash_table_contains(l->defined, callee->text))
        return fh_lower_error(l, callee->span, NULL,
                              "the header declares '%s', but the library does not define it", callee->text);
    call->type = call->function->type;
    return TRUE;
}

static gboolean find_callee(struct fh_lowering *l, struct call *call)
{
    const struct fh_expr *callee = call->expr->left;
    if (callee->kind == FH_EXPR_NAME && !fh_lower_variable(l, callee->text))
        return callee_by_name(l, callee, call);
    struct fh_value value;
    if (!fh_lower_value(l, callee, &value))
        return FALSE;
    if (value.type->kind != FH_TYPE_POINTER || value.type->target->kind != FH_TYPE_FUNCTION)
        return fh_lower_error(l, callee->span, NULL, "%s is no function", value.type->name);
    call->pointer = value.slot;
    call->type = value.type->target;
    return TRUE;
}

static const char *callee_name(const struct call *call)
{
    return call->function ? call->function->name : "the function";
}

static gboolean check_count(struct fh_lowering *l, const struct call *call)
{
    guint wanted = call->type->parameters->len, given = call->expr->list->len;
    if (given == wanted || (given > wanted && call->type->is_variadic))
        return TRUE;
    return fh_lower_error(l, call->expr->span, NULL, "%s takes %u argument%s, %u given", callee_name(call),
                          wanted, wanted == 1 ? "" : "s", given);
}

/* C's default argument promotions, for what the prototype does not name. */
static gboolean variadic_argument(struct fh_lowering *l, struct call *call, const struct fh_expr *expr,
                                  fh_slot *out)
{
    struct fh_value value;
    if (!fh_lower_value(l, expr, &value))
        return FALSE;
    const struct fh_type *type = value.type->unqualified;
    if (type->kind == FH_TYPE_FLOAT)
        type = fh_api_type(l->api, "double");
    else if (fh_type_is_integer(type) && type->size < 4)
        type = fh_api_type(l->api, "int");
    g_ptr_array_add(call->further, (gpointer)type);
    return fh_lower_convert(l, &value, type, expr->span, out);
}

/* Which argument is wrong is said by the caret; which parameter it is for, by a prefix of ours. */
static gboolean lower_arguments(struct fh_lowering *l, struct call *call)
{
    const GPtrArray *parameters = call->type->parameters;
    for (guint i = 0; i < call->expr->list->len; i++) {
        const struct fh_item *item = g_ptr_array_index(call->expr->list, i);
        fh_slot slot;
        gboolean is_right = i < parameters->len
                                ? fh_lower_to(l, item->value, g_ptr_array_index(parameters, i), &slot)
                                : variadic_argument(l, call, item->value, &slot);
        if (!is_right)
            return FALSE;
        g_array_append_val(call->arguments, slot);
    }
    return TRUE;
}

static gboolean may_be_null(const struct call *call, guint argument)
{
    const struct fh_item *item = g_ptr_array_index(call->expr->list, argument);
    if (item->value->kind == FH_EXPR_NULL)
        return TRUE;
    if (!call->function || argument >= call->function->parameters->len)
        return FALSE;
    const struct fh_parameter *parameter = g_ptr_array_index(call->function->parameters, argument);
    return parameter->ownership.is_nullable;
}

/* Before all that belongs to the call. */
static guint emit_guard(struct fh_lowering *l, const struct call *call, const struct fh_plan_op *op)
{
    guint64 nullable = 0;
    for (guint i = 0; i < call->expr->list->len && i < 64; i++)
        nullable |= may_be_null(call, i) ? (guint64)1 << i : 0;
    const struct fh_plan_op guard = {
        .opcode = FH_OP_GUARD, .b = op->b, .c = op->c, .size = op->size, .immediate = (gint64)nullable};
    fh_builder_emit(l->builder, guard);
    return l->builder->code->len;
}

static gboolean emit_call(struct fh_lowering *l, const struct call *call, struct fh_value *out)
{
    guint32 signature;
    if (!fh_lower_signature(l, call->type, call->further, call->expr->span, &signature))
        return FALSE;
    const struct fh_type *result_type = call->type->result;
    fh_slot result = result_type->kind == FH_TYPE_VOID
                         ? FH_PLAN_NONE
                         : fh_lower_temporary(l, result_type->size, result_type->alignment);
    GArray *arguments = l->builder->arguments;
    struct fh_plan_op op = {.opcode = FH_OP_CALL,
                            .a = FH_PLAN_NONE,
                            .b = signature,
                            .c = arguments->len,
                            .size = result,
                            .immediate = call->pointer};
    if (call->function)
        op.a = fh_builder_symbol(l->builder, call->function->name, call->function->is_library);
    if (call->arguments->len > 0)
        g_array_append_vals(arguments, call->arguments->data, call->arguments->len);
    const struct fh_called called = {.function = call->function,
                                     .arguments = call->arguments,
                                     .written = call->expr->list,
                                     .result = result,
                                     .first_argument = op.c};
    struct fh_pending pending = {0};
    const guint first = call->arguments->len > 0 ? emit_guard(l, call, &op) : 0;
    if (call->function)
        fh_lower_contract_before(l, &called, &pending);
    fh_builder_emit(l->builder, op);
    if (call->function) {
        fh_lower_contract_after(l, &called, &pending);
        fh_coverage_emit(l, call->function, call->arguments, result);
    }
    if (first > 0)
        g_array_index(l->builder->code, struct fh_plan_op, first - 1).a = l->builder->code->len - first;
    if (out)
        *out = (struct fh_value){.type = result_type->unqualified, .slot = result};
    return TRUE;
}

gboolean fh_lower_call(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    g_autoptr(GArray) arguments = g_array_new(FALSE, FALSE, sizeof(fh_slot));
    g_autoptr(GPtrArray) further = g_ptr_array_new();
    struct call call = {.expr = expr, .arguments = arguments, .further = further};
    return find_callee(l, &call) && check_count(l, &call) && lower_arguments(l, &call) &&
           emit_call(l, &call, out);
}
