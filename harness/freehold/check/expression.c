// SPDX-License-Identifier: MIT
#include "check/expression.h"

#include <string.h>

#include "api/builtin.h"
#include "api/lookup.h"
#include "api/types.h"
#include "check/builder.h"
#include "check/call.h"
#include "check/callback.h"
#include "check/convert.h"
#include "check/initialiser.h"
#include "check/place.h"

const struct fh_type *fh_lower_type_name(struct fh_lowering *l, const struct fh_type_name *name)
{
    const struct fh_type *type = fh_api_type(l->api, name->base);
    if (!type) {
        fh_lower_error(l, name->span, "types are those of the header and C's own", "unknown type '%s'",
                       name->base);
        return NULL;
    }
    if (name->is_const && name->pointer_depth > 0)
        type = fh_api_const(l->api, type);
    for (guint i = 0; i < name->pointer_depth; i++) {
        type = fh_api_pointer_to(l->api, type);
        if (i + 1 < name->pointer_depth && i < 32 && name->const_pointers & (1u << i))
            type = fh_api_const(l->api, type);
    }
    return type;
}

static fh_slot constant(struct fh_lowering *l, const void *data, gsize size)
{
    fh_slot slot = fh_lower_temporary(l, size, 8);
    guint32 offset = fh_builder_bytes(l->builder, data, size, 8);
    fh_builder_emit(l->builder,
                    (struct fh_plan_op){.opcode = FH_OP_CONSTANT, .a = slot, .b = offset, .size = size});
    return slot;
}

void fh_lower_integer(struct fh_lowering *l, guint64 integer, gboolean is_negative,
                      const struct fh_type *type, struct fh_value *out)
{
    *out = (struct fh_value){.type = type,
                             .slot = constant(l, &integer, sizeof(integer)),
                             .is_constant = TRUE,
                             .is_negative = is_negative,
                             .integer = integer};
}

static const struct fh_type *literal_type(struct fh_lowering *l, guint64 integer, gboolean is_negative)
{
    if (is_negative)
        return fh_api_type(l->api, (gint64)integer >= G_MININT32 ? "int" : "long");
    return fh_api_type(l->api, integer <= G_MAXINT32   ? "int"
                               : integer <= G_MAXINT64 ? "long"
                                                       : "unsigned long");
}

static void floating(struct fh_lowering *l, double number, struct fh_value *out)
{
    *out = (struct fh_value){.type = fh_api_type(l->api, "double"),
                             .slot = constant(l, &number, sizeof(number))};
}

static void string(struct fh_lowering *l, const char *text, gsize size, struct fh_value *out)
{
    const struct fh_type *c = fh_api_const(l->api, fh_api_type(l->api, "char"));
    g_autofree char *bytes = g_malloc0(size + 1);
    memcpy(bytes, text, size);
    guint32 offset = fh_builder_bytes(l->builder, bytes, size + 1, 1);
    *out = (struct fh_value){
        .type = fh_api_pointer_to(l->api, c), .slot = fh_lower_temporary(l, 8, 8), .is_literal_string = TRUE};
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_DATA, .a = out->slot, .b = offset});
}

static void null_pointer(struct fh_lowering *l, struct fh_value *out)
{
    guint64 zero = 0;
    *out = (struct fh_value){.type = fh_api_pointer_to(l->api, fh_api_type(l->api, "void")),
                             .slot = constant(l, &zero, sizeof(zero)),
                             .is_null = TRUE};
}

static void header_constant(struct fh_lowering *l, const struct fh_constant *c, struct fh_value *out)
{
    if (c->kind == FH_CONSTANT_FLOAT)
        floating(l, c->number, out);
    else if (c->kind == FH_CONSTANT_STRING)
        string(l, c->string, strlen(c->string), out);
    else
        fh_lower_integer(l, c->integer, c->type->kind == FH_TYPE_SIGNED && c->integer < 0, c->type, out);
}

