// SPDX-License-Identifier: MIT
#include "check/convert.h"

#include "api/builtin.h"
#include "api/types.h"
#include "check/builder.h"

static gboolean fits(const struct fh_value *value, const struct fh_type *type)
{
    guint bits = type->size * 8;
    if (type->kind == FH_TYPE_FLOAT)
        return TRUE;
    if (type->kind == FH_TYPE_BOOL)
        return !value->is_negative && value->integer <= 1;
    if (type->kind == FH_TYPE_UNSIGNED)
        return !value->is_negative && (bits == 64 || value->integer >> bits == 0);
    gint64 minimum = bits == 64 ? G_MININT64 : -((gint64)1 << (bits - 1));
    guint64 maximum = ((guint64)1 << (bits - 1)) - 1;
    return value->is_negative ? (gint64)value->integer >= minimum : value->integer <= maximum;
}

static fh_slot convert_number(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type)
{
    enum fh_plan_type_kind from = fh_plan_scalar_kind(value->type), to = fh_plan_scalar_kind(type);
    if (from == to && (type->kind == FH_TYPE_BOOL) == (value->type->kind == FH_TYPE_BOOL))
        return value->slot;
    fh_slot slot = fh_lower_temporary(l, 8, 8);
    fh_builder_emit(
        l->builder,
        (struct fh_plan_op){.opcode = FH_OP_CONVERT, .a = slot, .b = value->slot, .c = from, .size = to});
    return slot;
}

static gboolean number_to_number(struct fh_lowering *l, const struct fh_value *value,
                                 const struct fh_type *type, struct fh_span span, fh_slot *out)
{
    if (value->is_constant && !fits(value, type)) {
        if (value->is_negative)
            return fh_lower_error(l, span, NULL, "%" G_GINT64_FORMAT " does not fit into %s",
                                  (gint64)value->integer, type->name);
        return fh_lower_error(l, span, NULL, "%" G_GUINT64_FORMAT " does not fit into %s", value->integer,
                              type->name);
    }
    *out = convert_number(l, value, type);
    return TRUE;
}

static gboolean is_object_pointer(const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind != FH_TYPE_FUNCTION;
}

/* What C allows without a cast and without a warning. */
static gboolean pointer_converts(const struct fh_type *from, const struct fh_type *to)
{
    if (from == to)
        return TRUE;
    if (!is_object_pointer(from) || !is_object_pointer(to))
        return FALSE;
    const struct fh_type *a = from->target, *b = to->target;
    if (a->is_const && !b->is_const)
        return FALSE;
    return a->unqualified == b->unqualified || a->kind == FH_TYPE_VOID || b->kind == FH_TYPE_VOID;
}

static gboolean pointer_error(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type,
                              struct fh_span span)
{
    g_autofree char *help = g_strdup_printf("if it is meant, say so with a cast: (%s)…", type->name);
    if (is_object_pointer(value->type) && is_object_pointer(type) && value->type->target->is_const &&
        value->type->target->unqualified == type->target->unqualified)
        return fh_lower_error(l, span, help, "%s can't become %s: it would drop the const", value->type->name,
                              type->name);
    return fh_lower_error(l, span, help, "expected %s, this is %s", type->name, value->type->name);
}

gboolean fh_lower_convert(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type,
                          struct fh_span span, fh_slot *out)
{
    type = type->unqualified;
    const struct fh_type *from = value->type->unqualified;
    if (from->kind == FH_TYPE_VOID)
        return fh_lower_error(l, span, NULL, "expected %s, but this returns nothing", type->name);
    if (fh_type_is_number(from) && fh_type_is_number(type))
        return number_to_number(l, value, type, span, out);
    if (from == type || (value->is_null && type->kind == FH_TYPE_POINTER)) {
        *out = value->slot;
        return TRUE;
    }
    if (from->kind == FH_TYPE_POINTER && type->kind == FH_TYPE_POINTER) {
        if (!pointer_converts(from, type))
            return pointer_error(l, value, type, span);
        *out = value->slot;
        return TRUE;
    }
    const char *help = NULL;
    if (value->is_constant && value->integer == 0 && type->kind == FH_TYPE_POINTER)
        help = "the null pointer is written: null";
    return fh_lower_error(l, span, help, "expected %s, this is %s", type->name, value->type->name);
}

gboolean fh_lower_cast(struct fh_lowering *l, const struct fh_value *value, const struct fh_type *type,
                       struct fh_span span, struct fh_value *out)
{
    const struct fh_type *from = value->type;
    gboolean is_scalar =
        fh_plan_scalar_kind(from) != FH_PLAN_VOID && fh_plan_scalar_kind(type) != FH_PLAN_VOID;
    if (!is_scalar && from->unqualified != type->unqualified)
        return fh_lower_error(l, span, NULL, "%s can't be cast to %s", from->name, type->name);
    if ((from->kind == FH_TYPE_POINTER && type->kind == FH_TYPE_FLOAT) ||
        (from->kind == FH_TYPE_FLOAT && type->kind == FH_TYPE_POINTER))
        return fh_lower_error(l, span, NULL, "%s can't be cast to %s", from->name, type->name);
    *out = (struct fh_value){.type = type, .slot = is_scalar ? convert_number(l, value, type) : value->slot};
    return TRUE;
}

static const struct fh_type *promoted(struct fh_lowering *l, const struct fh_type *type)
{
    return fh_type_is_integer(type) && type->size < 4 ? fh_api_type(l->api, "int") : type;
}

const struct fh_type *fh_lower_common_type(struct fh_lowering *l, const struct fh_type *a,
                                           const struct fh_type *b)
{
    if (a->kind == FH_TYPE_FLOAT || b->kind == FH_TYPE_FLOAT)
        return fh_api_type(l->api, "double");
    a = promoted(l, a->unqualified);
    b = promoted(l, b->unqualified);
    if (a->size != b->size)
        return a->size > b->size ? a : b;
    return a->kind == FH_TYPE_UNSIGNED ? a : b;
}
