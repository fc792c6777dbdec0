// SPDX-License-Identifier: MIT
#include "check/call.h"

#include <string.h>

#include "api/builtin.h"
#include "api/lookup.h"
#include "base/diagnostics.h"
#include "check/builder.h"
#include "check/convert.h"
#include "check/coverage.h"
#include "check/expression.h"
#include "wire/allocators.h"

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

static void emit_ownership(struct fh_lowering *l, enum fh_plan_opcode opcode, struct fh_plan_ownership entry)
{
    g_array_append_val(l->builder->ownership, entry);
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = opcode, .a = l->builder->ownership->len - 1});
}

gboolean fh_owned_pointer(const struct fh_type *type, guint32 *offset)
{
    if (type->kind == FH_TYPE_POINTER) {
        *offset = 0;
        return type->target->kind != FH_TYPE_FUNCTION;
    }
    for (guint i = 0; type->kind == FH_TYPE_STRUCT && !type->is_union && i < type->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(type->fields, i);
        guint32 inner;
        if (!field->is_alternative && fh_owned_pointer(field->type, &inner)) {
            *offset = field->offset + inner;
            return TRUE;
        }
    }
    return FALSE;
}

static guint32 release_symbol(struct fh_lowering *l, const char *name)
{
    const struct fh_function *function = fh_api_function(l->api, name);
    return fh_builder_symbol(l->builder, name, function && function->is_library);
}

/* realloc() releases as free() does. */
static const char *releases_as(const char *name)
{
    const struct fh_allocator *row = fh_allocator_find(name);
    gboolean takes = row && (row->verb == FH_VERB_RESIZE || row->verb == FH_VERB_RELEASE);
    return takes && row->family == FH_FAMILY_MALLOC ? fh_family_release(row->family) : name;
}

/* `release(&variable)` of a struct by pointer: what the struct holds is released, not the struct. */
static void release_held(struct fh_lowering *l, const struct fh_expr *argument, guint32 symbol,
                         guint32 called)
{
    guint32 offset;
    if (argument->kind != FH_EXPR_ADDRESS || argument->left->kind != FH_EXPR_NAME)
        return;
    const struct fh_variable *variable = fh_lower_variable(l, argument->left->text);
    if (variable && fh_owned_pointer(variable->type, &offset))
        emit_ownership(
            l, FH_OP_RELEASE,
            (struct fh_plan_ownership){variable->slot, .offset = offset, .symbol = symbol, .called = called});
}

static guint32 called_symbol(struct fh_lowering *l, const struct call *call)
{
    return fh_builder_symbol(l->builder, call->function->name, call->function->is_library);
}

static void emit_release(struct fh_lowering *l, const struct call *call, guint i)
{
    const struct fh_parameter *parameter = g_ptr_array_index(call->function->parameters, i);
    const struct fh_item *item = g_ptr_array_index(call->expr->list, i);
    const char *name = releases_as(call->function->name);
    gboolean is_release = g_hash_table_contains(l->release_functions, name);
    enum fh_transfer transfer = parameter->ownership.transfer;
    if (parameter->ownership.is_out || transfer == FH_TRANSFER_NONE ||
        (transfer == FH_TRANSFER_UNSPECIFIED && !is_release))
        return;
    guint32 offset, symbol = is_release ? release_symbol(l, name) : FH_PLAN_NONE;
    guint32 called = called_symbol(l, call);
    fh_slot slot = g_array_index(call->arguments, fh_slot, i);
    if (fh_owned_pointer(parameter->type, &offset))
        emit_ownership(
            l, FH_OP_RELEASE,
            (struct fh_plan_ownership){slot, .offset = offset, .symbol = symbol, .called = called});
    release_held(l, item->value, symbol, called);
}

static void emit_releases(struct fh_lowering *l, const struct call *call)
{
    for (guint i = 0; call->function && i < call->function->parameters->len; i++)
        emit_release(l, call, i);
}

static void emit_owned(struct fh_lowering *l, const struct call *call, const struct fh_ownership *ownership,
                       const struct fh_type *type, struct fh_plan_ownership entry)
{
    const char *name = ownership->free_function;
    if (ownership->transfer != FH_TRANSFER_FULL || !fh_owned_pointer(type, &entry.offset))
        return;
    entry.symbol = name ? release_symbol(l, name) : FH_PLAN_NONE;
    entry.is_held = type->kind == FH_TYPE_STRUCT;
    entry.called = called_symbol(l, call);
    emit_ownership(l, FH_OP_OWN, entry);
}

/* What a function lends must not be released by who borrows it. `first`: where the call's arguments are. */
static void emit_lent(struct fh_lowering *l, const struct call *call, fh_slot result, guint32 first)
{
    struct fh_plan_ownership entry = {
        .slot = result, .symbol = FH_PLAN_LENT, .first_argument = first, .n_arguments = call->arguments->len};
    if (call->function->result.transfer != FH_TRANSFER_NONE ||
        !fh_owned_pointer(call->type->result, &entry.offset))
        return;
    entry.called = called_symbol(l, call);
    emit_ownership(l, FH_OP_OWN, entry);
}

static void emit_owns(struct fh_lowering *l, const struct call *call, fh_slot result, guint32 first)
{
    if (!call->function)
        return;
    if (result != FH_PLAN_NONE)
        emit_lent(l, call, result, first);
    if (result != FH_PLAN_NONE)
        emit_owned(l, call, &call->function->result, call->type->result, (struct fh_plan_ownership){result});
    for (guint i = 0; i < call->function->parameters->len; i++) {
        const struct fh_parameter *parameter = g_ptr_array_index(call->function->parameters, i);
        if (parameter->ownership.is_out && parameter->type->kind == FH_TYPE_POINTER)
            emit_owned(l, call, &parameter->ownership, parameter->type->target,
                       (struct fh_plan_ownership){g_array_index(call->arguments, fh_slot, i), TRUE});
    }
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
    emit_releases(l, call);
    fh_builder_emit(l->builder, op);
    emit_owns(l, call, result, op.c);
    if (call->function)
        fh_coverage_emit(l, call->function, call->arguments, result);
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