static gboolean function_address(struct fh_lowering *l, const struct fh_expr *expr,
                                 const struct fh_function *function, struct fh_value *out)
{
    if (function->is_library && l->defined && !g_hash_table_contains(l->defined, function->name))
        return fh_lower_error(l, expr->span, NULL,
                              "the header declares '%s', but the library does not define it", function->name);
    *out = (struct fh_value){.type = fh_api_pointer_to(l->api, function->type),
                             .slot = fh_lower_temporary(l, 8, 8)};
    guint32 symbol = fh_builder_symbol(l->builder, function->name, function->is_library);
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_SYMBOL, .a = out->slot, .b = symbol});
    return TRUE;
}

static gboolean name_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    const struct fh_constant *c;
    const struct fh_function *function;
    if (!fh_lower_variable(l, expr->text) && !g_hash_table_contains(l->callbacks, expr->text)) {
        if ((c = fh_api_constant(l->api, expr->text))) {
            header_constant(l, c, out);
            return TRUE;
        }
        if ((function = fh_api_function(l->api, expr->text)))
            return function_address(l, expr, function, out);
    }
    struct fh_place place;
    if (!fh_lower_place(l, expr, &place))
        return FALSE;
    fh_lower_load(l, &place, out);
    return TRUE;
}

static gboolean place_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    struct fh_place place;
    if (!fh_lower_place(l, expr, &place))
        return FALSE;
    if (place.type->kind != FH_TYPE_ARRAY && place.type->size == 0)
        return fh_lower_error(l, expr->span, NULL, "%s has no value that can be read", place.type->name);
    fh_lower_load(l, &place, out);
    return TRUE;
}

static gboolean address_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    struct fh_place place;
    if (!fh_lower_place(l, expr->left, &place))
        return FALSE;
    if (place.bits)
        return fh_lower_error(l, expr->span, NULL, "'%s' is a bit-field, and has no address",
                              place.bits->name);
    fh_lower_address(l, &place, out);
    return TRUE;
}

static gboolean negated(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    struct fh_value value;
    const struct fh_expr *operand = expr->left;
    if (operand->kind == FH_EXPR_FLOAT) {
        floating(l, -operand->number, out);
        return TRUE;
    }
    if (!fh_lower_value(l, operand, &value))
        return FALSE;
    if (!value.is_constant || value.is_negative)
        return fh_lower_error(l, expr->span, "write 0 - x", "minus stands only before a constant");
    if (value.integer > (guint64)G_MAXINT64 + 1)
        return fh_lower_error(l, expr->span, NULL, "this is too small for any type");
    guint64 integer = -value.integer;
    fh_lower_integer(l, integer, value.integer != 0, literal_type(l, integer, value.integer != 0), out);
    return TRUE;
}

static gboolean cast_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    const struct fh_type *type = fh_lower_type_name(l, expr->type);
    struct fh_value value;
    if (!type)
        return FALSE;
    if (expr->left->kind == FH_EXPR_NAME && type->kind == FH_TYPE_POINTER &&
        g_hash_table_contains(l->callbacks, expr->left->text)) {
        *out = (struct fh_value){.type = type};
        return fh_lower_to(l, expr->left, type, &out->slot);
    }
    return fh_lower_value(l, expr->left, &value) && fh_lower_cast(l, &value, type, expr->span, out);
}

static gboolean compound_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    const struct fh_type *type = fh_lower_type_name(l, expr->type);
    guint64 count = expr->list->len;
    if (!type || (expr->array_length && !fh_lower_count(l, expr->array_length, FH_PLAN_MAX_FRAME, &count)))
        return FALSE;
    if (expr->is_array)
        type = fh_api_array_of(l->api, type, count);
    struct fh_place place = {.type = type, .slot = fh_lower_temporary(l, type->size, type->alignment)};
    if (!fh_lower_initialise(l, type, expr->list, expr->span, place.slot))
        return FALSE;
    fh_lower_load(l, &place, out);
    return TRUE;
}

static gboolean sizeof_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    const struct fh_type *type = fh_lower_type_name(l, expr->type);
    if (!type)
        return FALSE;
    if (type->size == 0)
        return fh_lower_error(l, expr->span, NULL, "%s has no size", type->name);
    fh_lower_integer(l, type->size, FALSE, fh_api_type(l->api, "unsigned long"), out);
    return TRUE;
}

static gboolean pointer_sum(struct fh_lowering *l, const struct fh_expr *expr, const struct fh_value *pointer,
                            const struct fh_value *count, struct fh_value *out)
{
    const struct fh_type *target = pointer->type->target;
    fh_slot wide;
    if (target->size == 0 && target->kind != FH_TYPE_VOID)
        return fh_lower_error(l, expr->span, "cast it: (char *)…", "the size of %s is not known",
                              target->name);
    if (!fh_lower_convert(l, count, fh_api_type(l->api, "long"), expr->right->span, &wide))
        return FALSE;
    gint64 size = target->kind == FH_TYPE_VOID ? 1 : target->size;
    *out = (struct fh_value){.type = pointer->type, .slot = fh_lower_temporary(l, 8, 8)};
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_ADD,
                                                    .a = out->slot,
                                                    .b = pointer->slot,
                                                    .c = wide,
                                                    .immediate = expr->operator == '-' ? -size : size});
    return TRUE;
}

static struct fh_plan_op arithmetic_op(char operator, gboolean is_float)
{
    struct fh_plan_op op = {.immediate = operator== '-' ? -1 : 1 };
    if (operator== '*')
        op.opcode = is_float ? FH_OP_FMULTIPLY : FH_OP_MULTIPLY;
    else if (operator== '|')
        op.opcode = FH_OP_OR;
    else
        op.opcode = is_float ? FH_OP_FADD : FH_OP_ADD;
    return op;
}

/* Both operands go to 64 bits, the result comes back to the common type. */
static gboolean number_operation(struct fh_lowering *l, const struct fh_expr *expr,
                                 const struct fh_value *left, const struct fh_value *right,
                                 struct fh_value *out)
{
    const struct fh_type *common = fh_lower_common_type(l, left->type, right->type);
    gboolean is_float = common->kind == FH_TYPE_FLOAT;
    const struct fh_type *wide =
        fh_api_type(l->api, is_float                                                ? "double"
                            : common->kind == FH_TYPE_UNSIGNED && common->size == 8 ? "unsigned long"
                                                                                    : "long");
    struct fh_value a = *left, b = *right;
    a.is_constant = b.is_constant = FALSE;
    struct fh_plan_op op = arithmetic_op(expr->operator, is_float);
    if (is_float && op.opcode == FH_OP_OR)
        return fh_lower_error(l, expr->span, NULL, "'|' is for integers");
    if (!fh_lower_convert(l, &a, wide, expr->left->span, &op.b) ||
        !fh_lower_convert(l, &b, wide, expr->right->span, &op.c))
        return FALSE;
    op.a = fh_lower_temporary(l, 8, 8);
    fh_builder_emit(l->builder, op);
    struct fh_value result = {.type = wide, .slot = op.a};
    out->type = common;
    return fh_lower_cast(l, &result, common, expr->span, out);
}

static gboolean binary_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    struct fh_value left, right;
    if (!fh_lower_value(l, expr->left, &left) || !fh_lower_value(l, expr->right, &right))
        return FALSE;
    gboolean is_sum = expr->operator== '+' || expr->operator== '-';
    if (left.type->kind == FH_TYPE_POINTER && fh_type_is_integer(right.type) && is_sum)
        return pointer_sum(l, expr, &left, &right, out);
    if (!fh_type_is_number(left.type) || !fh_type_is_number(right.type))
        return fh_lower_error(l, expr->span, NULL, "'%c' has no meaning between %s and %s", expr->operator,
                              left.type->name, right.type->name);
    return number_operation(l, expr, &left, &right, out);
}

gboolean fh_lower_value(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    switch (expr->kind) {
    case FH_EXPR_INTEGER:
        fh_lower_integer(l, expr->integer, FALSE, literal_type(l, expr->integer, FALSE), out);
        return TRUE;
    case FH_EXPR_BOOL:
        fh_lower_integer(l, expr->integer, FALSE, fh_api_type(l->api, "_Bool"), out);
        return TRUE;
    case FH_EXPR_FLOAT:
        floating(l, expr->number, out);
        return TRUE;
    case FH_EXPR_STRING:
        string(l, expr->text, expr->text_size, out);
        return TRUE;
    case FH_EXPR_NULL:
        null_pointer(l, out);
        return TRUE;
    case FH_EXPR_NAME:
        return name_value(l, expr, out);
    case FH_EXPR_CALL:
        return fh_lower_call(l, expr, out);
    case FH_EXPR_INDEX:
    case FH_EXPR_FIELD:
    case FH_EXPR_ARROW:
    case FH_EXPR_DEREF:
        return place_value(l, expr, out);
    case FH_EXPR_ADDRESS:
        return address_value(l, expr, out);
    case FH_EXPR_NEGATE:
        return negated(l, expr, out);
    case FH_EXPR_CAST:
        return cast_value(l, expr, out);
    case FH_EXPR_COMPOUND:
        return compound_value(l, expr, out);
    case FH_EXPR_SIZEOF:
        return sizeof_value(l, expr, out);
    case FH_EXPR_BINARY:
        return binary_value(l, expr, out);
    case FH_EXPR_BRACED:
        break;
    }
    return fh_lower_error(l, expr->span, "write (type){ … }", "a braced list needs a type here");
}

/* `&name` of a name that is not defined yet, where a T * is wanted: defines it as a T. */
static gboolean define_out_variable(struct fh_lowering *l, const struct fh_expr *expr,
                                    const struct fh_type *type)
{
    if (expr->kind != FH_EXPR_ADDRESS || expr->left->kind != FH_EXPR_NAME || type->kind != FH_TYPE_POINTER)
        return TRUE;
    const char *name = expr->left->text;
    const struct fh_type *target = type->target->unqualified;
    if (fh_lower_variable(l, name) || g_hash_table_contains(l->callbacks, name) ||
        fh_api_function(l->api, name))
        return TRUE;
    if (target->size == 0)
        return fh_lower_error(l, expr->span, "declare it with its type first", "%s can't be a variable",
                              target->name);
    return fh_lower_define(l, name, target, expr->left->span) != NULL;
}

gboolean fh_lower_to(struct fh_lowering *l, const struct fh_expr *expr, const struct fh_type *type,
                     fh_slot *out)
{
    struct fh_value value;
    if (expr->kind == FH_EXPR_NAME && !fh_lower_variable(l, expr->text)) {
        struct fh_callback *callback = g_hash_table_lookup(l->callbacks, expr->text);
        if (callback)
            return fh_lower_callback(l, callback, type, expr->span, out);
    }
    if (expr->kind == FH_EXPR_BRACED) {
        *out = fh_lower_temporary(l, type->size, type->alignment);
        return fh_lower_initialise(l, type, expr->list, expr->span, *out);
    }
    return define_out_variable(l, expr, type) && fh_lower_value(l, expr, &value) &&
           fh_lower_convert(l, &value, type, expr->span, out);
}

gboolean fh_lower_stored(struct fh_lowering *l, const struct fh_expr *expr, const struct fh_type *type,
                         fh_slot *out)
{
    const struct fh_type *c = fh_api_type(l->api, "char");
    const gboolean is_text =
        expr->kind == FH_EXPR_STRING && type->unqualified == fh_api_pointer_to(l->api, c)->unqualified;
    return fh_lower_to(l, expr, is_text ? fh_api_pointer_to(l->api, fh_api_const(l->api, c)) : type, out);
}

gboolean fh_lower_count(struct fh_lowering *l, const struct fh_expr *expr, guint64 maximum, guint64 *out)
{
    struct fh_value value;
    if (!fh_lower_value(l, expr, &value))
        return FALSE;
    if (!value.is_constant || value.is_negative || value.integer > maximum)
        return fh_lower_error(l, expr->span, NULL,
                              "expected an integer constant from 0 to %" G_GUINT64_FORMAT, maximum);
    *out = value.integer;
    return TRUE;
}
